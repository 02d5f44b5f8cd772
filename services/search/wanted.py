"""What a query asks for, once its words are read: the model between reading it, widening it and ranking by it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Field(StrEnum):
    """Where in an article something is looked for."""

    ANY = "any"
    TITLE = "title"


@dataclass(frozen=True)
class Form:
    """One way in which an article may hold what is looked for: all of these index keys."""

    keys: tuple[str, ...]
    """Terms as the index keeps them (stemmed); more than one for a name of several words. Never empty."""
    weight: float = 1.0
    """How much of a whole occurrence this form counts: less than 1 for what merely sounds alike."""


@dataclass(frozen=True)
class Clause:
    """One thing looked for: an article has it that holds any of its forms (and, if `phrase`, those words in a row).

    Its frequency in an article is the sum over the forms of weight times the least of their keys' frequencies, and over
    the entities of what naming them counts.
    """

    forms: tuple[Form, ...]
    field: Field = Field.ANY
    phrase: tuple[str, ...] = ()
    """Folded words, not stemmed, that must stand in this order with nothing between; empty if it is no phrase."""
    prefix: str = ""
    """A folded beginning of words, if it was `prefix*`: `forms` are then the words found in the index, the most common
    ones first."""
    words: tuple[str, ...] = ()
    """The folded words of the query it came from, to highlight."""
    entities: tuple[str, ...] = ()
    """Ids of the places and organisations that are looked for as well, whatever an article calls them."""


@dataclass(frozen=True)
class Wanted:
    """A whole query. An article is found that has any of `clauses`, all of `required` and none of `excluded`."""

    clauses: tuple[Clause, ...] = ()
    required: tuple[Clause, ...] = field(default=())
    """Phrases in quotes and `field:` clauses; they count for the score too."""
    excluded: tuple[Clause, ...] = field(default=())
