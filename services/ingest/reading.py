"""One document, read: candidates and refusals, or why there are none. Plain and synchronous; run in a thread."""

import hashlib
from dataclasses import dataclass, field

from schemas.reasons import Reason
from services.ingest import files
from services.ingest.draft import Item, Refusal
from services.ingest.files import Content, Signature, Unsettled, Vanished
from services.ingest.journal import Document, State
from services.ingest.normalise import Candidate, candidate
from services.ingest.read import Limits, read

_MANY = (".jsonl", ".ndjson")
"""Files of these types hold many articles by their nature, even when there is just one in them now."""


@dataclass
class Reading:
    """What was read of a document, and, growing, what its items came to."""

    document: Document
    signature: Signature
    sha256: str | None = None
    candidates: list[Candidate] = field(default_factory=list)
    refusals: list[tuple[int, Refusal]] = field(default_factory=list)
    """Refused items by their number."""
    refusal: Refusal | None = None
    """Why the whole file was refused."""
    vanished: bool = False
    unchanged: bool = False
    """Whether the bytes are those it was finished with before."""
    again: bool = False
    """Whether it must be looked at again later."""

    @property
    def fingerprint(self) -> str:
        """The sha256 of the bytes, or of the signature of a file that was not read."""
        return self.sha256 or hashlib.sha256(str(self.signature).encode()).hexdigest()


def read_document(root: bytes, document: Document, limits: Limits, most_file_bytes: int) -> Reading:
    """Read a document under the watched folder. Whatever is wrong with it is told in the reading, nothing is raised."""
    found = document.found
    reading = Reading(document, found.signature)
    try:
        content = files.read(root, found.path, most_file_bytes, closed=found.closed)
    except Vanished:
        reading.vanished = True
    except Unsettled:
        reading.again = True
    except Refusal as refusal:
        reading.refusal = refusal
    else:
        _read_content(reading, content, limits)
    return reading


def _read_content(reading: Reading, content: Content, limits: Limits) -> None:
    document = reading.document
    reading.signature = content.signature
    reading.sha256 = content.sha256
    settled = document.settled
    if settled and settled["sha256"] == content.sha256 and settled["state"] != State.VANISHED:
        reading.unchanged = True
        return
    name = document.ref().name
    try:
        items = read(name, content.raw, limits)
    except Refusal as refusal:
        reading.refusal = refusal
        return
    alone = len(items) == 1 and not name.lower().endswith(_MANY)
    for number, item in enumerate(items):
        _take_item(reading, number, item, alone=alone)
    if not items:
        reading.refusal = Refusal(Reason.NO_ARTICLE)


def _take_item(reading: Reading, number: int, item: Item, *, alone: bool) -> None:
    document = reading.document
    try:
        if isinstance(item, Refusal):
            raise item
        ref = document.ref(number)
        reading.candidates.append(candidate(item, document.found.path, ref, alone=alone))
    except Refusal as refusal:
        reading.refusals.append((number, refusal))
