"""What is known of what stands between white space, by itself: a row for each chunk, and columns for each purpose.

The words of news repeat, so a chunk's row is made once for a language. A text looks up each of its chunks once, for all
who work on it: what is remembered of a hundred thousand words is in no cache of the processor, and looking it up costs
more than working on it. What is new in a text is worked out one purpose after the other, for the same reason.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from services.text.memo import MOST_CHARS
from services.text.tokens import Terms, terms_of

MOST_ROWS = 64_000
"""Kept of chunks met lately, and as many again of those before, of all languages together: at most some 60 MB."""

Row = tuple[Any, ...]
Work = Callable[[Sequence[str], Sequence[Terms]], Sequence[Sequence[Any]]]
"""Returns some columns of chunks, given the terms of each; there is at least one."""

_declared: list[Callable[[str], Work]] = []
_widths: list[int] = []


class Columns:
    """One purpose: its values are worked out with those of all others, when a chunk is first met in a language."""

    def __init__(self, width: int, of: Callable[[str], Work]) -> None:
        """Declare some columns, when their module is imported.

        Args:
            width: How many.
            of: Returns the function from chunks and their terms to the columns, given a BCP 47 tag. The same one for
                all languages that do not differ, since each combination of functions has rows of its own.
        """
        first = sum(_widths)
        self.places = slice(first, first + width)
        _widths.append(width)
        _declared.append(of)
        rows_of.cache_clear()


class Generation:
    """How many rows were met lately, in several languages together. When they are too many, a new generation begins."""

    def __init__(self, most: int = MOST_ROWS) -> None:
        self.most = most
        self.members: list[Rows] = []
        self._kept = 0

    def take(self, number: int) -> None:
        """Note that so many more are to be kept: at most `most`."""
        if self._kept + number > self.most:
            for rows in self.members:
                rows.age()
            self._kept = 0
        self._kept += number


class Rows:
    """The rows of a language: of the chunks met lately, and of those that were met in the generation before."""

    def __init__(self, works: Sequence[Work], generation: Generation) -> None:
        self._works = works
        self._generation = generation
        self._lately: dict[str, Row] = {}
        self._before: dict[str, Row] = {}
        generation.members.append(self)

    def age(self) -> None:
        """Begin a new generation."""
        self._lately, self._before = {}, self._lately

    def columns(self, chunks: Sequence[str]) -> Sequence[Sequence[Any]]:
        """Return the columns of some chunks."""
        rows = list(map(self._lately.get, chunks))
        if not all(rows):
            self._fill(rows, chunks)
        return list(zip(*rows, strict=True)) or [()] * sum(_widths)

    def _fill(self, rows: list[Row | None], chunks: Sequence[str]) -> None:
        """Fill in the rows that are not known, or were not met lately."""
        gaps = [place for place, row in enumerate(rows) if row is None]
        found: dict[str, Any] = {chunks[place]: self._before.get(chunks[place]) for place in gaps}
        found |= self._made([chunk for chunk, row in found.items() if row is None])
        for place in gaps:
            rows[place] = found[chunks[place]]
        kept = {chunk: row for chunk, row in islice(found.items(), self._generation.most) if len(chunk) <= MOST_CHARS}
        self._generation.take(len(kept))
        self._lately.update(kept)

    def _made(self, chunks: Sequence[str]) -> dict[str, Row]:
        if not chunks:
            return {}
        terms = list(map(terms_of, chunks))
        columns = [column for work in self._works for column in work(chunks, terms)]
        return dict(zip(chunks, zip(*columns, strict=True), strict=True))


def joined(of: Callable[[str], bytes], terms: Sequence[Terms]) -> tuple[Sequence[bytes]]:
    """Return a column of what is said of each chunk's terms, one after the other."""
    return ([b"".join(map(of, each)) for each in terms],)


@lru_cache(maxsize=256)
def rows_of(language: str) -> Rows:
    """Return the rows of a language."""
    return _rows(tuple(of(language) for of in _declared))


@cache
def _rows(works: Sequence[Work]) -> Rows:
    return Rows(works, _GENERATION)


_GENERATION = Generation()


def forget() -> None:
    """Forget all rows, as in a process that has just begun."""
    rows_of.cache_clear()
    _rows.cache_clear()
    _GENERATION.members.clear()
