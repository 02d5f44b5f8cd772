"""Rebuilding the index on a real MongoDB: beside the old one, whatever arrives meanwhile."""

import asyncio
from typing import Any

import pytest

from schemas.article import Article
from schemas.events import Event
from services.api.counts import tally
from services.index import pointer as pointers
from services.index import rebuild as module
from services.index.handle import Index
from services.index.pointer import Busy, LostLease, PointerRow
from services.index.rebuild import Incomplete, Stopped
from services.search.collection import current, pointer
from services.search.segment import size_of
from services.search.segments import COLLECTION, ids
from services.text.tokens import ANALYSER_VERSION
from tests.newsroom import id_of
from tests.old_index import OldIndex
from tests.stack import until


async def test_the_new_index_takes_the_old_ones_place(old_index: OldIndex) -> None:
    """All articles are in it, by the new version, tombstones too; the old one is gone after a while, not at once."""
    await old_index.setup(450)
    await old_index.arrive(old_index.withdrawal(3), old_index.article(4, revision=2))
    assert await old_index.rebuild().run() == 450
    assert await old_index.names() == {"search", "search_1"}
    await asyncio.sleep(0.1)
    assert await current(old_index.database) == "search_1"
    assert await old_index.versions() == {ANALYSER_VERSION}
    assert await tally(old_index.database, "search_1", {}) == await tally(old_index.database, "search", {})
    assert await old_index.found("word3") == set()
    assert await old_index.found("edition2") == {id_of("00004")}
    row = PointerRow(old_index.database, "anybody")

    async def tidy() -> bool:
        return not await row.tidy()

    await until(tidy, 5)
    assert await old_index.names() == {"search_1"}
    await old_index.arrive(old_index.article(1000))
    assert await old_index.names() == {"search_1"}
    assert await old_index.found("word1000") == {id_of("01000")}


async def test_no_word_is_learned_twice(old_index: OldIndex) -> None:
    """A rebuild knows the words that are there, and does not add all of them once more."""
    await old_index.setup(450)
    rows = old_index.database[COLLECTION]
    known = sum(map(size_of, await ids(rows)))
    await old_index.rebuild().run()
    assert sum(map(size_of, await ids(rows))) < 1.5 * known  # some are counted again


