"""One document, read: candidates and refusals, or why there are none. Plain and synchronous; run in a thread."""

import hashlib
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import structlog

from schemas.reasons import Reason
from services.ingest import files
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.files import Found, Unsettled, Vanished
from services.ingest.journal import Document, Look, State
from services.ingest.normalise import Candidate, candidate
from services.ingest.read.children import NotRead
from services.ingest.read.format import File
from services.ingest.read.metadata import override
from services.ingest.read.readers import Answer, Readers
from services.ingest.sidecar import MOST_BYTES, read_sidecar
from services.runtime.errors import STOPS

log = structlog.get_logger()

ENOUGH_S = 5.0
ENOUGH_CHARS = 32 * 1024 * 1024
"""A batch in which so much time or text has gone by puts its other risky files off: its good ones wait for nobody."""
AHEAD = 2
"""How many files more than there are children are begun at a time: none of these idles, and no answers pile up."""


@dataclass(frozen=True)
class Opened:
    """A file's bytes and signature, or why there are none."""

    found: Found
    raw: bytes | None = None
    sidecar: bytes | None = None
    """The bytes of its sidecar, if there is one."""
    refusal: Refusal | None = None
    vanished: bool = False
    again: bool = False
    """Whether it must be looked at again later: it is still being written."""

    @cached_property
    def look(self) -> Look:
        """What is to be entered in the journal."""
        return Look(self.found, _sha256(self.raw), _sha256(self.sidecar))


@dataclass
class Reading:
    """What was read of a document."""

    document: Document
    opened: Opened
    sha256: str | None = None
    sidecar_sha256: str | None = None
    candidates: list[Candidate] = field(default_factory=list)
    refusals: list[tuple[int, Refusal]] = field(default_factory=list)
    """Refused items by their number."""
    refusal: Refusal | None = None
    """Why the whole file was refused."""
    unchanged: bool = False
    """Whether the bytes are those it was finished with before."""
    again: bool = False
    """Whether it must be looked at again later."""

    @property
    def fingerprint(self) -> str:
        """The sha256 of the bytes, or of the signature of a file that was not read."""
        return self.sha256 or hashlib.sha256(str(self.document.found.signature).encode()).hexdigest()


Risky = tuple[Reading, File]
"""A document that is to be read in a child, and its file."""


def open_file(root: bytes, found: Found, most_bytes: int) -> Opened:
    """Read a file's bytes. Whatever is wrong is told in the answer, nothing is raised."""
    try:
        content = files.read(root, found.path, most_bytes, closed=found.closed)
        beside = _read_sidecar(root, found.sidecar) if found.sidecar else None
    except Vanished:
        return Opened(found, vanished=True)
    except Unsettled:
        return Opened(found, again=True)
    except Refusal as refusal:
        return Opened(found, refusal=refusal)
    signature = content.signature._replace(sidecar=found.signature.sidecar)
    return Opened(found._replace(signature=signature), content.raw, beside)


def _read_sidecar(root: bytes, path: bytes) -> bytes:
    try:
        return files.read(root, path, MOST_BYTES).raw
    except Vanished:
        raise Unsettled from None  # it was there a moment ago: look again
    except Refusal as refusal:
        raise Refusal(refusal.reason, f"its sidecar {files.shown(path)}: {refusal.detail}") from None


def _sha256(raw: bytes | None) -> str | None:
    return None if raw is None else hashlib.sha256(raw).hexdigest()


def read_documents(documents: Sequence[Document], opened: Mapping[bytes, Opened], readers: Readers) -> list[Reading]:
    """Make candidates of documents. Whatever is wrong with one is told in its reading, nothing is raised."""
    readings, risky = read_safe(documents, opened, readers)
    read_risky(risky, readers)
    return readings


def read_safe(
    documents: Sequence[Document], opened: Mapping[bytes, Opened], readers: Readers
) -> tuple[list[Reading], list[Risky]]:
    """Read what may be read here; return the readings of all documents, and what is left for `read_risky`."""
    readings = [_reading(document, opened[document.found.path]) for document in documents]
    risky: list[Risky] = []
    for reading in readings:
        if reading.opened.raw is not None and not reading.unchanged:
            file = File(reading.document.name, reading.opened.raw)
            if answer := readers.here(file):
                _finish(reading, answer)
            else:
                risky.append((reading, file))
    return readings, risky


def read_risky(due: Sequence[Risky], readers: Readers) -> None:
    """Read in children, several at once. What is not begun when there has been enough is put off."""
    until = time.monotonic() + ENOUGH_S
    begun: deque[tuple[Reading, Answer]] = deque()
    chars = 0
    for reading, file in due:
        if time.monotonic() > until or chars > ENOUGH_CHARS:
            reading.again = True
            continue
        begun.append((reading, readers.begin(file, until)))
        if len(begun) > readers.at_once + AHEAD:
            chars += _finish(*begun.popleft())
    for reading, answer in begun:
        _finish(reading, answer)


def _reading(document: Document, opened: Opened) -> Reading:
    look = opened.look
    reading = Reading(document, opened, look.sha256, look.sidecar_sha256, refusal=opened.refusal, again=opened.again)
    settled = document.settled
    if look.sha256 is None or settled is None or settled["state"] == State.VANISHED:
        return reading
    if (settled["sha256"], settled.get("sidecar")) == (look.sha256, look.sidecar_sha256):
        reading.unchanged = True
    return reading


def _finish(reading: Reading, answer: Answer) -> int:
    """Take in what was read; return how many letters of text there are."""
    try:
        items = answer()
        stated = _stated(reading.opened)
        for number, item in enumerate(items):
            overridden = override(item, stated) if stated and isinstance(item, Draft) else item
            _take_item(reading, number, overridden)
    except Refusal as refusal:
        reading.refusal = refusal
    except NotRead:  # for no fault of the file
        reading.again = True
    except STOPS:
        raise
    except BaseException:  # a fault of ours that this file has brought out: it must not cost the others anything
        log.exception("reader.failed", path=reading.document.path)
        reading.candidates.clear()
        reading.refusal = Refusal(Reason.PARSER_FAILED)
    return sum(len(one.text) for one in reading.candidates)


def _stated(opened: Opened) -> Draft | None:
    """Read what the sidecar says, if there is one. Raises Refusal."""
    if opened.sidecar is None or opened.found.sidecar is None:
        return None
    return read_sidecar(opened.sidecar, files.shown(opened.found.sidecar))


def _take_item(reading: Reading, number: int, item: Item) -> None:
    document = reading.document
    try:
        if isinstance(item, Refusal):
            raise item
        reading.candidates.append(candidate(item, document.found.path, document.ref(number), reading.sidecar_sha256))
    except Refusal as refusal:
        reading.refusals.append((number, refusal))
