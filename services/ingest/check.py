"""What would become of a file, told without a server: read, validated and normalised as ingest does it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas.identity import document_id
from services.ingest.draft import Refusal
from services.ingest.files import Vanished, look
from services.ingest.journal import Document, State
from services.ingest.normalise import Candidate
from services.ingest.read.readers import Readers
from services.ingest.reading import Reading, open_file, read_documents
from services.ingest.walk import walk

_ONLY_PUBLISHED = frozenset({"revision", "ingested_at"})


@dataclass(frozen=True)
class Checked:
    """A file, and what was read of it."""

    path: str
    raw: bytes
    """Its bytes; none if they could not be read."""
    state: State
    refusal: Refusal | None
    """Why nothing of it would be taken."""
    candidates: list[Candidate]
    refusals: list[tuple[int, Refusal]]
    """Refused items by their number."""

    def as_json(self) -> dict[str, Any]:
        """Tell it for programs: an article as every answer has it, but for what only publishing gives it."""
        items = [*map(_taken, self.candidates), *map(_refused, self.refusals)]
        return {
            "path": self.path,
            "state": self.state,
            "reason": self.refusal and self.refusal.reason,
            "detail": self.refusal and self.refusal.detail,
            "items": sorted(items, key=lambda item: item["item"]),
        }


def check(paths: list[Path], readers: Readers, most_bytes: int) -> Iterator[Checked]:
    """Check files, and all files below folders, one after the other; nothing is raised for what is wrong with one."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            for found in walk(os.fsencode(path), lambda _: None):
                yield _check(path, found.path, readers, most_bytes)
        else:
            yield _check(path.parent, os.fsencode(path.name), readers, most_bytes)


def _check(folder: Path, name: bytes, readers: Readers, most_bytes: int) -> Checked:
    shown = str(folder / os.fsdecode(name)).encode("utf-8", "backslashreplace").decode()
    root = os.fsencode(folder)
    try:
        opened = open_file(root, look(root, name, closed=True), most_bytes)
    except Vanished:
        return Checked(shown, b"", State.VANISHED, None, [], [])
    document = Document(document_id(name), opened.found, "", datetime.now(UTC))
    [reading] = read_documents([document], {name: opened}, readers)
    state = _state(reading)
    refusal = (reading.refusal or reading.refusals[0][1]) if state is State.REJECTED else None
    return Checked(shown, opened.raw or b"", state, refusal, reading.candidates, reading.refusals)


def _state(reading: Reading) -> State:
    if reading.opened.vanished:
        return State.VANISHED
    if reading.again:
        return State.PENDING
    return State.PUBLISHED if reading.candidates else State.REJECTED


def _taken(candidate: Candidate) -> dict[str, Any]:
    article = candidate.article(1, datetime.now(UTC)).model_dump(mode="json", exclude=set(_ONLY_PUBLISHED))
    return {"item": candidate.document.item, "state": State.PUBLISHED, "article": article}


def _refused(numbered: tuple[int, Refusal]) -> dict[str, Any]:
    number, refusal = numbered
    told = {"reason": refusal.reason, "detail": refusal.detail, "member": refusal.member}
    return {"item": number, "state": State.REJECTED, **told}
