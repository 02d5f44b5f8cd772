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
    JAPANESE = "Jpan"
    GUJARATI = "Gujr"
    ORIYA = "Orya"
    TAMIL = "Taml"
    TELUGU = "Telu"
    KANNADA = "Knda"
    MALAYALAM = "Mlym"
    SINHALA = "Sinh"
    OL_CHIKI = "Olck"
    MEETEI = "Mtei"
    THAANA = "Thaa"
    THAI = "Thai"
    LAO = "Laoo"
    KHMER = "Khmr"
    MYANMAR = "Mymr"
    TIBETAN = "Tibt"
    GEORGIAN = "Geor"
    ARMENIAN = "Armn"
    ETHIOPIC = "Ethi"
    SYRIAC = "Syrc"
    NKO = "Nkoo"
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
    BYLINE_LINE = "byline_line"
    BOILERPLATE = "boilerplate"
    REPEATED_TITLE = "repeated_title"
    UNWRAPPED_LINES = "unwrapped_lines"
    HYPHENATION = "hyphenation"
    DOUBLE_ENCODING = "double_encoding"
    PRESENTATION_FORMS = "presentation_forms"
    MARKUP = "markup"


class EncodingEvidence(StrEnum):
    """What the encoding of a file's bytes was told by."""

    BYTE_ORDER_MARK = "byte_order_mark"
    UTF8 = "utf8"
    DAMAGED_UTF8 = "damaged_utf8"
    ZERO_BYTES = "zero_bytes"
    DECLARED = "declared"
    DETECTED = "detected"


class Repair(Record):
    """One kind of repair: how often it was made, where first, and what was dropped if anything was."""

    kind: RepairKind
    count: int = Field(ge=1)
    offset: int = Field(ge=0, description="Code points from the start of the text the repair was made on")
    dropped: str | None = Field(default=None, max_length=200, description="The text that was dropped, shortened")


class Encoding(Record):
    """How a file's bytes were taken for letters."""

    name: str = Field(max_length=40, description="As the WHATWG and Python name it: utf-8, windows-1256, …")
    told_by: EncodingEvidence
    confidence: float = Field(ge=0, le=1)


class Dateline(Record):
    """Where a text says it was written, and which agency wrote it; it stays in the text as well."""

    text: str = Field(max_length=200, description="The dateline as it stands at the beginning of the text")
    place: str | None = Field(default=None, max_length=100)
    agency: str | None = Field(default=None, max_length=100)


class Passage(Record):
    """Paragraphs in a row that are in another language than the article."""

    start: int = Field(ge=0, description="Code points from the start of the text")
    end: int = Field(ge=0, description="Code points from the start of the text, exclusive")
    language: LanguageTag
    script: Script
    direction: Direction
    confidence: float = Field(ge=0, le=1)


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
    format: str | None = Field(default=None, max_length=40, description="The reader that took it: plain, html, rss, …")
    member: str | None = Field(default=None, max_length=1024, description="Its path inside an archive, as shown")


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
    authors: tuple[str, ...] = Field(default=(), description="From a byline or the file's metadata, as stated")
    dateline: Dateline | None = None
    updated_at: str | None = Field(default=None, description="When the text says it was last changed; as published_at")
    language_confidence: float = Field(default=0, ge=0, le=1)
    passages: tuple[Passage, ...] = Field(default=(), description="What is in another language than `language`")
    encoding: Encoding | None = Field(default=None, description="Null where the format leaves no choice")
    repairs: tuple[Repair, ...] = ()
    content_hash: str = Field(pattern=r"^[0-9]+:[0-9a-f]{64}$", description="Version-prefixed hash of the folded text")

    def row(self) -> dict[str, Any]:
        """Dump as MongoDB keeps it: the JSON form, under `_id` instead of `article_id`."""
        dumped = self.model_dump(mode="json")
        return {"_id": dumped.pop("article_id"), **dumped}
