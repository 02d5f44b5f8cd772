"""Did you mean: the nearest words that are known, for a query that finds nothing."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise

from services.search.distance import slips
from services.search.lookup import Known, Words
from services.search.parse import Part, write
from services.search.vocabulary import sounds_of
from services.text.stop_words import any_stop_terms

MOST_WORDS = 8
"""Words of a query that are corrected; a query of more that finds nothing has no better reading."""
MOST_NEAR = 300
"""Known words that are compared with one word, of those that begin or end like it."""
MOST_TRIED = 6
"""Readings that are searched for, to offer none that finds nothing either."""
LEAST_CHARS, LONG_CHARS = 3, 7
"""A shorter word could be any; in a long one two slips are allowed, else one."""
LEAST_PART = 2
MOST_CHARS = 32

Finds = Callable[[Sequence[Part]], Awaitable[bool]]
"""Tells whether a query finds something."""


@dataclass(frozen=True)
class _Reading:
    """A query that may have been meant: its parts, and how each word is spelled."""

    parts: tuple[Part, ...]
    spelled: Mapping[str, str]


async def suggest(parts: Sequence[Part], typed: Mapping[str, str], words: Words, finds: Finds) -> str | None:
    """Return a query like this one that finds something, in usual letters; None if there is none.

    Tried are, in this order: nearest words for those that are not known, and words that were run together or apart set
    right; the same with quotes and `title:` left out; these left out alone. Raises Unavailable.

    Args:
        parts: of a query that finds nothing.
        typed: how its words were written.
        words: those that are known.
        finds: asked at most `MOST_TRIED` times.
    """
    mended = _mended(parts, words)
    loose = tuple(part for each in parts for part in _loose(each))
    loosened = [replace(reading, parts=tuple(p for part in reading.parts for p in _loose(part))) for reading in mended]
    readings = [*mended, *loosened, _Reading(loose, {})]
    asked = tuple(parts)
    distinct = {reading.parts: reading for reading in readings if reading.parts != asked}
    for reading in islice(distinct.values(), MOST_TRIED):
        if await finds(reading.parts):
            return " ".join(write(part, {**reading.spelled, **typed}) for part in reading.parts)
    return None


def _all_words(parts: Sequence[Part]) -> set[str]:
    return {word for part in parts for word in part.words}


def _loose(part: Part) -> Sequence[Part]:
    """Ask for the words of a part in any order, anywhere; what is excluded stays so."""
    if part.excluded or part.prefix:
        return (replace(part, title=False) if not part.excluded else part,)
    return [Part((word,)) for word in part.words]


def _mended(parts: Sequence[Part], words: Words) -> list[_Reading]:
    """Replace every word that is not known by the best there is, and join or part words; up to three readings."""
    asked = {word for part in parts if not (part.excluded or part.prefix) for word in part.words}
    stops = any_stop_terms()
    known = dict(words.known(_all_words(parts)))
    unknown = [word for word in sorted(asked) if word not in known and word not in stops][:MOST_WORDS]
    if not unknown:
        return []
    near = {word: found for word in unknown if (found := _nearest(word, words))}
    parted = {word: pair for word in unknown if (pair := _parted(word, words))}
    known |= {other.word: other for others in (*near.values(), *parted.values()) for other in others}
    joined, joins = _joined(parts, set(unknown), words)
    known |= joins
    spelled = {word: entry.spelling for word, entry in known.items()}
    sure = {word: pair for word, pair in parted.items() if _is_likelier(pair, near.get(word, ()))}
    choices = ({**parted, **near, **sure}, {**near, **parted} if not sure else {**parted, **near})
    best, other = ({word: tuple(entry.word for entry in some) for word, some in choice.items()} for choice in choices)
    tried = [(joined, best), (tuple(parts), best), (tuple(parts), other)]
    return [_Reading(tuple(p for part in some for p in _replaced(part, by)), spelled) for some, by in tried]


def _is_likelier(pair: Sequence[Known], near: Sequence[Known]) -> bool:
    """Tell whether two words that were run together are likelier than one with a slip: both whole, and more common."""
    common = min(known.n for known in pair) > max((known.n for known in near), default=0)
    return common and min(len(known.word) for known in pair) >= LEAST_CHARS


def _replaced(part: Part, by: Mapping[str, Sequence[str]]) -> Sequence[Part]:
    if part.excluded or part.prefix:
        return (part,)
    row = tuple(new for word in part.words for new in by.get(word, (word,)))
    return (replace(part, words=row),) if part.quoted else [replace(part, words=(word,)) for word in row]


def _nearest(word: str, words: Words) -> tuple[Known, ...]:
    """Return the nearest word that is known, of equals the one that sounds the same, or the most common one."""
    if not LEAST_CHARS <= len(word) <= MOST_CHARS or word.isdigit():
        return ()
    most = 2 if len(word) >= LONG_CHARS else 1
    half = len(word) // 2
    sounds = set(sounds_of(word))
    # With one slip, or two in the same half, the other half is as it should be; but for letters swapped in the middle.
    middle = f"{word[: half - 1]}{word[half]}{word[half - 1]}{word[half + 1 :]}"
    around = words.near(word[:half], word[half:], (len(word) - most, len(word) + most), MOST_NEAR)
    alike = chain.from_iterable(words.sounding(sounds).values())
    swapped = words.known([middle]).values()
    ranked = [
        (far, sounds.isdisjoint(sounds_of(known.word)), -known.n, known.word, known)
        for known in {known.word: known for known in (*around, *alike, *swapped)}.values()
        if (far := slips(word, known.word, most)) <= most
    ]
    return (min(ranked, key=lambda each: each[:-1])[-1],) if ranked else ()


def _parted(word: str, words: Words) -> tuple[Known, ...]:
    """Part two words that were run together: of all that are known, those of which the rarer is most common."""
    if not 2 * LEAST_PART <= len(word) <= MOST_CHARS:
        return ()
    pairs = [(word[:at], word[at:]) for at in range(LEAST_PART, len(word) - LEAST_PART + 1)]
    known = words.known({part for pair in pairs for part in pair})
    both = [(known[left], known[right]) for left, right in pairs if left in known and right in known]
    return max(both, key=lambda pair: min(pair[0].n, pair[1].n), default=())


def _joined(parts: Sequence[Part], unknown: set[str], words: Words) -> tuple[tuple[Part, ...], Mapping[str, Known]]:
    """Join words that stand side by side, if one of them is unknown and the two are known as one."""
    plain = [part.words[0] if part == Part(part.words) else "" for part in parts]
    pairs = {left + right for left, right in pairwise(plain) if left and right and {left, right} & unknown}
    known = words.known(pairs)
    made: list[Part] = []
    for part in parts:
        last = made[-1] if made else None
        if last and last == Part(last.words) and part == Part(part.words) and last.words[0] + part.words[0] in known:
            made[-1] = Part((last.words[0] + part.words[0],))
        else:
            made.append(part)
    return tuple(made), known
