"""Articles and their revisions, as answered."""

from typing import Any

from pydantic import Field

from schemas.article import Article, ArticleId, DocumentRef, Instant
from services.api.answers.answer import Answer, Cursor


class Withdrawing(Answer):
    """An article that will be gone in a moment."""

    article_id: ArticleId
    requested_at: Instant


class Sighting(DocumentRef):
    """A place where the article was found."""

    seen_at: Instant


class Revision(Article):
    """One revision of an article."""

    text: str = Field(
        default="", description="Left out of lists unless asked for; paragraphs are parted by an empty line"
    )


class ArticleAnswer(Revision):
    """An article with what is known of it beyond its text."""

    sightings: list[Sighting] = Field(max_length=100, description="Where it was found, the newest last")
    sightings_total: int = Field(ge=0)
    enrichments: dict[str, Any] = Field(description="Empty until this revision is enriched")


class Articles(Answer):
    """A page of articles."""

    items: list[ArticleAnswer]
    next: str | None = Cursor


class Revisions(Answer):
    """A page of revisions of one article."""

    items: list[Revision]
    next: str | None = Cursor
