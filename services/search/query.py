"""Search as its callers see it: a query in, a page of hits out."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.runtime.ports import Database
from services.search.filters import Filters
from services.search.layout import COLLECTION
from services.search.rank import rank
from services.search.snippet import snippet
from services.search.wanted import Clause, Form, Wanted
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
    wanted = Wanted(tuple(Clause((Form((word,)),), words=(word,)) for word in asked))
    filters = Filters(query.language, query.source, query.since, query.until)
    ranked = await rank(database, wanted, filters, query.offset, query.limit, facets=False)
    return SearchResult(ranked.total, ranked.exact, await _hits(database, ranked.page, dict.fromkeys(asked, 1.0)))


async def _hits(database: Database, page: Sequence[tuple[str, float]], telling: Mapping[str, float]) -> list[Hit]:
    """Read what is shown of each hit. The text comes from the store, which may be behind the index or ahead of it."""
    ids = {"_id": {"$in": [article_id for article_id, _ in page]}}
    indexed, stored = await asyncio.gather(
        database[COLLECTION].find(ids, fields=_SHOWN), database["articles"].find(ids, fields=["text"])
    )
    shown = {row["_id"]: row for row in indexed if "title" in row}
    texts = {row["_id"]: row.get("text") or "" for row in stored}
    return [
        Hit(
            article_id=article_id,
            snippet=snippet(texts.get(article_id, ""), telling),
            score=round(score, 4),
            **{name: shown[article_id][name] for name in _SHOWN},
        )
        for article_id, score in page
        if article_id in shown
    ]
