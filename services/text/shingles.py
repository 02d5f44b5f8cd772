"""Shingles: runs of a text's telling words, as numbers that are the same on every machine and for ever.

Texts are compared by the runs of words they share (Broder, "On the resemblance and containment of documents", 1997).
Words of up to three letters are left out: in any language most of them are particles, and runs of those are shared by
texts that have nothing else in common. So no list of stop words is needed, and no edit of one changes what is stored.
Numbers stay: they are what news is told apart by.
"""

import zlib
from collections.abc import Iterable
from itertools import pairwise

from services.text.memo import Memo

SHORTEST_WORD = 4
_BITS = 0xFFFFFFFF
# Odd numbers without a pattern, for multilinear hashing (Lemire and Kaser, "Strongly universal string hashing").
_FIRST, _SECOND = 0x9E3779B1, 0x85EBCA77


def telling(terms: Iterable[str]) -> list[int]:
    """Return the hashes of the words that tell something, in order: of four letters or more, or numbers."""
    return [word for word in map(_WORDS.__getitem__, terms) if word]


def pairs(words: list[int]) -> list[int]:
    """Return the runs of two words, as numbers of 32 bits, in order and with repetitions."""
    return [(one * _FIRST + other * _SECOND >> 32) & _BITS for one, other in pairwise(words)]


def triples(runs: list[int]) -> list[int]:
    """Return the runs of three words, as numbers of 31 bits, given those of two: each is two that overlap."""
    return [(one * 3 ^ other) & _BITS >> 1 for one, other in pairwise(runs)]


def _word(term: str) -> int:
    """Hash a word; 0 stands for one that tells nothing."""
    return zlib.crc32(term.encode()) if len(term) >= SHORTEST_WORD or term.isdigit() else 0


_WORDS = Memo(_word)
