"""Words looked up among those that are known: by themselves, by how they begin or end, and by how they sound."""

from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from services.search.segment import Segment, read_name

MOST_SCANNED = 5_000
"""Words looked through for those of some length with one beginning or ending, or with one sound: the most common ones.
"""
MOST_SOUNDING = 400
"""Words that some sound keys stand for."""


@dataclass(frozen=True)
class Known:
    """A word that is known."""

    word: str
    """Folded."""
    spelling: str
    """As an author wrote it."""
    stems: tuple[str, ...]
    """The keys under which the index keeps it."""
    n: int
    """In about how many articles it is."""


class Words:
    """The words of some segments."""

    def __init__(self, segments: Sequence[Segment] = ()) -> None:
        self._segments = segments

    def known(self, words: Iterable[str]) -> Mapping[str, Known]:
        """Return those of some words that are known."""
        told = _Told()
        for word in dict.fromkeys(words):
            for segment in self._segments:
                told.add(segment, segment.of_word(word))
        return {known.word: known for known in told.known()}

    def sounding(self, sounds: Some[str]) -> Mapping[str, Sequence[Known]]:
        """Return for each of some sound keys words that have it: of all keys together the most common ones."""
        told = {sound: _Told() for sound in sounds}
        for sound, of_sound in told.items():
            for segment in self._segments:
                of_sound.add(segment, self._common(segment, segment.sounding_so(sound)))
        found = {sound: of_sound.known() for sound, of_sound in told.items()}
        different = {known.word: known for some in found.values() for known in some}
        common = {known.word for known in _most_common(different.values(), MOST_SOUNDING)}
        return {sound: [known for known in some if known.word in common] for sound, some in found.items()}

    def beginning(self, prefix: str, most: int) -> list[Known]:
        """Return the most common words that begin so."""
        told = _Told()
        for segment in self._segments:
            # A word that is among the most common is so where it was counted last.
            told.add(segment, nlargest(2 * most, segment.beginning(prefix), key=segment.n.__getitem__))
        common = _most_common(told.known(), most)
        # With all their keys, which may be less common.
        return _most_common(self.known(known.word for known in common).values(), most)

    def near(self, begin: str, end: str, lengths: tuple[int, int], most: int) -> list[Known]:
        """Return the most common words that begin or end so, of a length within the two, inclusive."""
        told = _Told()
        for segment in self._segments:
            for numbers in (segment.beginning(begin), segment.ending(end)):
                told.add(segment, self._common(segment, numbers))
        fitting = [known for known in told.known() if lengths[0] <= len(known.word) <= lengths[1]]
        return _most_common(fitting, most)

    def _common(self, segment: Segment, numbers: Sequence[int]) -> Sequence[int]:
        """Return the most common of some names, if they are too many to look at each."""
        most = max(MOST_SCANNED // len(self._segments), 1)
        return numbers if len(numbers) <= most else nlargest(most, numbers, key=segment.n.__getitem__)


class _Told:
    """What segments tell of some words, put together."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, tuple[int, str]]] = {}

    def add(self, segment: Segment, numbers: Iterable[int]) -> None:
        """Add what one tells of some names: their highest count, and whichever spelling there is."""
        for number in numbers:
            word, key = read_name(segment.names[number])
            keys = self._words.setdefault(word, {})
            n, spelling = keys.get(key, (0, ""))
            keys[key] = max(n, segment.n[number]), spelling or segment.spellings[number]

    def known(self) -> list[Known]:
        """Return the words."""
        return [_known(word, keys) for word, keys in self._words.items()]


def _known(word: str, keys: Mapping[str, tuple[int, str]]) -> Known:
    _, spelling = max(keys.values())
    return Known(word, spelling or word, tuple(sorted(keys)), max(sum(n for n, _ in keys.values()), 1))


def _most_common(words: Iterable[Known], most: int) -> list[Known]:
    return sorted(words, key=lambda known: (-known.n, known.word))[:most]
