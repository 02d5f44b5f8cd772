"""The api on real servers: what it reads, held against its own description."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types of its own

from schemas import topology
from schemas.article import Article, Direction, DocumentRef, Script, Source, instant
from schemas.events import created
from services.adapters.amqp import AmqpBroker, AmqpPublisher
from services.adapters.mongo import MongoDatabase
from services.api import articles as api_articles
from services.api import status as api_status
from services.api.app import make_app
from services.api.coverage import COVERAGE, VERSIONS, WITHDRAWN_VERSIONS
from services.api.guard import Guard
from services.api.handlers import Api
from services.api.openapi import describe
from services.api.routes import ROUTES
from services.api.status import StatusBoard
from services.api.upload import Folder
from services.enrich.enricher import Enricher
from services.enrich.handle import Enrich
from services.index.handle import Index
from services.runtime.health import Health
from services.runtime.ports import Letter, Row, Update
from services.text.tokens import ANALYSER_VERSION

DESCRIPTION = describe(ROUTES, "1")
BEGAN = datetime(2026, 5, 1, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
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


@pytest.fixture
async def served(
    mongo_url_db: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Served]:
    """The api on MongoDB; RabbitMQ is away, as far as it knows. The status is read each time."""
    monkeypatch.setattr(api_status, "CACHED_S", 0.0)
    monkeypatch.setattr(api_status, "REST_FACTOR", 0.0)
    async with serving(mongo_url_db, NOBODY, tmp_path) as api:
        yield api


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


async def test_nothing_is_rest(served: Served) -> None:
    """An empty database answers everywhere: no files, no articles, at rest."""
    status = await served.get("/status")
    assert status["documents"] == dict.fromkeys(
        ("seen", "pending", "published", "duplicate", "rejected", "vanished"), 0
    )
    assert status["articles"] == {"published": 0, "stored": 0, "indexed": 0, "enriched": 0}
    assert status["idle"] is True
    assert status["scanned_at"] is None
    assert (await served.get("/documents")) == (await served.get("/articles")) == {"items": [], "next": None}


async def test_the_status_counts_exactly(served: Served) -> None:
    """Files are counted by state, articles by stage; what is published is at rest once each stage has it."""
    await publish(served, range(7))
    await served.put("documents", document(7, "rejected"), document(8, "duplicate"), document(9, "vanished"))
    await finish(served, range(6))
    status = await served.get("/status")
    counts = {"seen": 10, "pending": 0, "published": 7, "duplicate": 1, "rejected": 1, "vanished": 1}
    assert status["documents"] == counts
    assert status["articles"] == {"published": 7, "stored": 6, "indexed": 6, "enriched": 6}
    assert status["idle"] is False
    await finish(served, [6])
    assert (await served.get("/status"))["idle"] is True
    await served.put("documents", document(8, "pending"))
    status = await served.get("/status")
    assert (status["documents"]["pending"], status["documents"]["seen"], status["idle"]) == (1, 10, False)


@pytest.mark.parametrize("behind", ["store", "index", "enrich"])
async def test_each_stage_must_have_the_current_revision(served: Served, behind: str) -> None:
    """A stage that has an article, but not its newest revision, still has work in hand."""
    await publish(served, range(3), revision=2)
    await finish(served, range(3), revision=2)
    assert (await served.get("/status"))["idle"] is True
    await finish(served, [1], revision=1, stages=behind)
    assert (await served.get("/status"))["idle"] is False


def letter(consumer: str, number: int, revision: int) -> Row:
    """Make the row of a dead letter."""
    facts = {"consumer": consumer, "article_id": key(number), "revision": revision, "reason": "attempts_exhausted"}
    return {"_id": f"{consumer}/{key(number)}/{revision}", **facts}


async def test_what_is_dead_is_at_rest(served: Served) -> None:
    """A revision that a stage has given up on is not waited for; another one, or another stage's, is."""
    await publish(served, range(4), revision=3)
    await finish(served, range(3), revision=3)
    await finish(served, [3], revision=3, stages="store enrich")
    await finish(served, [0], revision=1, stages="index")
    await served.put("dead_letters", letter("index", 0, 3), letter("enrich", 3, 3), letter("index", 2, 3))
    assert (await served.get("/status"))["idle"] is False
    await served.put("dead_letters", letter("index", 3, 2))
    assert (await served.get("/status"))["idle"] is False
    await served.put("dead_letters", letter("index", 3, 3))
    status = await served.get("/status")
    assert status["idle"] is True
    assert status["dead"] == 5


