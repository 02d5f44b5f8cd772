"""Furniture: the lines around an article that are not its text. Date labels, bylines, and what the page has added."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.article import Repair, RepairKind
from services.ingest.read.structure.boilerplate import is_agency, is_boilerplate, is_section
from services.ingest.read.structure.byline import is_cased_name, is_post, read_byline, read_signature
from services.ingest.read.structure.labels import Labels, lone_label, read_labels, value_of
from services.ingest.read.structure.lexicon import key, lexicon
from services.ingest.read.structure.lines import MAX_DROPPED, MAX_REPAIRS, Line, dropped, ends_sentence, ends_with_stop
from services.ingest.read.structure.when import NOTHING, best, is_date, is_vague, read_date
from services.text.dates import Stated

# Labels and bylines stand near the top or at the very end. Further in, the same words are the author's.
_HEAD_LINES, _TAIL_LINES, _NOTICE_LINES = 8, 2, 5
_PROSE_CHARS = 120
_HEAD_PROSE_LINES = 2
_OPEN_CHARS = 45
_MAX_BOILERPLATE = 3_000
"""Characters of all lines together: what the repairs of an article can show."""
_PIECES = re.compile(r"\s*[|•·●]\s*|\s{3,}|\t")
_TITLE_END = re.compile(r"\s*[:：]\s*")
_MAX_TITLE_CHARS = 200

_NO_LABELS = Labels()


@dataclass
class Furniture:
    """What was found, and what is left."""

    lines: list[Line] = field(default_factory=list)
    title: str | None = None
    """From a label: "Title: …"."""
    authors: list[str] = field(default_factory=list)
    published: list[Stated] = field(default_factory=list)
    updated: list[Stated] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    above: int = 0
    """How many lines stand above the last label or byline of the head."""
    titled: bool = False
    """Whether the title is known, so that no line need be one."""

    @property
    def at_title(self) -> bool:
        """Tell whether the next line may be the title: only what is certainly furniture is taken for it there."""
        return not self.lines and not self.titled

    @property
    def stated(self) -> Stated:
        """The publication date, or why there is none. The time of an update is not the time of publication."""
        if self.published or not self.updated:
            return best(self.published)
        filled = any(each.value or each.reason != "empty_label" for each in self.updated)
        return NOTHING if filled else self.updated[0]


@dataclass(frozen=True)
class _Found:
    kind: RepairKind
    labels: Labels = _NO_LABELS
    authors: tuple[str, ...] = ()


def take_furniture(lines: Sequence[Line], language: str | None = None, *, titled: bool = False) -> Furniture:
    """Take labels, bylines and boilerplate out of a text's lines.

    Args:
        lines: those of a whole text.
        language: its language, if it is known.
        titled: whether the title is known, so that "Title: …" is only a line.
    """
    found = Furniture(titled=titled)
    boilerplate: list[Line] = []
    room = _MAX_BOILERPLATE
    head, gap, waiting = _head_size(lines), False, ""
    for at, line in enumerate(lines):
        each = _classify(lines, at, head, language, waiting, found)
        waiting = ""
        if each is not None and each.kind is RepairKind.BOILERPLATE:
            room -= len(line.text) + 1
        if each is None or room < 0 or len(found.repairs) >= MAX_REPAIRS:
            found.lines.append(line._replace(gap=True) if gap else line)
            gap = False
            continue
        gap, waiting = True, each.labels.waiting
        if each.kind is RepairKind.BOILERPLATE:
            boilerplate.append(line)
        else:
            _note(found, each, line, in_head=at < head)
    found.repairs += dropped(RepairKind.BOILERPLATE, boilerplate)
    if not titled:
        _take_title(found)
    return found


def _head_size(lines: Sequence[Line]) -> int:
    """Return how many lines the head has: no further than a second long sentence, and never the last line."""
    prose = 0
    for at, line in enumerate(lines[:_HEAD_LINES]):
        prose += len(line.text) > _PROSE_CHARS and ends_with_stop(line.text)
        if prose == _HEAD_PROSE_LINES:
            return at
    return min(len(lines) - 1, _HEAD_LINES)


def _note(found: Furniture, each: _Found, line: Line, *, in_head: bool) -> None:
    if each.kind is RepairKind.BYLINE_LINE and in_head and found.lines and _is_name_above(found, each):
        name = found.lines.pop()
        found.repairs += dropped(RepairKind.BYLINE_LINE, [name])
        each = _Found(each.kind, authors=(name.text,))
    # One repair a line: what it said must be there in full.
    found.repairs += dropped(each.kind, [line])
    found.published += each.labels.published
    found.updated += each.labels.updated
    found.authors += [name for name in each.authors if name not in found.authors]
    if in_head:
        found.above = len(found.lines)


def _is_name_above(found: Furniture, each: _Found) -> bool:
    """Tell a name in a line of its own, above "BBC Urdu, Islamabad"."""
    above = found.lines[-1].text
    parts = above.split()
    return (
        len(found.lines) > 1
        and len(each.authors) == 1
        and is_agency(each.authors[0])
        and 2 <= len(parts) <= 4
        and len(above) <= 40
        and not any(char.isdigit() for char in above)
        and not ends_sentence(above)
    )


def _classify(
    lines: Sequence[Line], at: int, head: int, language: str | None, waiting: str, found: Furniture
) -> _Found | None:
    """Say what a line is, if it is not of the article."""
    line = lines[at]
    if len(line.text) > MAX_DROPPED:
        return None
    if (at < head or at >= len(lines) - _TAIL_LINES) and (
        edge := _at_edge(lines, at, at < head, language, waiting, found)
    ):
        return edge
    if found.at_title and _is_kicker(lines, at):
        return _Found(RepairKind.BOILERPLATE)
    if at > 0 and not line.gap and _is_open(lines[at - 1].text, in_head=at < head):
        return None  # it may be the end of the sentence above
    if is_boilerplate(line.text, head=found.at_title, tail=at >= len(lines) - _NOTICE_LINES):
        return _Found(RepairKind.BOILERPLATE)
    return None


def _is_open(above: str, *, in_head: bool) -> bool:
    """Tell a line whose sentence may go on below. In the head, a headline looks the same but for a comma."""
    return len(above) > _OPEN_CHARS and (above[-1] in ",،" if in_head else not ends_sentence(above))


def _at_edge(
    lines: Sequence[Line], at: int, in_head: bool, language: str | None, waiting: str, found: Furniture
) -> _Found | None:
    """Read a line of the head or the tail as a label, the value of the label above, or a byline."""
    text = lines[at].text
    if waiting and (labels := value_of(waiting, text, language)):
        return _Found(RepairKind.LABEL_LINE, labels)
    if whole := _of_line(text, found.at_title, in_head, language):
        return whole
    if in_head and is_post(text, below_name=_is_below_byline(found)):
        return _Found(RepairKind.BYLINE_LINE)
    if at + 1 < len(lines) and (label := lone_label(text)) and value_of(label, lines[at + 1].text):
        return _Found(RepairKind.LABEL_LINE, Labels(waiting=label))
    if at == len(lines) - 1 and at > 0 and (names := read_signature(text)):
        return _Found(RepairKind.BYLINE_LINE, authors=names)
    return None


def _is_below_byline(found: Furniture) -> bool:
    last = found.repairs[-1] if found.repairs else None
    return last is not None and last.kind is RepairKind.BYLINE_LINE and found.above == len(found.lines)


def _of_line(text: str, first: bool, in_head: bool, language: str | None) -> _Found | None:
    """Read a line as labels, a date or a byline, or as several of these with separators between."""
    if whole := _of_piece(text, first, in_head, language):
        return whole
    pieces = [piece for piece in _PIECES.split(text) if piece] if in_head else []
    if len(pieces) < 2:
        return None
    parts: list[_Found] = []
    for piece in pieces:
        part = _of_piece(piece, first, in_head, language)
        if part is None and (is_section(piece) or is_agency(piece) or is_boilerplate(piece, head=True)):
            part = _Found(RepairKind.BOILERPLATE)
        if part is None and is_cased_name(piece):
            part = _Found(RepairKind.BYLINE_LINE, authors=(piece,))
        if part is None:
            return None
        parts.append(part)
    return _together(parts)


def _together(parts: list[_Found]) -> _Found | None:
    kinds = {part.kind for part in parts}
    if kinds <= {RepairKind.BOILERPLATE}:
        return None
    kind = RepairKind.LABEL_LINE if RepairKind.LABEL_LINE in kinds else RepairKind.BYLINE_LINE
    labels = Labels(
        tuple(each for part in parts for each in part.labels.published),
        tuple(each for part in parts for each in part.labels.updated),
    )
    if kind is RepairKind.BYLINE_LINE and not any(part.authors for part in parts):
        return None
    return _Found(kind, labels, tuple(name for part in parts for name in part.authors))


def _of_piece(text: str, first: bool, in_head: bool, language: str | None) -> _Found | None:
    if labels := read_labels(text, language):
        if not labels.prefix:
            return _Found(RepairKind.LABEL_LINE, labels)
        return _with_prefix(text, labels, first, language) if in_head else None
    if not in_head:
        return None
    if is_date(text) or is_vague(text):
        return _Found(RepairKind.LABEL_LINE, Labels((read_date(text, language),)))
    if names := read_byline(text, first=first):
        return _Found(RepairKind.BYLINE_LINE, authors=names)
    return None


def _with_prefix(text: str, labels: Labels, first: bool, language: str | None) -> _Found | None:
    """Read "Ahmed Khan Published December 1, 2026" and "2 Dec 2026 | Updated: 3 Dec 2026"."""
    if is_date(labels.prefix):
        dated = Labels((read_date(labels.prefix, language), *labels.published), labels.updated, "", labels.waiting)
        return _Found(RepairKind.LABEL_LINE, dated)
    prefix = " ".join(text.split()[: len(labels.prefix.split())]).strip(" |/-–—·•,،(")
    if names := read_byline(prefix, first=first):
        return _Found(RepairKind.LABEL_LINE, labels, names)
    if not first and is_cased_name(prefix):
        return _Found(RepairKind.LABEL_LINE, labels, (prefix,))
    if is_agency(prefix):
        return _Found(RepairKind.LABEL_LINE, labels, (prefix,))
    return _Found(RepairKind.LABEL_LINE, labels) if is_section(prefix) else None


def _is_kicker(lines: Sequence[Line], at: int) -> bool:
    """Tell a section's name above the title; a text must follow below, and the title itself stays."""
    if at + 2 >= len(lines) or not (is_section(lines[at].text) or is_agency(lines[at].text)):
        return False
    following = lines[at + 1].text
    return len(following) <= _MAX_TITLE_CHARS and not ends_with_stop(following.rstrip("?؟!"))


def _take_title(found: Furniture) -> None:
    """Take the label off "Title: …" in the first line."""
    if len(found.lines) < 2 or not (split := _TITLE_END.search(found.lines[0].text, 0, 30)):
        return
    line = found.lines[0]
    value = line.text[split.end() :]
    if (
        any(map(str.isalnum, value))
        and len(value) <= _MAX_TITLE_CHARS
        and key(line.text[: split.start()]) in lexicon().title
    ):
        found.title = value
        found.lines.pop(0)
        found.above = max(found.above - 1, 0)
        label = Line(line.text[: split.end()].strip(), line.offset)
        found.repairs += dropped(RepairKind.LABEL_LINE, [label])
