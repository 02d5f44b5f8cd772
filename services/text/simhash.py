"""SimHash: 64 bits that texts with nearly the same words nearly share.

M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002; for near copies on the web G.
Manku, A. Jain, A. Das Sarma, "Detecting near-duplicates for web crawling", WWW 2007. Each word votes on each bit by its
own hash, and the majority decides. All votes are counted at once: a word's hash is spread over a long number, a lane of
16 bits for each of its own, and the numbers are added up.
"""

import hashlib
import struct

from services.text.analysed import Analysed
from services.text.memo import Memo
from services.text.stop_words import stop_terms

BITS = 64
_MOST_WORDS = (1 << 16) - 1
_SPREAD_BYTES = [b"".join(b"\0\1" if byte >> bit & 1 else b"\0\0" for bit in range(7, -1, -1)) for byte in range(256)]
"""Each byte with its bits in lanes."""
_LANES = struct.Struct(f">{BITS}H")


def simhash(text: Analysed) -> str:
    """Return 16 hex digits for the different words of a text, stop words left out. Of none they are zeros.

    It follows the fold and the stop words, so compare only those of one version. How far two are apart is the number of
    bits in which they differ: `(int(a, 16) ^ int(b, 16)).bit_count()`, about 32 for unrelated texts.
    """
    stops = stop_terms(text.language)
    words = [term for term in text.term_counts if term not in stops][:_MOST_WORDS]
    votes = sum(map(_SPREAD.__getitem__, words)).to_bytes(_LANES.size, "big")
    half = len(words) / 2
    return f"{int(''.join('1' if votes_for > half else '0' for votes_for in _LANES.unpack(votes)), 2):016x}"


def _spread(word: str) -> int:
    """Return the 64 bits of a word's hash, each in the lowest place of its lane."""
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=BITS // 8).digest()
    return int.from_bytes(b"".join(map(_SPREAD_BYTES.__getitem__, digest)), "big")


_SPREAD = Memo(_spread)
