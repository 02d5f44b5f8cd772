"""How things stand, as answered."""

from pydantic import Field

from schemas.article import Instant
from services.api.answers.answer import Answer


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
