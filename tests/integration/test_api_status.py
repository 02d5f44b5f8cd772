"""How things stand, as the api tells it: counts, coverage, queues, and servers that are away."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from schemas import topology
from schemas.article import Article
from schemas.events import created
from services.adapters.amqp import AmqpPublisher
from services.api.coverage import COVERAGE, VERSIONS, WITHDRAWN_VERSIONS
from services.enrich.enricher import Enricher
from services.enrich.handle import Enrich
from services.index.handle import Index
from services.runtime.ports import Letter
from services.text.tokens import ANALYSER_VERSION
from tests.served import Served, article, document, finish, publish, serving


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