async def test_a_claim_whose_file_went_away_is_not_waited_for(served: Served) -> None:
    """An identity claimed for a revision that was never published hides no work and makes none."""
    await publish(served, range(3))
    await finish(served, range(3))
    await served.put("identities", {"_id": key(0), "revision": 2, "published": False})
    await served.put("identities", {"_id": key(9), "revision": 1, "published": False})
    assert (await served.get("/status"))["idle"] is True
    await publish(served, [3])
    assert (await served.get("/status"))["idle"] is False


async def test_an_answer_from_outside_is_no_enrichment(served: Served) -> None:
    """A row that holds only what an outside service wrote counts as not enriched yet, dead or alive."""
    await publish(served, [1, 2])
    await finish(served, [1, 2])
    await served.database["enrichments"].drop()
    await served.put("enrichments", {"_id": key(1), "enrichments": {"mood": 1}, "made": {"mood": {"revision": 1}}})
    await served.put("enrichments", {"_id": key(2), "revision": 1})
    status = await served.get("/status")
    assert (status["idle"], status["articles"]["enriched"]) == (False, 1)
    await served.put("articles", article(1))
    assert (await served.get(f"/articles/{key(1)}"))["enrichments"] == {"mood": 1}
    await served.put("dead_letters", letter("enrich", 1, 1))
    assert (await served.get("/status"))["idle"] is True


async def test_a_copy_must_be_sighted(served: Served) -> None:
    """A copy is dealt with when the store has its sighting, or has given it up."""
    await publish(served, [1])
    await finish(served, [1])
    await served.put("documents", document(2, "duplicate"))
    await served.put("items", {**item(2, state="duplicate"), "article_id": key(1)})
    assert (await served.get("/status"))["idle"] is False
    await served.put("dead_letters", letter("store", 1, 1))
    assert (await served.get("/status"))["idle"] is True
    await served.put("sightings", sighting(1, 2))
    assert (await served.get("/status"))["idle"] is True


async def test_counts_are_remembered_only_while_nobody_writes(served: Served) -> None:
    """Each status is right, however it was come by: also when a row is changed or removed without changing a number."""
    for revision in (1, 2, 3):
        await publish(served, [1], revision)
        assert (await served.get("/status"))["idle"] is False
        await finish(served, [1], revision)
        for _ in range(3):
            assert (await served.get("/status"))["idle"] is True
    await served.put("documents", document(1, "rejected"))
    counts = (await served.get("/status"))["documents"]
    assert (counts["published"], counts["rejected"]) == (0, 1)


