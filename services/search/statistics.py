"""What ranking must know of the whole collection: how many articles there are, and how many meet a condition.

None of it needs to be exact, so every answer costs a bounded amount of work and is remembered for a while. Article ids
are hashes, so the first ids in order are a random sample, and the same one for every process and every page.
"""

import asyncio
import time
from collections.abc import Container, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from services.runtime.ports import Collection, Query
from services.search.holding import has_key, key_strength
from services.search.layout import IN_TITLE
from services.search.wanted import Field
from services.text.stop_words import any_stop_terms

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

_ALL = "all"
_EVER = datetime(1, 1, 1, tzinfo=UTC)
_SAMPLED: Sequence[Query] = ({"$match": {"length": {"$gt": 0}}}, {"$sort": {"_id": 1}}, {"$limit": SAMPLE})


@dataclass(frozen=True)
class Counts:
    """How many articles there are, have each key, and meet each condition; the last exact below its limit."""

    articles: int
    keys: Mapping[Key, int]
    conditions: Sequence[int]


class _Kept(dict[Hashable, int]):
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
    """Counts of one collection of the index, which has this name."""

    def __init__(self, collection: Collection, name: str) -> None:
        self._collection = collection
        self._name = name
        self._passing, self._settled = _Kept(COUNTS_KEPT_S), _Kept(SETTLED_KEPT_S)

    async def read(self, keys: Sequence[Key], conditions: Sequence[Query] = (), limit: int = COUNT_LIMIT) -> Counts:
        """Count all articles, those with each key, and those that meet each condition.

        Args:
            keys: counted exactly below `COUNT_LIMIT`, and estimated above; stop words, which no index has, always.
            conditions: what one index answers.
            limit: how far conditions are counted.
        """
        self._passing.expire()
        self._settled.expire()
        named = {(str(condition), limit): condition for condition in conditions}
        known: dict[Hashable, int] = {
            name: count for name in (*keys, *named) if (count := self._known(name)) is not None
        }
        new_keys = [key for key in keys if key not in known]
        new_conditions = [name for name in named if name not in known]
        asked = [
            *((has_key(*key), COUNT_LIMIT) for key in new_keys),
            *((named[name], limit) for name in new_conditions),
        ]
        articles, counted = await asyncio.gather(self._articles(), self._count(asked))
        found: dict[Hashable, int] = dict(zip((*new_keys, *new_conditions), counted, strict=True))
        common = [key for key in new_keys if found[key] >= COUNT_LIMIT or key[0] in any_stop_terms()]
        found.update(await self._estimated(common, found, articles))
        if articles >= SAMPLE:  # a small collection is counted quickly, and may soon be a large one
            self._keep(articles, found, new_keys)
        known |= found
        passing = [known[str(condition), limit] for condition in conditions]
        return Counts(articles, {key: known[key] for key in keys}, passing)

    def _known(self, name: Hashable) -> int | None:
        return self._passing.get(name, self._settled.get(name))

    def _keep(self, articles: int, found: Mapping[Hashable, int], keys: Container[Hashable]) -> None:
        self._passing[_ALL] = articles
        for name, count in found.items():
            (self._settled if count >= SETTLED and name in keys else self._passing)[name] = count

    async def _articles(self) -> int:
        if _ALL in self._passing:
            return self._passing[_ALL]
        count = await self._collection.count({"ingested_at": {"$gte": _EVER}}, limit=SAMPLE)
        if count < SAMPLE:
            return count
        # From the collection's metadata: quick at any size, and right except after a crash.
        answer = await self._collection.aggregate([{"$collStats": {"count": {}}}])
        return sum(part["count"] for part in answer)

    async def _count(self, asked: Sequence[tuple[Query, int]]) -> list[int]:
        """Count each up to its limit, many by one question: asking costs more than counting what is rare."""
        found = [0] * len(asked)
        for first in range(0, len(asked), MOST_AT_ONCE):
            some = [_counting(at, *asked[at]) for at in range(first, min(first + MOST_AT_ONCE, len(asked)))]
            unions = [{"$unionWith": {"coll": self._name, "pipeline": pipeline}} for pipeline in some[1:]]
            for row in await self._collection.aggregate([*some[0], *unions]):
                found[row["at"]] = row["n"]
        return found

    async def _estimated(
        self, keys: Sequence[Key], least: Mapping[Hashable, int], articles: int
    ) -> dict[Hashable, int]:
        """Estimate in how many articles each of these common keys is, by its share of the sample; at least `least`."""
        if not keys:
            return {}
        sums = {f"n{at}": {"$avg": {"$cond": [_has(key), 1, 0]}} for at, key in enumerate(keys)}
        [sampled] = await self._collection.aggregate([*_SAMPLED, {"$group": {"_id": None, **sums}}])
        return {key: max(least[key], round(sampled[f"n{at}"] * articles)) for at, key in enumerate(keys)}


def _counting(at: int, condition: Query, limit: int) -> list[Query]:
    return [{"$match": condition}, {"$limit": limit}, {"$count": "n"}, {"$set": {"at": at}}]


def _has(key: Key) -> Query:
    word, field = key
    return {"$gte": [key_strength(word), IN_TITLE if field is Field.TITLE else 1]}
