"""SimHash: 64 bits that texts with nearly the same words nearly share.

M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002; for near copies on the web G.
Manku, A. Jain, A. Das Sarma, "Detecting near-duplicates for web crawling", WWW 2007. Each word votes on each bit by its
own hash, and the majority decides. The votes on eight bits are counted together: a byte of every word's hash makes a
long number.
"""

import hashlib
from array import array
from functools import cache

from services.text.analysed import Analysed
from services.text.columns import Columns, Work, joined
from services.text.stop_words import stop_terms

BITS = 64
_BYTES = BITS // 8


def simhash(text: Analysed) -> str:
    """Return 16 hex digits for the different words of a text, stop words left out. Of none they are zeros.

    It follows the fold and the stop words, so compare only those of one version. How far two are apart is the number of
    bits in which they differ: `(int(a, 16) ^ int(b, 16)).bit_count()`, about 32 for unrelated texts.
    """
    (column,) = text.columns(_HASHES)
    words = set(array("Q", b"".join(column)))
    hashes = array("Q", words).tobytes()
    each_byte = int.from_bytes(b"\1" * len(words), "big")
    masks = [each_byte << bit for bit in reversed(range(8))]
    rows = [int.from_bytes(hashes[place::_BYTES], "big") for place in range(_BYTES)]
    half = len(words) // 2
    bits = ["1" if (row & mask).bit_count() > half else "0" for row in rows for mask in masks]
    return f"{int(''.join(bits), 2):016x}"


@cache
def _hasher(stops: frozenset[str]) -> Work:
    def of(term: str) -> bytes:
        if term in stops:
            return b""
        return hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()

    return lambda _, terms: joined(of, terms)


_HASHES = Columns(1, lambda language: _hasher(stop_terms(language)))
"""The hashes of a chunk's words; stop words left out."""
