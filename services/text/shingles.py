"""Shingles: runs of a text's telling words, as numbers that are the same on every machine and for ever.

Texts are compared by the runs of words they share (Broder, "On the resemblance and containment of documents", 1997).
Words of up to three letters are left out: in any language most of them are particles, and runs of those are shared by
texts that have nothing else in common. So no list of stop words is needed, and no edit of one changes what is stored.
Numbers stay: they are what news is told apart by.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence

from services.text.columns import Columns, joined
from services.text.tokens import Terms

SHORTEST_WORD = 4
WORD_BYTES = 8
"""What a word's hash takes: 32 bits, and as many to multiply it in."""
# Odd numbers without a pattern, for multiplicative hashing (Dietzfelbinger et al., "A reliable randomized algorithm for
# the closest-pair problem", 1997): the middle bits of the product depend on all bits of the number.
_ONE, _TWO, _THREE = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D
_MIDDLE = 16
_WORD_BITS = 8 * WORD_BYTES
_HASH = b"\xff\xff\xff\xff\0\0\0\0"


def telling(terms: Iterable[str]) -> bytes:
    """Return the hashes of the words that tell something, in order: of four letters or more, or numbers.

    They come word after word, `WORD_BYTES` of each, the lowest byte first.
    """
    return b"".join(map(_told, terms))


def runs(hashes: bytes) -> tuple[Sequence[int], Sequence[int]]:
    """Return the runs of two words and of three, as numbers of 32 bits, in order and with repetitions.

    A run is the exclusive or of its words' hashes, each multiplied for its place (tabulation hashing: Zobrist, 1970).
    All are worked out at once: the hashes are one long number, in which no product runs over into the next word's.

    Args:
        hashes: those of `telling` words.
    """
    size = len(hashes) // WORD_BYTES
    words, kept = int.from_bytes(hashes, "little"), int.from_bytes(_HASH * size, "little")
    firsts, seconds, thirds = ((words * by >> _MIDDLE) & kept for by in (_ONE, _TWO, _THREE))
    pairs = firsts ^ (seconds >> _WORD_BITS)
    triples = pairs ^ (thirds >> 2 * _WORD_BITS)
    return _numbers(pairs, size, size - 1), _numbers(triples, size, size - 2)


def _numbers(long: int, size: int, first: int) -> Sequence[int]:
    """Cut a long number of `size` words into numbers, and return so many, the lowest first."""
    return struct.unpack_from(f"<{max(first, 0)}Q", long.to_bytes(size * WORD_BYTES, "little"))


def _told(term: str) -> bytes:
    """Return the hash of a word if it tells something, else nothing."""
    if len(term) < SHORTEST_WORD and not term.isdigit():
        return b""
    return zlib.crc32(term.encode()).to_bytes(WORD_BYTES, "little")


def _told_in(_: Sequence[str], terms: Sequence[Terms]) -> tuple[Sequence[bytes]]:
    return joined(_told, terms)


TELLING = Columns(1, lambda _: _told_in)
"""The hashes of what tells something in a chunk."""
