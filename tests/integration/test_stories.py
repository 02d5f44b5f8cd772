"""Stories over a real MongoDB: what belongs together is found, in whatever order it comes."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

import pytest

from schemas.events import Event
from services.adapters.mongo import MongoDatabase
from services.enrich.stories import Stories
from services.enrich.stories.matching import LINKS
from services.runtime.errors import Unavailable
from tests.fixtures.wire import article_id, changed, created, later, withdrawn, words

FLOOD, MATCH, QUAKE = words(1), words(2), words(3)
FAILS_BEFORE = FAILS_AFTER = 0.08
Told = frozenset[frozenset[str]]


class Desk:
    """A database, and processes that put articles into stories."""

    def __init__(self, database: MongoDatabase) -> None:
        self.database = database
        self.stories = Stories(database)

    async def take(self, *told: Event) -> None:
        """Hand one batch to a process."""
        await self.stories.take(told)

    async def told(self) -> Told:
        """Return the articles of each story, by name; everything else in the rows must agree with them."""
        known = {row["_id"]: row for row in await self.database["fingerprints"].find({})}
        rows = await self.database["stories"].find({})
        for row in rows:
            ids = sorted(row["articles"])
            assert (row["size"], row["story_id"]) == (len(ids), ids[0])
            assert sorted(row["languages"]) == sorted({known[key]["language"] for key in ids})
            assert sorted(row["sources"]) == sorted({known[key]["source"] for key in ids})
            assert row["last"] == max(known[key]["ingested_at"] for key in ids)
        return frozenset(frozenset(row["articles"]) for row in rows)

    async def kinds(self, *names: str) -> list[str]:
        """Return in what ways two articles are alike."""
        ids = sorted(map(article_id, names))
        return [row["kind"] for row in await self.database["pairs"].find({"articles": ids})]


def together(*stories: Iterable[str]) -> Told:
    """Return stories, each of the articles of these names."""
    return frozenset(frozenset(map(article_id, story)) for story in stories)


@pytest.fixture
async def desk(mongo_url_db: tuple[str, str]) -> AsyncIterator[Desk]:
    """An empty database with its indexes."""
    desk = Desk(MongoDatabase(*mongo_url_db))
    await desk.stories.setup()
    yield desk
    desk.database.close()


async def test_copies_trims_and_rewrites_are_one_story(desk: Desk) -> None:
    """What is made of one report is one story, each in its way; another report, and one alone, are not in it."""
    await desk.take(created("flood", FLOOD), created("match", MATCH))
    await desk.take(created("copy", ["reporter", *FLOOD]), created("trim", FLOOD[:40]))
    await desk.take(created("rewrite", changed(FLOOD, 5)), created("turned", FLOOD[60:] + FLOOD[30:60] + FLOOD[:30]))
    assert await desk.told() == together(["flood", "copy", "trim", "rewrite", "turned"])
    assert await desk.kinds("flood", "copy") == ["copy"]
    assert await desk.kinds("flood", "trim") == ["trim"]
    assert await desk.kinds("flood", "rewrite") == ["rewrite"]
    assert await desk.kinds("flood", "turned") == ["rewrite"]


def wire() -> list[Event]:
    """A day's news: three stories of several articles, a chain of rewrites, a revision, a withdrawal, odd ones."""
    chain = [FLOOD]
    for seed in range(4):
        chain.append(changed(chain[-1], 10 + seed))
    told = [created(f"flood {number}", report) for number, report in enumerate(chain)]
    told += [created(f"match {number}", ["by", f"desk{number}", *MATCH]) for number in range(LINKS + 4)]
    told += [created("quake", QUAKE), created("short quake", QUAKE[:45])]
    told += [created("moved", MATCH), created("moved", QUAKE, revision=2)]
    told += [created("gone", MATCH), withdrawn("gone")]
    told += [created(f"alone {number}", words(50 + number)) for number in range(3)]
    return [*told, created("empty", []), created("brief", words(70, 4))]


