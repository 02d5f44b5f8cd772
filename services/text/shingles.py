"""Shingles: runs of a text's telling words, as numbers that are the same on every machine and for ever.

Texts are compared by the runs of words they share (Broder, "On the resemblance and containment of documents", 1997).
Words of up to three letters are left out: in any language most of them are particles, and runs of those are shared by
texts that have nothing else in common. So no list of stop words is needed, and no edit of one changes what is stored.
Numbers stay: they are what news is told apart by.
"""

import zlib
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from services.text.memo import Memo

SHORTEST_WORD = 4
_BITS = 0xFFFFFFFF
# Odd numbers without a pattern, for multilinear hashing (Lemire and Kaser, "Strongly universal string hashing").
_FIRST, _SECOND = 0x9E3779B1, 0x85EBCA77


Word = tuple[int, int]
"""The hash of a word as the first of a run, and as the second."""


def telling(terms: Iterable[str]) -> list[Word]:
    """Return the hashes of the words that tell something, in order: of four letters or more, or numbers."""
    return list(filter(None, map(_WORDS.__getitem__, terms)))


def pairs(words: Sequence[Word]) -> list[int]:
    """Return the runs of two words, as numbers of 32 bits, in order and with repetitions."""
    if not words:
        return []
    firsts, seconds = zip(*words, strict=True)
    return [(one + other >> 32) & _BITS for one, other in zip(firsts, islice(seconds, 1, None), strict=False)]


def triples(runs: list[int]) -> list[int]:
    """Return the runs of three words, as numbers of 31 bits, given those of two: each is two that overlap."""
    return [(one * 3 ^ other) & _BITS >> 1 for one, other in pairwise(runs)]


def _word(term: str) -> Word | None:
    """Hash a word; None stands for one that tells nothing."""
    hashed = zlib.crc32(term.encode()) if len(term) >= SHORTEST_WORD or term.isdigit() else 0
    return (hashed * _FIRST, hashed * _SECOND) if hashed else None


_WORDS = Memo(_word)
