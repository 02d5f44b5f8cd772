"""An article, as every event, row and answer has it."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

from schemas.reasons import PublishedAtReason

ArticleId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
DocumentId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]


def instant(moment: datetime) -> str:
    """Format an aware moment as UTC with milliseconds and `Z`: of one length, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[AwareDatetime, PlainSerializer(instant, return_type=str, when_used="json")]


class Record(BaseModel):
    """A frozen model. Fields it does not know are ignored, so that additive changes break nobody."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Script(StrEnum):
    """ISO 15924 codes of the scripts that are told apart; `Zyyy` where there are no letters to tell by."""

    ARABIC = "Arab"
    LATIN = "Latn"
    DEVANAGARI = "Deva"
    CYRILLIC = "Cyrl"
    HEBREW = "Hebr"
    BENGALI = "Beng"
    GURMUKHI = "Guru"
    GREEK = "Grek"
    HAN = "Hani"
    HANGUL = "Hang"
    OTHER = "Zyyy"


class Direction(StrEnum):
    """The base direction a reader should lay the text out in."""

    LTR = "ltr"
    RTL = "rtl"


class RepairKind(StrEnum):
    """What was done to the raw text to get the faithful text."""

    BYTE_ORDER_MARK = "byte_order_mark"
    BROKEN_BYTES = "broken_bytes"
    LINE_ENDS = "line_ends"
    CONTROL_CHARACTERS = "control_characters"
    LONE_SURROGATE = "lone_surrogate"
    UNICODE_NFC = "unicode_nfc"
    TRAILING_SPACE = "trailing_space"
    STRAY_LINE = "stray_line"
    LABEL_LINE = "label_line"


class Repair(Record):
    """One kind of repair: how often it was made, where first, and what was dropped if anything was."""

    kind: RepairKind
    count: int = Field(ge=1)
    offset: int = Field(ge=0, description="Code points from the start of the text the repair was made on")
    dropped: str | None = Field(default=None, max_length=200, description="The text that was dropped, shortened")


class Source(Record):
    """The publisher."""

    slug: Slug = "unknown"
    name: str | None = Field(default=None, max_length=200)
    url: str | None = Field(default=None, max_length=2048, description="Where the article itself was published")


class DocumentRef(Record):
    """The file the article was found in."""

    document_id: DocumentId
    path: str = Field(description="Relative to the watched folder; bytes that are not UTF-8 shown as \\xNN")
    name: str = Field(description="The last part of the path")
    item: int = Field(default=0, ge=0, description="Which article of the file, counted from 0")


class Article(Record):
    """One revision of one article."""

    article_id: ArticleId
    revision: int = Field(ge=1)
    title: str | None
    subtitle: str | None
    text: str = Field(description="Faithful text; paragraphs are parted by one empty line")
    language: LanguageTag = Field(description="BCP 47, or `und`")
    script: Script
    direction: Direction
    published_at: str | None = Field(description="ISO 8601 with the offset as stated, and no more precise than stated")
    published_at_reason: PublishedAtReason | None
    ingested_at: Instant
    source: Source
    document: DocumentRef
    repairs: tuple[Repair, ...] = ()
    content_hash: str = Field(pattern=r"^[0-9]+:[0-9a-f]{64}$", description="Version-prefixed hash of the folded text")

    def row(self) -> dict[str, Any]:
        """Dump as MongoDB keeps it: the JSON form, under `_id` instead of `article_id`."""
        dumped = self.model_dump(mode="json")
        return {"_id": dumped.pop("article_id"), **dumped}
