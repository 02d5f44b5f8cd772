"""A batch of files is read: in children and here, side by side, and nobody waits for long for a neighbour."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from schemas.reasons import Reason
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.files import Found, Signature
from services.ingest.journal import Document
from services.ingest.read.children import NotRead
from services.ingest.read.format import File
from services.ingest.read.limits import Limits
from services.ingest.read.readers import Answer, Readers
from services.ingest.reading import AHEAD, Opened, Reading, read_documents
from tests.unit.read.packed import zip_of

ZIP = zip_of({"a.txt": b"News in a zip."})
NOON = 1_000_000.0


class Slow(Readers):
    """Readers whose children are slow on a clock of their own, and which note how far ahead they are asked."""

    def __init__(self, seconds: float, letters: int = 10) -> None:
        super().__init__(Limits())
        self.now = NOON
        self.open = self.most_open = 0
        self._seconds, self._letters = seconds, letters

    def begin(self, file: File, until: float = math.inf) -> Answer:
        """Begin, and be slow only when the answer is wanted."""
        if not file.name.endswith(".zip"):
            return super().begin(file, until)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        return self._answer

    def _answer(self) -> list[Item]:
        self.open -= 1
        self.now += self._seconds
        return [Draft(None, "a" * self._letters)]


def batch(*files: tuple[str, bytes]) -> tuple[list[Document], dict[bytes, Opened]]:
    """Make documents of files as if they had been taken."""
    opened = {}
    for number, (name, raw) in enumerate(files):
        found = Found(name.encode(), Signature(len(raw), 0, number, 0))
        opened[found.path] = Opened(found, raw)
    noticed: Any = None
    return [
        Document(f"{number:032x}", each.found, "me", noticed) for number, each in enumerate(opened.values())
    ], opened


def read_all(readers: Readers, *files: tuple[str, bytes]) -> list[Reading]:
    """Read a batch."""
    try:
        return read_documents(*batch(*files), readers)
    finally:
        readers.close()


def test_files_are_answered_in_their_order() -> None:
    """Whatever is read where, each document has its own reading, in the order they were taken in."""
    readings = read_all(
        Readers(Limits()), ("a.zip", ZIP), ("b.txt", b"News b."), ("c.zip", ZIP[:-3]), ("d.txt", b""), ("e.zip", ZIP)
    )
    assert [reading.document.found.path for reading in readings] == [b"a.zip", b"b.txt", b"c.zip", b"d.txt", b"e.zip"]
    assert [[one.text for one in reading.candidates] for reading in readings] == [
        ["News in a zip."], ["News b."], [], [], ["News in a zip."]
    ]  # fmt: skip
    assert [reading.refusal and reading.refusal.reason for reading in readings] == [
        None, None, Reason.MALFORMED, Reason.EMPTY, None
    ]  # fmt: skip
    assert not any(reading.again for reading in readings)


@pytest.mark.parametrize(("seconds", "letters"), [(2.0, 10), (0.0, 16 * 1024 * 1024)])
def test_a_batch_that_takes_too_much_puts_the_rest_off(
    seconds: float, letters: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After enough time or text the risky files not yet begun are put off; what was read here is not."""
    readers = Slow(seconds, letters)
    monkeypatch.setattr("services.ingest.reading.time.monotonic", lambda: readers.now)
    monkeypatch.setattr("services.ingest.reading.candidate", lambda draft, *_: draft)
    files = [*((f"{number}.zip", ZIP) for number in range(50)), ("last.txt", b"News.")]
    readings = read_all(readers, *files)
    again = [reading.again for reading in readings]
    done = again.index(True)
    assert readers.at_once + AHEAD < done < 10
    assert all(again[done:-1])
    assert not again[-1]
    assert all(reading.candidates for reading in (*readings[:done], readings[-1]))


def test_children_are_not_asked_far_ahead() -> None:
    """What they answer does not pile up while the parent is busy."""
    readers = Slow(0)
    read_all(readers, *((f"{number}.zip", ZIP) for number in range(20)))
    assert readers.most_open == readers.at_once + AHEAD + 1


@pytest.mark.parametrize(
    ("raised", "again"),
    [(NotRead("no child"), True), (LookupError("ours"), False), (BaseException("a panic"), False)],
)
def test_what_is_no_fault_of_the_file_is_tried_again(
    raised: BaseException, again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file for which no child could be had stays pending; one that brings a fault of ours out is refused."""
    readers = Readers(Limits())

    def begin(_: File, until: float) -> Callable[[], list[Item]]:
        def answer() -> list[Item]:
            raise raised

        return answer

    monkeypatch.setattr(readers, "begin", begin)
    (reading,) = read_all(readers, ("a.zip", ZIP))
    assert reading.again is again
    assert (reading.refusal is None) is again
    if not again:
        assert isinstance(reading.refusal, Refusal)
        assert reading.refusal.reason is Reason.PARSER_FAILED
