"""Letters: each character by itself, as it is compared.

One table serves every language. A query is too short to tell its language, so a rule that only held for one would keep
that language's articles from being found. What differs by language is left alone instead:

* ے and ې are not folded into ي. لڑکی (girl) and لڑکے (boys), سړی and سړې are different words, and keyboards that lack
  ے are rarer than such pairs. ۓ is written out as ئے, so جاۓ meets جائے.
* Cyrillic й, Bengali and Gurmukhi dotted letters are letters of their own.
"""

import re
import unicodedata

_VARIANTS = {
    "ا": "أإآٱٲٳٵ",
    "و": "ؤٶ",
    "ي": "یىئؽؾؿ",
    "ك": "کڪڬ",
    "ه": "ہھةۃۂەۀۿ",
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
    "ত্": "ৎ",
    "بسم الله الرحمن الرحيم": "\ufdfd",
    " ": "\u200b",  # a zero-width space parts words
}
_LETTERS = {variant: to for to, variants in _VARIANTS.items() for variant in variants}
# Combining marks that only help to pronounce, and signs that choose among glyphs. The vowel signs of Indic scripts are
# letters in all but name.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08ff\u093c\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_STRIPPED = re.compile("[\u00c0-\u024f\u0370-\u03ff\u0900-\u097f\u1e00-\u1fff]")


class _Table(dict[int, int | str | None]):
    """A translation table that works each character out once, when it first meets it."""

    def __missing__(self, code: int) -> int | str | None:
        self[code] = folded = _fold_character(code)
        return folded


TABLE = _Table()
"""For `str.translate`: what each code point is compared as; None where it does not count."""


def fold_letters(text: str) -> str:
    """Return what a text's characters are compared as, each by itself: none, one or more characters for each."""
    return text.translate(TABLE)


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
