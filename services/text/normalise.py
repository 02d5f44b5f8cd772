"""The faithful text: what the author wrote, repaired only where the repair is certain.

Joiners (U+200C, U+200D) and direction marks carry meaning in Persian, Urdu and mixed text and are kept. The result is
stable (`normalise(normalise(x))` changes nothing) and can be stored anywhere: no NUL, no lone surrogate.
"""

import re
import unicodedata
from collections.abc import Callable

import regex

from schemas.article import Repair, RepairKind

_SURROGATE = re.compile("[\ud800-\udfff]")
# U+FEFF inside a text is a byte order mark left over from joining files; it is invisible and splits words.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_WORD = re.compile(r"\S+")
# No script sets more than a few marks on a letter, but sorting a long run of them takes quadratic time. Unicode's
# stream-safe format (UAX #15) parts such runs by an invisible joiner, U+034F.
_MARK_RUN = regex.compile(r"([^\p{ccc=0}]{30})(?=[^\p{ccc=0}])")


def normalise(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Repair what is certainly broken: surrogates, controls, line ends, composition, space at line ends.

    Args:
        text: decoded text, of any content.

    Returns:
        The faithful text, and one `Repair` for each kind of change that was made. A repair's offset is a code point in
        the text as it was just before that repair.
    """
    repairs: list[Repair] = []
    for step in _STEPS:
        text, repair = step(text)
        if repair is not None:
            repairs.append(repair)
    return text, tuple(repairs)


def without_mark(text: str) -> tuple[str, Repair | None]:
    """Drop a byte order mark at the start."""
    if not text.startswith("\ufeff"):
        return text, None
    return text[1:], Repair(kind=RepairKind.BYTE_ORDER_MARK, count=1, offset=0)


def _surrogates(text: str) -> tuple[str, Repair | None]:
    """Join surrogate pairs, which some JSON writers leave apart, and replace lone ones by U+FFFD."""
    first = _SURROGATE.search(text)
    if first is None:
        return text, None
    count = len(_SURROGATE.findall(text))
    mended = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return mended, Repair(kind=RepairKind.LONE_SURROGATE, count=count, offset=first.start())


def _controls(text: str) -> tuple[str, Repair | None]:
    return _substitute(_CONTROL, "", RepairKind.CONTROL_CHARACTERS, text)


def _line_ends(text: str) -> tuple[str, Repair | None]:
    return _substitute(_LINE_END, "\n", RepairKind.LINE_ENDS, text)


def _mark_runs(text: str) -> tuple[str, Repair | None]:
    first = _MARK_RUN.search(text)
    if first is None:
        return text, None
    text, count = _MARK_RUN.subn("\\1\u034f", text)
    return text, Repair(kind=RepairKind.UNICODE_NFC, count=count, offset=first.start())


def _composition(text: str) -> tuple[str, Repair | None]:
    if unicodedata.is_normalized("NFC", text):
        return text, None
    composed = unicodedata.normalize("NFC", text)
    # Nothing composes across white space, so words are counted. A lone exotic space can be all that changed.
    starts = [m.start() for m in _WORD.finditer(text) if not unicodedata.is_normalized("NFC", m.group())]
    if not starts:
        starts = [next((i for i, (a, b) in enumerate(zip(text, composed, strict=False)) if a != b), 0)]
    return composed, Repair(kind=RepairKind.UNICODE_NFC, count=len(starts), offset=starts[0])


def _trailing_space(text: str) -> tuple[str, Repair | None]:
    # Not a pattern like `\s+$`: that one takes quadratic time on long runs of spaces.
    lines = text.split("\n")
    stripped = [line.rstrip() for line in lines]
    if stripped == lines:
        return text, None
    changed = [n for n, (before, after) in enumerate(zip(lines, stripped, strict=True)) if before != after]
    offset = sum(len(line) + 1 for line in lines[: changed[0]]) + len(stripped[changed[0]])
    return "\n".join(stripped), Repair(kind=RepairKind.TRAILING_SPACE, count=len(changed), offset=offset)


def _substitute(pattern: re.Pattern[str], by: str, kind: RepairKind, text: str) -> tuple[str, Repair | None]:
    first = pattern.search(text)
    if first is None:
        return text, None
    text, count = pattern.subn(by, text)
    return text, Repair(kind=kind, count=count, offset=first.start())


_STEPS: tuple[Callable[[str], tuple[str, Repair | None]], ...] = (
    without_mark,
    _surrogates,
    _controls,
    _line_ends,
    _mark_runs,
    _composition,
    _mark_runs,  # composing takes some marks apart into two
    _trailing_space,
)
