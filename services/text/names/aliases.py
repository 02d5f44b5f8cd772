"""Aliases: the names one thing has, in any script. `aliases.txt` is the table; a newsroom can add its own.

A name is met as a whole, in folded words, so a table cannot pull in what merely shares a word with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from services.text.names.longest import Name, longest_names
from services.text.tokens import terms

MOST_WORDS = 6
"""A name of more words is not looked for."""
MOST_NAMES = 40
"""Names of one thing; what the table has beyond that is left out."""


@dataclass(frozen=True)
class Equivalent:
    """A name that stands in a query, and what else the thing is called."""

    start: int
    end: int
    """Which of the query's terms it is, the second exclusive."""
    others: tuple[Name, ...]


class Aliases:
    """A table of aliases."""

    def __init__(self, *tables: str) -> None:
        self._things: dict[Name, dict[Name, None]] = {}
        for table in tables:
            for names in _things(table):
                self._add(names)
        self._longest = max(map(len, self._things), default=0)

    def equivalents(self, words: Sequence[str]) -> list[Equivalent]:
        """List the names in a query, the longest at each place, without overlaps.

        Args:
            words: the query's folded terms, in order.
        """
        return [
            Equivalent(start, end, self._others(tuple(words[start:end])))
            for start, end in longest_names(words, self._things, self._longest)
        ]

    def _others(self, name: Name) -> tuple[Name, ...]:
        return tuple(other for other in self._things[name] if other != name)[:MOST_NAMES]

    def _add(self, names: Sequence[Name]) -> None:
        # A name that two things share stands for both: who asks for it may mean either.
        together = dict.fromkeys(name for known in names for name in self._things.get(known, (known,)))
        for name in together:
            self._things[name] = together


@cache
def aliases() -> Aliases:
    """Return the table that comes with Khabar."""
    return Aliases(built_in())


def built_in() -> str:
    """Return the text of that table, for whoever adds another to it."""
    return resources.files("services.text.names").joinpath("aliases.txt").read_text("utf-8")


def _things(table: str) -> Iterator[list[Name]]:
    """Yield the names of each thing: lines that follow each other. What begins with # is a comment."""
    names: list[Name] = []
    for line in [*table.splitlines(), ""]:
        if line.strip() and not line.startswith("#"):
            name = tuple(terms(line))
            if 0 < len(name) <= MOST_WORDS:
                names.append(name)
        elif not line.strip() and names:
            yield names
            names = []
