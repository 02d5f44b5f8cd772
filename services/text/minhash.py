"""Sketches: what is kept of a text to tell how much of it another one shares, and to find that other one.

A sketch keeps the lowest hashes of a text's shingles, which are a fair sample of them: MinHash with one permutation, of
which as many minima are kept as there are (the bottom-k sketch of Broder, 1997). Up to `MOST_SHINGLES` it keeps all of
them, and comparing is exact. They stand in the order of the text, so that it can be told whether what is shared comes
in the same order, and from how much of the text.

Two texts are worth comparing if they share a *band*: one of the lowest few hashes of their runs of three words.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.text.shingles import runs

SKETCH_VERSION = 2
"""Rises whenever `sketch` answers differently: what was sketched before is not compared with what comes after."""
MOST_SHINGLES = 1024
BANDS = 16
_TOP = 0xFFFFFFFF
_LOW = _TOP // 10
_PARTS = 10


@dataclass(frozen=True)
class Sketch:
    """What is kept of a text."""

    shingles: Sequence[int]
    """The lowest hashes of runs of two words, each once, in the order of the text."""
    bound: int
    """All shingles whose hash is up to this one are there."""
    bands: Sequence[int]
    """The lowest hashes of runs of three words, ascending; of 31 bits, which MongoDB keeps in half the room."""

    @cached_property
    def places(self) -> Mapping[int, int]:
        """Where each shingle comes among them."""
        return _places(self.shingles)


@dataclass(frozen=True)
class Likeness:
    """How alike two texts are. All but `shared` are from 0 to 1, and estimates if one of the texts is very long."""

    shared: int
    """How many shingles were found in both."""
    similarity: float
    """The shared of all shingles: the Jaccard index."""
    containment: float
    """The shared of the shingles of the text that has fewer."""
    length: float
    """How many shingles the text that has fewer has, compared with the other."""
    order: float
    """How many of the shared ones come in one order in both."""
    spread: float
    """Over how many tenths of the text that has fewer the shared ones are spread."""
    start: float
    """After how much of the text that has more the shared ones begin."""


NOTHING_ALIKE = Likeness(0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def sketch(hashes: bytes) -> Sketch:
    """Sketch a text, given the hashes of its `telling` words."""
    pairs, triples = runs(hashes)
    shingles = list(dict.fromkeys(pairs))
    bound = _TOP
    if len(shingles) > MOST_SHINGLES:
        bound = sorted(shingles)[MOST_SHINGLES - 1]
        shingles = [shingle for shingle in shingles if shingle <= bound]
    return Sketch(shingles, bound, _lowest(triples))


def _lowest(hashes: Sequence[int]) -> list[int]:
    """Return the lowest few, each once, ascending; most texts have enough of them below a tenth of the highest."""
    few = {each >> 1 for each in hashes if each < _LOW}
    return sorted(few if len(few) >= BANDS else {each >> 1 for each in hashes})[:BANDS]


def compare(one: Sketch, other: Sketch) -> Likeness:
    """Tell how alike two texts are; it does not matter which comes first, but the first is remembered better."""
    left, right, places = one.shingles, other.shingles, one.places
    if one.bound != other.bound:
        # What is above the lower of the two bounds is known of one of them only.
        bound = min(one.bound, other.bound)
        left, right = ([shingle for shingle in shingles if shingle <= bound] for shingles in (left, right))
        places = _places(left)
    shared = [(places[shingle], place) for place, shingle in enumerate(right) if shingle in places]
    if not shared:
        return NOTHING_ALIKE
    sides = sorted(zip((left, right), zip(*shared, strict=True), strict=True), key=lambda side: len(side[0]))
    least, most = len(sides[0][0]), len(sides[1][0])
    return Likeness(
        shared=len(shared),
        similarity=len(shared) / (len(left) + len(right) - len(shared)),
        containment=len(shared) / least,
        length=least / most,
        order=_longest_rise([place for place, _ in shared]) / len(shared),
        # Of two that are equally long either may be taken for the shorter.
        spread=max(_spread(taken, least) for shingles, taken in sides if len(shingles) == least),
        start=min(_start(taken) / most for shingles, taken in sides if len(shingles) == most),
    )


def _spread(places: Iterable[int], length: int) -> float:
    return len({place * _PARTS // length for place in places}) / min(_PARTS, length)


def _start(places: Sequence[int]) -> int:
    """Return where what is shared begins, one in ten left out: a phrase that stands by itself."""
    return sorted(places)[len(places) // _PARTS]


def _places(shingles: Sequence[int]) -> dict[int, int]:
    return {shingle: place for place, shingle in enumerate(shingles)}


def _longest_rise(places: Iterable[int]) -> int:
    """Return the length of the longest increasing subsequence, by patience sorting."""
    tops: list[int] = []
    last = -1
    for place in places:
        if place > last:
            tops.append(place)
        else:
            tops[bisect_right(tops, place)] = place
        last = tops[-1]
    return len(tops)
