"""What is known of what stands between white space, by itself: a row for each chunk, a column for each purpose.

The words of news repeat, so a chunk's row is made once for a language. A text looks up each of its chunks once, for all
who work on it: what is remembered of a hundred thousand words is in no cache of the processor, and looking it up costs
more than working on it.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from services.text.memo import Memo

T = TypeVar("T")
_Work = Callable[[str], Any]

_declared: list[Callable[[str], _Work]] = []


class Column(Generic[T]):
    """One purpose: its values are worked out with those of all others, when a chunk is first met in a language."""

    def __init__(self, of: Callable[[str], Callable[[str], T]]) -> None:
        """Declare a column, when its module is imported.

        Args:
            of: Returns the function from a chunk to its value, given a BCP 47 tag. The same one for all languages that
                do not differ, since each combination of functions has rows of its own.
        """
        self.place = len(_declared)
        _declared.append(of)
        rows_of.cache_clear()


@lru_cache(maxsize=256)
def rows_of(language: str) -> Memo[tuple[Any, ...]]:
    """Return the rows of a language, by chunk."""
    return _rows(tuple(of(language) for of in _declared))


@cache
def _rows(works: Sequence[_Work]) -> Memo[tuple[Any, ...]]:
    return Memo(lambda chunk: tuple([work(chunk) for work in works]))
