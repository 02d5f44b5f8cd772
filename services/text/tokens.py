"""Words, and the terms the index keeps for them. Articles and queries go through the same code."""

import re
import unicodedata
from collections.abc import Iterator

import regex

from services.text.fold import fold, fold_with_offsets
from services.text.memo import Memo

ANALYSER_VERSION: int = 4
"""Rises whenever terms, stop words or stems differ for some text: what was indexed before is then indexed again."""

MAX_TERM_CHARS = 64

# Python's own \w splits words at vowel signs and joiners. Soft hyphens and direction marks do not end a word either.
_WORD = regex.compile(r"[\p{L}\p{N}\uFDFD][\p{L}\p{M}\p{N}\u200c-\u200f\u00ad\u2060\uFDFD]*")
_CHUNK = re.compile(r"\S+")
MARKS = ".,:;!?…،؛؟۔।«»“”‘’„\"'()[]-–—/"
"""Marks that stand around words, no letter, digit or part of one: without them most chunks are one word."""
# Digits in groups are one number: 1,234 and ۱٬۲۳۴ and 1234, and as they group in India 12,34,567. A point is no such
# mark, for it also parts decimals, dates and versions.
_GROUPS = r"(?<![\p{L}\p{M}\p{N}])\d{1,3}(?:[,٬]\d{2,3}){0,6}[,٬]\d{3}(?!\d)"
_LETTERS = r"[\p{L}\p{M}\p{N}]+"
_TERM = regex.compile(f"{_GROUPS}|{_LETTERS}")
_ONE_TERM = regex.compile(_LETTERS)
_GROUPING = re.compile("[,٬]")


Terms = tuple[str, ...]


def words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each word, as code points from the start of `text`."""
    for match in _WORD.finditer(text):
        yield match.span()


def words_in(chunk: str) -> tuple[str, ...]:
    """List the words in what stands between white space: commonly one, with or without marks around it."""
    word = chunk.strip(MARKS)
    return (word,) if word.isalnum() else tuple(_WORD.findall(word))


def terms(text: str, language: str = "und") -> list[str]:  # noqa: ARG001 - callers name it; `fold` has no use for it
    """List the folded terms of a text in order, for the index as for a query. Terms are cut at `MAX_TERM_CHARS`.

    Args:
        text: faithful text (or a query).
        language: BCP 47 tag or `und`; today every language is folded alike.
    """
    found: list[str] = []
    # Faithful text is composed already; what is typed need not be.
    for chunk in unicodedata.normalize("NFC", text).split():
        found += TERMS[chunk]
    return found


def terms_of(chunk: str) -> Terms:
    """List the terms of what stands between white space; of a word more than one where a space is missing in it."""
    folded = fold(chunk.strip(MARKS))
    # Most are one word, and need no search for where it begins and ends. (Vowel signs are not `isalnum`.)
    if folded.isalnum() or _ONE_TERM.fullmatch(folded):
        return (folded[:MAX_TERM_CHARS],)
    return tuple([_term(found) for found in _TERM.findall(folded)])


def term_spans(text: str, language: str = "und") -> Iterator[tuple[int, int, str]]:
    """Yield the span of each term in the faithful text, in the order of `terms`, to show the author's letters.

    Two words that were joined have a span each. Slower than `terms`: for what is shown.
    """
    for chunk in _CHUNK.finditer(text):
        folded = fold_with_offsets(chunk.group(), language)
        for match in _TERM.finditer(folded.text):
            start, end = folded.source(*match.span())
            yield chunk.start() + start, chunk.start() + end, _term(match.group())


def _term(found: str) -> str:
    return (found if found.isalnum() else _GROUPING.sub("", found))[:MAX_TERM_CHARS]


TERMS = Memo(terms_of)
"""`terms_of`, remembered."""
