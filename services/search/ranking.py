"""BM25 as one pipeline: which articles are looked at, and how they are scored.

Everything here is data about the query; nothing talks to a server.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.runtime.ports import Query
from services.search.statistics import COUNT_LIMIT, Totals

BUDGET = COUNT_LIMIT - 1
"""Candidates scored for one query. A row costs the server about 20 µs."""
ENOUGH = 100
"""With fewer candidates than this of rare words, the newest articles with the next word are looked at too."""
MOST_SCANNED = 4 * BUDGET
"""Articles with a common word that are looked through for a language or source."""
K1, B = 1.2, 0.75


@dataclass(frozen=True)
class Plan:
    """Every article with one of the `rare` terms is a candidate, and the newest with the `common` one, if any."""

    rare: Sequence[str]
    common: str | None
    complete: bool
    """Whether no article that holds one of the query's terms was left out."""
    unindexed: Sequence[str] = ()
    """Stop words, when there is nothing else to go by: the newest articles are looked through for them."""


def plan(frequencies: Mapping[str, int]) -> Plan:
    """Take terms, rarest first, for as long as their articles fit into the budget."""
    rare: list[str] = []
    spent = 0
    for term in sorted(frequencies, key=lambda term: (frequencies[term], term)):
        if spent + frequencies[term] > BUDGET:
            return Plan(rare, term if spent < ENOUGH else None, complete=False)
        rare.append(term)
        spent += frequencies[term]
    return Plan(rare, None, complete=True)


def weights(frequencies: Mapping[str, int], articles: int) -> dict[str, float]:
    """Return each term's inverse document frequency; always positive."""
    return {term: math.log1p((max(articles - n, 0) + 0.5) / (n + 0.5)) for term, n in frequencies.items()}


def pipeline(chosen: Plan, score: Query, when: Query, filters: Query, most: int, collection: str) -> list[Query]:
    """Build the query that answers with `total` and with the best `most` as `top`.

    Args:
        chosen: which candidates to take.
        score: the expression that scores one.
        when: a condition on `ingested_at`, which the index knows.
        filters: conditions which only the rows themselves know.
        most: rows in `top`, from the best.
        collection: where it is going to be asked.
    """
    order = {"score": -1, "ingested_at": -1, "_id": 1}
    top = {"$topN": {"n": most, "sortBy": order, "output": {"_id": "$_id", "score": "$score"}}}
    return [
        *_candidates(chosen, when, filters, collection),
        {"$project": {"ingested_at": 1, "score": score}},
        {"$group": {"_id": None, "total": {"$sum": 1}, "top": top}},
    ]


def score(weights: Mapping[str, float], totals: Totals) -> Query:
    """Build the BM25 expression: the sum of `weight * tf * (K1 + 1) / (tf + norm)` over the terms.

    Written as `(sum of weights - norm * sum of weight / (tf + norm)) * (K1 + 1)`, which is the same with half the work.
    """
    norm = {"$multiply": [K1, {"$add": [1 - B, {"$multiply": [B / totals.average_length, "$length"]}]}]}
    lost = [
        {"$divide": [weight, {"$add": ["$$norm", {"$ifNull": [f"$frequencies.{term}", 0]}]}]}
        for term, weight in weights.items()
    ]
    kept = {"$subtract": [sum(weights.values()), {"$multiply": ["$$norm", {"$add": lost}]}]}
    return {"$let": {"vars": {"norm": norm}, "in": {"$multiply": [K1 + 1, kept]}}}


def _candidates(chosen: Plan, when: Query, filters: Query, collection: str) -> list[Query]:
    if chosen.unindexed:
        return _looked_through(chosen.unindexed, when, filters)
    rare: list[Query] = [{"$match": {"terms": {"$in": list(chosen.rare)}, **when, **filters}}, {"$limit": BUDGET}]
    if chosen.common is None:
        return rare
    newest = _newest(chosen.common, chosen.rare, when, filters)
    return [*rare, {"$unionWith": {"coll": collection, "pipeline": newest}}] if chosen.rare else newest


def _looked_through(terms: Sequence[str], when: Query, filters: Query) -> list[Query]:
    holding: list[Query] = [{f"frequencies.{term}": {"$exists": True}} for term in terms]
    return [
        {"$match": dict(when)},
        {"$sort": {"ingested_at": -1}},
        {"$limit": MOST_SCANNED},
        {"$match": {"$or": holding, **filters}},
        {"$limit": BUDGET},
    ]


def _newest(term: str, besides: Sequence[str], when: Query, filters: Query) -> list[Query]:
    others: dict[str, Any] = {"terms": {"$nin": list(besides)}} if besides else {}
    return [
        {"$match": {"terms": term, **when}},
        {"$sort": {"ingested_at": -1}},
        {"$limit": MOST_SCANNED},
        {"$match": {**others, **filters}},
        {"$limit": BUDGET},
    ]