async def test_nothing_that_arrives_meanwhile_is_missed(old_index: OldIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """New articles, updates and withdrawals during the rebuild are in the new index; each search finds all there is."""
    monkeypatch.setattr("services.runtime.stored.PAGE", 20)
    await old_index.setup(400)
    numbers = iter(range(1000, 9000))
    arrived: list[int] = []
    rebuild = old_index.rebuild()
    rebuild.rest = 3.0
    rebuilding = asyncio.create_task(rebuild.run())
    while not rebuilding.done():
        number = next(numbers)
        await old_index.arrive(old_index.article(number), old_index.article(number - 1000, revision=2))
        if number % 3 == 0:
            await old_index.arrive(old_index.withdrawal(number - 1000, revision=3))
        arrived.append(number)
        assert await old_index.found(f"word{number}") == {id_of(f"{number:05}")}
        assert len(await old_index.found("word399")) == 1 or number >= 1399, "an old article is not found"
    await rebuilding
    await asyncio.sleep(0.1)
    await old_index.arrive(old_index.article(9000))
    assert len(arrived) > 10, "the rebuild was over too soon to show anything"
    assert await current(old_index.database) == "search_1"
    new, stored = old_index.database["search_1"], old_index.database["articles"]
    there = {row["_id"]: (row["revision"], row.get("withdrawn")) for row in await new.find({})}
    assert there == {row["_id"]: (row["revision"], row.get("withdrawn")) for row in await stored.find({})}
    assert await old_index.versions() == {ANALYSER_VERSION}


async def test_an_article_on_its_way_is_waited_for(old_index: OldIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is in the old index and not yet in the new one, when all are counted; not for ever."""
    await old_index.setup(10)
    old, new = old_index.database["search"], old_index.database["search_1"]
    rebuild = old_index.rebuild()
    await rebuild.row.begin(ANALYSER_VERSION, 10)
    rows = await old.find({})
    await new.insert(rows[1:])
    checking = asyncio.create_task(rebuild._check(old, new))
    await asyncio.sleep(0.3)
    assert not checking.done()
    await new.insert(rows[:1])
    await asyncio.wait_for(checking, 5)

    await new.delete_all({"_id": rows[0]["_id"]})
    monkeypatch.setattr(module, "WAIT_S", 0.1)
    with pytest.raises(Incomplete, match="the new index has 9 articles, the old one 10"):
        await rebuild._check(old, new)


async def test_two_at_once_are_refused(old_index: OldIndex) -> None:
    """The second is told who is at it and how far; the first is not disturbed."""
    await old_index.setup(10)
    first = PointerRow(old_index.database, "first")
    await first.begin(ANALYSER_VERSION, 10)
    with pytest.raises(Busy, match="first is rebuilding the index, 0 of 10 articles"):
        await old_index.rebuild("second").run()
    await first.renew()
    results = await asyncio.gather(
        *(old_index.rebuild(name).run() for name in ("first", "third", "fourth")), return_exceptions=True
    )
    assert results[0] == 10
    assert all(isinstance(result, Busy) for result in results[1:])


async def test_an_abandoned_rebuild_is_gone_on_with(old_index: OldIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes it over begins where it was left; who was too slow finds that out and changes nothing."""
    monkeypatch.setattr("services.runtime.stored.PAGE", 10)
    await old_index.setup(100)
    slow = old_index.rebuild("slow")

    async def die(done: int, _: int) -> None:
        if done >= 50:
            raise ConnectionResetError

    slow.say = die
    with pytest.raises(ConnectionResetError):
        await slow.run()
    assert (await old_index.row())["building"]["done"] == 50
    with pytest.raises(Busy):
        await old_index.rebuild("next").run()
    await asyncio.sleep(pointers.LEASE_S + 0.1)
    seen: list[int] = []

    async def note(done: int, _: int) -> None:
        seen.append(done)

    taking_over = old_index.rebuild("next")
    taking_over.say = note
    assert await taking_over.run() == 100
    assert seen == [60, 70, 80, 90, 100]
    with pytest.raises(LostLease):
        await slow.row.renew()
    with pytest.raises(LostLease):
        await slow.row.switch()
    assert (await old_index.row())["current"] == "search_1"


async def test_a_stopped_rebuild_can_be_taken_up_at_once(old_index: OldIndex) -> None:
    """A soft stop lets the lease go."""
    await old_index.setup(10)
    old_index.stop.set()
    with pytest.raises(Stopped):
        await old_index.rebuild("first").run()
    old_index.stop.clear()
    assert await old_index.rebuild("second").run() == 10


async def test_another_version_begins_anew(old_index: OldIndex) -> None:
    """What an older analyser left unfinished is dropped, not gone on with."""
    await old_index.setup(10)
    left = await PointerRow(old_index.database, "old").begin(ANALYSER_VERSION - 1, 10)
    await old_index.database[left.collection].insert([{"_id": "rubbish"}])
    await asyncio.sleep(pointers.LEASE_S + 0.1)
    assert await old_index.rebuild().run() == 10
    row = PointerRow(old_index.database, "anybody")

    async def tidy() -> bool:
        return not await row.tidy()

    await until(tidy, 5)
    assert await old_index.names() == {"search_2"}


async def test_a_store_that_is_behind_is_waited_for(old_index: OldIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the old index has and the store not yet is in the new index too; there is no switch without it."""
    await old_index.setup(10)
    late = old_index.article(500)
    await old_index.arrive(late, stored=False)
    rebuilding = asyncio.create_task(old_index.rebuild().run())
    await asyncio.sleep(0.6)
    assert not rebuilding.done()
    assert await current(old_index.database) == "search"
    await old_index.store.write([work for work in [old_index.store.prepare(late)] if work])
    assert await rebuilding == 11

    monkeypatch.setattr(module, "WAIT_S", 0.1)
    await old_index.arrive(old_index.article(501), stored=False)
    with pytest.raises(Incomplete, match="lacks 1 articles"):
        await old_index.rebuild().run()
    assert await old_index.found("word501") == {id_of("00501")}


async def test_what_cannot_be_indexed_is_left_out_and_noted(
    old_index: OldIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article at which the analyser fails, or that the store has lost, stops nothing, and counts as dead."""
    await old_index.setup(10)
    prepare = Index.prepare

    def failing(self: Index, event: Event) -> Any:
        if isinstance(event.data, Article) and "word7" in event.data.text:
            raise ValueError("it is odd")
        return prepare(self, event)

    monkeypatch.setattr(Index, "prepare", failing)
    await old_index.arrive(old_index.article(500), stored=False)
    lost = {"_id": "store/x/1", "consumer": "store", "article_id": id_of("00500"), "revision": 1}
    await old_index.database["dead_letters"].insert([lost])
    rebuild = old_index.rebuild()
    assert await rebuild.run() == 9
    assert rebuild.left_out == {id_of("00007"), id_of("00500")}
    rows = await old_index.database["dead_letters"].find({"consumer": "index"})
    assert {(row["article_id"], row["revision"]) for row in rows} == {(key, 1) for key in rebuild.left_out}


async def test_a_writer_that_was_slow_writes_where_it_should(old_index: OldIndex) -> None:
    """A write that began before the announcement and ends after it goes into the new collection too."""
    await old_index.setup(1)
    row = PointerRow(old_index.database, "builder")
    written: list[str] = []

    async def slowly(search: Any) -> None:
        written.append(search._collection.name)
        if len(written) == 1:
            await row.begin(ANALYSER_VERSION, 1)
            await row.renew(ready=True)
            await asyncio.sleep(0.1)

    await pointer(old_index.database).write(slowly)
    assert written == ["search", "search_1"]
