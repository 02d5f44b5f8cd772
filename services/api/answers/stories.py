"""Stories, as answered."""

from pydantic import Field

from schemas.article import ArticleId, DocumentRef, Instant, LanguageTag, Slug, Source
from services.api.answers.answer import Answer, Cursor
from services.text.same_story import Kind


class Story(Answer):
    """Articles that tell the same story, two or more."""

    story_id: ArticleId = Field(description="The least id of its articles: it may change as the story grows")
    title: str | None = Field(description="That of the article that was published first")
    size: int = Field(ge=2, description="How many articles it has")
    kinds: list[Kind] = Field(description="In what ways its articles are alike")
    languages: list[LanguageTag]
    sources: list[Slug]
    first: Instant = Field(description="When its first article was ingested")
    last: Instant = Field(description="When its newest article was ingested")


class Stories(Answer):
    """A page of stories."""

    items: list[Story]
    next: str | None = Cursor


class Member(Answer):
    """An article of a story."""

    article_id: ArticleId
    title: str | None
    language: LanguageTag
    source: Source
    published_at: str | None
    ingested_at: Instant
    document: DocumentRef


class Pair(Answer):
    """Two articles, and why they were matched."""

    articles: list[ArticleId] = Field(min_length=2, max_length=2)
    kind: Kind
    similarity: float = Field(ge=0, le=1, description="The share of runs of two words that both have")
    containment: float = Field(ge=0, le=1, description="The share of the shorter one's that the other has too")
    order: float = Field(ge=0, le=1, description="The share of those in both that come in the same order")
    shared: int = Field(ge=0, description="How many of them are in both")
    phrases: list[str] | None = Field(description="The longest both have, as the first writes them; null if not read")


class StoryAnswer(Story):
    """A story with its articles."""

    members: list[Member] = Field(max_length=200, description="As far as they are stored, the first published first")
    pairs: list[Pair] = Field(max_length=200, description="The most alike first; of many copies each has a few only")
