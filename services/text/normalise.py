"""The faithful text: what the author wrote, repaired only where the repair is certain.

Joiners (U+200C, U+200D) and direction marks carry meaning in Persian, Urdu and mixed text and are kept. The result is
stable (`normalise(normalise(x))` changes nothing) and can be stored anywhere: no NUL, no lone surrogate.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import islice
from operator import ne

import regex

from schemas.article import Repair, RepairKind
from services.text.composition import ABOVE, MARKS, UNSURE
from services.text.mojibake import may_be_mended, mend

_SURROGATE = re.compile("[\ud800-\udfff]")
# U+FEFF inside a text is a byte order mark left over from joining files; it is invisible and splits words.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_LINE_END_CHAR = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_LINE_END = re.compile(f"\r\n|{_LINE_END_CHAR.pattern}")
_WORD = re.compile(r"\S+")
# Glyphs that stand for letters, U+FB50 to U+FEFC: what PDFs may have of Arabic. In a text they are what its author
# wrote, and only the fold looks through them. Left alone in a PDF, too, are those that are words or signs of their own
# (ﷲ ﷺ ﷼ ﷽ ﴾ ﴿ and their like: U+FDF0 and above, and what does not begin with a letter once taken apart), and vowels
# on nothing (ﹶ), since it is not certain which letter they belong to.
_GLYPHS = {
    code: letters
    for code in (*range(0xFB50, 0xFDF0), *range(0xFE80, 0xFEFD))
    if (letters := unicodedata.normalize("NFKC", chr(code))) != chr(code) and unicodedata.category(letters[0]) == "Lo"
}
_GLYPH = re.compile(f"[{''.join(map(chr, _GLYPHS))}]")
# What only broken text has; what UTF-8's bytes look like in any code page, though sound text may have them, too; and
# what may be composed. Most texts have none of these, which one look tells: each step would look through all of it.
_BROKEN_CHARS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_BROKEN = re.compile(f"[{_BROKEN_CHARS}]")
_BYTES_CHARS = "\xa2-\xa9\xac\xae-\xba\xbc-\xbf\xc2-\xf4\u0402"
_BYTES = re.compile(f"[{_BYTES_CHARS}]")
_SUSPECT = re.compile(f"[{_BROKEN_CHARS}{_BYTES_CHARS}]")
_ODD = re.compile(f"[{_BROKEN_CHARS}{_BYTES_CHARS}{re.escape(UNSURE + MARKS)}{ABOVE}]")
# No script sets more than a few marks on a letter, but sorting a long run of them takes quadratic time. Unicode's
# stream-safe format (UAX #15) parts such runs by an invisible joiner, U+034F.
_MOST_MARKS = 30
# A longer run has one of them at each so many letters, which nearly all texts do not: that is looked at first. Of a run
# the first stands apart, since `re` seeks a class much faster than a run of it.
_MARK = re.compile(f"[{MARKS}{ABOVE}]")
_MAY_BE_RUN = re.compile(f"[{MARKS}{ABOVE}][{MARKS}{ABOVE}]{{{_MOST_MARKS}}}")
_MARK_RUN = regex.compile(rf"([^\p{{ccc=0}}]{{{_MOST_MARKS}}})(?=[^\p{{ccc=0}}])")


def normalise(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Repair what is certainly broken: double encoding, surrogates, controls, line ends, composition, space.

    Args:
        text: decoded text, of any content.

    Returns:
        The faithful text, and one `Repair` for each kind of change that was made, or more where one change brought
        another to light. A repair's offset is a code point in the text as it was just before that repair.
    """
    repairs: list[Repair] = []
    steps = _steps_for(text)
    while True:
        again = False
        for step in steps:
            text, repair = step(text)
            if repair is not None:
                repairs.append(repair)
                again |= steps is _STEPS or step is _composition
        # Without what was dropped, a double encoding may be whole. Undoing one makes the text shorter, so this ends.
        if not again or (steps := _steps_for(text)) is not _STEPS:
            return text, tuple(repairs)


def normalise_part(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Normalise a part of a text that `normalise` has answered.

    There is nothing left to repair but a double encoding that was not certain beside the rest of the text.
    """
    return normalise(text) if _may_be_double(text) else (text, ())


def _steps_for(text: str) -> "tuple[_Step, ...]":
    """Return the steps that may find something in a text."""
    if _ODD.search(text) is None:
        return (_trailing_space,)
    if _SUSPECT.search(text) is None:
        return _CLEAN_STEPS
    return _STEPS if _BROKEN.search(text) is not None or _may_be_double(text) else _CLEAN_STEPS


def _may_be_double(text: str) -> bool:
    return _BYTES.search(text) is not None and may_be_mended(text)


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


def _double_encoding(text: str) -> tuple[str, Repair | None]:
    mended = mend(text)
    if mended is None:
        return text, None
    return mended.text, Repair(kind=RepairKind.DOUBLE_ENCODING, count=mended.count, offset=mended.offset)


def glyphs_to_letters(text: str) -> tuple[str, Repair | None]:
    """Put letters for the glyphs that a PDF names; for formats that know glyphs only, as the author typed letters."""
    first = _GLYPH.search(text)
    if first is None:
        return text, None
    repair = Repair(kind=RepairKind.PRESENTATION_FORMS, count=len(_GLYPH.findall(text)), offset=first.start())
    return text.translate(_GLYPHS), repair


def _controls(text: str) -> tuple[str, Repair | None]:
    return _substitute(_CONTROL, "", RepairKind.CONTROL_CHARACTERS, text)


def _line_ends(text: str) -> tuple[str, Repair | None]:
    if _LINE_END_CHAR.search(text) is None:  # twice as fast as the pattern with the pair in it
        return text, None
    return _substitute(_LINE_END, "\n", RepairKind.LINE_ENDS, text)


def _composition(text: str) -> tuple[str, Repair | None]:
    composed = unicodedata.normalize("NFC", _with_short_runs(text))
    if composed == text:
        return text, None
    composed = _with_short_runs(composed)  # composing takes some marks apart into two
    # Nothing composes across white space, so words are counted. A lone exotic space can be all that changed.
    changed = list(map(ne, text.split(), composed.split()))
    if True in changed:
        offset = next(islice(_WORD.finditer(text), changed.index(True), None)).start()
    else:
        offset = next(
            (at for at, (before, after) in enumerate(zip(text, composed, strict=False)) if before != after), 0
        )
    return composed, Repair(kind=RepairKind.UNICODE_NFC, count=max(sum(changed), 1), offset=offset)


def _with_short_runs(text: str) -> str:
    if _MARK.search(text[::_MOST_MARKS]) is None or _MAY_BE_RUN.search(text) is None:
        return text
    return _MARK_RUN.sub("\\1\u034f", text)


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


_Step = Callable[[str], tuple[str, Repair | None]]
_CLEAN_STEPS: tuple[_Step, ...] = (_composition, _trailing_space)
_STEPS: tuple[_Step, ...] = (
    without_mark,
    _surrogates,
    _composition,  # an accented letter that stands for a byte may be typed as two
    _double_encoding,  # before controls and line ends: both are bytes of it
    _controls,
    _line_ends,
    *_CLEAN_STEPS,
)
