"""SimHash: 64 bits that texts with nearly the same words nearly share.

M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002; for near copies on the web G.
Manku, A. Jain, A. Das Sarma, "Detecting near-duplicates for web crawling", WWW 2007. Each word votes on each bit by its
own hash, and the majority decides. All votes are counted at once: a word's hash is spread over a long number, a byte
for each of its bits, and the numbers are added up, as many as a byte can count.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import add

from services.text.analysed import Analysed
from services.text.memo import Memo, Room
from services.text.stop_words import stop_terms

BITS = 64
_MOST_COUNTED = 255
_LOWEST = int.from_bytes(b"\1" * BITS, "big")


def simhash(text: Analysed) -> str:
    """Return 16 hex digits for the different words of a text, stop words left out. Of none they are zeros.

    It follows the fold and the stop words, so compare only those of one version. How far two are apart is the number of
    bits in which they differ: `(int(a, 16) ^ int(b, 16)).bit_count()`, about 32 for unrelated texts.
    """
    stops = stop_terms(text.language)
    words = [term for term in text.term_counts if term not in stops]
    half = len(words) / 2
    counts = _counts(map(_SPREAD.__getitem__, words))
    return f"{int(''.join(['1' if votes_for > half else '0' for votes_for in counts]), 2):016x}"


def _counts(votes: Iterator[int]) -> Iterable[int]:
    """Count the votes for each bit."""
    counts: Iterable[int] = bytes(BITS)
    while some := list(islice(votes, _MOST_COUNTED)):
        counts = list(map(add, counts, sum(some).to_bytes(BITS, "big")))
    return counts


def _spread(word: str) -> int:
    """Return the 64 bits of a word's hash, each in the lowest place of its byte."""
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=BITS // 8).digest()
    # The digits 0 and 1 differ in their lowest bit.
    return int.from_bytes(f"{int.from_bytes(digest, 'big'):0{BITS}b}".encode(), "big") & _LOWEST


_SPREAD = Memo(_spread, Room(1 << 16))
