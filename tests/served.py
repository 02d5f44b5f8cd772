"""The api over a real MongoDB for tests: what it answers is held against its own description; and rows it reads."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient, TestServer
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types of its own

from schemas import topology
from schemas.article import Article, Direction, DocumentRef, Script, Source, instant
from services.adapters.amqp import AmqpBroker, AmqpPublisher
from services.adapters.mongo import MongoDatabase
from services.api.app import make_app
from services.api.guard import Guard
from services.api.handlers import Api
from services.api.openapi import describe
from services.api.routes import ROUTES
from services.api.status import StatusBoard
from services.api.upload import Folder
from services.runtime.health import Health
from services.runtime.ports import Row, Update

DESCRIPTION = describe(ROUTES, "1")
BEGAN = datetime(2026, 5, 1, 12, tzinfo=UTC)
NOBODY = "amqp://guest:guest@127.0.0.1:9/"


@dataclass
class Served:
    """A running api and the database behind it."""

    client: TestClient[Any, Any]
    database: MongoDatabase
    folder: Path

    async def get(self, path: str, expected: int = 200) -> Any:
        """GET a path, and hold what comes back against the description."""
        response = await self.client.get(path)
        assert response.status == expected, await response.text()
        answer = await response.json()
        described = DESCRIPTION["paths"][template(path)]["get"]["responses"][str(expected)]["content"]
        schema = described[response.content_type]["schema"]
        whole = {**schema, "components": DESCRIPTION["components"]}
        assert [error.message for error in Draft202012Validator(whole).iter_errors(answer)] == []
        return answer

    async def pages(self, path: str) -> list[Any]:
        """Follow a list to its end."""
        items: list[Any] = []
        cursor = ""
        while cursor is not None:
            page = await self.get(f"{path}{'&' if '?' in path else '?'}cursor={cursor}")
            items += page["items"]
            cursor = page["next"]
        return items

    async def put(self, name: str, *rows: Row) -> None:
        """Put rows into a collection."""
        await self.database[name].update([Update({"_id": row["_id"]}, {"$set": row}, upsert=True) for row in rows])


def template(path: str) -> str:
    """Return the described path which a path is an instance of."""
    parts = path.partition("?")[0].split("/")
    if len(parts) > 2:
        parts[2] = f"{{{parts[1][:-1]}_id}}"
    return "/".join(parts)


@asynccontextmanager
async def serving(mongo_url_db: tuple[str, str], amqp_url: str, folder: Path) -> AsyncIterator[Served]:
    """Serve the api on these servers."""
    database = MongoDatabase(*mongo_url_db)
    broker = AmqpBroker(amqp_url, topology.queues())
    health = Health()
    health.register("mongodb", database.ping)
    names = [queue.name for queue in topology.queues()]
    publisher = AmqpPublisher(amqp_url, topology.queues())
    api = Api(database, StatusBoard(database, broker, names, "1"), Folder(folder, 1000), publisher, "1")
    async with TestClient(TestServer(make_app(api, health, Guard(None, "127.0.0.1")))) as client:
        yield Served(client, database, folder)
    await publisher.close()
    database.close()


def key(number: int) -> str:
    """Make an id."""
    return f"{number:032x}"


def article(number: int, revision: int = 1, language: str = "ur", text: str = "متن") -> Row:
    """Make an article's row, a minute younger than the one before."""
    made = Article(
        article_id=key(number),
        revision=revision,
        title=f"خبر {number}",
        subtitle=None,
        text=text,
        language=language,
        script=Script.ARABIC,
        direction=Direction.RTL,
        published_at="2026-05-01T09:00+05:00",
        published_at_reason=None,
        ingested_at=BEGAN + timedelta(minutes=number),
        source=Source(slug="paper" if number % 2 else "unknown"),
        document=DocumentRef(document_id=key(number), path=f"a/{number}.txt", name=f"{number}.txt"),
        content_hash=f"1:{'0' * 64}",
    )
    return {**made.row(), "published_instant": BEGAN + timedelta(days=number)}


def sighting(number: int, place: int = 0) -> Row:
    """Make the row of a place an article was seen in."""
    document = DocumentRef(document_id=key(place), path=f"{place}.txt", name=f"{place}.txt").model_dump()
    seen_at = instant(BEGAN + timedelta(seconds=place))
    return {"_id": f"{key(number)}/{key(place)}/0", "article_id": key(number), "document": document, "seen_at": seen_at}


def document(number: int, state: str, **facts: Any) -> Row:
    """Make a file's row."""
    at = (BEGAN + timedelta(minutes=number // 2)).replace(tzinfo=None)
    past = {"at": at, "state": state, "reason": facts.get("reason"), "sha256": "0" * 64}
    return {
        "_id": key(number),
        "path": f"folder/{number}.txt",
        "state": state,
        "size": 5,
        "items": 0,
        "settled": {"sha256": "0" * 64},
        "first_seen_at": at,
        "updated_at": at,
        "history": [past],
        **facts,
    }


def item(number: int, place: int = 0, state: str = "published") -> Row:
    """Make the row of an item of a file."""
    facts = {"article_id": key(number), "revision": 1, "content_hash": f"1:{'0' * 64}"}
    return {"_id": f"{key(number)}/{place}", "document_id": key(number), "item": place, "state": state, **facts}


def letter(consumer: str, number: int, revision: int) -> Row:
    """Make the row of a dead letter."""
    facts = {"consumer": consumer, "article_id": key(number), "revision": revision, "reason": "attempts_exhausted"}
    return {"_id": f"{consumer}/{key(number)}/{revision}", **facts}


async def publish(served: Served, numbers: Sequence[int], revision: int = 1) -> None:
    """Put what is there when articles have been published, and nothing has been done with them yet."""
    await served.put("documents", *(document(number, "published", items=1) for number in numbers))
    await served.put("items", *(item(number) for number in numbers))
    await served.put(
        "identities", *({"_id": key(number), "revision": revision, "published": True} for number in numbers)
    )


async def finish(served: Served, numbers: Sequence[int], revision: int = 1, stages: str = "store index enrich") -> None:
    """Put what the stages leave of published articles."""
    if "store" in stages:
        await served.put("articles", *(article(number, revision) for number in numbers))
        await served.put("sightings", *(sighting(number, number) for number in numbers))
    if "index" in stages:
        await served.put("search", *({"_id": key(number), "revision": revision} for number in numbers))
    if "enrich" in stages:
        await served.put("enrichments", *({"_id": key(number), "revision": revision} for number in numbers))
