"""Sketches: what is kept of a text to tell how much of it another one shares, and to find that other one.

A sketch keeps the lowest hashes of a text's shingles, which are a fair sample of them: MinHash with one permutation, of
which as many minima are kept as there are (the bottom-k sketch of Broder, 1997). Up to `MOST_SHINGLES` it keeps all of
them, and comparing is exact. They stand in the order of the text, so that it can be told whether what is shared comes
in the same order, and from how much of the text.

Two texts are worth comparing if they share a *band*: one of the lowest few hashes of their runs of three words.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.text.shingles import pairs, telling, triples

SKETCH_VERSION = 1
"""Rises whenever `sketch` answers differently: what was sketched before is not compared with what comes after."""
MOST_SHINGLES = 1024
BANDS = 16
_TOP = 0xFFFFFFFF
_PARTS = 10


@dataclass(frozen=True)
class Sketch:
    """What is kept of a text."""

    shingles: Sequence[int]
    """The lowest hashes of runs of two words, each once, in the order of the text."""
    bound: int
    """All shingles whose hash is up to this one are there."""
    bands: Sequence[int]
    """The lowest hashes of runs of three words, ascending."""


@dataclass(frozen=True)
class Likeness:
    """How alike two texts are. All but `shared` are from 0 to 1, and estimates if one of the texts is very long."""

    shared: int
    """How many shingles were found in both."""
    similarity: float
    """The shared of all shingles: the Jaccard index."""
    containment: float
    """The shared of the shingles of the text that has fewer."""
    order: float
    """How many of the shared ones come in one order in both."""
    spread: float
    """Over how many tenths of the text that has fewer the shared ones are spread."""


def sketch(terms: Iterable[str]) -> Sketch:
    """Sketch a text, given its folded terms."""
    words = telling(terms)
    shingles = list(dict.fromkeys(pairs(words)))
    bound = _TOP
    if len(shingles) > MOST_SHINGLES:
        bound = sorted(shingles)[MOST_SHINGLES - 1]
        shingles = [shingle for shingle in shingles if shingle <= bound]
    return Sketch(shingles, bound, sorted(set(triples(words)))[:BANDS])


def compare(one: Sketch, other: Sketch) -> Likeness:
    """Tell how alike two texts are; it does not matter which comes first."""
    bound = min(one.bound, other.bound)
    # What is above the lower of the two bounds is known of one of them only.
    left, right = (
        found.shingles if found.bound == bound else [shingle for shingle in found.shingles if shingle <= bound]
        for found in (one, other)
    )
    short, long = (left, right) if (len(left), left) <= (len(right), right) else (right, left)
    both = set(short).intersection(long)
    if not both:
        return Likeness(0, 0.0, 0.0, 0.0, 0.0)
    places = {shingle: place for place, shingle in enumerate(long)}
    shared = [(place, places[shingle]) for place, shingle in enumerate(short) if shingle in both]
    return Likeness(
        shared=len(both),
        similarity=len(both) / (len(short) + len(long) - len(both)),
        containment=len(both) / len(short),
        order=_longest_rise([place for _, place in shared]) / len(both),
        spread=len({place * _PARTS // len(short) for place, _ in shared}) / min(_PARTS, len(short)),
    )


def _longest_rise(places: Iterable[int]) -> int:
    """Return the length of the longest increasing subsequence, by patience sorting."""
    tops: list[int] = []
    for place in places:
        pile = bisect_right(tops, place)
        tops[pile : pile + 1] = [place]
    return len(tops)
