"""The folded text: what is compared, so that any spelling of a word meets any other.

One table serves every language. A query is too short to tell its language, so a rule that only held for one would keep
that language's articles from being found. What differs by language is left alone instead:

* ے and ې are not folded into ي. لڑکی (girl) and لڑکے (boys), سړی and سړې are different words, and keyboards that lack
  ے are rarer than such pairs. ۓ is written out as ئے, so جاۓ meets جائے.
* ء that stands alone stays: ماء (water) is not ما (what).
* Cyrillic й, Bengali and Gurmukhi dotted letters are letters of their own.
"""

import re
import unicodedata
from dataclasses import dataclass

_VARIANTS = {
    "ا": "أإآٱٲٳٵ",
    "و": "ؤٶ",
    "ي": "یىئؽؾؿ",
    "ك": "کڪڬ",
    "ه": "ہھةۃۂەۀۿ",
    "ن": "ں",
    "گ": "ګ",
    "ڕ": "ڒ",
    "يے": "ۓ",
    "i": "ı",
    "o": "øØ",
    "l": "łŁ",
    "d": "đĐð",
    "ae": "æÆ",
    "oe": "œŒ",
    "е": "ёЁ",
    "ं": "ँ",
    "بسم الله الرحمن الرحيم": "\ufdfd",
    " ": "\u200b",  # a zero-width space parts words
}
_LETTERS = {variant: to for to, variants in _VARIANTS.items() for variant in variants}
# Combining marks that only help to pronounce. The vowel signs of Indic scripts are letters in all but name.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08ff\u093c]"
)
_STRIPPED = re.compile("[\u00c0-\u024f\u0370-\u03ff\u0900-\u097f\u1e00-\u1fff]")
# Hindi writes a nasal before a consonant of its own row either out or as a dot: हिन्दी, हिंदी.
_NASAL = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")


@dataclass(frozen=True)
class Folded:
    """Folded text, and for each of its characters the index in the faithful text it comes from."""

    text: str
    offsets: tuple[int, ...]


def fold(text: str, language: str = "und") -> str:  # noqa: ARG001 - callers name it; see the module's first lines
    """Fold a text for comparison. Neither order nor word boundaries change.

    Args:
        text: faithful text (or a query).
        language: BCP 47 tag; today every language shares one table.
    """
    return _NASAL.sub("ं", text.translate(_TABLE))


def fold_with_offsets(text: str, language: str = "und") -> Folded:  # noqa: ARG001 - as above
    """Fold like `fold`, and remember where each character came from. Slower: for what is shown, not for indexing."""
    pieces = [(_TABLE[ord(char)], index) for index, char in enumerate(text)]
    pairs = [(char, index) for piece, index in pieces for char in _characters(piece)]
    folded = "".join(char for char, _ in pairs)
    dropped = {match.start() + 1 for match in _NASAL.finditer(folded)}
    offsets = tuple(index for at, (_, index) in enumerate(pairs) if at not in dropped)
    return Folded(_NASAL.sub("ं", folded), offsets)


class _Table(dict[int, int | str | None]):
    """A translation table that works each character out once, when it first meets it."""

    def __missing__(self, code: int) -> int | str | None:
        self[code] = folded = _fold_character(code)
        return folded


def _fold_character(code: int) -> int | str | None:
    char = chr(code)
    if char in _LETTERS:
        return _LETTERS[char]
    folded = "".join(_fold_part(part) for part in _parts(char))
    if char.isspace() or folded == char:
        return code
    return folded.strip() or None


def _parts(char: str) -> str:
    """Take a character apart into those it stands for: ligatures, presentation forms, accented letters."""
    parts = unicodedata.normalize("NFKC", char).casefold()
    return "".join(unicodedata.normalize("NFD", part) if _STRIPPED.match(part) else part for part in parts)


def _fold_part(part: str) -> str:
    if _MARKS.match(part) or unicodedata.category(part) == "Cf":
        return ""
    if part in _LETTERS:
        return _LETTERS[part]
    digit = unicodedata.decimal(part, None)
    return part if digit is None else str(digit)


def _characters(piece: int | str | None) -> str:
    if piece is None:
        return ""
    return chr(piece) if isinstance(piece, int) else piece


_TABLE = _Table()
