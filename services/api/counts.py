"""Exact counts of whole collections, made again only after somebody has written there.

Counting a hundred thousand rows takes the server a twentieth of a second, each time somebody looks at the status. The
server also keeps, for each collection, how many writes it has done and how long they took: while these two stand still,
so does the count. They are read before the count, so a write that slips in between makes the next reader count again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from services.api import coverage
from services.runtime.ports import Database, Query

SURVEY_FACTOR = 50
"""While articles arrive, a survey is made again after this many times what it took: a fiftieth of the server's time."""

Value = TypeVar("Value")
_STATISTICS: Query = {"$collStats": {"latencyStats": {}}}


@dataclass(frozen=True)
class Tally:
    """How many articles, and the sum of their revisions; a withdrawn article counts, by its last revision."""

    articles: int = 0
    revisions: int = 0
    withdrawn: int = field(default=0, compare=False)
    """How many of the articles are withdrawn; for people, not for telling rest."""

    @property
    def present(self) -> int:
        """How many articles are there to be read."""
        return self.articles - self.withdrawn

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(self.articles - other.articles, self.revisions - other.revisions)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.articles + other.articles, self.revisions + other.revisions)


async def tally(database: Database, name: str, where: Query) -> Tally:
    """Count articles and sum their revisions, from an index on `revision` alone."""
    # Nearly every article is at its first revision, and a count of index keys is much cheaper than a sum.
    later: list[Query] = [
        {"$match": {**where, "revision": {"$gt": 1}}},
        {"$group": {"_id": None, "more": {"$sum": {"$subtract": ["$revision", 1]}}}},
    ]
    count, more, withdrawn = await asyncio.gather(
        database[name].count({**where, "revision": {"$gte": 1}}),
        database[name].aggregate(later),
        database[name].count({**where, "withdrawn": True}),
    )
    return Tally(count, count + (more[0]["more"] if more else 0), withdrawn)


class Counts:
    """Remembers what was counted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[tuple[str, str], tuple[Any, Any]] = {}
        self._next_survey: dict[str, float] = {}

    async def documents(self) -> dict[str, int]:
        """Count files by state."""
        # Each row is looked at once: counts by state would miss or double what changes its state meanwhile.
        by_state: list[Query] = [{"$group": {"_id": "$state", "n": {"$sum": 1}}}]
        rows = await self._counted("documents", lambda: self._database["documents"].aggregate(by_state))
        return {row["_id"]: row["n"] for row in rows}

    async def stage(self, name: str) -> Tally:
        """Tally the collection in which a stage's work ends."""
        return await self._counted(name, lambda: tally(self._database, name, {}))

    async def published(self) -> Tally:
        """Tally the identities that are published."""
        return await self._counted("identities", lambda: tally(self._database, "identities", {"published": True}))

    async def sightings(self) -> int:
        """Count sightings."""
        return await self._counted("sightings", lambda: self._database["sightings"].count({}))

    async def sighted_items(self) -> int:
        """Count the items of files that are articles or copies of one."""

        async def count() -> int:
            items = self._database["items"]
            return sum(await asyncio.gather(*(items.count({"state": state}) for state in ("published", "duplicate"))))

        return await self._counted("items", count)

    async def coverage(self) -> dict[str, Any]:
        """Survey by which versions of which enrichers articles were enriched."""

        async def count() -> dict[str, Any]:
            return coverage.coverage(await self._database["enrichments"].aggregate(coverage.COVERAGE))

        return await self._counted("enrichments", count, "coverage")

    async def versions(self, name: str) -> dict[str, int]:
        """Survey by which versions of the analyser the articles in a collection of the index were read."""

        async def count() -> dict[str, int]:
            index = self._database[name]
            return coverage.versions(
                *await asyncio.gather(index.aggregate(coverage.VERSIONS), index.aggregate(coverage.WITHDRAWN_VERSIONS))
            )

        return await self._counted(name, count, "versions")

    async def _counted(self, name: str, count: Callable[[], Awaitable[Value]], survey: str = "") -> Value:
        """Return what was last counted in a collection, or count if it was written to.

        Args:
            name: The collection.
            count: Counts.
            survey: The name of a survey, which need not be right while articles arrive: it is not made too often.
        """
        rows = await self._database[name].aggregate([_STATISTICS])
        writes = [(row.get("host"), row["latencyStats"]["writes"]) for row in rows]
        known = self._known.get((name, survey))
        began = time.monotonic()
        if known and (known[0] == writes or (survey and began < self._next_survey.get(survey, 0.0))):
            value: Value = known[1]
            return value
        value = await count()
        self._next_survey[survey] = time.monotonic() + SURVEY_FACTOR * (time.monotonic() - began)
        # The numbers start over with the server: none yet says nothing.
        if all(statistics["ops"] for _, statistics in writes):
            self._known[name, survey] = writes, value
        return value
