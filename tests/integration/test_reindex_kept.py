"""Index processes that keep the index up to date on a real MongoDB, whoever dies meanwhile."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from services.index.keep import keep
from services.index.pointer import PointerRow
from services.runtime.ports import Update
from services.search.collection import KEY, POINTERS
from services.text.tokens import ANALYSER_VERSION
from tests.old_index import OldIndex
from tests.servers import LiveMongo
from tests.stack import until


async def keeping_on(old_index: OldIndex, condition: Callable[[], Any], within_s: float = 15) -> None:
    """Run two index processes' keepers until something is so."""
    tasks = [asyncio.create_task(keep(old_index.database, old_index.stop)) for _ in range(2)]
    try:
        await until(condition, within_s)
    finally:
        old_index.stop.set()
        await asyncio.gather(*tasks)


async def test_a_new_version_is_followed(old_index: OldIndex) -> None:
    """Index processes that start on rows of an older version rebuild once between them, and drop the old index."""
    await old_index.setup(300)

    async def done() -> bool:
        return await old_index.names() == {"search_1"}

    await keeping_on(old_index, done)
    assert await old_index.versions() == {ANALYSER_VERSION}
    assert (await old_index.row())["number"] == 1
    old_index.stop.clear()

    async def a_while() -> bool:
        await asyncio.sleep(0.5)
        return True

    await keeping_on(old_index, a_while)
    assert (await old_index.row())["number"] == 1, "it was rebuilt without need"


async def test_an_index_of_a_newer_version_is_left_alone(old_index: OldIndex) -> None:
    """An older process beside newer ones, or an empty database, is no reason to rebuild."""
    await old_index.store.setup()
    await old_index.index.setup()

    async def a_while() -> bool:
        await asyncio.sleep(0.4)
        return True

    await keeping_on(old_index, a_while)
    assert await old_index.row() == {}
    old_index.stop.clear()
    await old_index.setup(5)
    newer = {"current": "search", "number": 0, "version": ANALYSER_VERSION + 1}
    await old_index.database[POINTERS].update([Update({"_id": KEY}, {"$set": newer}, upsert=True)])
    await keeping_on(old_index, a_while)
    assert (await old_index.row())["number"] == 0


async def test_an_index_process_takes_up_what_a_dead_builder_left(old_index: OldIndex) -> None:
    """A rebuild by hand that was killed is ended by whoever indexes."""
    await old_index.setup(30)
    await old_index.database["search"].update_all({}, {"$set": {"version": ANALYSER_VERSION}})
    await PointerRow(old_index.database, "dead").begin(ANALYSER_VERSION, 30)

    async def done() -> bool:
        return bool((await old_index.row())["current"] == "search_1")

    await keeping_on(old_index, done)
    assert await old_index.database["search_1"].count({}) == 30


async def test_a_database_that_dies_amid_it_is_waited_for(
    old_index: OldIndex, mongo: LiveMongo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With mongod killed in the middle of a rebuild, the index process goes on when it is back, and loses nothing."""
    monkeypatch.setattr("services.runtime.stored.PAGE", 20)
    await old_index.setup(1500)
    tasks = [asyncio.create_task(keep(old_index.database, old_index.stop)) for _ in range(2)]

    async def amid() -> bool:
        building = (await old_index.row()).get("building") or {}
        return bool(building.get("done", 0) >= 100)

    await until(amid, 30)
    await mongo.kill()
    await asyncio.sleep(1)
    await mongo.restart()

    async def done() -> bool:
        names = await old_index.names()
        return len(names) == 1 and "search" not in names

    await until(done, 60)
    old_index.stop.set()
    await asyncio.gather(*tasks)
    assert await old_index.database[(await old_index.row())["current"]].count({}) == 1500
    assert await old_index.versions() == {ANALYSER_VERSION}
