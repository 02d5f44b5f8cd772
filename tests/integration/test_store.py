"""Storing over a real MongoDB: no revision is lost, in whatever order they come, however often a process is cut off."""

import asyncio
import contextlib
import itertools
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import pytest

from schemas import events
from schemas.events import Event
from services.adapters.mongo import MongoCollection, MongoDatabase
from services.runtime.errors import Unavailable
from services.store.handle import Store
from tests.integration.test_enrich import KEY, _article, _withdrawn

ROUNDS, NEWEST = 60, 5
CALLS = 20
"""More than a batch makes, counted before and behind each."""


class Cut:
    """A database, or one of its collections, that fails before or behind a call where it is told to."""

    def __init__(self, inner: MongoDatabase | MongoCollection, fails: Iterator[bool]) -> None:
        self._inner = inner
        self._fails = fails

    def __getitem__(self, name: str) -> "Cut":
        assert isinstance(self._inner, MongoDatabase)
        return Cut(self._inner[name], self._fails)

    def __getattr__(self, name: str) -> Any:
        async def call(*arguments: Any, **options: Any) -> Any:
            self._maybe_fail("before")
            answer = await getattr(self._inner, name)(*arguments, **options)
            self._maybe_fail("behind")
            return answer

        return call

    def _maybe_fail(self, where: str) -> None:
        if next(self._fails):
            raise Unavailable("mongodb", f"cut off {where} a call")


@pytest.fixture
async def database(mongo_url_db: tuple[str, str]) -> AsyncIterator[MongoDatabase]:
    """An empty database."""
    database = MongoDatabase(*mongo_url_db)
    await Store(database).setup()
    yield database
    database.close()


async def store(database: Any, *told: Event) -> None:
    """Store in one batch."""
    stage = Store(database)
    await stage.write([work for event in told if (work := stage.prepare(event))])


def revision(number: int) -> Event:
    """Make the event of a revision; its text names it."""
    return events.created(_article(number, f"text {number}"))


async def empty(database: MongoDatabase) -> None:
    """Forget all."""
    for name in ("articles", "revisions", "sightings"):
        await database[name].delete_all({})


async def texts(database: MongoDatabase, name: str) -> list[str]:
    """List the texts in a collection."""
    rows = await database[name].find({}, sort=[("revision", 1)])
    return [row["text"] for row in rows if "text" in row]


async def test_a_lone_revision_is_kept_once(database: MongoDatabase) -> None:
    """It is the article, and no copy of it lies beside, however often it comes."""
    for _ in range(2):
        await store(database, revision(1), revision(1))
    assert await texts(database, "articles") == ["text 1"]
    assert await database["revisions"].find({}) == []


async def test_what_is_replaced_is_kept(database: MongoDatabase) -> None:
    """The text of each revision that was stored is still there, exactly as it came."""
    await store(database, revision(1))
    [first] = await database["articles"].find({})
    await store(database, revision(2), revision(3))
    assert await texts(database, "articles") == ["text 3"]
    assert {"text 1", "text 2"} <= set(await texts(database, "revisions"))
    assert await database["revisions"].get(f"{KEY}/1") == first | {"_id": f"{KEY}/1", "article_id": KEY}


async def test_a_late_revision_is_kept_and_replaces_nothing(database: MongoDatabase) -> None:
    """An older one that comes after a newer one, in a batch of its own or the same."""
    await store(database, revision(4), revision(2))
    await store(database, revision(1))
    assert await texts(database, "articles") == ["text 4"]
    assert {"text 1", "text 2"} <= set(await texts(database, "revisions"))


async def test_rows_of_before_stay_right(database: MongoDatabase) -> None:
    """Where the current revision is among the others already, as it always was once, nothing changes for them."""
    await store(database, revision(1))
    [row] = await database["articles"].find({})
    await database["revisions"].insert([row | {"_id": f"{KEY}/1", "article_id": KEY}])
    await store(database, revision(1), revision(2))
    assert await texts(database, "articles") == ["text 2"]
    assert set(await texts(database, "revisions")) == {"text 1", "text 2"}


@pytest.mark.parametrize("last", [revision(3), _withdrawn(3)])
async def test_it_may_be_cut_off_anywhere(database: MongoDatabase, last: Event) -> None:
    """Wherever storing a batch ends, before or behind any of its calls, storing it again comes to the same."""
    for at in range(CALLS):
        await store(database, revision(1))
        fails = itertools.chain([False] * at, [True], itertools.repeat(False))
        with contextlib.suppress(Unavailable):
            await store(Cut(database, fails), revision(2), last)
        await store(database, revision(2), last)
        told = [await texts(database, name) for name in ("articles", "revisions")]
        withdrawn = last.type == "article.withdrawn"
        assert told == ([[], []] if withdrawn else [["text 3"], ["text 1", "text 2", "text 3"]]), at
        await empty(database)


async def _bring(database: MongoDatabase, told: Sequence[Event], chance: random.Random) -> None:
    """Store events as one process does: in batches, each again until it has come through."""
    fails = (chance.random() < 0.04 for _ in itertools.count())
    left = list(told)
    while left:
        batch = [left.pop() for _ in range(min(len(left), chance.randint(1, 3)))]
        while True:
            try:
                await store(Cut(database, fails), *batch)
                break
            except Unavailable:
                await asyncio.sleep(chance.choice((0, 0.001, 0.003)))


@pytest.mark.parametrize("withdrawn", [False, True])
async def test_racing_processes_lose_nothing(database: MongoDatabase, withdrawn: bool) -> None:
    """Three processes, shuffled and repeated revisions, calls cut off before or behind: the same comes of it.

    The newest is the article, and each other is among the revisions; of what was withdrawn no text is left anywhere.
    """
    for seed in range(ROUNDS):
        chance = random.Random(seed)  # noqa: S311  no secret
        told = [revision(number) for number in range(1, NEWEST + 1)]
        told += [_withdrawn(NEWEST + 1)] if withdrawn else []
        brought: list[list[Event]] = [[], [], []]
        for event in told:
            for process in chance.sample(brought, chance.randint(1, 3)):
                process.append(event)
        for process in brought:
            chance.shuffle(process)
        await asyncio.gather(*(_bring(database, process, chance) for process in brought))
        others = set(await texts(database, "revisions"))
        [article] = await database["articles"].find({})
        if withdrawn:
            assert (article["revision"], article["withdrawn"], "text" in article) == (NEWEST + 1, True, False), seed
            assert others == set(), seed
        else:
            assert article["text"] == f"text {NEWEST}", seed
            assert {f"text {number}" for number in range(1, NEWEST)} <= others, seed
        await empty(database)
