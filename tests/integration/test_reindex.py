"""Rebuilding the index on a real MongoDB: beside the old one, whatever arrives or dies meanwhile."""

import asyncio
import hashlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas import events
from schemas.article import Article, Direction, DocumentRef, Script, Source
from schemas.events import Event, Withdrawal
from services.adapters.mongo import MongoDatabase
from services.api.counts import tally
from services.index import keep as keeping
from services.index import pointer as pointers
from services.index import rebuild as module
from services.index.handle import Index
from services.index.keep import keep
from services.index.pointer import Busy, LostLease, PointerRow
from services.index.rebuild import Incomplete, Rebuild, Stopped
from services.runtime.ports import Update
from services.search import collection as collections
from services.search.collection import KEY, POINTERS, current, pointer
from services.search.query import SearchQuery, search
from services.store.handle import Store
from services.text.tokens import ANALYSER_VERSION
from tests.servers import LiveMongo
from tests.stack import until

ROOT = Path(__file__).parents[2]
OLD_VERSION = 1
START = datetime(2026, 1, 1, tzinfo=UTC)


def _id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def _article(name: str, text: str, revision: int = 1) -> Article:
    return Article(
        article_id=_id(name),
        revision=revision,
        title=None,
        subtitle=None,
        text=text,
        language="en",
        script=Script.LATIN,
        direction=Direction.LTR,
        published_at=None,
        published_at_reason=None,
        ingested_at=START,
        source=Source(),
        document=DocumentRef(document_id=_id(name), path=f"{name}.txt", name=f"{name}.txt"),
        content_hash=f"1:{'0' * 64}",
    )


class Newsroom:
    """A store, an index made by an old analyser, and the rebuilds of a test."""

    def __init__(self, database: MongoDatabase) -> None:
        self.database = database
        self.store = Store(database)
        self.index = Index(database)
        self.stop = asyncio.Event()

    async def setup(self, count: int) -> None:
        """Store and index articles."""
        await self.store.setup()
        await self.index.setup()
        await self.arrive(*(self.article(number) for number in range(count)))
        await self.database["search"].update_all({}, {"$set": {"version": OLD_VERSION}})

    def article(self, number: int, revision: int = 1) -> Event:
        """Return the event of an article."""
        return events.created(_article(f"{number:05}", f"river word{number} edition{revision}", revision=revision))

    def withdrawal(self, number: int, revision: int = 2) -> Event:
        """Return the event that withdraws an article."""
        article = _article(f"{number:05}", "")
        data = Withdrawal(
            article_id=article.article_id,
            revision=revision,
            language="en",
            source=article.source,
            withdrawn_at=START,
        )
        return events.withdrawn(data)

    async def arrive(self, *told: Event, stored: bool = True) -> None:
        """Have events come to the index, and, unless it is behind, to the store."""
        if stored:
            await self.store.write([work for event in told if (work := self.store.prepare(event))])
        await self.index.write([row for event in told if (row := self.index.prepare(event))])

    def rebuild(self, holder: str = "test") -> Rebuild:
        """Make a rebuild."""
        return Rebuild(self.database, PointerRow(self.database, holder), self.stop)

    async def found(self, q: str) -> set[str]:
        """Search."""
        result = await search(self.database, SearchQuery(q, limit=1000))
        return {hit.article_id for hit in result.hits}

    async def row(self) -> dict[str, Any]:
        """Return the row that says where the index is."""
        return await self.database[POINTERS].get(KEY) or {}

    async def names(self) -> set[str]:
        """List the collections of the index."""
        return {name for name in await self.database._database.list_collection_names() if name.startswith("search")}

    async def versions(self) -> set[int]:
        """List the versions in the index that is searched."""
        return {row["version"] for row in await self.database[(await self.row())["current"]].find({})}


@pytest.fixture
async def newsroom(mongo_url_db: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newsroom]:
    """A newsroom in which nobody waits for long."""
    for place in (collections, module):
        monkeypatch.setattr(place, "KEPT_S", 0.05)
    for name, seconds in (("GRACE_S", 0.3), ("CLOSED_S", 0.2), ("LEASE_S", 1.0)):
        monkeypatch.setattr(pointers, name, seconds)
    monkeypatch.setattr(module, "LOOK_S", 0.05)
    monkeypatch.setattr(keeping, "LOOK_S", 0.1)
    database = MongoDatabase(*mongo_url_db)
    yield Newsroom(database)
    database.close()