async def test_coverage_is_told(served: Served) -> None:
    """The status tells of each enricher and language what is done by which version, and of the index likewise."""
    picky = Enricher("picky", 1, lambda _: 1 // 0, frozenset({"ar"}))
    enrich = Enrich(served.database, [Enricher("counts", 3, lambda _: 1), picky])
    index = Index(served.database)
    await enrich.setup()
    await index.setup()
    assert (await served.get("/status"))["enrichments"] == {}
    rows = [article(number, language=language) for number, language in enumerate(["ur", "ur", "ar"])]
    told = [created(Article(article_id=row.pop("_id"), **row)) for row in rows]
    await enrich.write([work for event in told if (work := enrich.prepare(event))])
    await index.write([row for event in told if (row := index.prepare(event))])
    status = await served.get("/status")
    told_of = status["enrichments"]["picky"]
    assert told_of["version"] == 1
    assert told_of["languages"]["ur"] == {"done": {}, "failed": {}, "unsupported": {"1": 2}, "missing": 0}
    assert told_of["languages"]["ar"]["failed"] == {"1": 1}
    assert status["enrichments"]["counts"]["languages"]["ur"]["done"] == {"3": 2}
    assert status["index"] == {"versions": {str(ANALYSER_VERSION): 3}, "rebuilding": None}
    await enrich.write([work for event in told if (work := Enrich(served.database, []).prepare(event))])
    assert (await served.get("/status"))["enrichments"] == status["enrichments"]


async def test_coverage_costs_no_collection_scan(served: Served) -> None:
    """What is surveyed is read from indexes alone, so that it stays cheap with many articles."""
    await Enrich(served.database, []).setup()
    await Index(served.database).setup()
    for name, pipeline in (("enrichments", COVERAGE), ("search", VERSIONS), ("search", WITHDRAWN_VERSIONS)):
        command = {"aggregate": name, "pipeline": list(pipeline), "cursor": {}}
        plan = str(await served.database._database.command("explain", command, verbosity="queryPlanner"))
        assert "IXSCAN" in plan
        assert "COLLSCAN" not in plan
        assert "FETCH" not in plan or pipeline is WITHDRAWN_VERSIONS, "the rows are read"


async def test_the_queues_are_told(mongo_url_db: tuple[str, str], amqp_url: str, tmp_path: Path) -> None:
    """With the broker there, each queue's ready messages are told, and `dead` counts the dead letters in it."""
    publisher = AmqpPublisher(amqp_url, topology.queues())
    await publisher.send(Letter(topology.dead_queue("index"), b"x"))
    await publisher.send(Letter(topology.dead_queue("store"), b"x"))
    await publisher.close()
    async with serving(mongo_url_db, amqp_url, tmp_path) as served, asyncio.timeout(10):
        while (status := await served.get("/status"))["dead"] < 2:  # noqa: ASYNC110  it is the broker that is waited for
            await asyncio.sleep(0.1)
    assert status["queues"]["khabar.index.dead"] == {"ready": 1, "unacked": None}
    assert status["queues"]["khabar.index"] == {"ready": 0, "unacked": None}
    assert status["down"] == {}


async def test_without_the_broker_the_rest_is_told(served: Served) -> None:
    """While RabbitMQ is away the status says so, and still tells all that MongoDB knows."""
    scans = [{"_id": name, "at": datetime(2026, 1, day, tzinfo=UTC)} for name, day in (("new", 2), ("old", 1))]
    await served.put("scans", *scans)
    status = await served.get("/status")
    assert status["queues"] is None
    assert set(status["down"]) == {"rabbitmq"}
    assert status["scanned_at"] == "2026-01-02T00:00:00.000Z"


async def test_without_the_database_it_is_named(amqp_url: str, tmp_path: Path) -> None:
    """While MongoDB is away, every answer that needs it is a 503 that names it."""
    url = "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200"
    async with serving((url, "none"), amqp_url, tmp_path) as served:
        for answer in await asyncio.gather(*(served.get(path, 503) for path in ("/status", "/articles"))):
            assert set(answer["down"]) == {"mongodb"}


async def test_articles_are_listed_newest_first(served: Served) -> None:
    """Pages follow one another without gap or overlap, though articles arrive meanwhile; texts only when asked for."""
    await served.put("articles", *(article(number) for number in range(9)))
    first = await served.get("/articles?limit=4")
    await served.put("articles", article(100))
    second = await served.get(f"/articles?limit=4&text=true&cursor={first['next']}")
    assert [entry["article_id"] for entry in first["items"]] == [key(number) for number in (8, 7, 6, 5)]
    assert "text" not in first["items"][0]
    assert [entry["article_id"] for entry in second["items"]] == [key(number) for number in (4, 3, 2, 1)]
    assert second["items"][0]["text"] == "متن"
    assert {entry["article_id"] for entry in await served.pages("/articles?limit=3")} == {
        key(number) for number in (*range(9), 100)
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("language=ur", [0, 1, 2]),
        ("language=ar", [3]),
        ("language=ar-EG", [3]),
        ("language=ar-EGY", []),
        ("source=paper", [1, 3]),
        ("source=unknown&language=ur", [0, 2]),
        ("since=2026-05-01T12:01:00Z&until=2026-05-01T12:03:00Z", [1, 2]),
        ("since=2026-05-01T17:02:00%2B05:00", [2, 3]),
        ("published_since=2026-05-02T12:00:00Z&published_until=2026-05-04", [1, 2]),
        ("published_since=2030-01-01", []),
    ],
)
async def test_articles_are_filtered(served: Served, query: str, expected: list[int]) -> None:
    """Filters hold by themselves and together; times are of ingestion or of publication, the second one excluded."""
    await served.put("articles", *(article(number, language="ar-EG" if number == 3 else "ur") for number in range(4)))
    found = await served.pages(f"/articles?limit=2&{query}")
    assert [entry["article_id"] for entry in found] == [key(number) for number in sorted(expected, reverse=True)]


async def test_an_article_has_all_that_is_known_of_it(served: Served) -> None:
    """One article comes with its text, its enrichments, and its newest sightings, the newest last."""
    await served.put("articles", article(1, revision=2))
    await served.put("enrichments", {"_id": key(1), "revision": 2, "version": 1, "enrichments": {"words": 7}})
    await served.put("sightings", *(sighting(1, place) for place in range(120)))
    found = await served.get(f"/articles/{key(1)}")
    assert found["text"] == "متن"
    assert found["enrichments"] == {"words": 7}
    assert found["sightings_total"] == 120
    assert [entry["path"] for entry in found["sightings"]] == [f"{place}.txt" for place in range(20, 120)]
    place = {"document_id": key(1), "path": "a/1.txt", "name": "1.txt", "item": 0}
    assert found["document"] == place | {"format": None, "member": None}
    assert set(found) == {*Article.model_fields, "sightings", "sightings_total", "enrichments"}
    [listed] = (await served.get("/articles"))["items"]
    assert {**listed, "text": "متن"} == found


