"""What ranking must know of the whole collection: how many articles there are, and how many meet a condition.

None of it needs to be exact, so every answer costs a bounded amount of work and is remembered for a while. Article ids
are hashes, so the first ids in order are a random sample, and the same one for every process and every page.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from services.runtime.ports import Collection, Query
from services.search.holding import has_key, key_strength
from services.search.layout import COLLECTION, IN_TITLE
from services.search.wanted import Field

COUNT_LIMIT = 20_000
"""A key in this many articles is counted no further, but its share is taken from the sample."""
SAMPLE = 500
SETTLED = 1_000
"""What so many articles have is as common in a few minutes."""
COUNTS_KEPT_S = 20.0
SETTLED_KEPT_S = 600.0
MOST_KEPT = 50_000
MOST_AT_ONCE = 100
"""Conditions counted by one question to the server."""

Key = tuple[str, Field]
"""A key of the index, and where it is looked for."""

_EVER = datetime(1, 1, 1, tzinfo=UTC)
_SAMPLED: Sequence[Query] = ({"$match": {"length": {"$gt": 0}}}, {"$sort": {"_id": 1}}, {"$limit": SAMPLE})


@dataclass(frozen=True)
class Counts:
    """How many articles there are, have each key, and meet each condition; the last exact below its limit."""

    articles: int
    keys: Mapping[Key, int]
    conditions: Sequence[int]


class _Kept(dict[str, int]):
    """Numbers that are forgotten every so often, and before they are too many."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._until = 0.0

    def expire(self) -> None:
        if time.monotonic() >= self._until or len(self) > MOST_KEPT:
            self.clear()
            self._until = time.monotonic() + self._seconds


class Statistics:
    """Counts of one `search` collection."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._passing, self._settled = _Kept(COUNTS_KEPT_S), _Kept(SETTLED_KEPT_S)

    async def read(self, keys: Sequence[Key], conditions: Sequence[Query] = (), limit: int = COUNT_LIMIT) -> Counts:
        """Count all articles, those with each key, and those that meet each condition.

        Args:
            keys: counted exactly below `COUNT_LIMIT`, and estimated above.
            conditions: what one index answers.
            limit: how far conditions are counted.
        """
        for kept in (self._passing, self._settled):
            kept.expire()
        asked = {_name(has_key(*key), COUNT_LIMIT): (has_key(*key), COUNT_LIMIT) for key in keys}
        asked |= {_name(condition, limit): (condition, limit) for condition in conditions}
        known = self._settled | self._passing
        articles, counted = await asyncio.gather(
            self._articles(known), self._count({name: what for name, what in asked.items() if name not in known})
        )
        known |= counted
        shared = [key for key in keys if known[_name(has_key(*key), COUNT_LIMIT)] >= COUNT_LIMIT]
        shares = await self._share([key for key in shared if _share_name(key) not in known])
        if articles >= SAMPLE:  # a small collection is counted quickly, and may soon be a large one
            self._keep(articles, counted, shares)
        known |= shares
        counts = {key: known[_name(has_key(*key), COUNT_LIMIT)] for key in keys}
        for key in shared:
            counts[key] = max(COUNT_LIMIT, known[_share_name(key)] * articles // SAMPLE)
        return Counts(articles, counts, [known[_name(condition, limit)] for condition in conditions])

    def _keep(self, articles: int, counted: Mapping[str, int], shares: Mapping[str, int]) -> None:
        self._passing[""] = articles
        for name, count in counted.items():
            (self._settled if count >= SETTLED else self._passing)[name] = count
        self._settled |= shares

    async def _articles(self, known: Mapping[str, int]) -> int:
        if "" in known:
            return known[""]
        count = await self._collection.count({"ingested_at": {"$gte": _EVER}}, limit=SAMPLE)
        if count < SAMPLE:
            return count
        # From the collection's metadata: quick at any size, and right except after a crash.
        answer = await self._collection.aggregate([{"$collStats": {"count": {}}}])
        return sum(part["count"] for part in answer)

    async def _count(self, asked: Mapping[str, tuple[Query, int]]) -> dict[str, int]:
        """Count each, many by one question: asking costs more than counting what is rare."""
        found = dict.fromkeys(asked, 0)
        names = list(asked)
        for first in range(0, len(names), MOST_AT_ONCE):
            some = [_counting(at, *asked[names[at]]) for at in range(first, min(first + MOST_AT_ONCE, len(names)))]
            unions = [{"$unionWith": {"coll": COLLECTION, "pipeline": pipeline}} for pipeline in some[1:]]
            for row in await self._collection.aggregate([*some[0], *unions]):
                found[names[row["at"]]] = row["n"]
        return found

    async def _share(self, keys: Sequence[Key]) -> dict[str, int]:
        """Count in how many articles of the sample each of these common keys is."""
        if not keys:
            return {}
        sums = {f"n{at}": {"$sum": {"$cond": [_has(key), 1, 0]}} for at, key in enumerate(keys)}
        rows = {"rows": {"$sum": 1}}
        [sampled] = await self._collection.aggregate([*_SAMPLED, {"$group": {"_id": None, **sums, **rows}}])
        return {_share_name(key): sampled[f"n{at}"] * SAMPLE // sampled["rows"] for at, key in enumerate(keys)}


def _counting(at: int, condition: Query, limit: int) -> list[Query]:
    return [{"$match": condition}, {"$limit": limit}, {"$count": "n"}, {"$set": {"at": at}}]


def _has(key: Key) -> Query:
    word, field = key
    return {"$gte": [key_strength(word), IN_TITLE if field is Field.TITLE else 1]}


def _name(condition: Query, limit: int) -> str:
    return f"{condition} {limit}"


def _share_name(key: Key) -> str:
    return f"share {key}"
