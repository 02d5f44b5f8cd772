"""What ranking must know of the whole collection: how many articles, how long, how many hold a word.

None of it needs to be exact, so every answer costs a bounded amount of work and is remembered for a while. Article ids
are hashes, so the first ids in order are a random sample, and the same one for every process and every page.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from services.runtime.ports import Collection, Query

COUNT_LIMIT = 1_001
"""A word in this many articles is common: it is counted no further, but its share is taken from the sample."""
SAMPLE = 500
COUNTS_KEPT_S = 20.0
SHARES_KEPT_S = 600.0
MOST_KEPT = 20_000

_SAMPLED: Sequence[Query] = ({"$match": {"length": {"$gt": 0}}}, {"$sort": {"_id": 1}}, {"$limit": SAMPLE})

Value = TypeVar("Value")


@dataclass(frozen=True)
class Totals:
    """The collection: how many articles, and how many words one has on the average."""

    articles: int
    average_length: float


class _Kept(dict[str, Value]):
    """A dict that is emptied every so often, and before it grows large."""

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
        self._totals: _Kept[Totals] = _Kept(COUNTS_KEPT_S)
        self._counts: _Kept[int] = _Kept(COUNTS_KEPT_S)
        self._shares: _Kept[float] = _Kept(SHARES_KEPT_S)

    async def read(self, terms: Sequence[str]) -> tuple[Mapping[str, int], Totals]:
        """Return in how many articles each term is, exact below `COUNT_LIMIT`, and the totals."""
        for kept in (self._totals, self._counts, self._shares):
            kept.expire()
        totals = self._totals.get("") or await self._sample_totals()
        shares, counts = dict(self._shares), dict(self._counts)
        counts |= await self._count([term for term in terms if term not in shares and term not in counts])
        shares |= await self._share([term for term in terms if counts.get(term) == COUNT_LIMIT and term not in shares])
        if totals.articles >= SAMPLE:  # a small collection is counted quickly, and may soon be a large one
            self._totals[""] = totals
            self._counts |= counts
            self._shares |= shares
        estimates = {term: max(COUNT_LIMIT, round(share * totals.articles)) for term, share in shares.items()}
        return {term: estimates[term] if term in estimates else counts[term] for term in terms}, totals

    async def _sample_totals(self) -> Totals:
        group = {"$group": {"_id": None, "rows": {"$sum": 1}, "length": {"$avg": "$length"}}}
        sampled = await self._collection.aggregate([*_SAMPLED, group])
        if not sampled:
            return Totals(0, 1.0)
        rows, length = sampled[0]["rows"], sampled[0]["length"]
        if rows < SAMPLE:
            return Totals(rows, length)
        # From the collection's metadata: quick at any size, and right except after a crash.
        answer = await self._collection.aggregate([{"$collStats": {"count": {}}}])
        return Totals(sum(part["count"] for part in answer), length)

    async def _count(self, terms: Sequence[str]) -> dict[str, int]:
        counts = await asyncio.gather(*(self._collection.count({"terms": term}, limit=COUNT_LIMIT) for term in terms))
        return dict(zip(terms, counts, strict=True))

    async def _share(self, terms: Sequence[str]) -> dict[str, float]:
        """Estimate in which part of all articles each of these common terms is."""
        if not terms:
            return {}
        shares = {f"n{at}": {"$avg": _holds(term)} for at, term in enumerate(terms)}
        [sampled] = await self._collection.aggregate([*_SAMPLED, {"$group": {"_id": None, **shares}}])
        return {term: sampled[f"n{at}"] for at, term in enumerate(terms)}


def _holds(term: str) -> Query:
    return {"$cond": [{"$gt": [f"$frequencies.{term}", None]}, 1, 0]}
