"""Search as its callers see it: a query in, a page of hits out."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from services.runtime.ports import Database, Query, Row
from services.search.collection import current
from services.search.ranking import BUDGET, Plan, pipeline, plan, score, weights
from services.search.snippet import snippet
from services.search.statistics import Statistics
from services.text.stop_words import any_stop_terms
from services.text.tokens import terms

MOST_QUERY_TERMS = 32
MOST_QUERY_CHARS = 2_000
_SHOWN = ("title", "language", "published_at", "source", "document")


@dataclass(frozen=True)
class SearchQuery:
    """What to look for. `since` and `until` bound `ingested_at`, inclusive and exclusive, as UTC ISO 8601 text."""

    q: str
    language: str | None = None
    """A BCP 47 tag; `en` takes `en-US` too."""
    source: str | None = None
    """The publisher's slug."""
    since: str | None = None
    until: str | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True)
class Hit:
    """One article found."""

    article_id: str
    title: str | None
    snippet: str
    score: float
    language: str
    published_at: str | None
    source: dict[str, Any]
    document: dict[str, Any]


@dataclass(frozen=True)
class SearchResult:
    """A page of hits, the best first and of equals the newest.

    `total` counts the articles that were ranked: all that hold one of the words, or, if not `exact`, only some of them.
    """

    total: int
    exact: bool
    hits: list[Hit]


async def search(database: Database, query: SearchQuery) -> SearchResult:
    """Find the articles that hold any of the query's words in any spelling, ranked by BM25.

    A query without a word in it finds nothing. Stop words count only where there are no others. The order of the words
    does not count: a page further on is of the same order.

    Raises:
        Unavailable: MongoDB cannot be used just now.
        ValueError: `since` or `until` is no ISO 8601 time.
    """
    words = list(dict.fromkeys(terms(query.q[:MOST_QUERY_CHARS])))
    asked = ([word for word in words if word not in any_stop_terms()] or words)[:MOST_QUERY_TERMS]
    when, filters = _when(query), _filters(query)
    if not asked:
        return SearchResult(0, exact=True, hits=[])
    collection = await current(database)
    frequencies, totals = await _statistics(database, collection).read(asked)
    telling = weights(frequencies, totals.articles)
    stop_words_alone = any_stop_terms().issuperset(asked)
    chosen = Plan((), None, complete=False, unindexed=asked) if stop_words_alone else plan(frequencies)
    most = min(query.offset + query.limit, 2 * BUDGET)
    asking = pipeline(chosen, score(telling, totals), when, filters, max(most, 1), collection)
    found = await database[collection].aggregate(asking)
    if not found:
        return SearchResult(0, _exact(chosen, 0), [])
    page = found[0]["top"][query.offset : query.offset + query.limit]
    return SearchResult(
        found[0]["total"], _exact(chosen, found[0]["total"]), await _hits(database, collection, page, telling)
    )


def _exact(chosen: Plan, total: int) -> bool:
    # Frequencies are remembered for a while, so a word may have become common since: then the limit was met.
    return chosen.complete and total < BUDGET


_KNOWN: WeakKeyDictionary[Database, tuple[str, Statistics]] = WeakKeyDictionary()


def _statistics(database: Database, collection: str) -> Statistics:
    """Return what is remembered of this database's index, for as long as it is the one that is used."""
    name, statistics = _KNOWN.get(database, (None, None))
    if statistics is None or name != collection:
        statistics = Statistics(database[collection])
        _KNOWN[database] = collection, statistics
    return statistics


def _when(query: SearchQuery) -> Query:
    bounds = {"$gte": query.since, "$lt": query.until}
    moments = {operator: _moment(text) for operator, text in bounds.items() if text is not None}
    return {"ingested_at": moments} if moments else {}


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _filters(query: SearchQuery) -> Query:
    filters: dict[str, Any] = {}
    if query.language is not None:
        filters["language"] = {"$regex": f"^{re.escape(query.language)}(-|$)"}
    if query.source is not None:
        filters["source.slug"] = query.source
    return filters


async def _hits(database: Database, collection: str, page: list[Row], telling: Mapping[str, float]) -> list[Hit]:
    """Read what is shown of each hit. The text comes from the store, which may be behind the index or ahead of it."""
    ids = {"_id": {"$in": [row["_id"] for row in page]}}
    indexed, stored = await asyncio.gather(
        database[collection].find(ids, fields=_SHOWN), database["articles"].find(ids, fields=["text"])
    )
    shown = {row["_id"]: row for row in indexed if "title" in row}
    texts = {row["_id"]: row.get("text") or "" for row in stored}
    return [
        Hit(
            article_id=row["_id"],
            snippet=snippet(texts.get(row["_id"], ""), telling),
            score=round(row["score"], 4),
            **{name: shown[row["_id"]][name] for name in _SHOWN},
        )
        for row in page
        if row["_id"] in shown
    ]