async def test_enrichments_are_of_this_revision(served: Served) -> None:
    """What was told of an older text is not told of the newer one."""
    await served.put("articles", article(1, revision=2))
    await served.put("enrichments", {"_id": key(1), "revision": 1, "enrichments": {"words": 7}})
    assert (await served.get(f"/articles/{key(1)}"))["enrichments"] == {}


async def test_a_withdrawn_article_is_gone(served: Served) -> None:
    """A tombstone is 410, for its revisions too, and in no list."""
    tombstone = {"_id": key(1), "revision": 2, "withdrawn": True, "language": "ur", "source": {"slug": "paper"}}
    await served.put("articles", tombstone)
    await served.get(f"/articles/{key(1)}", 410)
    await served.get(f"/articles/{key(1)}/revisions", 410)
    await served.get(f"/articles/{key(2)}", 404)
    await served.get(f"/articles/{key(2)}/revisions", 404)
    assert (await served.get("/articles"))["items"] == []


async def test_revisions_are_listed_latest_first(served: Served) -> None:
    """Every revision is kept and can be read, page by page."""
    await served.put("articles", article(1, revision=12))
    for revision in range(1, 13):
        row = article(1, revision, text=f"متن {revision}")
        await served.put("revisions", {**row, "_id": f"{key(1)}/{revision}", "article_id": key(1)})
    await served.put("revisions", {**article(2), "_id": f"{key(2)}/1", "article_id": key(2)})
    found = await served.pages(f"/articles/{key(1)}/revisions?limit=5&text=true")
    assert [entry["revision"] for entry in found] == list(range(12, 0, -1))
    assert {entry["article_id"] for entry in found} == {key(1)}
    assert found[-1]["text"] == "متن 1"


