"""A newsroom for tests of search: articles that are indexed and stored, and what is found of them."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from schemas import events
from schemas.article import Article, Direction, DocumentRef, Script, Source
from services.adapters.mongo import MongoDatabase
from services.index.handle import Index
from services.search.filters import Filters
from services.search.query import SearchQuery, SearchResult, search
from services.search.rank import KNOWN

START = datetime(2026, 1, 1, tzinfo=UTC)


def id_of(name: str) -> str:
    """Return the id of an article by a short name."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def article(name: str, text: str, title: str | None = None, **changes: Any) -> Article:
    """Make an article."""
    given: dict[str, Any] = {
        "article_id": id_of(name),
        "revision": 1,
        "title": title,
        "subtitle": None,
        "text": text,
        "language": "en",
        "script": Script.LATIN,
        "direction": Direction.LTR,
        "published_at": None,
        "published_at_reason": "not_stated",
        "ingested_at": START,
        "source": Source(),
        "document": DocumentRef(document_id=id_of(name), path=f"{name}.txt", name=f"{name}.txt"),
        "content_hash": f"1:{'0' * 64}",
    }
    return Article(**given | changes)


class Newsroom:
    """A database, the stage that indexes into it, and the searches of a test."""

    def __init__(self, database: MongoDatabase) -> None:
        self.database = database
        self.stage = Index(database)

    async def index(self, articles: Sequence[Article]) -> None:
        """Index created articles."""
        await self.write([events.created(article) for article in articles])

    async def write(self, told: Sequence[events.Event]) -> None:
        """Hand events to the stage, in one batch."""
        works = [work for event in told if (work := self.stage.prepare(event)) is not None]
        await self.stage.write(works)

    async def store(self, articles: Sequence[Article]) -> None:
        """Keep articles as the store does."""
        await self.database["articles"].insert([article.row() for article in articles])

    async def search(
        self, q: str, *, limit: int = 20, offset: int = 0, facets: bool = False, **filters: Any
    ) -> SearchResult:
        """Search with nothing remembered."""
        KNOWN.pop(self.database, None)
        query = SearchQuery(q, Filters(**filters), limit=limit, offset=offset, facets=facets)
        return await search(self.database, query)

    async def found(self, q: str, **more: Any) -> list[str]:
        """Search, and name the files of the hits."""
        return [hit.document["name"].removesuffix(".txt") for hit in (await self.search(q, **more)).hits]
