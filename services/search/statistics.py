"""What ranking must know of the whole collection: how many articles, how long, how many hold a word.

None of it needs to be exact, so every answer costs a bounded amount of work and is kept for a while. Article ids are
hashes, so the first ids in order are a random sample, and the same one for every process and every page.
"""

import asyncio
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.runtime.ports import Collection, Query

COUNT_LIMIT = 1_001
"""A word in more articles than this is common: it is counted no further, but estimated from the sample."""
SAMPLE = 500
KEPT_S = 20.0
MOST_KEPT = 20_000


@dataclass(frozen=True)
class Totals:
    """The collection: how many articles, and how many words one has on the average."""

    articles: int
    average_length: float


class Statistics:
    """Counts of one `search` collection, each kept for `KEPT_S` seconds."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._frequencies: dict[str, int] = {}
        self._totals: Totals | None = None
        self._until = 0.0

    async def read(self, terms: Sequence[str]) -> tuple[Mapping[str, int], Totals]:
        """Return in how many articles each term is, exact below `COUNT_LIMIT`, and the totals."""
        self._forget_old()
        unknown = [term for term in terms if term not in self._frequencies]
        totals = self._totals or await self._sample_totals()
        counts = await asyncio.gather(*(self._collection.count({"terms": t}, limit=COUNT_LIMIT) for t in unknown))
        found = dict(zip(unknown, counts, strict=True))
        common = [term for term, count in found.items() if count == COUNT_LIMIT]
        if common:
            found |= await self._estimate(common, totals.articles)
        self._totals = totals
        self._frequencies |= found
        return {term: found[term] if term in found else self._frequencies[term] for term in terms}, totals

    def _forget_old(self) -> None:
        if time.monotonic() >= self._until or len(self._frequencies) > MOST_KEPT:
            self._frequencies, self._totals = {}, None
            self._until = time.monotonic() + KEPT_S

    async def _sample_totals(self) -> Totals:
        rows = {"$sum": {"$cond": [{"$gt": ["$length", None]}, 1, 0]}}
        group = {"$group": {"_id": None, "rows": rows, "length": {"$avg": "$length"}}}
        sampled = await self._collection.aggregate([*_SAMPLED, group])
        rows_seen = sampled[0]["rows"] if sampled else 0
        length = (sampled[0]["length"] if sampled else None) or 1.0
        if rows_seen < SAMPLE:
            return Totals(rows_seen, length)
        # From the collection's metadata: right but after a crash, and quick at any size.
        answer = await self._collection.aggregate([{"$collStats": {"count": {}}}])
        return Totals(sum(part["count"] for part in answer), length)

    async def _estimate(self, common: Sequence[str], articles: int) -> dict[str, int]:
        sums = {f"n{at}": {"$sum": _has(term)} for at, term in enumerate(common)}
        sampled = await self._collection.aggregate([*_SAMPLED, {"$group": {"_id": None, "rows": {"$sum": 1}, **sums}}])
        answer = sampled[0] if sampled else {"rows": 1}
        share = {term: answer.get(f"n{at}", 0) / answer["rows"] for at, term in enumerate(common)}
        return {term: max(COUNT_LIMIT, math.ceil(articles * share[term])) for term in common}


_SAMPLED: Sequence[Query] = ({"$sort": {"_id": 1}}, {"$limit": SAMPLE})


def _has(term: str) -> Query:
    return {"$cond": [{"$gt": [f"$frequencies.body.{term}", None]}, 1, 0]}
