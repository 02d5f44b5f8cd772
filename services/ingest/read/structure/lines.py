"""Lines of a text, as everything here sees them."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.article import Repair, RepairKind

MAX_DROPPED = 200
"""Characters; what a repair can show. What is longer is never dropped."""
MAX_REPAIRS = 30
"""Further furniture stays in the text, so that all that was dropped can be shown."""
_CLOSING = "\"'”’»)]›*_\u200b\u200e\u200f\u202c\u2069"
_SENTENCE_ENDS = tuple(".۔।॥!?؟…:؛;")
_STOPS = tuple(".۔।॥!?؟")
# One mark, or a row of them, in a line of its own. An ellipsis may be the author's: it says that something is left out.
_STRAY = re.compile(r"[\s.۔،,·•●■◆◇○□▪*#_=~|+\-–—\u200b-\u200f\u202a-\u202e\u2060-\u2069]+")
_ELLIPSIS = re.compile(r"[.۔]{2,}")


class Line(NamedTuple):
    """A line with something in it."""

    text: str
    """Without space around it."""
    offset: int
    """Code points from the start of the text it was cut from."""
    gap: bool = False
    """Whether an empty line stands before it, or something that was dropped."""
    indented: bool = False


def lines_of(text: str) -> list[Line]:
    """Cut a text into its lines, leaving out the empty ones."""
    lines: list[Line] = []
    offset, gap = 0, False
    for raw in text.split("\n"):
        if stripped := raw.strip():
            lead = raw.find(stripped[0])
            lines.append(Line(stripped, offset + lead, gap, lead > 0))
            gap = False
        else:
            gap = True
        offset += len(raw) + 1
    return lines


def dropped(kind: RepairKind, lines: Sequence[Line]) -> list[Repair]:
    """List what was dropped in as few repairs as show all of it."""
    repairs: list[Repair] = []
    batch: list[Line] = []
    size = 0
    for line in lines:
        if batch and size + 1 + len(line.text) > MAX_DROPPED:
            repairs.append(_repair(kind, batch))
            batch, size = [], 0
        size += len(line.text) + bool(batch)
        batch.append(line)
    return [*repairs, _repair(kind, batch)] if batch else repairs


def _repair(kind: RepairKind, lines: Sequence[Line]) -> Repair:
    text = "\n".join(line.text for line in lines)
    return Repair(kind=kind, count=len(lines), offset=lines[0].offset, dropped=text)


def without_strays(lines: Sequence[Line]) -> tuple[list[Line], list[Repair]]:
    """Take out lines that are a lone mark or a row of marks."""
    kept: list[Line] = []
    strays: list[Line] = []
    room = MAX_REPAIRS // 2 * (MAX_DROPPED // 2)
    for line in lines:
        if room > 0 and is_stray(line.text):
            strays.append(line)
            room -= len(line.text) + 1
        else:
            kept.append(line._replace(gap=True) if strays and _follows(strays[-1], line, kept) else line)
    return kept, dropped(RepairKind.STRAY_LINE, strays)


def _follows(stray: Line, line: Line, kept: Sequence[Line]) -> bool:
    return stray.offset < line.offset and (not kept or kept[-1].offset < stray.offset)


def is_stray(text: str) -> bool:
    """Tell whether a line has nothing in it but marks."""
    return (
        len(text) <= MAX_DROPPED
        and not text[0].isalnum()
        and _STRAY.fullmatch(text) is not None
        and _ELLIPSIS.fullmatch(text) is None
    )


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as no headline does: with a stop, or a colon."""
    return text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def ends_with_stop(text: str) -> bool:
    """Tell whether a line ends where a sentence does."""
    return text.rstrip(_CLOSING).endswith(_STOPS)


def joined(lines: Iterable[Line]) -> str:
    """Put lines into one paragraph, as they stand."""
    return "\n".join([line.text for line in lines])
