"""Waiting until all is at rest."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from rich.console import Console

from services.local import summary
from services.local.summary import print_summary, summarise, until_idle


def _status(seen: int, *, idle: bool, scanned_at: str | None = "later") -> dict[str, Any]:
    return {
        "documents": {"seen": seen, "pending": 0, "published": seen},
        "articles": {"published": seen, "stored": seen},
        "dead": 0,
        "idle": idle,
        "scanned_at": scanned_at,
    }


class Api:
    """Answers /status from a list (the last answer again and again; None is a 503)."""

    def __init__(self) -> None:
        self.answers: list[dict[str, Any] | None] = []
        self.asked = 0

    async def status(self, _: web.Request) -> web.Response:
        """Answer the next."""
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return web.json_response(answer or {}, status=200 if answer else 503)


@pytest.fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Api, str]]:
    """A small api and its URL; polls are quick."""
    monkeypatch.setattr(summary, "_POLL_S", 0.02)
    fake, app = Api(), web.Application()
    app.add_routes([web.get("/status", fake.status)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield fake, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_rest_is_seen_twice_with_the_same_number_of_files(api: tuple[Api, str], tmp_path: Path) -> None:
    """An outage, an old journal, work in hand, and files still arriving are all waited out."""
    fake, url = api
    old = [_status(3, idle=True, scanned_at="before")] * 3
    steps = [
        None,
        *old,
        _status(1, idle=False),
        _status(1, idle=True),
        _status(2, idle=True),
        None,
        _status(3, idle=True),
    ]
    fake.answers = [*steps, _status(3, idle=True)]
    async with asyncio.timeout(5):
        assert await until_idle(url, tmp_path) == _status(3, idle=True)
    assert fake.asked == 10


async def test_an_empty_folder_is_at_rest(api: tuple[Api, str], tmp_path: Path) -> None:
    """Nothing seen is rest only if there is nothing to see."""
    fake, url = api
    fake.answers = [_status(0, idle=True, scanned_at=None), _status(0, idle=True)]
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text("x")
    waiting = asyncio.create_task(until_idle(url, tmp_path))
    await asyncio.wait({waiting}, timeout=0.3)
    assert not waiting.done()
    (tmp_path / "deep" / "a.txt").unlink()
    async with asyncio.timeout(5):
        assert (await waiting)["documents"]["seen"] == 0


def test_a_summary_is_printed_as_json_or_as_a_table() -> None:
    """JSON is one line; the table names every state."""
    digest = summarise(_status(3, idle=True), 12.345)
    out = io.StringIO()
    print_summary(digest, Console(file=out, width=40), as_json=True)
    assert json.loads(out.getvalue()) == digest
    assert out.getvalue().count("\n") == 1
    assert digest["seconds"] == 12.35 or digest["seconds"] == 12.34
    out = io.StringIO()
    print_summary(digest, Console(file=out, width=80), as_json=False)
    assert all(word in out.getvalue() for word in ("published", "stored", "dead", "12.3"))
