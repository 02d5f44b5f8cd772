"""What tests of several files stand on: Khabar's own processes, the api alone, an index that is out of date."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.adapters.mongo import MongoDatabase
from services.api import status as api_status
from services.index import keep as keeping
from services.index import pointer as pointers
from services.index import rebuild as rebuilding
from services.search import collection as collections
from tests.old_index import OldIndex
from tests.served import NOBODY, Served, serving
from tests.stack import Stack


@pytest.fixture
async def stack(tmp_path: Path, amqp_url: str, mongo_url_db: tuple[str, str]) -> AsyncIterator[Stack]:
    """An empty watched folder, and processes to be started over it."""
    stack = Stack(tmp_path, amqp_url, mongo_url_db)
    yield stack
    await stack.stop()


@pytest.fixture
async def served(
    mongo_url_db: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Served]:
    """The api on MongoDB; RabbitMQ is away, as far as it knows. The status is read each time."""
    monkeypatch.setattr(api_status, "CACHED_S", 0.0)
    monkeypatch.setattr(api_status, "REST_FACTOR", 0.0)
    async with serving(mongo_url_db, NOBODY, tmp_path) as api:
        yield api


@pytest.fixture
async def old_index(mongo_url_db: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OldIndex]:
    """An old index, and processes that wait for nobody for long."""
    for place in (collections, rebuilding):
        monkeypatch.setattr(place, "KEPT_S", 0.05)
    for name, seconds in (("GRACE_S", 0.3), ("CLOSED_S", 0.2), ("LEASE_S", 1.0)):
        monkeypatch.setattr(pointers, name, seconds)
    monkeypatch.setattr(rebuilding, "LOOK_S", 0.05)
    monkeypatch.setattr(keeping, "LOOK_S", 0.1)
    database = MongoDatabase(*mongo_url_db)
    yield OldIndex(database)
    database.close()
