"""Withdrawing an article: gone everywhere, told to subscribers, and not brought back."""

import asyncio
import urllib.request
from typing import Any

from schemas.events import ArticleWithdrawn
from services.adapters.amqp import subscribe
from tests.samples import drop, text
from tests.stack import PROCESSES, Stack, until

MARK = "unique1"


def delete(stack: Stack, article_id: str) -> int:
    """Ask the api to withdraw an article; return the status."""
    url = f"http://127.0.0.1:{stack['api'].port}/articles/{article_id}"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method="DELETE"), timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


async def gone(stack: Stack, article_id: str) -> None:
    """Wait until every collection has the tombstone."""

    async def everywhere() -> bool:
        rows = [await stack.database[name].get(article_id) for name in ("articles", "search", "enrichments")]
        return all(row and row.get("withdrawn") for row in rows)

    await until(everywhere, 20, stack.logs)


async def texts(stack: Stack) -> list[str]:
    """Name the collections that hold the article's words anywhere."""
    names = ("articles", "revisions", "search", "enrichments", "identities", "contents", "items", "documents")
    return [name for name in names if any(MARK in str(row) for row in await stack.database[name].find({}))]


async def published(stack: Stack) -> str:
    """Drop an article and a correction of it; return its id once both are through."""
    drop(stack.seeds, "a.txt", text(1))
    await stack.start(*PROCESSES)
    await stack.rest(seen=1)
    drop(stack.seeds, "a.txt", text(1) + "\nایک اور جملہ۔\n")

    async def corrected() -> bool:
        rows = await stack.database["articles"].find({"revision": 2})
        return bool(rows)

    await until(corrected, 20, stack.logs)
    await stack.rest(seen=1)
    [hit] = await stack.search(MARK)
    return str(hit["article_id"])


async def test_a_withdrawn_article_is_gone_and_subscribers_are_told(stack: Stack, amqp_url: str) -> None:
    """Its text is in no collection any more, its revisions are not answered, and the event says so once."""
    article_id = await published(stack)
    told: list[Any] = []
    listening = asyncio.create_task(_listen(amqp_url, told))
    await asyncio.sleep(0.5)

    assert delete(stack, article_id) == 202
    await gone(stack, article_id)
    status = await stack.rest(seen=1)
    assert status["articles"] == {"published": 0, "stored": 0, "indexed": 0, "enriched": 0}
    assert status["withdrawn"] == 1
    assert await texts(stack) == []
    assert await stack.search(MARK) == []
    assert stack["api"].get(f"/articles/{article_id}")[0] == 410
    assert stack["api"].get(f"/articles/{article_id}/revisions")[0] == 410
    assert delete(stack, article_id) == 410
    assert delete(stack, "f" * 32) == 404

    listening.cancel()
    assert [(event.data.article_id, event.data.revision) for event in told] == [(article_id, 3)]


async def test_no_file_brings_a_withdrawn_article_back(stack: Stack) -> None:
    """Not the same file touched, not a changed one, not a copy of any of its texts under another name."""
    article_id = await published(stack)
    assert delete(stack, article_id) == 202
    await gone(stack, article_id)

    drop(stack.seeds, "copy.txt", text(1))
    drop(stack.seeds, "a.txt", text(1) + "\nپھر سے ایک جملہ۔\n")
    drop(stack.seeds, "other.txt", text(2))

    async def refused() -> bool:
        rows = await stack.database["documents"].find({"state": "rejected"})
        return {row["path"]: row["reason"] for row in rows} == {"copy.txt": "withdrawn", "a.txt": "withdrawn"}

    await until(refused, 20, stack.logs)
    status = await stack.rest(seen=3)
    assert status["articles"]["stored"] == 1
    assert await texts(stack) == []
    assert status["dead"] == 0


async def test_a_request_made_while_ingest_is_away_is_kept(stack: Stack) -> None:
    """The request waits in its queue, and a revision that comes late to a consumer does not undo it."""
    article_id = await published(stack)
    await stack["ingest"].end()
    assert delete(stack, article_id) == 202
    assert delete(stack, article_id) == 202
    await asyncio.sleep(0.5)
    assert stack["api"].get(f"/articles/{article_id}")[0] == 200
    await stack["ingest"].start()
    await gone(stack, article_id)
    await stack.rest(seen=1)
    assert await texts(stack) == []


async def _listen(url: str, told: list[Any]) -> None:
    async for event in subscribe(url, ["article.withdrawn.#"], []):
        assert isinstance(event, ArticleWithdrawn)
        told += [event]
