"""What is known of what stands between white space, by itself: a row for each chunk, and columns for each purpose.

The words of news repeat, so a chunk's row is made once for a language. A text looks up each of its chunks once, for all
who work on it: what is remembered of a hundred thousand words is in no cache of the processor, and looking it up costs
more than working on it. What is new in a text is worked out one purpose after the other, for the same reason.
"""

from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from services.text.memo import MOST_CHARS, MOST_OF_A_LANGUAGE
from services.text.tokens import TERMS

Row = tuple[Any, ...]
Work = Callable[[str, Sequence[str]], Row]
"""Returns the values of a chunk with these terms, one for each of some columns."""

_declared: list[Callable[[str], Work]] = []
_widths: list[int] = []


class Columns:
    """One purpose: its values are worked out with those of all others, when a chunk is first met in a language."""

    def __init__(self, width: int, of: Callable[[str], Work]) -> None:
        """Declare some columns, when their module is imported.

        Args:
            width: How many.
            of: Returns the function from a chunk and its terms to its values, given a BCP 47 tag. The same one for all
                languages that do not differ, since each combination of functions has rows of its own.
        """
        first = sum(_widths)
        self.places = slice(first, first + width)
        _widths.append(width)
        _declared.append(of)
        rows_of.cache_clear()


class Rows:
    """The rows of a language. Of the chunks met lately so many are kept, and of those before as many again."""

    def __init__(self, works: Sequence[Work], most: int = MOST_OF_A_LANGUAGE // 2) -> None:
        self._works = works
        self._most = most
        self._lately: dict[str, Row] = {}
        self._before: dict[str, Row] = {}

    def columns(self, chunks: Sequence[str]) -> Sequence[Sequence[Any]]:
        """Return the columns of some chunks."""
        try:
            rows = list(map(self._lately.__getitem__, chunks))
        except KeyError:
            rows = self._met(chunks)
        return list(zip(*rows, strict=True)) or [()] * sum(_widths)

    def _met(self, chunks: Sequence[str]) -> list[Row]:
        """Return rows of which some are not known, or were not met lately."""
        lately, before = self._lately, self._before
        missing = set(chunks).difference(lately)
        found = {chunk: before[chunk] for chunk in missing.intersection(before)}
        found |= self._made(missing.difference(found))
        rows = [found[chunk] if chunk in found else lately[chunk] for chunk in chunks]
        if len(lately) + len(found) > self._most:
            self._lately, self._before = {}, lately
        self._lately.update(islice((item for item in found.items() if len(item[0]) <= MOST_CHARS), self._most))
        return rows

    def _made(self, chunks: Collection[str]) -> dict[str, Row]:
        terms = list(map(TERMS.__getitem__, chunks))
        columns = [column for work in self._works for column in zip(*map(work, chunks, terms), strict=True)]
        return dict(zip(chunks, zip(*columns, strict=True), strict=True)) if chunks else {}


@lru_cache(maxsize=256)
def rows_of(language: str) -> Rows:
    """Return the rows of a language."""
    return _rows(tuple(of(language) for of in _declared))


@cache
def _rows(works: Sequence[Work]) -> Rows:
    return Rows(works)


def forget() -> None:
    """Forget all rows, as in a process that has just begun."""
    rows_of.cache_clear()
    _rows.cache_clear()
