"""Storing: one bulk for articles, one for sightings, and one for revisions where there are several; safe to repeat.

The revision an article is at is in `articles` alone, which for most is the only one. Whoever would put another in its
place puts both into `revisions` first; so each that was ever stored is in one of the two, whatever the order and
however many store processes there are. What is asked for again is in `articles` already, and costs a look.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas import events
from schemas.article import Article, DocumentRef, instant
from schemas.events import ArticleCreated, ArticleDuplicate, ArticleUpdated, ArticleWithdrawn, Event
from services.runtime.ports import Database, Query, Row
from services.runtime.rows import keep_first, replacing_older


@dataclass(frozen=True)
class Work:
    """What one event asks to be stored. A duplicate asks for a sighting only."""

    event: Event
    article: Row | None
    sighting: Row | None


class Store:
    """The `articles`, `revisions` and `sightings` collections. A `Stage`."""

    name = "store"

    def __init__(self, database: Database) -> None:
        self._articles = database["articles"]
        self._revisions = database["revisions"]
        self._sightings = database["sightings"]

    async def setup(self) -> None:
        """Create the indexes."""
        newest_first = [("ingested_at", -1), ("_id", -1)]
        await self._articles.ensure_index([("revision", 1)])
        await self._articles.ensure_index([("withdrawn", 1)], sparse=True)
        await self._articles.ensure_index(newest_first)
        await self._articles.ensure_index([("language", 1), *newest_first])
        await self._articles.ensure_index([("source.slug", 1), *newest_first])
        await self._articles.ensure_index([("published_instant", -1), *newest_first])
        await self._revisions.ensure_index([("article_id", 1), ("revision", 1)])
        await self._sightings.ensure_index([("article_id", 1), ("seen_at", 1)])

    def prepare(self, event: Event) -> Work | None:
        """Make the rows an event asks for."""
        if isinstance(event, ArticleCreated | ArticleUpdated):
            article = event.data
            return Work(event, _article(article), _sighting(article.article_id, article.document, article.ingested_at))
        if isinstance(event, ArticleDuplicate):
            copy = event.data
            return Work(event, None, _sighting(copy.article_id, copy.document, copy.seen_at))
        if isinstance(event, ArticleWithdrawn):
            return Work(event, _tombstone(event), None)
        return None

    async def write(self, works: Sequence[Work]) -> None:
        """Store the articles and sightings that are asked for."""
        sightings = [work.sighting for work in works if work.sighting]
        await asyncio.gather(
            self._store([work.article for work in works if work.article]),
            keep_first(self._sightings, sightings),
        )

    async def _store(self, articles: Sequence[Row]) -> None:
        """Insert articles; where one is already, keep what is there and what comes as revisions, then replace older.

        An article's row never goes away once it is there. So who replaces the one that was inserted has read it, and
        kept it; any other was kept by whoever brought it.

        Whoever keeps a revision looks for a withdrawal afterwards, and whoever withdraws puts its tombstone up before
        it looks for revisions: so in whatever order they come, one of them takes the text out.
        """
        first = {row["_id"]: row for row in reversed(articles)}
        there = await self._articles.insert(list(first.values()))
        more = [row for row in articles if row["_id"] in there or row is not first[row["_id"]]]
        if not more:
            return
        ids = [row["_id"] for row in more]
        at = {row["_id"]: row["revision"] for row in await self._articles.find(_among(ids), fields=["revision"])}
        others = [row for row in more if row["revision"] != at.get(row["_id"])]
        if others:
            current = await self._articles.find(_among([row["_id"] for row in others]))
            kept = [_revision(row) for row in (*current, *others) if not row.get("withdrawn")]
            await keep_first(self._revisions, kept)
            await self._articles.update([replacing_older(row) for row in others])
        await self._forget(ids)

    async def _forget(self, article_ids: Sequence[str]) -> None:
        """Take the texts of those that are withdrawn out of their revisions."""
        withdrawn = {**_among(article_ids), "withdrawn": True}
        gone = [row["_id"] for row in await self._articles.find(withdrawn, fields=["_id"])]
        if gone:
            with_text = {"article_id": {"$in": gone}, "withdrawn": {"$ne": True}}
            await self._revisions.update_all(with_text, [{"$replaceWith": _FORGOTTEN}])

    def report(self, work: Work) -> Event | None:
        """Say that a revision is stored; a sighting or a withdrawal is no revision with a text to tell of."""
        if isinstance(work.event, ArticleCreated | ArticleUpdated):
            return events.stored(work.event.data)
        return None


_FORGOTTEN = {"_id": "$_id", "article_id": "$article_id", "revision": "$revision", "withdrawn": True}


def _among(article_ids: Sequence[str]) -> Query:
    return {"_id": {"$in": article_ids}}


def _article(article: Article) -> Row:
    return article.row() | {"published_instant": _instant_of(article.published_at)}


def _instant_of(published_at: str | None) -> datetime | None:
    """Return the moment an ISO 8601 text begins, for sorting; without an offset it is taken as UTC."""
    if published_at is None:
        return None
    padded = published_at + {4: "-01-01", 7: "-01"}.get(len(published_at), "")
    try:
        moment = datetime.fromisoformat(padded)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _tombstone(event: ArticleWithdrawn) -> Row:
    row = event.data.model_dump(mode="json")
    return {"_id": row.pop("article_id"), **row, "withdrawn": True}


def _revision(row: Row) -> Row:
    return {**row, "_id": f"{row['_id']}/{row['revision']}", "article_id": row["_id"]}


def _sighting(article_id: str, document: DocumentRef, seen_at: datetime) -> Row:
    return {
        "_id": f"{article_id}/{document.document_id}/{document.item}",
        "article_id": article_id,
        "document": document.model_dump(),
        "seen_at": instant(seen_at),
    }