WIRE = together(
    [f"flood {number}" for number in range(5)],
    [f"match {number}" for number in range(LINKS + 4)],
    ["quake", "short quake", "moved"],
)


@pytest.mark.parametrize("seed", range(6))
async def test_the_order_of_arrival_makes_no_difference(desk: Desk, seed: int) -> None:
    """In any order, in batches of any size, some told twice, the same articles are the same stories."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    told = wire()
    told += chance.choices(told, k=8)
    chance.shuffle(told)
    for batch in batches(told, chance):
        await desk.take(*batch)
    assert await desk.told() == WIRE


@pytest.mark.parametrize("seed", range(6))
async def test_several_processes_at_once_make_the_same_stories(desk: Desk, seed: int) -> None:
    """Three processes that work on the same stories at once leave what one alone would."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    told = wire()
    chance.shuffle(told)
    shares = [list(batches(told[number::3], chance)) for number in range(3)]

    async def process(share: list[list[Event]]) -> None:
        stories = Stories(desk.database)
        for batch in share:
            await stories.take(batch)

    await asyncio.gather(*map(process, shares))
    assert await desk.told() == WIRE


class Unreliable:
    """A database that is away every now and then, before it has done what it was asked, or just after."""

    def __init__(self, database: MongoDatabase, chance: random.Random) -> None:
        self._database = database
        self._chance = chance

    def __getitem__(self, name: str) -> Any:
        return _UnreliableCollection(self._database[name], self._chance)


class _UnreliableCollection:
    def __init__(self, collection: Any, chance: random.Random) -> None:
        self._collection = collection
        self._chance = chance

    def __getattr__(self, name: str) -> Any:
        async def call(*given: Any, **more: Any) -> Any:
            fails = self._chance.random()
            if fails < FAILS_BEFORE:
                raise Unavailable("mongodb", "not yet")
            answer = await getattr(self._collection, name)(*given, **more)
            if fails > 1 - FAILS_AFTER:
                raise Unavailable("mongodb", "no more")
            return answer

        return call


@pytest.mark.parametrize("seed", range(6))
async def test_interrupted_work_is_done_again(desk: Desk, seed: int) -> None:
    """Whatever call fails, and whether it was done all the same, repeating the batch makes the same stories."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    told = wire()
    chance.shuffle(told)
    unreliable: Any = Unreliable(desk.database, chance)
    stories = Stories(unreliable)
    for batch in batches(told, chance):
        for _ in range(1000):
            with contextlib.suppress(Unavailable):
                await stories.take(batch)
                break
    assert await desk.told() == WIRE


def batches(told: Sequence[Event], chance: random.Random) -> Iterable[list[Event]]:
    """Yield batches of uneven sizes."""
    at = 0
    while at < len(told):
        size = chance.choice((1, 2, 5, 20))
        yield list(told[at : at + size])
        at += size


async def test_a_late_article_joins_two_stories(desk: Desk) -> None:
    """Two stories become one when an article comes that has much of both."""
    await desk.take(created("flood", FLOOD), created("flood again", FLOOD))
    await desk.take(created("quake", QUAKE), created("quake again", QUAKE))
    assert await desk.told() == together(["flood", "flood again"], ["quake", "quake again"])
    await desk.take(created("both", FLOOD + QUAKE))
    assert await desk.told() == together(["flood", "flood again", "quake", "quake again", "both"])


async def test_a_withdrawal_parts_what_it_held_together(desk: Desk) -> None:
    """Without the article that had much of both, its story is two; without one of two articles there is none."""
    names = ["flood", "flood again", "quake", "quake again"]
    reports = [FLOOD, FLOOD, QUAKE, QUAKE]
    await desk.take(*map(created, names, reports), created("both", FLOOD + QUAKE))
    assert await desk.told() == together([*names, "both"])
    await desk.take(withdrawn("both"))
    assert await desk.told() == together(["flood", "flood again"], ["quake", "quake again"])
    await desk.take(withdrawn("quake"), created("both", FLOOD + QUAKE))
    assert await desk.told() == together(["flood", "flood again"])
    assert all(article_id("quake") not in row["articles"] for row in await desk.database["pairs"].find({}))


async def test_a_revision_leaves_one_story_for_another(desk: Desk) -> None:
    """An article's story is that of its newest revision, and an older one that comes late changes nothing."""
    await desk.take(created("flood", FLOOD), created("flood again", FLOOD), created("moving", FLOOD))
    await desk.take(created("quake", QUAKE))
    await desk.take(created("moving", QUAKE, revision=2))
    assert await desk.told() == together(["flood", "flood again"], ["quake", "moving"])
    await desk.take(created("moving", FLOOD))
    assert await desk.told() == together(["flood", "flood again"], ["quake", "moving"])


