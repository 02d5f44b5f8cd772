"""What two texts have in common, in the letters of one of them: for people who ask why they were matched."""

from collections.abc import Iterator, Sequence

from services.text.analysed import Analysed, Span

RUN = 3
"""The fewest words in a row that are shown."""
MOST_WORDS = 12
"""What is longer is shown up to here."""


def shared_phrases(one: Analysed, other: Analysed, limit: int = 3) -> list[str]:
    """List runs of words that both texts have, in any spelling, as the first writes them; the longest first.

    Args:
        one: whose letters are shown.
        other: the other text.
        limit: at most so many.
    """
    runs = sorted(_runs(one.terms, _shingles(other.terms)), key=lambda run: run[0] - run[1])
    phrases: dict[tuple[str, ...], str] = {}
    for first, end in runs:
        last = min(end, first + MOST_WORDS) - 1
        start, stop = one.span(first, last)
        phrases.setdefault(tuple(one.terms[first : last + 1]), one.text[start:stop])
        if len(phrases) == limit:
            break
    return list(phrases.values())


def _shingles(terms: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(terms[at : at + RUN]) for at in range(len(terms) - RUN + 1)}


def _runs(terms: Sequence[str], known: set[tuple[str, ...]]) -> Iterator[Span]:
    """Yield where runs of words are all known, as long as can be; the second number is exclusive."""
    first: int | None = None
    for at in range(len(terms) - RUN + 2):
        inside = tuple(terms[at : at + RUN]) in known
        if inside and first is None:
            first = at
        elif not inside and first is not None:
            yield first, at + RUN - 1
            first = None
