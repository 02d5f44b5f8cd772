"""Enriching: each revision through every enricher, into the `enrichments` collection."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from schemas import events
from schemas.article import Article
from schemas.events import ArticleCreated, ArticleUpdated, ArticleWithdrawn, Event
from services.enrich.enricher import Enricher, Subject
from services.enrich.enrichers import ENRICHERS, ENRICHERS_VERSION
from services.enrich.stories import Stories
from services.runtime.ports import Database, Row
from services.runtime.rows import keep_newest

COLLECTION = "enrichments"
ERROR_CHARS = 300

log = structlog.get_logger()


@dataclass(frozen=True)
class Work:
    """What one event asks to be enriched."""

    event: Event
    row: Row


class Enrich:
    """The `enrichments` collection, and the stories. A `consume.Stage`."""

    name = "enrich"

    def __init__(self, database: Database, enrichers: Sequence[Enricher] = ENRICHERS) -> None:
        self._enrichments = database[COLLECTION]
        self._enrichers = enrichers
        self._stories = Stories(database)

    async def setup(self) -> None:
        """Create the indexes."""
        await self._enrichments.ensure_index([("revision", 1)])
        await self._enrichments.ensure_index([("withdrawn", 1)], sparse=True)
        await self._stories.setup()

    def prepare(self, event: Event) -> Work | None:
        """Enrich the revision an event tells of."""
        if isinstance(event, ArticleCreated | ArticleUpdated):
            article = event.data
            enrichments = enrich(article, self._enrichers)
            return Work(event, _row(event) | {"language": article.language, "enrichments": enrichments})
        if isinstance(event, ArticleWithdrawn):
            return Work(event, _row(event) | {"withdrawn": True})
        return None

    async def write(self, works: Sequence[Work]) -> None:
        """Keep the newest of each article, and put it into its story first: what is enriched is in its story, too."""
        await self._stories.take([work.event for work in works])
        await keep_newest(self._enrichments, [work.row for work in works])

    def report(self, work: Work) -> Event | None:
        """Say what a revision was enriched with; a withdrawal has nothing to enrich."""
        if isinstance(work.event, ArticleCreated | ArticleUpdated):
            return events.enriched(work.event.data, ENRICHERS_VERSION, work.row["enrichments"])
        return None


def enrich(article: Article, enrichers: Sequence[Enricher]) -> dict[str, Any]:
    """Return every enricher's answer under its name.

    `{"error": …}` stands for one that failed, which stops no other, and `{"unsupported": language}` for one that does
    not know the article's language.
    """
    subject = Subject(article)
    return {enricher.name: _answer(enricher, subject) for enricher in enrichers}


def _answer(enricher: Enricher, subject: Subject) -> Any:
    article = subject.article
    if not enricher.knows(article.language):
        return {"unsupported": article.language}
    try:
        return enricher.work(subject)
    except Exception as error:  # an enricher's own fault; the row and the log say so
        log.warning("enricher.failed", enricher=enricher.name, article_id=article.article_id, exc_info=True)
        return {"error": f"{type(error).__name__}: {error}"[:ERROR_CHARS]}


def _row(event: ArticleCreated | ArticleUpdated | ArticleWithdrawn) -> Row:
    return {"_id": event.data.article_id, "revision": event.data.revision, "version": ENRICHERS_VERSION}
