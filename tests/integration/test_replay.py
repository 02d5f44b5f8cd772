"""`khabar replay` and `khabar reindex` on real servers, as their users run them."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from schemas import events, topology
from schemas.events import Event
from services.adapters.amqp import AmqpBroker, AmqpPublisher, subscribe
from services.adapters.mongo import MongoDatabase
from services.cli.conditions import read_conditions
from services.cli.replaying import Replay
from services.enrich.enrichers import ENRICHERS_VERSION
from services.runtime.ports import Update
from services.store.handle import Store
from services.text.tokens import ANALYSER_VERSION
from tests.integration.test_consume import article
from tests.samples import drop, text
from tests.stack import Stack, until

ROOT = Path(__file__).parents[2]
FILES = 12
STORED = 1_300


async def khabar(stack: Stack, *arguments: str) -> tuple[int, Any, str]:
    """Run the command; return its exit code, its JSON and what it said on stderr."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from services.cli import main; main()", *arguments, "--json"),
        cwd=ROOT,
        env=stack._env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    return process.returncode or 0, json.loads(out) if out else None, err.decode()


async def test_gaps_are_filled_without_disturbing_others(stack: Stack, amqp_url: str) -> None:
    """Where an enricher's answer is missing, its consumer alone gets the article, and coverage is whole again."""
    for number in range(FILES):
        drop(stack.seeds, f"{number}.txt", text(number))
    await stack.start("ingest", "store", "index", "enrich", "api")
    await stack.rest(seen=FILES)
    rows = await stack.database["enrichments"].find({}, sort=[("_id", 1)])
    gap = {"$unset": {"made.keywords": "", "enrichments.keywords": ""}, "$set": {"made_by": "counts:1"}}
    await stack.database["enrichments"].update([Update({"_id": row["_id"]}, gap) for row in rows[:5]])
    [language] = (await stack.status())["enrichments"]["keywords"]["languages"]

    async def missing(number: int) -> bool:
        covered = (await stack.status())["enrichments"]["keywords"]["languages"]
        return bool(covered[language]["missing"] == number)

    await until(lambda: missing(5), 10)

    heard: list[Event] = []

    async def listen() -> None:
        async for event in subscribe(amqp_url, ["#"], topology.queues()):
            heard.append(event)  # noqa: PERF401  there is no end to it

    listening = asyncio.create_task(listen())
    await asyncio.sleep(1)
    where = ("--to", "enrich", "--where", "missing=keywords", f"language={language}")
    code, told, _ = await khabar(stack, "replay", *where, "--dry-run")
    assert (code, told["matched"], told["sent"]) == (0, 5, 0)
    code, told, _ = await khabar(stack, "replay", *where)
    assert (code, told["sent"], told["interrupted"]) == (0, 5, False)

    async def filled() -> bool:
        return await stack.database["enrichments"].count({"enrichments.keywords": {"$exists": True}}) == FILES

    await until(filled, 15, stack.logs)
    assert await stack.database["enrichments"].find({}, sort=[("_id", 1)]) == rows, "something else was changed"
    await asyncio.sleep(0.5)
    listening.cancel()
    assert {event.type for event in heard} == {"article.enriched"}
    assert {event.id.rpartition("/")[2] for event in heard} == {str(ENRICHERS_VERSION)}
    assert (await stack.status())["idle"] is True
    await until(lambda: missing(0), 10)

    code, told, err = await khabar(stack, "replay", *where)
    assert (code, told["matched"], err) == (1, 0, "khabar: there are no such articles\n")
    code, told, _ = await khabar(stack, "replay", "--to", "store", "--after", rows[9]["_id"])
    assert (code, told["sent"], told["after"]) == (0, 2, rows[11]["_id"])
    await stack.rest(seen=FILES)


