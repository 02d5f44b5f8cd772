"""Shingles: runs of a text's telling words, as numbers that are the same on every machine and for ever.

Texts are compared by the runs of words they share (Broder, "On the resemblance and containment of documents", 1997).
Words of up to three letters are left out: in any language most of them are particles, and runs of those are shared by
texts that have nothing else in common. So no list of stop words is needed, and no edit of one changes what is stored.
Numbers stay: they are what news is told apart by.
"""

import zlib
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import xor

from services.text.columns import Columns

SHORTEST_WORD = 4
_BITS = 0xFFFFFFFF
# Odd numbers without a pattern, for multiplicative hashing (Dietzfelbinger et al., "A reliable randomized algorithm for
# the closest-pair problem", 1997): the middle bits of the product depend on all bits of the number.
_ONE, _TWO, _THREE = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D
_MIDDLE = 16


HASHES = 3
"""Of each word: as the first of a run, as the second, and as the third; of 32 bits each."""


def telling(terms: Iterable[str]) -> tuple[int, ...]:
    """Return the hashes of the words that tell something: of four letters or more, or numbers.

    They come word after word, `HASHES` of each, in one row: what is kept of a hundred thousand words is to be small.
    """
    found = [_hashes(term) for term in terms if len(term) >= SHORTEST_WORD or term.isdigit()]
    return found[0] if len(found) == 1 else tuple(chain.from_iterable(found))


def runs(hashes: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the runs of two words and of three, as numbers of 32 bits, in order and with repetitions.

    A run is the exclusive or of its words' hashes, each for its place (tabulation hashing: Zobrist, 1970): one pass.

    Args:
        hashes: those of `telling` words.
    """
    pairs = list(map(xor, hashes[::HASHES], hashes[HASHES + 1 :: HASHES]))
    return pairs, list(map(xor, pairs, hashes[2 * HASHES + 2 :: HASHES]))


def _hashes(term: str) -> tuple[int, int, int]:
    hashed = zlib.crc32(term.encode())
    return hashed * _ONE >> _MIDDLE & _BITS, hashed * _TWO >> _MIDDLE & _BITS, hashed * _THREE >> _MIDDLE & _BITS


def _telling_in(_: str, terms: Sequence[str]) -> tuple[tuple[int, ...]]:
    return (telling(terms),)


TELLING = Columns(1, lambda _: _telling_in)
"""The hashes of what tells something in a chunk."""
