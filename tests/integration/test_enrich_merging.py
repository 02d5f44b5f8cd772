"""Rows of `enrichments` on a real MongoDB: what several enrichers write, in whatever order, comes to the same."""

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from schemas import events
from schemas.events import ArticleEnriched, Event
from services.adapters.mongo import MongoDatabase
from services.enrich.answers import made_by
from services.enrich.enricher import Enricher, Subject
from services.enrich.enrichers import ENRICHERS, ENRICHERS_VERSION
from services.enrich.handle import Enrich
from services.runtime.ports import Update
from tests.integration.test_enrich import KEY, _article, _withdrawn


def told(name: str, version: int, languages: frozenset[str] | None = None) -> Enricher:
    """Make an enricher that says its version and how long the text is."""
    return Enricher(name, version, lambda subject: [version, len(subject.text.text)], languages)


def failing(name: str, version: int) -> Enricher:
    """Make an enricher that fails."""

    def work(_: Subject) -> Any:
        raise ValueError(f"version {version} is broken")

    return Enricher(name, version, work)


@pytest.fixture
async def database(mongo_url_db: tuple[str, str]) -> AsyncIterator[MongoDatabase]:
    """An empty database."""
    database = MongoDatabase(*mongo_url_db)
    yield database
    database.close()


async def handle(database: MongoDatabase, enrichers: Sequence[Enricher], *told: Event, again: bool = False) -> Any:
    """Enrich in one batch, as a process with these enrichers does; return the last event's report."""
    stage = Enrich(database, enrichers)
    prepare = stage.resume if again else stage.prepare
    works = [work for event in told if (work := prepare(event))]
    await stage.write(works)
    return stage.report(works[-1])


async def row(database: MongoDatabase) -> dict[str, Any]:
    """Return the one row there is; it must sum up rightly what was made."""
    [found] = await database["enrichments"].find({})
    if "made" in found:
        here = {name: one for name, one in found["made"].items() if one["revision"] == found.get("revision")}
        assert found.get("made_by", "") == made_by(here.items())
    return found


def revision(number: int) -> Event:
    """Return the event of a revision, with a text of that many words."""
    return events.created(_article(number, "word " * number))


async def test_processes_with_other_enrichers_do_not_wipe_each_other(database: MongoDatabase) -> None:
    """What a process wrote under its names stays when another one, which does not know them, handles the article."""
    await handle(database, [told("a", 1), told("b", 1)], revision(1))
    await handle(database, [told("b", 2), told("c", 1)], revision(1))
    found = await row(database)
    assert found["enrichments"] == {"a": [1, 5], "b": [2, 5], "c": [1, 5]}
    assert found["made_by"] == "a:1 b:2 c:1"


async def test_an_older_version_never_overwrites_a_newer_one(database: MongoDatabase) -> None:
    """An old process that comes late changes nothing."""
    await handle(database, [told("a", 2)], revision(1))
    before = await row(database)
    await handle(database, [told("a", 1)], revision(1))
    assert await row(database) == before


async def test_a_newer_revision_ends_the_older_answers(database: MongoDatabase) -> None:
    """What was told of the older text, by whomever, is not told of the newer one; nor does it come back."""
    await handle(database, [told("a", 1), told("b", 1)], revision(1))
    await handle(database, [told("a", 1)], revision(2))
    assert (await row(database))["enrichments"] == {"a": [1, 10]}
    await handle(database, [told("b", 5)], revision(1))
    assert (await row(database))["enrichments"] == {"a": [1, 10]}


async def test_a_failing_new_version_leaves_the_old_answer(database: MongoDatabase) -> None:
    """Of one revision, an answer is better than none, whichever came first."""
    for order in ([told("a", 1), failing("a", 2)], [failing("a", 2), told("a", 1)]):
        await database["enrichments"].drop()
        for enricher in order:
            await handle(database, [enricher], revision(1))
        assert (await row(database))["enrichments"] == {"a": [1, 5]}


async def test_a_later_attempt_is_counted(database: MongoDatabase) -> None:
    """A row says how often an enricher has failed; a repeated write of an earlier attempt does not turn that back."""
    first = revision(1)
    await handle(database, [failing("a", 1)], first)
    await handle(database, [failing("a", 1)], first, again=True)
    await handle(database, [failing("a", 1)], first)
    made = (await row(database))["made"]["a"]
    assert made == {"version": 1, "revision": 1, "state": "failed", "attempts": 2}


async def test_an_outside_service_may_be_first_or_last(database: MongoDatabase) -> None:
    """What a service of somebody's own writes under its name, as docs/enrichers/own.md says, outlives all we do."""
    made = {"version": 7, "revision": 2, "state": "done"}
    theirs = {"$set": {"enrichments.mood": "calm", "made.mood": made}}
    here = {"_id": KEY, "withdrawn": {"$ne": True}, "made.mood.revision": {"$not": {"$gt": 2}}}
    await database["enrichments"].update([Update(here, theirs, upsert=True)])
    assert await database["enrichments"].count({"revision": {"$gte": 1}}) == 0, "it counts as enriched"
    for number in (1, 2, 1):
        await handle(database, [told("a", 1)], revision(number))
    await handle(database, [told("a", 1)], revision(2), again=True)
    found = await row(database)
    assert found["enrichments"] == {"a": [1, 10], "mood": "calm"}
    assert found["made"]["mood"] == made
    assert found["made_by"] == "a:1 mood:7"
    await handle(database, [told("a", 1)], revision(3))
    await database["enrichments"].update([Update(here, theirs, upsert=True)])
    await handle(database, [told("a", 1)], revision(3))
    assert (await row(database))["made_by"] == "a:1", "an answer about an older revision is counted"