async def test_the_new_index_takes_the_old_ones_place(newsroom: Newsroom) -> None:
    """All articles are in it, by the new version, tombstones too; the old one is gone after a while, not at once."""
    await newsroom.setup(450)
    await newsroom.arrive(newsroom.withdrawal(3), newsroom.article(4, revision=2))
    assert await newsroom.rebuild().run() == 450
    assert await newsroom.names() == {"search", "search_1"}
    await asyncio.sleep(0.1)
    assert await current(newsroom.database) == "search_1"
    assert await newsroom.versions() == {ANALYSER_VERSION}
    assert await tally(newsroom.database, "search_1", {}) == await tally(newsroom.database, "search", {})
    assert await newsroom.found("word3") == set()
    assert await newsroom.found("edition2") == {_id("00004")}
    row = PointerRow(newsroom.database, "anybody")

    async def tidy() -> bool:
        return not await row.tidy()

    await until(tidy, 5)
    assert await newsroom.names() == {"search_1"}
    await newsroom.arrive(newsroom.article(1000))
    assert await newsroom.names() == {"search_1"}
    assert await newsroom.found("word1000") == {_id("01000")}


async def test_nothing_that_arrives_meanwhile_is_missed(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """New articles, updates and withdrawals during the rebuild are in the new index; each search finds all there is."""
    monkeypatch.setattr("services.runtime.stored.PAGE", 20)
    await newsroom.setup(400)
    numbers = iter(range(1000, 9000))
    arrived: list[int] = []
    rebuild = newsroom.rebuild()
    rebuild.rest = 3.0
    rebuilding = asyncio.create_task(rebuild.run())
    while not rebuilding.done():
        number = next(numbers)
        await newsroom.arrive(newsroom.article(number), newsroom.article(number - 1000, revision=2))
        if number % 3 == 0:
            await newsroom.arrive(newsroom.withdrawal(number - 1000, revision=3))
        arrived.append(number)
        assert await newsroom.found(f"word{number}") == {_id(f"{number:05}")}
        assert len(await newsroom.found("word399")) == 1 or number >= 1399, "an old article is not found"
    await rebuilding
    await asyncio.sleep(0.1)
    await newsroom.arrive(newsroom.article(9000))
    assert len(arrived) > 10, "the rebuild was over too soon to show anything"
    assert await current(newsroom.database) == "search_1"
    new, stored = newsroom.database["search_1"], newsroom.database["articles"]
    there = {row["_id"]: (row["revision"], row.get("withdrawn")) for row in await new.find({})}
    assert there == {row["_id"]: (row["revision"], row.get("withdrawn")) for row in await stored.find({})}
    assert await newsroom.versions() == {ANALYSER_VERSION}


async def test_two_at_once_are_refused(newsroom: Newsroom) -> None:
    """The second is told who is at it and how far; the first is not disturbed."""
    await newsroom.setup(10)
    first = PointerRow(newsroom.database, "first")
    await first.begin(ANALYSER_VERSION, 10)
    with pytest.raises(Busy, match="first is rebuilding the index, 0 of 10 articles"):
        await newsroom.rebuild("second").run()
    await first.renew()
    results = await asyncio.gather(
        *(newsroom.rebuild(name).run() for name in ("first", "third", "fourth")), return_exceptions=True
    )
    assert results[0] == 10
    assert all(isinstance(result, Busy) for result in results[1:])


async def test_an_abandoned_rebuild_is_gone_on_with(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes it over begins where it was left; who was too slow finds that out and changes nothing."""
    monkeypatch.setattr("services.runtime.stored.PAGE", 10)
    await newsroom.setup(100)
    slow = newsroom.rebuild("slow")

    async def die(done: int, _: int) -> None:
        if done >= 50:
            raise ConnectionResetError

    slow.say = die
    with pytest.raises(ConnectionResetError):
        await slow.run()
    assert (await newsroom.row())["building"]["done"] == 50
    with pytest.raises(Busy):
        await newsroom.rebuild("next").run()
    await asyncio.sleep(pointers.LEASE_S + 0.1)
    seen: list[int] = []

    async def note(done: int, _: int) -> None:
        seen.append(done)

    taking_over = newsroom.rebuild("next")
    taking_over.say = note
    assert await taking_over.run() == 100
    assert seen == [60, 70, 80, 90, 100]
    with pytest.raises(LostLease):
        await slow.row.renew()
    with pytest.raises(LostLease):
        await slow.row.switch()
    assert (await newsroom.row())["current"] == "search_1"


async def test_a_stopped_rebuild_can_be_taken_up_at_once(newsroom: Newsroom) -> None:
    """A soft stop lets the lease go."""
    await newsroom.setup(10)
    newsroom.stop.set()
    with pytest.raises(Stopped):
        await newsroom.rebuild("first").run()
    newsroom.stop.clear()
    assert await newsroom.rebuild("second").run() == 10


async def test_another_version_begins_anew(newsroom: Newsroom) -> None:
    """What an older analyser left unfinished is dropped, not gone on with."""
    await newsroom.setup(10)
    left = await PointerRow(newsroom.database, "old").begin(ANALYSER_VERSION - 1, 10)
    await newsroom.database[left.collection].insert([{"_id": "rubbish"}])
    await asyncio.sleep(pointers.LEASE_S + 0.1)
    assert await newsroom.rebuild().run() == 10
    row = PointerRow(newsroom.database, "anybody")

    async def tidy() -> bool:
        return not await row.tidy()

    await until(tidy, 5)
    assert await newsroom.names() == {"search_2"}


async def test_a_store_that_is_behind_is_waited_for(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the old index has and the store not yet is in the new index too; there is no switch without it."""
    await newsroom.setup(10)
    late = newsroom.article(500)
    await newsroom.arrive(late, stored=False)
    rebuilding = asyncio.create_task(newsroom.rebuild().run())
    await asyncio.sleep(0.6)
    assert not rebuilding.done()
    assert await current(newsroom.database) == "search"
    await newsroom.store.write([work for work in [newsroom.store.prepare(late)] if work])
    assert await rebuilding == 11

    monkeypatch.setattr(module, "WAIT_S", 0.1)
    await newsroom.arrive(newsroom.article(501), stored=False)
    with pytest.raises(Incomplete, match="lacks 1 articles"):
        await newsroom.rebuild().run()
    assert await newsroom.found("word501") == {_id("00501")}


async def test_what_cannot_be_indexed_is_left_out_and_noted(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article at which the analyser fails, or that the store has lost, stops nothing, and counts as dead."""
    await newsroom.setup(10)
    prepare = Index.prepare

    def failing(self: Index, event: Event) -> Any:
        if isinstance(event.data, Article) and "word7" in event.data.text:
            raise ValueError("it is odd")
        return prepare(self, event)

    monkeypatch.setattr(Index, "prepare", failing)
    await newsroom.arrive(newsroom.article(500), stored=False)
    lost = {"_id": "store/x/1", "consumer": "store", "article_id": _id("00500"), "revision": 1}
    await newsroom.database["dead_letters"].insert([lost])
    rebuild = newsroom.rebuild()
    assert await rebuild.run() == 9
    assert rebuild.left_out == {_id("00007"), _id("00500")}
    rows = await newsroom.database["dead_letters"].find({"consumer": "index"})
    assert {(row["article_id"], row["revision"]) for row in rows} == {(key, 1) for key in rebuild.left_out}


async def test_a_writer_that_was_slow_writes_where_it_should(newsroom: Newsroom) -> None:
    """A write that began before the announcement and ends after it goes into the new collection too."""
    await newsroom.setup(1)
    row = PointerRow(newsroom.database, "builder")
    written: list[str] = []

    async def slowly(search: Any) -> None:
        written.append(search._collection.name)
        if len(written) == 1:
            await row.begin(ANALYSER_VERSION, 1)
            await row.renew(ready=True)
            await asyncio.sleep(0.1)

    await pointer(newsroom.database).write(slowly)
    assert written == ["search", "search_1"]


async def keeping_on(newsroom: Newsroom, condition: Callable[[], Any], within_s: float = 15) -> None:
    """Run two index processes' keepers until something is so."""
    tasks = [asyncio.create_task(keep(newsroom.database, newsroom.stop)) for _ in range(2)]
    try:
        await until(condition, within_s)
    finally:
        newsroom.stop.set()
        await asyncio.gather(*tasks)


async def test_a_new_version_is_followed(newsroom: Newsroom) -> None:
    """Index processes that start on rows of an older version rebuild once between them, and drop the old index."""
    await newsroom.setup(300)

    async def done() -> bool:
        return await newsroom.names() == {"search_1"}

    await keeping_on(newsroom, done)
    assert await newsroom.versions() == {ANALYSER_VERSION}
    assert (await newsroom.row())["number"] == 1
    newsroom.stop.clear()

    async def a_while() -> bool:
        await asyncio.sleep(0.5)
        return True

    await keeping_on(newsroom, a_while)
    assert (await newsroom.row())["number"] == 1, "it was rebuilt without need"


async def test_an_index_of_a_newer_version_is_left_alone(newsroom: Newsroom) -> None:
    """An older process beside newer ones, or an empty database, is no reason to rebuild."""
    await newsroom.store.setup()
    await newsroom.index.setup()

    async def a_while() -> bool:
        await asyncio.sleep(0.4)
        return True

    await keeping_on(newsroom, a_while)
    assert await newsroom.row() == {}
    newsroom.stop.clear()
    await newsroom.setup(5)
    newer = {"current": "search", "number": 0, "version": ANALYSER_VERSION + 1}
    await newsroom.database[POINTERS].update([Update({"_id": KEY}, {"$set": newer}, upsert=True)])
    await keeping_on(newsroom, a_while)
    assert (await newsroom.row())["number"] == 0


async def test_an_index_process_takes_up_what_a_dead_builder_left(newsroom: Newsroom) -> None:
    """A rebuild by hand that was killed is ended by whoever indexes."""
    await newsroom.setup(30)
    await newsroom.database["search"].update_all({}, {"$set": {"version": ANALYSER_VERSION}})
    await PointerRow(newsroom.database, "dead").begin(ANALYSER_VERSION, 30)

    async def done() -> bool:
        return bool((await newsroom.row())["current"] == "search_1")

    await keeping_on(newsroom, done)
    assert await newsroom.database["search_1"].count({}) == 30


async def test_a_database_that_dies_amid_it_is_waited_for(
    newsroom: Newsroom, mongo: LiveMongo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With mongod killed in the middle of a rebuild, the index process goes on when it is back, and loses nothing."""
    monkeypatch.setattr("services.runtime.stored.PAGE", 20)
    await newsroom.setup(1500)
    tasks = [asyncio.create_task(keep(newsroom.database, newsroom.stop)) for _ in range(2)]

    async def amid() -> bool:
        building = (await newsroom.row()).get("building") or {}
        return bool(building.get("done", 0) >= 100)

    await until(amid, 30)
    await mongo.kill()
    await asyncio.sleep(1)
    await mongo.restart()

    async def done() -> bool:
        names = await newsroom.names()
        return len(names) == 1 and "search" not in names

    await until(done, 60)
    newsroom.stop.set()
    await asyncio.gather(*tasks)
    assert await newsroom.database[(await newsroom.row())["current"]].count({}) == 1500
    assert await newsroom.versions() == {ANALYSER_VERSION}


async def test_the_command_survives_a_kill(newsroom: Newsroom, mongo_url_db: tuple[str, str]) -> None:
    """`khabar reindex`, killed in the middle, goes on where it was; searches find everything all the while."""
    await newsroom.setup(6000)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KHABAR_")}
    environment = {**clean, "KHABAR_MONGO_URL": mongo_url_db[0], "KHABAR_MONGO_DB": mongo_url_db[1]}

    async def start() -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from services.cli import main; main()", "reindex", "--json"),
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    killed = await start()

    async def amid() -> bool:
        building = (await newsroom.row()).get("building") or {}
        return bool(600 <= building.get("done", 0) < 5000)

    await until(amid, 30)
    killed.send_signal(signal.SIGKILL)
    await killed.communicate()
    left = (await newsroom.row())["building"]
    assert 600 <= left["done"] < 6000
    assert len(await newsroom.found("word5999")) == 1
    refused = await start()
    _, told = await refused.communicate()
    assert refused.returncode == 1
    assert b"is rebuilding the index" in told
    over = {"$set": {"building.until": START}}  # rather than wait until the lease has run out
    await newsroom.database[POINTERS].update([Update({"_id": KEY}, over)])
    again = await start()
    done, told = await again.communicate()
    assert (again.returncode, told) == (0, b"")
    assert done == b'{"articles": 6000, "left_out": 0}\n'
    assert (await newsroom.row())["current"] == left["collection"], "it began anew"
    assert await newsroom.names() == {left["collection"]}
