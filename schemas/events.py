"""What is said on the wire: CloudEvents 1.0 envelopes around articles, and the one codec for them.

An event's identity, time and trace are all derived from the fact it reports, so that an event published again after
a crash is the same event, byte for byte. Source of the envelope: the CloudEvents 1.0 specification, structured mode.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from schemas.article import (
    Article,
    ArticleId,
    DocumentId,
    DocumentRef,
    Instant,
    LanguageTag,
    Record,
    Slug,
    Source,
    instant,
)
from schemas.reasons import Reason

CONTENT_TYPE = "application/cloudevents+json"
SCHEMA_MAJOR = 1


class UndecodableEvent(ValueError):
    """The bytes are no event of this contract; trying again cannot help."""


class Duplicate(Record):
    """The article's content was found once more, in another place."""

    article_id: ArticleId
    revision: int = Field(ge=1, description="The revision that was current when the copy was seen")
    language: LanguageTag
    source: Source
    document: DocumentRef
    seen_at: Instant


class Withdrawal(Record):
    """The article was withdrawn: a revision without text."""

    article_id: ArticleId
    revision: int = Field(ge=1)
    language: LanguageTag
    source: Source
    withdrawn_at: Instant


class WithdrawalRequest(Record):
    """Somebody wants an article withdrawn."""

    article_id: ArticleId
    language: LanguageTag
    source: Source
    requested_at: Instant


class Progress(Record):
    """A consumer has finished its work on one revision."""

    article_id: ArticleId
    revision: int = Field(ge=1)
    title: str | None
    language: LanguageTag
    source: Source
    document: DocumentRef
    ingested_at: Instant


class IndexProgress(Progress):
    """The revision can be found; `version` is the analyser's."""

    version: int = Field(ge=1)


class Made(Record):
    """What became of one enricher's work on the revision."""

    version: int = Field(ge=1, description="The enricher's")
    state: Literal["done", "failed", "unsupported"]


class EnrichProgress(Progress):
    """The revision has been enriched; `version` is the set of enrichers'."""

    version: int = Field(ge=1)
    enrichments: Mapping[str, Any]
    made: Mapping[str, Made] = Field(default={}, description="By enricher, as `enrichments` is")


class Rejection(Record):
    """A file, or one item of it, was not taken."""

    document_id: DocumentId
    path: str
    name: str
    fingerprint: str = Field(pattern=r"^[0-9a-f]{64}$", description="sha256 of the bytes, or of the stat if unread")
    reason: Reason
    detail: str
    rejected_at: Instant


class Envelope(BaseModel):
    """The CloudEvents attributes every event has."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: str = Field(min_length=1)
    source: str = Field(min_length=1)
    subject: str
    time: Instant
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    traceparent: str = Field(pattern=r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")


class ArticleCreated(Envelope):
    """A new article."""

    type: Literal["article.created"] = "article.created"
    data: Article


class ArticleUpdated(Envelope):
    """A new revision of a known article."""

    type: Literal["article.updated"] = "article.updated"
    data: Article


class ArticleWithdrawn(Envelope):
    """An article is gone."""

    type: Literal["article.withdrawn"] = "article.withdrawn"
    data: Withdrawal


class WithdrawalRequested(Envelope):
    """An article is to be withdrawn; `article.withdrawn` says when it is."""

    type: Literal["withdrawal.requested"] = "withdrawal.requested"
    data: WithdrawalRequest


class ArticleDuplicate(Envelope):
    """A known article was sighted again."""

    type: Literal["article.duplicate"] = "article.duplicate"
    data: Duplicate


class ArticleStored(Envelope):
    """A revision is kept."""

    type: Literal["article.stored"] = "article.stored"
    data: Progress


class ArticleIndexed(Envelope):
    """A revision can be found."""

    type: Literal["article.indexed"] = "article.indexed"
    data: IndexProgress


class ArticleEnriched(Envelope):
    """A revision has been enriched."""

    type: Literal["article.enriched"] = "article.enriched"
    data: EnrichProgress


class DocumentRejected(Envelope):
    """A file was not taken."""

    type: Literal["document.rejected"] = "document.rejected"
    data: Rejection


Event = (
    ArticleCreated
    | ArticleUpdated
    | ArticleWithdrawn
    | WithdrawalRequested
    | ArticleDuplicate
    | ArticleStored
    | ArticleIndexed
    | ArticleEnriched
    | DocumentRejected
)
EVENT_TYPES: tuple[type[Event], ...] = (
    ArticleCreated,
    ArticleUpdated,
    ArticleWithdrawn,
    WithdrawalRequested,
    ArticleDuplicate,
    ArticleStored,
    ArticleIndexed,
    ArticleEnriched,
    DocumentRejected,
)
_ADAPTER: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])


@cache
def data_model(kind: type[Event]) -> type[Record]:
    """Return the model of an event type's `data`."""
    model = kind.model_fields["data"].annotation
    if not (isinstance(model, type) and issubclass(model, Record)):
        raise TypeError(f"{kind.__name__} does not say what its data is")
    return model


@cache
def event_type(kind: type[Event]) -> str:
    """Return an event type's name, such as `article.created`."""
    name: str = kind.model_fields["type"].default
    return name


