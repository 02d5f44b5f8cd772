"""Search as its callers see it: a query in, a page of hits out."""

import asyncio
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.runtime.ports import Database
from services.search.collection import current
from services.search.entities import entities_of
from services.search.filters import Filters
from services.search.highlight import Marker, Span
from services.search.lookup import Known, Words
from services.search.mentions import Mentions, Ways, read_mentions
from services.search.parse import MOST_CHARS, Part, parse
from services.search.rank import FACETS, Ranked, rank
from services.search.segments import known_words
from services.search.snippet import snippet
from services.search.suggest import suggest
from services.search.wanted import Clause, Field, Wanted
from services.search.widen import widen
from services.text.names.aliases import Aliases
from services.text.tokens import term_spans

NO_WORDS = "there is no word in the query"
ONLY_EXCLUDED = "the query says only what is not wanted"
_SHOWN = ("title", "language", "published_at", "source", "document")


@dataclass(frozen=True)
class SearchQuery:
    """What to look for: the words, and what a hit must be besides."""

    q: str
    filters: Filters = field(default_factory=Filters)
    limit: int = 20
    offset: int = 0
    facets: bool = False
    """Whether to count what was found by language, source, place and day."""


@dataclass(frozen=True)
class Hit:
    """One article found. Highlights are spans of code points, the second exclusive."""

    article_id: str
    title: str | None
    snippet: str
    score: float
    language: str
    published_at: str | None
    source: dict[str, Any]
    document: dict[str, Any]
    highlights: list[Span] = field(default_factory=list)
    """Where what was looked for stands in the snippet."""
    title_highlights: list[Span] = field(default_factory=list)


@dataclass(frozen=True)
class SearchResult:
    """A page of hits, the best first and of equals the newest.

    `total` counts the articles that were ranked: all that are wanted, or, if not `exact`, only some of them.
    """

    total: int
    exact: bool
    hits: list[Hit]
    did_you_mean: str | None = None
    """Where nothing was found, a query like this one that finds something, with the same filters."""
    note: str | None = None
    """Why the query cannot find anything."""
    facets: Mapping[str, Sequence[Mapping[str, Any]]] | None = None
    """For each of `language`, `source`, `place` and `day` its values with their counts, if they were asked for."""


async def search(database: Database, query: SearchQuery, names: Aliases | None = None) -> SearchResult:
    """Find the articles a query asks for (`parse`), in any spelling, ranked by BM25.

    The order of plain words does not count: a page further on is of the same order. Stop words count only where there
    are no others.

    Args:
        database: where the index is.
        query: what to look for.
        names: the table of aliases; Khabar's own if none is given.

    Raises:
        Unavailable: MongoDB cannot be used just now.
        ValueError: a time is no ISO 8601 time.
    """
    parts = parse(query.q)
    if all(part.excluded for part in parts):
        return SearchResult(0, exact=True, hits=[], note=ONLY_EXCLUDED if parts else NO_WORDS)
    words = await known_words(database)
    wanted = widen(parts, words, query.filters.language, names)
    known = words.known({word for clause in _positive(wanted) for word in clause.words})
    ranked = await rank(database, wanted, query.filters, query.offset, query.limit, facets=query.facets)
    return SearchResult(
        ranked.total,
        ranked.exact,
        await _hits(database, ranked, wanted, known),
        did_you_mean=None if ranked.total else await _suggested(database, query, parts, words, names),
        facets=_facets(ranked) if query.facets else None,
    )


def _facets(ranked: Ranked) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    return {
        name: [{"value": value, "count": count} for value, count in ranked.facets.get(name, {}).items()]
        for name in FACETS
    }


async def _suggested(
    database: Database, query: SearchQuery, parts: Sequence[Part], words: Words, names: Aliases | None
) -> str | None:
    async def finds(tried: Sequence[Part]) -> bool:
        wanted = widen(tried, words, query.filters.language, names)
        return (await rank(database, wanted, query.filters, 0, 1, facets=False)).total > 0

    typed = unicodedata.normalize("NFC", query.q[:MOST_CHARS])
    spelled = {word: typed[start:end] for start, end, word in term_spans(typed)}
    return await suggest(parts, spelled, words, finds)


def _positive(wanted: Wanted) -> Sequence[Clause]:
    return (*wanted.clauses, *wanted.required)


async def _hits(database: Database, ranked: Ranked, wanted: Wanted, known: Mapping[str, Known]) -> list[Hit]:
    """Read what is shown of each hit. The text comes from the store, which may be behind the index or ahead of it."""
    found = [article_id for article_id, _ in ranked.page]
    ids = {"_id": {"$in": found}}
    collection = await current(database)
    indexed, stored, mentions = await asyncio.gather(
        database[collection].find(ids, fields=_SHOWN),
        database["articles"].find(ids, fields=["text"]),
        read_mentions(database, found if entities_of(wanted) else []),
    )
    shown = {row["_id"]: row for row in indexed if "title" in row}
    texts = {row["_id"]: row.get("text") or "" for row in stored}
    markers = _Markers(_positive(wanted), known, mentions)
    return [
        _hit(article_id, score, shown[article_id], texts.get(article_id, ""), markers)
        for article_id, score in ranked.page
        if article_id in shown
    ]


class _Markers:
    """Markers of titles and of texts: for each language, and for what names an entity one of its own."""

    def __init__(self, clauses: Sequence[Clause], known: Mapping[str, Known], mentions: Mentions) -> None:
        self._known = known
        self._mentions = mentions
        self._of_titles = clauses
        self._of_texts = [clause for clause in clauses if clause.field is not Field.TITLE]
        self._made: dict[tuple[str, str], Marker] = {}

    def title(self, article_id: str, language: str, title: str) -> Marker:
        """Return a marker for a title."""
        return self._marker("title", self._of_titles, article_id, language, title)

    def text(self, article_id: str, language: str, text: str) -> Marker:
        """Return a marker for a text."""
        return self._marker("text", self._of_texts, article_id, language, text)

    def _marker(self, field: str, clauses: Sequence[Clause], article_id: str, language: str, text: str) -> Marker:
        if ways := self._mentions.ways(article_id, field, text, clauses):
            return self._make(clauses, language, ways)
        if (field, language) not in self._made:
            self._made[field, language] = self._make(clauses, language, ways)
        return self._made[field, language]

    def _make(self, clauses: Sequence[Clause], language: str, ways: Ways) -> Marker:
        return Marker(clauses, [self._weight(clause) for clause in clauses], language, ways)

    def _weight(self, clause: Clause) -> float:
        """Tell how much a clause tells, to choose what is shown: the more the rarer its words are."""
        return sum(1 / (1 + math.log1p(self._known[word].n if word in self._known else 0)) for word in clause.words)


def _hit(article_id: str, score: float, shown: Mapping[str, Any], text: str, markers: _Markers) -> Hit:
    language, title = shown["language"], shown["title"] or ""
    piece = snippet(text, markers.text(article_id, language, text))
    return Hit(
        article_id=article_id,
        snippet=piece.text,
        score=round(score, 4),
        highlights=piece.highlights,
        title_highlights=markers.title(article_id, language, title).spans(title),
        **{name: shown[name] for name in _SHOWN},
    )
