"""Words, and the terms the index keeps for them. Articles and queries go through the same code."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import regex

from services.text.fold import fold, fold_with_offsets

ANALYSER_VERSION: int = 2
"""Rises whenever `terms` answers differently for some text: what was indexed before must then be indexed again."""

MAX_TERM_CHARS = 64
_CACHED_CHUNKS = 1 << 17

# Python's own \w splits words at vowel signs and joiners. Soft hyphens and direction marks do not end a word either.
_WORD = regex.compile(r"[\p{L}\p{N}\uFDFD][\p{L}\p{M}\p{N}\u200c-\u200f\u00ad\u2060\uFDFD]*")
_CHUNK = re.compile(r"\S+")
_TERM = regex.compile(r"[\p{L}\p{M}\p{N}]+")


def words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each word, as code points from the start of `text`."""
    for match in _WORD.finditer(text):
        yield match.span()


def count_words(text: str) -> int:
    """Count the words of a text."""
    return sum(len(_WORD.findall(line)) for line in text.split("\n"))


def spellings(text: str) -> Counter[str]:
    """Count each spelling of each word, in the order they first come in."""
    return Counter(_WORD.findall(text))


def terms(text: str, language: str = "und") -> list[str]:
    """List the folded terms of a text in order, for the index as for a query. Terms are cut at `MAX_TERM_CHARS`.

    Args:
        text: faithful text (or a query).
        language: BCP 47 tag or `und`.
    """
    found: list[str] = []
    # Faithful text is composed already; what is typed need not be.
    for chunk in unicodedata.normalize("NFC", text).split():
        found += _terms_of(chunk, language)
    return found


def count_terms(text: str, language: str = "und") -> Counter[str]:
    """Count the terms of a text, in the order they first come in: `Counter(terms(text))`, in a third of the time."""
    found: Counter[str] = Counter()
    for chunk, times in Counter(text.split()).items():
        for term in _terms_of(chunk, language):
            found[term] += times
    return found


def terms_of_word(word: str, language: str = "und") -> tuple[str, ...]:
    """List the terms of one word; more than one where a space is missing in it."""
    return _terms_of(word, language)


def term_spans(text: str, language: str = "und") -> Iterator[tuple[int, int, str]]:
    """Yield the span of each term in the faithful text, in the order of `terms`, to show the author's letters.

    Two words that were joined have a span each. Slower than `terms`: for what is shown.
    """
    for chunk in _CHUNK.finditer(text):
        folded = fold_with_offsets(chunk.group(), language)
        for match in _TERM.finditer(folded.text):
            start, end = folded.source(*match.span())
            yield chunk.start() + start, chunk.start() + end, match.group()[:MAX_TERM_CHARS]


def _terms_of(chunk: str, language: str) -> tuple[str, ...]:
    # What is longer than any word does not come twice, and would fill the cache's memory.
    return _cached_terms(chunk, language) if len(chunk) <= MAX_TERM_CHARS else _chunk_terms(chunk, language)


def _chunk_terms(chunk: str, language: str) -> tuple[str, ...]:
    folded = fold(chunk, language)
    # Most chunks are one word, and need no search for where it begins and ends.
    found = [folded] if folded.isalnum() else _TERM.findall(folded)
    return tuple(term[:MAX_TERM_CHARS] for term in found)


# The words of a newspaper repeat: working each out once makes indexing several times as fast.
_cached_terms = lru_cache(maxsize=_CACHED_CHUNKS)(_chunk_terms)
