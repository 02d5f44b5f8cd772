"""Hard wraps: paragraphs that were broken into lines of one width are put together again, where that is certain.

Certain is what keeps a width that no verse, list, table or address keeps: nearly all lines that break off inside a
sentence reach it, sentences end in the middle of lines, and where there are capitals, lines go on with small letters.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas.article import Repair, RepairKind
from services.ingest.read.structure.lines import MAX_DROPPED, Line, ends_with_stop

_WIDTHS = frozenset(range(40, 131))
_VERSE_WIDTH = 56
"""Columns. Lines of verse can be even up to here, so there every line must be as full as the next word allows."""
_MIN_BREAKS = 3
_MAX_WORD = 50
_NEAR = 0.75
_SHARE = 0.85
_HEAD_LINES = 6
_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0dff\u200b-\u200f\u2060-\u2069]")
_ITEM = re.compile(r"[-–—•●■▪·*+>|]\s|[(\[]?(?:\d{1,3}|[a-zA-Z])[.)\]]\s|[|#=]")
_TABLE = re.compile(r"\t|\S {3,}\S|\|.*\|")
_MID_STOP = re.compile(
    r"(?<=[^\s.۔])[.!?؟।](?=[\"'”’»)\u200e\u200f]*\s\S)|(?<=[^\s.۔])۔(?=[\"'”’»)\u200e\u200f]*\s?[^\s۔])"
)
_BROKEN_WORD = re.compile(r"(?P<left>[^\W\d_]{2,})-$")
_LATIN_WORD = re.compile(r"[^\W\d_]+")


@dataclass
class _Page:
    """What the pairs of adjacent lines show."""

    measure: Callable[[str], int]
    columns: list[int]
    width: int
    broken: int = 0
    """Pairs whose first line breaks off inside a sentence."""
    near: int = 0
    """Of these, the ones whose first line comes near the width."""
    full: int = 0
    """Of these, the ones whose first line had no room for the next word."""
    small: int = 0
    """Of these, the ones that go on with a small letter."""
    cased: int = 0
    stops_inside: int = 0
    stops_at_ends: int = 0
    short_ends: bool = False
    """Whether lines that end both short and with a stop are followed by others without an empty line between."""


def unwrap(lines: list[Line]) -> tuple[list[Line], list[Repair]]:
    """Join the lines of wrapped paragraphs.

    Args:
        lines: those of a whole text.

    Returns:
        The lines, each with the offset of its first part; and what was done. Lines are the same where it is not
        certain that they were wrapped.
    """
    if not any(not line.gap for line in lines[1:]):
        return lines, []
    page = next((page for page in _surveys(lines) if _is_wrapped(page)), None)
    if page is None:
        return lines, []
    indents = sum(line.indented for line in lines)
    by_indent = 0 < indents * 2 < len(lines)
    merged: list[list[Line]] = [[lines[0]]]
    for at in range(1, len(lines)):
        apart = lines[at].gap or (by_indent and lines[at].indented) or not _goes_on(lines, at - 1, page, by_indent)
        if apart:
            merged.append([lines[at]._replace(gap=lines[at].gap or _ends_paragraph(lines, at, page, by_indent))])
        else:
            merged[-1].append(lines[at])
    words = _words_with_hyphens(lines)
    return _joined(merged, words)


def _columns(text: str) -> int:
    """Measure a line as a terminal does: marks take no room."""
    if text.isascii() or not _MARKS.search(text):
        return len(text)
    return sum(unicodedata.category(char) not in ("Mn", "Me", "Cf") for char in text)


def _surveys(lines: list[Line]) -> Iterator[_Page]:
    """Look at the page in several ways.

    Headlines may be longer than the width; and when they fill a line, some programs count the marks of Hindi or Arabic
    and some do not.
    """
    pairs = [at for at in range(len(lines) - 1) if not lines[at + 1].gap]
    body = [at for at in pairs if at >= _HEAD_LINES]
    for measure in (len, _columns):
        columns = [measure(line.text) for line in lines]
        widths = {max(columns[at] for at in those) for those in (pairs, pairs[1:], body) if those}
        for width in sorted(widths & _WIDTHS, reverse=True):
            yield _survey(lines, pairs, _Page(measure, columns, width))


def _survey(lines: list[Line], pairs: list[int], page: _Page) -> _Page:
    for at in pairs:
        if page.columns[at] > page.width or not _is_prose(lines[at].text) or not _is_prose(lines[at + 1].text):
            continue
        _count(page, lines, at)
    return page


def _count(page: _Page, lines: list[Line], at: int) -> None:
    text, following = lines[at].text, lines[at + 1].text
    page.stops_inside += len(_MID_STOP.findall(text))
    full = _is_full(lines, at, page)
    near = full or page.columns[at] >= _NEAR * page.width
    if ends_with_stop(text):
        page.stops_at_ends += near
        page.short_ends |= not full
        return
    if at < _HEAD_LINES and not near:
        return  # a headline, a byline
    page.broken += 1
    page.near += near
    page.full += full
    first = next((char for char in following if char.isalpha()), "")
    page.cased += first.isupper() or first.islower()
    page.small += first.islower()


def _is_prose(text: str) -> bool:
    return not _ITEM.match(text) and not _TABLE.search(text)


def _is_dash(lines: list[Line], at: int) -> bool:
    """Tell a dash that happens to begin a line from the items of a list, which has more than one."""
    around = [line.text for line in lines[max(at - 2, 0) : at + 5]]
    return sum(text.startswith(("-", "–", "—")) for text in around) == 1 and lines[at + 1].text[0] in "-–—"


def _is_full(lines: list[Line], at: int, page: _Page) -> bool:
    following = lines[at + 1].text
    return page.columns[at] + 1 + page.measure(following.split(None, 1)[0]) > page.width


def _is_wrapped(page: _Page) -> bool:
    if page.broken < _MIN_BREAKS or page.near < _SHARE * page.broken:
        return False
    if (page.width < _VERSE_WIDTH or page.broken < 2 * _MIN_BREAKS) and page.full < page.broken:
        return False
    if page.cased * 2 > page.broken:
        return page.small * 4 >= page.cased
    sure = page.full == page.broken or page.stops_inside > 2 * page.stops_at_ends
    return sure and page.stops_inside > page.stops_at_ends


def _goes_on(lines: list[Line], at: int, page: _Page, by_indent: bool) -> bool:
    """Tell whether the paragraph of the line at `at` goes on in the next line."""
    text, following = lines[at].text, lines[at + 1].text
    if not (_is_prose(following) or _is_dash(lines, at)) or _TABLE.search(text) or page.columns[at] > page.width:
        return False
    full = _is_full(lines, at, page)
    if not ends_with_stop(text):
        return full or page.columns[at] >= _NEAR * page.width
    # A full line that ends a sentence can also end its paragraph, where paragraphs are not set apart otherwise.
    return full and (by_indent or not page.short_ends)


def _ends_paragraph(lines: list[Line], at: int, page: _Page, by_indent: bool) -> bool:
    """Tell whether a line is certainly of another paragraph than the one before it."""
    if by_indent and lines[at].indented:
        return True
    return ends_with_stop(lines[at - 1].text) and not _is_full(lines, at - 1, page)


def join(groups: Sequence[Sequence[Line]]) -> tuple[list[Line], list[Repair]]:
    """Join groups of lines, each into one."""
    words = _words_with_hyphens([line for group in groups for line in group])
    return _joined(list(map(list, groups)), words)


def _words_with_hyphens(lines: list[Line]) -> frozenset[str]:
    """List the text's words, if any line ends in a hyphen: they tell a broken word from a compound."""
    if not any(line.text.endswith("-") for line in lines):
        return frozenset()
    return frozenset(word.lower() for line in lines for word in _LATIN_WORD.findall(line.text))


