"""UTF-8 that was taken for a code page and encoded again: `Ø®Ø¨Ø±` for `خبر`, `donâ€™t` for `don’t`.

The idea is ftfy's (https://ftfy.readthedocs.io): go the way back and see whether UTF-8 comes out. UTF-8 is so strict
that text which was not made so does not survive it. Each line is judged, since broken text is pasted into sound pages,
and is mended whole or not at all. What may speak *about* such letters is left alone, and so is what was lost in part.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

import regex

_ABOUT = re.compile(r"mojibake|utf-?8|unicode|encod|charset|ascii|windows-125|latin-?1|кодиров|ترميز", re.IGNORECASE)
# The code pages that UTF-8 is read in by mistake; the way back from windows-1252 takes latin-1 along.
_PAGES = ("cp1252", "cp1254", "cp1256", "cp1251")
_MANY = 3
_MOST_TIMES = 3


@dataclass(frozen=True)
class Mended:
    """A text with its letters back, how many there were, and the place of the first in the broken text."""

    text: str
    count: int
    offset: int


@dataclass(frozen=True)
class _Page:
    """A code page, as the way back to bytes."""

    to_bytes: dict[int, int]
    shape: regex.Pattern[str]
    """What a line of UTF-8 looks like in it, more or less: sound text is told by it at its first letter."""


def may_be_mended(text: str) -> bool:
    """Tell by a look whether `mend` may find something."""
    return _ANY_PAIR.search(text) is not None


def mend(text: str) -> Mended | None:
    """Undo a double encoding where it is certain; None where there is none.

    Certain is a line all of whose characters come back, and most of its letters as those of another script; or, in
    languages of Latin letters, three accented letters or typographic signs. Where every line of a text comes back,
    what is certain of one is of all, and in a word one letter will do.
    """
    first: Mended | None = None
    while (found := _undo_any(text)) is not None:  # more than once, if need be: each time has made the text longer
        first = found if first is None else replace(first, text=found.text)
        text = found.text
    return first


def _undo_any(text: str) -> Mended | None:
    if not may_be_mended(text):
        return None
    return next((found for page in _TABLES if (found := _undo(text, page))), None)


def _undo(text: str, page: _Page) -> Mended | None:
    lines = text.split("\n")
    back = {at: way for at, line in enumerate(lines) if (way := _back(line, page)) is not None}
    if not back:
        return None
    everywhere = all(at in back or line.isascii() for at, line in enumerate(lines))
    certain = _certain(back, everywhere=everywhere, quoted=_ABOUT.search(text) is not None)
    if not certain:
        return None
    first = min(certain)
    before = sum(len(line) + 1 for line in lines[:first])
    offset = before + next(at for at, char in enumerate(lines[first]) if char > "\x7f")
    mended = "\n".join(back[at] if at in certain else line for at, line in enumerate(lines))
    return Mended(mended, sum(len(_beyond_ascii(back[at])) for at in certain), offset)


def _certain(back: dict[int, str], *, everywhere: bool, quoted: bool) -> set[int]:
    """Choose the lines of which the way back is certain."""
    certain = {at for at, way in back.items() if _is_other_script(way)}
    latin = {} if quoted else {at: found for at, way in back.items() if (found := _latin(way))}
    certain |= {at for at, found in latin.items() if len(found) >= _MANY}
    if everywhere and len(latin) == len(back):
        many = sum(map(len, latin.values())) >= _MANY
        certain |= latin.keys() if many or any(map(_IN_WORD.search, back.values())) else set()
    return set(back) if certain and everywhere else certain


def _back(line: str, page: _Page, times: int = _MOST_TIMES) -> str | None:
    """Go the way back from a line's letters to bytes to letters; None where that is no way, or leads nowhere.

    Controls come out where the line has been that way before, through latin-1: then it must go on.
    """
    if line.isascii() or page.shape.fullmatch(line) is None:
        return None
    try:
        back = line.translate(page.to_bytes).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    if not any(unicodedata.category(char) in _NO_TEXT for char in _beyond_ascii(back)):
        return back
    ways = (_back(back, other, times - 1) for other in _TABLES) if times > 1 else ()
    return next((way for way in ways if way is not None), None)


def _beyond_ascii(text: str) -> str:
    return _ASCII.sub("", text)


def _is_other_script(back: str) -> bool:
    letters = [char for char in back if char.isalpha()]
    other = sum(char > "\u024f" and not "\u1e00" <= char <= "\u1eff" for char in letters)
    return other >= _MANY and other * 2 >= len(letters)


def _latin(back: str) -> str:
    """Return a line's accented letters and typographic signs, if it has nothing else beyond ASCII."""
    found = _beyond_ascii(back).replace("\xa0", "")
    return "" if _NOT_LATIN.search(found) else found


def _letters(name: str) -> list[str]:
    """Return what each byte looks like. What the code page lacks looks as in latin-1, where browsers put it."""
    return [bytes([byte]).decode(name, "ignore") or chr(byte) for byte in range(256)]


def _page(name: str) -> _Page:
    letters = _letters(name)
    lead2, lead3, lead4 = (_class(letters[start:end]) for start, end in ((0xC2, 0xE0), (0xE0, 0xF0), (0xF0, 0xF5)))
    rest = _class(letters[0x80:0xC0], "\x80-\x9f")
    # Possessive: it must not try again what it has passed. `re` of Python before 3.11.5 errs on such groups.
    shape = f"(?:[\x00-\x7f]++|{lead2}{rest}|{lead3}{rest}{{2}}|{lead4}{rest}{{3}})*+"
    return _Page({ord(letter): byte for byte, letter in enumerate(letters)}, regex.compile(shape))


def _class(letters: Iterable[str], more: str = "") -> str:
    return f"[{re.escape(''.join(letters))}{more}]"


def _pair() -> re.Pattern[str]:
    """What the first two bytes of a letter in UTF-8 look like, in any of the pages."""
    pages = [_letters(name) for name in _PAGES]
    leads = _class(letter for page in pages for letter in page[0xC2:0xF5])
    return re.compile(leads + _class((letter for page in pages for letter in page[0x80:0xC0]), "\x80-\x9f"))


_NO_TEXT = frozenset({"Cc", "Cn", "Co"})
_ASCII = re.compile("[\x00-\x7f]+")
_NOT_LATIN = re.compile(
    "[^\xa1-\u017f\u0218-\u021b\u1e00-\u1eff\u200d\u2010-\u2044\u20ac\u2122\ufe0f\U0001f300-\U0001faff]"
)
_IN_WORD = re.compile("[A-Za-z0-9][^\x00-\xa0]|[^\x00-\xa0][A-Za-z0-9]")
_TABLES = tuple(map(_page, _PAGES))
_ANY_PAIR = _pair()
