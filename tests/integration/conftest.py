"""A stack of Khabar's own processes for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stack import Stack


@pytest.fixture
async def stack(tmp_path: Path, amqp_url: str, mongo_url_db: tuple[str, str]) -> AsyncIterator[Stack]:
    """An empty watched folder, and processes to be started over it."""
    stack = Stack(tmp_path, amqp_url, mongo_url_db)
    yield stack
    await stack.stop()