async def test_a_page_of_texts_stays_small(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with texts ends early rather than grow past its size, but never without an article, and loses none."""
    monkeypatch.setattr(api_articles, "TEXT_BYTES", 1000)
    sizes = [400, 2000, 400, 400, 400, 0]
    await served.put("articles", *(article(number, text="x" * size) for number, size in enumerate(sizes)))
    page = await served.get("/articles?text=true")
    assert [len(entry["text"]) for entry in page["items"]] == [0, 400, 400]
    found = await served.pages("/articles?text=true")
    assert [len(entry["text"]) for entry in found] == list(reversed(sizes))


async def test_files_are_listed_newest_first(served: Served) -> None:
    """Files come page by page, by state and reason, each with why it was not taken."""
    rejected = {"reason": "empty", "detail": "there is no text in it"}
    rows = [
        document(number, "rejected", **rejected) if number % 3 == 0 else document(number, "published")
        for number in range(10)
    ]
    await served.put("documents", *rows)
    found = await served.pages("/documents?limit=3")
    assert [entry["document_id"] for entry in found] == [key(number) for number in range(9, -1, -1)]
    found = await served.pages("/documents?limit=3&state=rejected")
    assert [entry["document_id"] for entry in found] == [key(number) for number in (9, 6, 3, 0)]
    assert {(entry["reason"], entry["detail"]) for entry in found} == {("empty", "there is no text in it")}
    assert len(await served.pages("/documents?reason=empty")) == 4
    assert await served.pages("/documents?reason=binary") == []
    assert await served.pages("/documents?reason=empty&state=published") == []


async def test_a_file_tells_of_its_items_and_its_history(served: Served) -> None:
    """A file shows its current items in order, and what it came to before."""
    await served.put("documents", document(1, "published", items=30))
    await served.put("items", *(item(1, place) for place in range(40)))
    found = await served.get(f"/documents/{key(1)}")
    assert (found["path"], found["name"]) == ("folder/1.txt", "1.txt")
    assert [entry["item"] for entry in found["items"]] == list(range(30))
    assert found["items_total"] == 30
    assert found["history"][0]["at"] == "2026-05-01T12:00:00.000Z"
    [listed] = (await served.get("/documents"))["items"]
    assert [entry["item"] for entry in listed["items"]] == list(range(20))
    await served.get(f"/documents/{key(2)}", 404)


async def test_a_pending_file_keeps_no_old_reason(served: Served) -> None:
    """A rejected file that was changed is pending, and what it was rejected for is history."""
    await served.put("documents", document(1, "pending", reason="empty", detail="there is no text in it"))
    found = await served.get(f"/documents/{key(1)}")
    assert (found["state"], found["reason"], found["detail"]) == ("pending", None, None)


async def test_a_search_finds_what_is_indexed(served: Served) -> None:
    """A word in another spelling finds the article, over HTTP and on the page; filters and offset are passed on."""
    index = Index(served.database)
    await index.setup()
    rows = [article(number, text="یہ حکومت کی خبر ہے۔") for number in (1, 2)]
    await served.put("articles", *rows)
    works = [index.prepare(created(Article(article_id=row.pop("_id"), **row))) for row in rows]
    await index.write([work for work in works if work])
    found = await served.get("/search?q=حكومت")
    assert (found["total"], found["exact"]) == (2, True)
    assert {hit["article_id"] for hit in found["hits"]} == {key(1), key(2)}
    assert "حکومت" in found["hits"][0]["snippet"]
    assert [hit["article_id"] for hit in (await served.get("/search?q=حكومت&source=paper"))["hits"]] == [key(1)]
    assert (await served.get("/search?q=حكومت&since=2026-05-01T12:02:00Z&limit=1"))["total"] == 1
    assert (await served.get("/search?q=حكومت&offset=2"))["hits"] == []
    assert (await served.get("/search?q=۔"))["note"] == "there is no word in the query"
    [hit] = (await served.get("/search?q=خبر&limit=1"))["hits"]
    assert [hit["snippet"][start:end] for start, end in hit["highlights"]] == ["خبر"]
    assert [hit["title"][start:end] for start, end in hit["title_highlights"]] == ["خبر"]
    assert (await served.get("/search?q=حكمومت"))["did_you_mean"] == "حکومت"
    facets = (await served.get("/search?q=حكومت&facets=true"))["facets"]
    assert sum(facet["count"] for facet in facets["source"]) == 2
    assert (await served.get("/search?q=حكومت&published_since=2100-01-01"))["hits"] == []
    assert (await served.get("/search?q=حكومت&story=none"))["hits"] == []
    assert (await served.get("/search?q=حكومت&place=none"))["hits"] == []
    page = await served.client.get("/?q=حكومت")
    assert page.status == 200
    shown = await page.text()
    assert "خبر 1" in shown
    assert "<mark>حکومت</mark>" in shown


async def run_api(environment: dict[str, str]) -> asyncio.subprocess.Process:
    """Start the process."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.api"),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_a_taken_port_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    """The api binds the port it is told or says in one line that it cannot, naming the setting."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = await run_api({"KHABAR_API_PORT": port, "KHABAR_LOG_LEVEL": "error"})
        async with asyncio.timeout(20):
            _, told = await process.communicate()
    assert process.returncode == 2
    assert told.decode().count("\n") == 1
    assert "KHABAR_API_PORT" in told.decode()


async def test_the_process_serves_until_stopped(mongo_url_db: tuple[str, str], amqp_url: str, tmp_path: Path) -> None:
    """The whole process, wired: ready on real servers, an upload lands in the folder, SIGTERM ends it well."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (tmp_path / "seeds").mkdir()
    environment = {
        "KHABAR_API_PORT": str(port),
        "KHABAR_MONGO_URL": mongo_url_db[0],
        "KHABAR_MONGO_DB": mongo_url_db[1],
        "KHABAR_AMQP_URL": amqp_url,
        "KHABAR_SEEDS_DIR": str(tmp_path / "seeds"),
    }
    process = await run_api(environment)
    async with asyncio.timeout(20), aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        await until_ready(session)
        answer = await session.post("/documents?name=a.txt", data=b"text")
        assert answer.status == 202, await answer.text()
        status = await (await session.get("/status")).json()
        assert set(status["queues"]) == {queue.name for queue in topology.queues()} - {topology.LOG_QUEUE}
    assert (tmp_path / "seeds" / "a.txt").read_bytes() == b"text"
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        await process.communicate()
    assert process.returncode == 0


async def until_ready(session: aiohttp.ClientSession) -> None:
    """Wait for /readyz to answer 200."""
    while True:
        try:
            async with session.get("/readyz") as answer:
                if answer.status == 200:
                    return
        except aiohttp.ClientConnectionError:
            pass
        await asyncio.sleep(0.05)
