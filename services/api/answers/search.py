"""What was found, as answered."""

from typing import Annotated

from pydantic import Field

from schemas.article import ArticleId, DocumentRef, LanguageTag, Source
from services.api.answers.answer import Answer

Highlight = Annotated[list[int], Field(min_length=2, max_length=2)]
"""Where something begins and ends, in code points; the second is exclusive."""


class Hit(Answer):
    """An article found."""

    article_id: ArticleId
    title: str | None
    snippet: str
    score: float
    language: LanguageTag
    published_at: str | None
    source: Source
    document: DocumentRef
    highlights: list[Highlight] = Field(description="Where what was looked for stands in the snippet: [start, end]")
    title_highlights: list[Highlight] = Field(description="The same of the title")


class Facet(Answer):
    """How many of what was found have a value."""

    value: str
    count: int = Field(ge=1)


class Facets(Answer):
    """What was found, counted; the most frequent values first."""

    language: list[Facet]
    source: list[Facet] = Field(description="By the publisher's slug")
    place: list[Facet]
    day: list[Facet] = Field(description="By the day of publication, else of ingestion; the latest first")


class Hits(Answer):
    """What was found, best first."""

    total: int = Field(ge=0, description="How many articles were ranked; a lower bound unless `exact`")
    exact: bool
    took_ms: float = Field(ge=0)
    hits: list[Hit]
    did_you_mean: str | None = Field(description="Where nothing was found, a query that does, with the same filters")
    note: str | None = Field(description="Why a query can find nothing, such as one of excluded words alone")
    facets: Facets | None = Field(description="Null unless asked for")