def _joined(merged: list[list[Line]], words: frozenset[str]) -> tuple[list[Line], list[Repair]]:
    lines: list[Line] = []
    joins: list[int] = []
    hyphens: list[int] = []
    for parts in merged:
        text = parts[0].text
        for before, part in pairwise(parts):
            joins.append(before.offset + len(before.text))
            text, mended = _join(text, part.text, words, len(hyphens) < MAX_DROPPED)
            if mended:
                hyphens.append(before.offset + len(before.text) - 1)
        lines.append(parts[0]._replace(text=text))
    repairs = [Repair(kind=RepairKind.UNWRAPPED_LINES, count=len(joins), offset=joins[0])] if joins else []
    if hyphens:
        dropped = "-" * len(hyphens)
        repairs.append(Repair(kind=RepairKind.HYPHENATION, count=len(hyphens), offset=hyphens[0], dropped=dropped))
    return lines, repairs


def _join(text: str, following: str, words: frozenset[str], may_mend: bool) -> tuple[str, bool]:
    """Join two lines; a hyphen goes only where the text itself has the whole word elsewhere."""
    if text.endswith("\u00ad"):
        return text + following, False
    broken = _BROKEN_WORD.search(text, max(len(text) - _MAX_WORD, 0))
    rest = _LATIN_WORD.match(following)
    if not broken or not rest or not rest[0].islower() or not broken["left"].islower() | broken["left"].istitle():
        return f"{text} {following}", False
    if may_mend and (broken["left"] + rest[0]).lower() in words:
        return text[:-1] + following, True
    return text + following, False
