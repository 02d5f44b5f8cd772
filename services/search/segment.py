"""A segment: some words with what is known of each, sorted and packed into one row of the `words` collection.

A segment is never changed. What is learned later is in another one, and several are merged into one now and then, as
the segments of an index are in Lucene. A word may be in several: then the highest `n` holds, and whichever spelling
there is. So it does no harm if two processes learn the same word, or if what was merged is still there.

Words are kept by *name*: the folded word, followed by the key under which the index keeps it where that is another. A
word has a name for each of its keys, nearly always one, and they stand side by side.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain, count
from typing import NamedTuple, TypeVar
from uuid import uuid4

from services.runtime.ports import Row

_Each = TypeVar("_Each")
_LAST = "\U0010ffff"
_AFTER_KEYS = "!"
"""Comes after the space before a key, and before any letter of a longer word."""


class Entry(NamedTuple):
    """What is known of a name."""

    n: int
    """In about how many articles the word is, as far as they were counted."""
    spelling: str
    """As the first author who used it wrote it; empty where that is the word itself, or is not told here."""
    sounds: tuple[str, ...]
    """The keys of how it sounds."""


def name_of(word: str, key: str) -> str:
    """Return the name of a folded word that the index keeps under this key."""
    return word if word == key else f"{word} {key}"


def read_name(name: str) -> tuple[str, str]:
    """Return the word of a name, and its key in the index."""
    word, _, key = name.partition(" ")
    return word, key or word


def segment_row(entries: Mapping[str, Entry]) -> Row:
    """Make a segment of some names, at least one."""
    names = sorted(entries)
    ordered = [entries[name] for name in names]
    turned = _turned(names)
    return _row(
        names,
        [entry.n for entry in ordered],
        [entry.spelling for entry in ordered],
        sorted(range(len(names)), key=turned.__getitem__),
        sorted([(sound, at) for at, entry in enumerate(ordered) for sound in entry.sounds]),
    )


def merged(rows: Iterable[Row]) -> Row:
    """Make one segment of several. What is sorted in each is sorted together, which costs little more than a look."""
    segments = [Segment(row) for row in rows]
    parts = [segment.names.all() for segment in segments]
    names = _different(sorted(chain.from_iterable(parts)))
    number = dict(zip(names, count()))
    numbers = [[number[name] for name in part] for part in parts]
    n, spellings = [0] * len(names), [""] * len(names)
    for segment, places in zip(segments, numbers, strict=True):
        for at, times, spelling in zip(places, segment.n, segment.spellings.all(), strict=True):
            n[at] = max(n[at], times)
            spellings[at] = spellings[at] or spelling
    turned = _turned(names)
    backwards = [places[at] for segment, places in zip(segments, numbers, strict=True) for at in segment.backwards]
    heard = [
        (sound, places[at])
        for segment, places in zip(segments, numbers, strict=True)
        for sound, at in zip(segment.sounds.all(), segment.sounding, strict=True)
    ]
    return _row(names, n, spellings, _different(sorted(backwards, key=turned.__getitem__)), _different(sorted(heard)))


def size_of(segment_id: str) -> int:
    """Return how many names there are in a segment, by its id."""
    return int(segment_id.partition("-")[0])


def _row(
    names: Sequence[str],
    n: Iterable[int],
    spellings: Iterable[str],
    backwards: Iterable[int],
    heard: Sequence[tuple[str, int]],
) -> Row:
    """Pack the columns of a segment.

    Args:
        names: in order.
        n: of each.
        spellings: of each.
        backwards: the numbers of the names in the order of their words, read backwards.
        heard: sound keys, in order, each with the number of a name.
    """
    return {
        "_id": f"{len(names)}-{uuid4().hex}",
        "names": _lines(names),
        "n": _packed(n),
        "spellings": _lines(spellings),
        "backwards": _packed(backwards),
        "sounds": _lines(sound for sound, _ in heard),
        "sounding": _packed(at for _, at in heard),
    }


def _turned(names: Iterable[str]) -> list[str]:
    return [name.partition(" ")[0][::-1] for name in names]


def _different(ordered: Iterable[_Each]) -> list[_Each]:
    return list(dict.fromkeys(ordered))


class Lines(Sequence[str]):
    """Strings in one piece: as objects they would take five times as much memory."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._starts = array("I", accumulate([len(line) + 1 for line in packed.split(b"\n")[:-1]], initial=0))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: int) -> str:  # type: ignore[override]  # no slices: nobody asks for any
        return self._packed[self._starts[at] : self._starts[at + 1] - 1].decode()

    def all(self) -> list[str]:
        """Return all as a list."""
        return self._packed.decode().split("\n")[:-1]


class Segment:
    """A segment, to look words up in. They are told by their number in it."""

    def __init__(self, row: Row) -> None:
        self.names = Lines(row["names"])
        self.n: Sequence[int] = _unpacked(row["n"])
        """In about how many articles each is."""
        self.spellings = Lines(row["spellings"])
        """Each as it is written; empty where that is the word itself, or is not told here."""
        self.backwards: Sequence[int] = _unpacked(row["backwards"])
        """The names by their words, read backwards."""
        self.sounds = Lines(row["sounds"])
        self.sounding: Sequence[int] = _unpacked(row["sounding"])
        """For each sound key the name that has it."""

    def of_word(self, word: str) -> Sequence[int]:
        """Return the names of a word."""
        return range(*_between(self.names, word, word + _AFTER_KEYS))

    def beginning(self, prefix: str) -> Sequence[int]:
        """Return the names of all words that begin so."""
        return range(*_between(self.names, prefix, prefix + _LAST))

    def ending(self, end: str) -> Sequence[int]:
        """Return the names of all words that end so."""
        turned = end[::-1]
        first = bisect_left(self.backwards, turned, key=self._word_backwards)
        return self.backwards[first : bisect_left(self.backwards, turned + _LAST, first, key=self._word_backwards)]

    def sounding_so(self, sound: str) -> Sequence[int]:
        """Return the names of all words that have this key of how they sound."""
        return self.sounding[slice(*_between(self.sounds, sound, sound + "\0"))]

    def _word_backwards(self, number: int) -> str:
        return self.names[number].partition(" ")[0][::-1]


def _between(ordered: Sequence[str], least: str, below: str) -> tuple[int, int]:
    first = bisect_left(ordered, least)
    return first, bisect_left(ordered, below, first)


def _lines(lines: Iterable[str]) -> bytes:
    """Write strings that have no line end in them, each with one after it."""
    return "".join([f"{line}\n" for line in lines]).encode()


def _packed(numbers: Iterable[int]) -> bytes:
    """Write numbers of 32 bits, the lowest byte first."""
    return _swapped(array("I", numbers)).tobytes()


def _unpacked(packed: bytes) -> "array[int]":
    return _swapped(array("I", packed))


def _swapped(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