async def test_an_index_process_of_a_newer_version_rebuilds(stack: Stack) -> None:
    """After an upgrade all is found, `/status` tells of the versions, and rest stays right before and after."""
    for number in range(FILES):
        drop(stack.seeds, f"{number}.txt", text(number))
    await stack.start("ingest", "store", "index", "enrich", "api")
    await stack.rest(seen=FILES)
    found = await stack.search("a") + await stack.search("the") + await stack.search("خبر")
    await stack["index"].end()
    await stack.database["search"].update_all({}, {"$set": {"version": ANALYSER_VERSION - 1}})

    async def outdated() -> bool:  # how often versions are surveyed is bounded
        told = (await stack.status())["index"]
        return bool(told == {"versions": {str(ANALYSER_VERSION - 1): FILES}, "rebuilding": None})

    await until(outdated, 10, stack.logs)
    assert (await stack.status())["idle"] is True
    await stack["index"].start()
    drop(stack.seeds, "late.txt", text(FILES))

    async def rebuilt() -> bool:
        status = await stack.status()
        return bool(status and status["index"] == {"versions": {str(ANALYSER_VERSION): FILES + 1}, "rebuilding": None})

    await until(rebuilt, 30, stack.logs)
    status = await stack.rest(seen=FILES + 1)
    assert status["articles"]["indexed"] == FILES + 1
    assert [hit["article_id"] for hit in await stack.search("a") + await stack.search("the")] or found == []

    async def dropped() -> bool:
        return "search" not in await stack.database._database.list_collection_names()

    await until(dropped, 30, stack.logs)
    code, told, err = await khabar(stack, "reindex")
    assert (code, told, err) == (0, {"articles": FILES + 1, "left_out": 0}, "")
    status = await stack.rest(seen=FILES + 1)
    assert status["index"]["versions"] == {str(ANALYSER_VERSION): FILES + 1}


@pytest.fixture
async def database(mongo_url_db: tuple[str, str]) -> AsyncIterator[MongoDatabase]:
    """A store of articles, more than a queue is filled with."""
    database = MongoDatabase(*mongo_url_db)
    store = Store(database)
    await store.setup()
    told = [events.created(article(number, "x")) for number in range(STORED)]
    await store.write([work for event in told if (work := store.prepare(event))])
    yield database
    database.close()


async def test_a_replay_does_not_overfill_the_queue(
    database: MongoDatabase, amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nobody consuming it waits; once there is room it goes on; stopped and gone on with, each is sent once."""
    monkeypatch.setattr("services.cli.replaying.MOST_WAITING", 300)
    monkeypatch.setattr("services.runtime.stored.PAGE", 50)
    queues = topology.queues()
    broker, publisher = AmqpBroker(amqp_url, queues), AmqpPublisher(amqp_url, queues)
    conditions = read_conditions([], "index", {})
    notes: list[str] = []

    async def show(_: int, __: int) -> None:
        """Show nothing."""

    first = Replay(database, "index", conditions, asyncio.Event())
    task = asyncio.create_task(first.run(publisher, broker, show, notes.append))

    async def full() -> bool:
        return "khabar.index is full" in notes

    await until(full, 20)
    await asyncio.sleep(0.5)
    ready = (await broker.depths(["khabar.index"]))["khabar.index"]
    assert ready == first.sent
    assert 300 <= ready < 500
    first.stop.set()
    await task
    bodies = await _drain(amqp_url, ready)
    second = Replay(database, "index", conditions, asyncio.Event(), first.after)
    task = asyncio.create_task(second.run(publisher, broker, show, notes.append))
    bodies += await _drain(amqp_url, STORED - ready)
    await task
    told = [events.decode(body) for body in bodies]
    assert told == [events.created(article(number, "x")) for number in range(STORED)]
    await publisher.close()
    await broker.close()


async def _drain(amqp_url: str, count: int) -> list[bytes]:
    bodies: list[bytes] = []
    async with asyncio.timeout(30), AmqpBroker(amqp_url, topology.queues()).consume("khabar.index", 100) as inbox:
        while len(bodies) < count:
            batch = await inbox.take(100, 0.05)
            bodies += [delivery.body for delivery in batch]
            assert all(topology.HEADER_REPLAY in delivery.headers for delivery in batch)
            await inbox.acknowledge(batch)
    return bodies


async def test_an_interrupted_replay_says_where_to_go_on(database: MongoDatabase, amqp_url: str, stack: Stack) -> None:
    """Ctrl-C ends it after the page in hand, with the id to go on from."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from services.cli import main; main()", "replay", "--to", "index", "--json"),
        cwd=ROOT,
        env=stack._env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    broker = AmqpBroker(amqp_url, topology.queues())

    async def begun() -> bool:
        return (await broker.depths(["khabar.index"])).get("khabar.index", 0) >= 1000

    await until(begun, 30)
    await broker.close()
    process.send_signal(signal.SIGINT)
    out, err = await process.communicate()
    told = json.loads(out)
    assert process.returncode == 130
    assert (told["sent"], told["interrupted"]) == (1000, True)
    assert f"go on with --after {told['after']}" in err.decode()


async def test_servers_that_are_away_are_exit_code_3(stack: Stack) -> None:
    """What cannot be reached is told in one line."""
    stack._env["KHABAR_MONGO_URL"] = "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=300"
    for command in (["replay", "--to", "index"], ["reindex"]):
        code, _, err = await khabar(stack, *command)
        assert code == 3
        assert err.startswith("khabar: mongodb: ")
        assert err.count("\n") == 1
