"""Whether all is at rest, told from MongoDB alone: nothing pending, and every published revision done or dead.

Stages are compared with what was published by two numbers, how many articles and the sum of their revisions: equal
means done, since neither grows past what was published. The order of reading keeps this right while others write: files
first, then the stages, what was published last. So what a file that is done has published is in the last number, and
what a stage does meanwhile can only make it seem further behind.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from services.api.counts import Counts, Tally, tally
from services.runtime.ports import Database, Row
from services.search.collection import current

MOST_ROWS = 10_000
"""How many dead or unfinished rows are looked at; with more, it is not rest."""
_SIGHTED = {"state": {"$in": ["published", "duplicate"]}}


@dataclass(frozen=True)
class Stage:
    """A consumer, and how far it has come."""

    consumer: str
    collection: str
    """Where its work ends, one row an article."""
    done: Tally


async def collections(database: Database) -> dict[str, str]:
    """Return for each consumer the collection in which its work ends. The index is in the one that is searched now.

    Once that changes, the new one has all that the old one had, and both get what arrives while anybody may still take
    the old one for it.
    """
    return {"store": "articles", "index": await current(database), "enrich": "enrichments"}


async def at_rest(database: Database, counts: Counts, stages: Sequence[Stage], published: Tally) -> bool:
    """Tell whether everything published is done or dead. All files were seen to be done before."""
    unfinished = await database["identities"].find({"published": False}, fields=["_id"], limit=MOST_ROWS)
    if len(unfinished) == MOST_ROWS:
        return False
    ids = [row["_id"] for row in unfinished]
    for stage in stages:
        if await _is_behind(database, stage, published - stage.done, ids):
            return False
    return await _all_sighted(database, counts)


async def _is_behind(database: Database, stage: Stage, missing: Tally, unfinished: Sequence[str]) -> bool:
    """Tell whether a stage has work in hand: something is missing that is not dead."""
    if unfinished:
        # A claim whose file went away counts as not published, but the stage may have an earlier revision of it.
        missing = missing + await tally(database, stage.collection, {"_id": {"$in": unfinished}})
    if missing == Tally():
        return False
    return await _dead(database, stage) != missing


async def _dead(database: Database, stage: Stage) -> Tally:
    """Sum up what a stage lacks because its current revision is dead."""
    letters = await database["dead_letters"].find(
        {"consumer": stage.consumer}, fields=["article_id", "revision"], limit=MOST_ROWS
    )
    here = {"_id": {"$in": sorted({letter["article_id"] for letter in letters})}}
    identities, done = await asyncio.gather(
        database["identities"].find({**here, "published": True}, fields=["revision"]),
        database[stage.collection].find(here, fields=["revision"]),
    )
    return _lacking(letters, _revisions(identities), _revisions(done))


def _lacking(letters: Sequence[Row], current: dict[str, int], done: dict[str, int]) -> Tally:
    lacking = Tally()
    for article_id in {row["article_id"] for row in letters if row["revision"] == current.get(row["article_id"])}:
        behind = current[article_id] - done.get(article_id, 0)
        if behind > 0:
            lacking += Tally(int(article_id not in done), behind)
    return lacking


def _revisions(rows: Sequence[Row]) -> dict[str, int]:
    # A row of enrichments may hold an outside service's answer alone: then it is not at any revision yet.
    return {row["_id"]: row["revision"] for row in rows if "revision" in row}


async def _all_sighted(database: Database, counts: Counts) -> bool:
    """Tell whether the store has every sighting, of first finds and of copies, that it has not given up."""
    sightings = await counts.sightings()
    items = await counts.sighted_items()
    return sightings >= items or await _lost_sightings(database) >= items - sightings


async def _lost_sightings(database: Database) -> int:
    """Count the sightings that are missing of articles of which the store has given something up."""
    letters = await database["dead_letters"].find({"consumer": "store"}, fields=["article_id"], limit=MOST_ROWS)
    here = {"article_id": {"$in": sorted({letter["article_id"] for letter in letters})}}
    items, sightings = await asyncio.gather(
        database["items"].count({**here, **_SIGHTED}), database["sightings"].count(here)
    )
    return items - sightings