async def test_what_everybody_has_holds_together_without_any_of_them(desk: Desk) -> None:
    """Of many copies each has a few pairs; when those it was linked to are withdrawn, others are found."""
    names = [f"copy {number:02}" for number in range(30)]
    for name in names:
        await desk.take(created(name, [*FLOOD, *words(int(name[5:]) + 200, 3)]))
    assert await desk.told() == together(names)
    pairs = await desk.database["pairs"].count({})
    assert pairs <= LINKS * len(names)
    await desk.take(*map(withdrawn, names[:8]))
    assert await desk.told() == together(names[8:])


async def test_other_languages_and_other_weeks_are_other_stories(desk: Desk) -> None:
    """The same words in another language's article, or a fortnight later, are no story."""
    await desk.take(created("flood", FLOOD, published_at="2026-01-01"))
    await desk.take(created("flut", FLOOD, language="de"), created("later", FLOOD, ingested_at=later(14)))
    await desk.take(created("reprint", FLOOD, published_at="2026-01-15T09:00:00+05:00"))
    assert await desk.told() == together()
    await desk.take(created("unsure", FLOOD, language="und"))
    assert await desk.told() == together(["flood", "unsure", "flut", "reprint"])


async def test_the_window_may_be_set_wider(desk: Desk) -> None:
    """With more days between two articles, a report of a fortnight before is of the story."""
    desk.stories = Stories(desk.database, days=14)
    await desk.take(created("flood", FLOOD), created("later", FLOOD, ingested_at=later(14)))
    await desk.take(created("too late", FLOOD, ingested_at=later(29)))
    assert await desk.told() == together(["flood", "later"])


async def test_a_common_footer_is_no_story(desk: Desk) -> None:
    """Reports of one publisher that end alike are told apart."""
    footer = words(99, 30)
    await desk.take(*(created(f"report {seed}", words(seed) + footer) for seed in range(20)))
    assert await desk.told() == together()


async def test_a_digest_does_not_join_what_it_reports(desk: Desk) -> None:
    """A page of four reports in full is at most the first one's story, and no two of them become one by it."""
    reports = [words(seed) for seed in range(40, 44)]
    for number, report in enumerate(reports):
        await desk.take(created(f"report {number}", report), created(f"copy {number}", report))
    await desk.take(created("digest", [word for report in reports for word in report]))
    first, *others = ([f"report {number}", f"copy {number}"] for number in range(4))
    assert await desk.told() == together([*first, "digest"], *others)


async def _counted(desk: Desk) -> dict[str, Any]:
    return {name: await desk.database[name].count({}) for name in ("fingerprints", "pairs", "stories")}


async def test_nothing_is_doubled_by_a_redelivery(desk: Desk) -> None:
    """A batch that comes again leaves everything as it is."""
    batch = [created("flood", FLOOD), created("copy", FLOOD), created("match", MATCH)]
    await desk.take(*batch)
    before = await _counted(desk)
    await desk.take(*batch)
    assert await _counted(desk) == before == {"fingerprints": 3, "pairs": 1, "stories": 1}