@pytest.mark.parametrize(
    "theirs",
    [
        {"made": "x"},
        {"enrichments": [1], "made": {"mood": 1}},
        {"made": {"mood": {"version": {}, "revision": 1, "state": 3}}, "enrichments": {"mood": 1}},
        {"made": {"a": {"version": "9", "revision": "9"}}},
        {"enrichments": {"mood": "calm"}},
    ],
)
async def test_what_others_write_amiss_does_not_stop_us(database: MongoDatabase, theirs: dict[str, Any]) -> None:
    """A row that a stranger has spoiled is enriched all the same."""
    for again in (False, True):
        await database["enrichments"].drop()
        await database["enrichments"].insert([{"_id": KEY, **theirs}])
        report = await handle(database, [told("b", 1)], revision(1), again=again)
        [found] = await database["enrichments"].find({})
        assert found["enrichments"]["b"] == [1, 5]
        assert report.data.enrichments == {"b": [1, 5]}


async def test_a_row_of_an_older_khabar_is_taken_over(database: MongoDatabase) -> None:
    """A row that does not say how it was made keeps what nobody answers anew."""
    old = {"_id": KEY, "revision": 1, "version": 1, "language": "en", "enrichments": {"a": "old", "gone": "kept"}}
    await database["enrichments"].insert([old])
    await handle(database, [told("a", 1)], revision(1))
    found = await row(database)
    assert found["enrichments"] == {"a": [1, 5], "gone": "kept"}
    assert found["made_by"] == "a:1"
    await handle(database, [told("a", 1)], revision(2))
    assert (await row(database))["enrichments"] == {"a": [1, 10]}


async def test_a_tombstone_takes_everything(database: MongoDatabase) -> None:
    """A withdrawal removes the answers of outsiders too, and nothing that comes late is merged into it."""
    await handle(database, [told("a", 1)], revision(1))
    await database["enrichments"].update([Update({"_id": KEY}, {"$set": {"enrichments.mood": "calm"}})])
    await handle(database, [told("a", 1)], revision(1), _withdrawn(2), revision(1))
    tombstone = {"_id": KEY, "revision": 2, "version": ENRICHERS_VERSION, "withdrawn": True}
    assert await row(database) == tombstone
    await handle(database, [told("a", 2)], revision(1), again=True)
    assert await row(database) == tombstone


async def test_any_order_comes_to_the_same(database: MongoDatabase) -> None:
    """Processes of several versions and sets, revisions and repeats: whatever the order or batches, one result."""
    writes = [
        ([told("a", 1), told("b", 1)], 1),
        ([told("a", 2), failing("b", 2)], 1),
        ([told("a", 1), told("c", 1, frozenset({"ur"}))], 2),
        ([failing("a", 3), told("b", 1)], 2),
        ([failing("c", 2)], 2),
    ]
    expected: dict[str, Any] | None = None
    orders = list(itertools.permutations(writes))
    for order in random.Random(7).sample(orders, 40):  # noqa: S311  which orders are tried is no secret
        await database["enrichments"].drop()
        await asyncio.gather(*(handle(database, enrichers, revision(number)) for enrichers, number in order[:2]))
        for enrichers, number in order[2:]:
            await handle(database, enrichers, revision(number), revision(number))
        found = await row(database)
        expected = expected or found
        assert {**found, "version": 0} == {**expected, "version": 0}
    assert expected is not None
    assert expected["made_by"] == "a:1 b:1 c:1-"


async def test_only_what_lacks_is_asked_again(database: MongoDatabase) -> None:
    """A message that may be known asks no enricher that has answered; its event is whole, and says what it said."""
    asked: list[str] = []

    def noting(name: str, version: int) -> Enricher:
        return Enricher(name, version, lambda _: asked.append(name))

    first = await handle(database, [noting("a", 1), noting("b", 1)], revision(1))
    again = await handle(database, [noting("a", 1), noting("b", 1)], revision(1), again=True)
    assert (asked, again) == (["a", "b"], first)
    newer = await handle(database, [noting("a", 1), noting("b", 2), noting("c", 1)], revision(1), again=True)
    assert asked == ["a", "b", "b", "c"]
    assert set(newer.data.enrichments) == {"a", "b", "c"}
    assert {name: made.version for name, made in newer.data.made.items()} == {"a": 1, "b": 2, "c": 1}
    await handle(database, [noting("a", 1)], revision(2), again=True)
    assert asked[4:] == ["a"], "a new revision is another text"


async def test_other_answers_are_another_event(database: MongoDatabase) -> None:
    """An event's id tells sets, versions and failures apart, and is the plain number for Khabar's own set."""
    sets: list[Sequence[Enricher]] = [
        ENRICHERS,
        [*ENRICHERS, told("a", 1)],
        [*ENRICHERS, told("a", 2)],
        [*ENRICHERS, failing("a", 1)],
        [told("a", ENRICHERS_VERSION)],
    ]
    ids: list[str] = []
    for enrichers in sets:
        await database["enrichments"].drop()
        report = await handle(database, enrichers, revision(1))
        assert isinstance(report, ArticleEnriched)
        assert events.decode(events.encode(report)) == report
        ids.append(report.id)
    assert ids[0] == f"{KEY}/1/enriched/{ENRICHERS_VERSION}"
    assert len(set(ids)) == len(ids)