@cache
def schema_name(model: type[Record]) -> str:
    """Name a data model's JSON Schema: a URN with the major version of the contract."""
    return f"urn:khabar:schema:{model.__name__.lower()}:{SCHEMA_MAJOR}"


def encode(event: Event) -> bytes:
    """Encode as structured CloudEvents JSON: UTF-8, letters not escaped."""
    return _ADAPTER.dump_json(event)  # as `model_dump_json`, which makes letters of the bytes


def decode(body: bytes) -> Event:
    """Decode structured CloudEvents JSON.

    Raises:
        UndecodableEvent: the bytes are not JSON, not an event, or of an unknown type.
    """
    try:
        return _ADAPTER.validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UndecodableEvent(f"{where or 'body'}: {first['msg']}") from error


def created(article: Article) -> ArticleCreated | ArticleUpdated:
    """Report a revision: `article.created` for the first, `article.updated` for every later one."""
    if article.revision == 1:
        attributes = _attributes(ArticleCreated, "ingest", _about(article), article.ingested_at)
        return ArticleCreated(**attributes, data=article)
    attributes = _attributes(ArticleUpdated, "ingest", _about(article), article.ingested_at)
    return ArticleUpdated(**attributes, data=article)


def duplicate(data: Duplicate) -> ArticleDuplicate:
    """Report a sighting. Each item of each document is a sighting of its own."""
    place = data.document.document_id if not data.document.item else f"{data.document.document_id}.{data.document.item}"
    return ArticleDuplicate(**_attributes(ArticleDuplicate, "ingest", _about(data), data.seen_at, place), data=data)


def withdrawal_requested(data: WithdrawalRequest) -> WithdrawalRequested:
    """Ask for an article to be withdrawn. Each request is a fact of its own."""
    about = (data.article_id, instant(data.requested_at))
    return WithdrawalRequested(**_attributes(WithdrawalRequested, "api", about, data.requested_at), data=data)


def withdrawn(data: Withdrawal) -> ArticleWithdrawn:
    """Report that an article is gone."""
    about = (data.article_id, str(data.revision))
    return ArticleWithdrawn(**_attributes(ArticleWithdrawn, "ingest", about, data.withdrawn_at), data=data)


def stored(article: Article) -> ArticleStored:
    """Report that a revision is kept."""
    data = Progress(**_progress(article))
    return ArticleStored(**_attributes(ArticleStored, "store", _about(article), article.ingested_at), data=data)


def indexed(article: Article, version: int) -> ArticleIndexed:
    """Report that a revision can be found through analyser `version`."""
    data = IndexProgress(**_progress(article), version=version)
    attributes = _attributes(ArticleIndexed, "index", _about(article), article.ingested_at, str(version))
    return ArticleIndexed(**attributes, data=data)


def enriched(
    article: Article, version: int, enrichments: Mapping[str, Any], made: Mapping[str, Any] = {}, variant: str = ""
) -> ArticleEnriched:
    """Report that a revision has been enriched by enricher set `version`.

    Args:
        article: The revision.
        version: The set's.
        enrichments: Answers by enricher.
        made: By enricher, its version and the state of its work; see `Made`.
        variant: Empty if the set says it all. Else what tells these answers from others of the set, such as those
            before an enricher that had failed was tried again: another fact has another id.
    """
    data = EnrichProgress(**_progress(article), version=version, enrichments=enrichments, made=made)
    suffix = f"{version}.{_digest(variant, 8)}" if variant else str(version)
    attributes = _attributes(ArticleEnriched, "enrich", _about(article), article.ingested_at, suffix)
    return ArticleEnriched(**attributes, data=data)


def rejected(data: Rejection) -> DocumentRejected:
    """Report a file that was not taken."""
    about = (data.document_id, data.fingerprint)
    return DocumentRejected(**_attributes(DocumentRejected, "ingest", about, data.rejected_at), data=data)


def routing_key(event: Event) -> str:
    """Return an event's topic: `article.<verb>.<lang>.<source>`, `document.rejected.<reason>` and their like."""
    if isinstance(event, DocumentRejected):
        return f"{event.type}.{event.data.reason}"
    return article_key(event.type, event.data.language, event.data.source.slug)


def article_key(kind: str, language: str, source: Slug) -> str:
    """Join the parts of an article event's routing key."""
    return f"{kind}.{language}.{source}"


def _about(data: Article | Duplicate) -> tuple[str, str]:
    return data.article_id, str(data.revision)


def _progress(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in Progress.model_fields}


def _attributes(kind: type[Event], process: str, about: tuple[str, str], time: Any, *more: str) -> dict[str, Any]:
    """Derive the envelope of a fact: `about` is (article, revision) or (document, fingerprint)."""
    identity = "/".join((*about, event_type(kind).rpartition(".")[2], *more))
    return {
        "id": identity,
        "source": f"/khabar/{process}",
        "subject": about[0],
        "time": time,
        "dataschema": schema_name(data_model(kind)),
        "traceparent": f"00-{_digest('/'.join(about), 32)}-{_digest(identity, 16)}-01",
    }


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]
