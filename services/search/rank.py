"""Ranking: what a query wants in, the page of articles that have it best out."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakKeyDictionary

from services.runtime.ports import Database, Query, Row
from services.search.candidates import BUDGET, MOST_SCANNED, Plan, keys_of, naming_entities, plan
from services.search.collection import current
from services.search.entities import MOST_NAMING, article_ids, asking_each, count_naming, entities_of, with_places
from services.search.filters import Filters, conditions
from services.search.holding import form_keys, is_indexed
from services.search.ranking import Weighed, inverse_frequency, score
from services.search.statistics import Counts, Statistics
from services.search.wanted import Clause, Wanted

FACETS = ("language", "source", "place", "day")
STOP_WEIGHT = 0.5
"""A stop word counts so much of what its rarity says."""
MOST_OF_A_PLACE = 2_000
"""Of a place that no more articles name, all are looked at; of others, the candidates are asked whether they do."""
MOST_VALUES = 50
"""Of a facet, the most common ones."""
_INGESTED = {"$dateToString": {"date": "$ingested_at", "format": "%Y-%m-%d"}}
_DAY = {"$substrCP": [{"$ifNull": ["$published_at", _INGESTED]}, 0, len("2026-01-01")]}

KNOWN: WeakKeyDictionary[Database, tuple[str, Statistics]] = WeakKeyDictionary()
"""What is remembered of a database's index, and of which, for as long as it is used."""


@dataclass(frozen=True)
class Ranked:
    """A page of what was found, the best first; of equals the newest, then by id."""

    total: int
    """How many were ranked: all that are wanted or, if not `exact`, some of them."""
    exact: bool
    page: Sequence[tuple[str, float]]
    """Article ids and scores."""
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """For each of `FACETS` how many of those that were ranked have which value; empty if not asked for.

    The day is that of publication, as stated (a month, if no more was stated), else that of ingestion in UTC.
    """


async def rank(
    database: Database, wanted: Wanted, filters: Filters, offset: int, limit: int, *, facets: bool = False
) -> Ranked:
    """Rank the articles that hold any of the clauses, all of the required and none of the excluded ones, by BM25.

    Where all that may be wanted fit into the budget, the order is that of BM25 over all articles; else the strongest
    with each word are ranked. The same question has the same answer, page for page, as long as no article comes; those
    that come may move others to the next page, and change the weights of words, by as little as they are few. Bound
    `until` to hold still what is paged through.

    Raises:
        Unavailable: MongoDB cannot be used just now.
        ValueError: a time of the filters is no ISO 8601 time.
    """
    narrow = conditions(filters)
    if not wanted.clauses and not wanted.required:
        return Ranked(0, exact=True, page=[])
    there, joined = await _of_place(database, filters.place)
    narrow += there
    collection = await current(database)
    counts, told = await asyncio.gather(
        _statistics(database, collection).read(keys_of(wanted), narrow, MOST_SCANNED),
        count_naming(database, entities_of(wanted)),
    )
    named = [entity for entity, count in told.items() if count]
    language = conditions(Filters(language=filters.language))
    by_name = naming_entities(wanted, named, collection, narrow, language)
    chosen = plan(wanted, counts.keys, narrow, counts.conditions, joined, by_name)
    most = max(min(offset + limit, 2 * BUDGET), 1)
    pipeline = [
        *chosen.pipeline(collection),
        *_scored(chosen, weighed(wanted, counts), facets=facets),
        *_answer(most, facets=facets),
    ]
    [found] = await database[collection].aggregate(pipeline) or [{}]
    whole = all(count <= MOST_NAMING for count in told.values())
    return _ranked(found, replace(chosen, complete=chosen.complete and whole), offset, limit)


async def _of_place(database: Database, code: str | None) -> tuple[list[Query], list[Query]]:
    """Make a place a condition on rows or, if many articles name it, stages that ask of each candidate."""
    if code is None:
        return [], []
    there = await article_ids(database, code, MOST_OF_A_PLACE + 1)
    return ([{"_id": {"$in": there}}], []) if len(there) <= MOST_OF_A_PLACE else ([], asking_each(code))


def _statistics(database: Database, collection: str) -> Statistics:
    name, statistics = KNOWN.get(database, (None, None))
    if statistics is None or name != collection:
        statistics = Statistics(database[collection], collection)
        KNOWN[database] = collection, statistics
    return statistics


def weighed(wanted: Wanted, counts: Counts) -> list[Weighed]:
    """Return what is looked for with how much each clause tells: the rarer, the more."""
    clauses = dict.fromkeys(wanted.clauses, len(wanted.clauses) == 1) | dict.fromkeys(wanted.required, True)
    return [Weighed(clause, _weight(clause, counts), verified) for clause, verified in clauses.items()]


def _weight(clause: Clause, counts: Counts) -> float:
    each = (form.weight * min(counts.keys[key, clause.field] for key in form_keys(form)) for form in clause.forms)
    holding = min(sum(each), counts.articles)
    return inverse_frequency(holding, counts.articles) * (1 if is_indexed(clause) else STOP_WEIGHT)


def _scored(chosen: Plan, weighed: Sequence[Weighed], *, facets: bool) -> list[Query]:
    kept: dict[str, Any] = {"ingested_at": 1, "score": score(weighed)}
    if facets:
        kept |= {"language": 1, "source": "$source.slug", "day": _DAY}
    placed = with_places("place") if facets else []
    if len(chosen.sources) == 1:
        return [{"$project": kept}, *placed]
    # The source by which an article scores best knows most of it: of entities only those do that were found by them.
    once = {name: {"$first": f"${name}"} for name in kept} | {"score": {"$max": "$score"}}
    return [{"$project": kept}, {"$group": {"_id": "$_id", **once}}, *placed]


def _answer(most: int, *, facets: bool) -> list[Query]:
    order = {"score": -1, "ingested_at": -1, "_id": 1}
    top = {"$topN": {"n": most, "sortBy": order, "output": {"_id": "$_id", "score": "$score"}}}
    best: Query = {"$group": {"_id": None, "total": {"$sum": 1}, "top": top}}
    if not facets:
        return [best]
    counted = {
        name: [{"$unwind": f"${name}"}, {"$sortByCount": f"${name}"}, {"$limit": MOST_VALUES}] for name in FACETS
    }
    return [{"$facet": {"best": [best], **counted}}]


def _ranked(found: Row, chosen: Plan, offset: int, limit: int) -> Ranked:
    [best] = [found] if "best" not in found else found["best"] or [{}]
    total = best.get("total", 0)
    page = [(row["_id"], row["score"]) for row in best.get("top", [])[offset : offset + limit]]
    facets = {name: {row["_id"]: row["count"] for row in found[name]} for name in FACETS if name in found}
    # Frequencies are remembered for a while, so a word may have become common since: then the limit was met.
    return Ranked(total, chosen.is_exact(total), page, facets)
