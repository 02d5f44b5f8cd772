"""What the routes answer with, as models: the source of the schemas in `/openapi.json`.

Answers are made as plain dictionaries; the tests hold them against these.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from schemas.article import Article, ArticleId, DocumentId, DocumentRef, Instant, LanguageTag, Slug, Source
from schemas.reasons import Reason
from services.api.parameters import DocumentState
from services.text.same_story import Kind

Cursor = Field(description="Pass it as `cursor` to go on; null after the last page")


class Answer(BaseModel):
    """A part of an answer. What it does not list is not there."""

    model_config = ConfigDict(extra="forbid")


class ProblemDocument(BaseModel):
    """An error: RFC 9457, as application/problem+json. Some have further members."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str
    parameter: str | None = Field(default=None, description="The query parameter that is wrong")
    down: dict[str, str] | None = Field(default=None, description="The servers that are away, and why")


class Live(Answer):
    """The process runs."""

    status: str


class Ready(Answer):
    """Whether the process can do its work."""

    status: str
    down: dict[str, str]


class DocumentCounts(Answer):
    """Files by state; seen is the sum of the others."""

    seen: int
    pending: int
    published: int
    duplicate: int
    rejected: int
    vanished: int


class ArticleCounts(Answer):
    """Articles by how far they have come."""

    published: int
    stored: int
    indexed: int
    enriched: int


class Covered(Answer):
    """What an enricher has done in one language: articles by the version of the enricher, each in one of these."""

    done: dict[str, int]
    failed: dict[str, int]
    unsupported: dict[str, int] = Field(description="It does not know the language")
    missing: int = Field(description="Enriched, but not by this enricher")


class EnricherCoverage(Answer):
    """How much one enricher has done."""

    version: int = Field(description="The newest by which anything was done")
    languages: dict[str, Covered] = Field(description="The 20 with the most articles, the rest under `others`")


class Rebuilding(Answer):
    """An index that is being built beside the one that is searched."""

    version: int = Field(description="The analyser's")
    done: int
    total: int
    started_at: Instant
    alive: bool = Field(description="False: its builder has died, and an index process will take it up")


class IndexState(Answer):
    """The index."""

    versions: dict[str, int] = Field(description="Articles by the version of the analyser that has read them")
    rebuilding: Rebuilding | None


class QueueDepth(Answer):
    """Messages in a queue; `unacked` needs the broker's management plugin and is null without it."""

    ready: int
    unacked: int | None


class Status(Answer):
    """How things stand."""

    documents: DocumentCounts
    articles: ArticleCounts
    withdrawn: int = Field(description="Articles that were withdrawn; they are in none of the counts above")
    enrichments: dict[str, EnricherCoverage] = Field(description="By enricher; may lag behind while articles arrive")
    index: IndexState
    queues: dict[str, QueueDepth] | None = Field(description="Null while the broker is away")
    dead: int = Field(description="Dead letters of all consumers")
    idle: bool = Field(description="No file is pending, and everything published is stored, indexed, enriched or dead")
    scanned_at: Instant | None = Field(description="When all files that lay in the folder had last been entered")
    down: dict[str, str] = Field(description="Servers that are away, and why")
    version: str


class Item(Answer):
    """An article in a file, or what should have been one."""

    item: int = Field(ge=0)
    state: str
    reason: Reason | None
    detail: str | None
    article_id: ArticleId | None
    revision: int | None
    content_hash: str | None


class Past(Answer):
    """What a file once came to."""

    at: Instant
    state: DocumentState
    reason: Reason | None
    sha256: str | None


class Document(Answer):
    """A file as the journal has it."""

    document_id: DocumentId
    path: str
    name: str
    state: DocumentState
    reason: Reason | None
    detail: str | None
    size: int | None
    sha256: str | None
    first_seen_at: Instant
    updated_at: Instant
    items: list[Item] = Field(description="The first 20 in a list, the first 1000 of a file by itself")
    items_total: int
    history: list[Past] = Field(description="The last 20 outcomes, the newest last")


class Documents(Answer):
    """A page of files."""

    items: list[Document]
    next: str | None = Cursor


class Uploaded(Answer):
    """A file that lies in the watched folder now."""

    document_id: DocumentId
    name: str
    size: int


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


class OpenApi(BaseModel):
    """This description."""

    model_config = ConfigDict(extra="allow")

    openapi: str
    paths: dict[str, Any]
