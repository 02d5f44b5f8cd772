"""What is known of what stands between white space, by itself: a row for each chunk, and columns for each purpose.

The words of news repeat, so a chunk's row is made once for a language. A text looks up each of its chunks once, for all
who work on it: what is remembered of a hundred thousand words is in no cache of the processor, and looking it up costs
more than working on it.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

from services.text.memo import Memo, Room
from services.text.tokens import TERMS

Work = Callable[[str, Sequence[str]], tuple[Any, ...]]
"""Returns the values of a chunk with these terms, one for each of some columns."""

_ROOM = Room()
"""For all languages together."""
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


def width() -> int:
    """Return how many columns there are."""
    return sum(_widths)


@lru_cache(maxsize=256)
def rows_of(language: str) -> Memo[tuple[Any, ...]]:
    """Return the rows of a language, by chunk."""
    return _rows(tuple(of(language) for of in _declared))


@cache
def _rows(works: tuple[Work, ...]) -> Memo[tuple[Any, ...]]:
    def row(chunk: str) -> tuple[Any, ...]:
        values: list[Any] = []
        terms = TERMS[chunk]
        for work in works:
            values += work(chunk, terms)
        return tuple(values)

    return Memo(row, _ROOM)
