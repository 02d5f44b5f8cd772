"""Files, as answered."""

from pydantic import Field

from schemas.article import ArticleId, DocumentId, Instant
from schemas.reasons import Reason
from services.api.answers.answer import Answer, Cursor
from services.api.parameters import DocumentState


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
