"""From a reader's draft to a candidate: validated, in faithful text, with its language and its hashes."""

from datetime import datetime
from typing import NamedTuple

from schemas.article import Article, Dateline, Direction, DocumentRef, Encoding, Passage, Repair, Script, Source
from schemas.reasons import PublishedAtReason, Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.identity import article_id
from services.text.dates import Stated, parse_date
from services.text.fingerprint import content_hash, faithful_hash
from services.text.language import identify, passages
from services.text.normalise import normalise, normalise_part

MOST_REPAIRS = 50
_MAX_MEMBER_CHARS = 1024


class Candidate(NamedTuple):
    """An article that lacks only its revision and its time: these come from the claim."""

    article_id: str
    title: str | None
    subtitle: str | None
    text: str
    language: str
    script: Script
    direction: Direction
    published_at: str | None
    published_at_reason: PublishedAtReason | None
    source: Source
    document: DocumentRef
    authors: tuple[str, ...]
    dateline: Dateline | None
    updated_at: str | None
    language_confidence: float
    passages: tuple[Passage, ...]
    encoding: Encoding | None
    repairs: tuple[Repair, ...]
    content_hash: str
    faithful_hash: str

    @property
    def place(self) -> str:
        """Where it was found: `<document_id>/<item>`."""
        return f"{self.document.document_id}/{self.document.item}"

    def article(self, revision: int, ingested_at: datetime) -> Article:
        """Make it an article."""
        parts = self._asdict()
        del parts["faithful_hash"]
        return Article(**parts, revision=revision, ingested_at=ingested_at)


def candidate(draft: Draft, path: bytes, document: DocumentRef, sidecar: str | None = None) -> Candidate:
    """Validate and normalise one draft.

    Args:
        draft: what a reader made.
        path: the file's, relative to the watched folder.
        document: what is told of the file.
        sidecar: the hash of its sidecar, if it has one; another sidecar makes another revision.

    Raises:
        Refusal: there is nothing to read in it.
    """
    title, subtitle, text, repairs = _faithful(draft)
    _refuse_wordless(title, text)
    found = identify("\n".join(part for part in (title, subtitle, text) if part), draft.language)
    stated = _stated(draft, found.language)
    same = content_hash(title, text)
    return Candidate(
        article_id=article_id(_place(path, draft), draft.source, draft.guid, None if draft.alone else same),
        title=title,
        subtitle=subtitle,
        text=text,
        language=found.language,
        script=found.script,
        direction=found.direction,
        published_at=stated.value,
        published_at_reason=stated.reason,
        source=draft.source,
        document=document.model_copy(update={"format": draft.format, "member": _shortened(draft.member)}),
        authors=draft.authors,
        dateline=draft.dateline,
        updated_at=draft.updated_at,
        language_confidence=found.confidence,
        passages=passages(text, found),
        encoding=draft.encoding,
        repairs=(*draft.repairs, *repairs)[:MOST_REPAIRS],
        content_hash=same,
        faithful_hash=faithful_hash(title, subtitle, text, sidecar),
    )


def _stated(draft: Draft, language: str) -> Stated:
    """Return the date as the reader read it, or, where the reader saw two readings, as the language decides."""
    if draft.published_text and draft.published_at_reason is PublishedAtReason.AMBIGUOUS:
        return parse_date(draft.published_text, language)
    return Stated(draft.published_at, draft.published_at_reason)


def _place(path: bytes, draft: Draft) -> bytes:
    """Return the path that identifies: of a file in an archive, the archive's and its own."""
    return path if draft.member is None else path + b"\0" + draft.member.encode("utf-8", "surrogatepass")


def _shortened(member: str | None) -> str | None:
    return None if member is None else member[:_MAX_MEMBER_CHARS]


def _faithful(draft: Draft) -> tuple[str | None, str | None, str, tuple[Repair, ...]]:
    """Return the title, sub-headline and text in faithful letters, and what was repaired for that."""
    parts = [draft.title or "", draft.subtitle or "", draft.text]
    repairs: list[Repair] = []
    for number, part in enumerate(parts):
        parts[number], found = normalise_part(part) if draft.faithful else normalise(part)
        repairs += found
    title, subtitle, text = parts
    return title.strip() or None, subtitle.strip() or None, text.strip("\n"), tuple(repairs)


def _refuse_wordless(title: str | None, text: str) -> None:
    if not any(letter.isalnum() for letter in title or "") and not any(letter.isalnum() for letter in text):
        raise Refusal(Reason.NO_ARTICLE, "there is neither a letter nor a digit in it")
