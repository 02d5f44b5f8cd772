"""Entities: the places and the well-known organisations that have an id, whatever they are called in which language.

An article's are told by what is around their names (`places`, `named`). A query has hardly anything around a name and
does not say its language, so only those names count in it that mean a place or an organisation in some language by
themselves, in any letter case: `سوریه` and `Suriye`, but neither شام, which is the evening too, nor `US`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from services.text.named.gazetteer import is_acronym, listed
from services.text.names.longest import Name, longest_names
from services.text.places import LANGUAGES
from services.text.places.gazetteer import Gazetteer
from services.text.stop_words import any_stop_terms
from services.text.tokens import terms

MOST_IDS = 3
"""Entities that one name stands for: Punjab is in Pakistan and in India."""
_LEAST_CHARS = 3
_LEAST_ACRONYM = 4
"""Shorter ones are words when they are not in capitals."""


@dataclass(frozen=True)
class Named:
    """An entity's name in a row of words, and the ids it may mean."""

    start: int
    end: int
    """The second is exclusive."""
    ids: tuple[str, ...]


def organisation_id(listed_id: str) -> str:
    """Return the id among all entities of an organisation, by that of the list. A place's is its code."""
    return f"organisation:{listed_id}"


def entities_in(words: Sequence[str]) -> list[Named]:
    """List the entities that a query names, the longest name at each place, without overlaps.

    Args:
        words: its folded terms, in order.
    """
    names, most = _names()
    return [Named(start, end, names[tuple(words[start:end])]) for start, end in longest_names(words, names, most)]


@cache
def _names() -> tuple[Mapping[Name, tuple[str, ...]], int]:
    """Return the ids of each name, and the words of the longest. Read when first asked for, in half a second."""
    found: dict[Name, dict[str, None]] = {}
    for name, id_ in (*_places(), *_organisations()):
        if sum(map(len, name)) >= _LEAST_CHARS and not any_stop_terms().issuperset(name):
            found.setdefault(name, {})[id_] = None
    return {name: tuple(ids)[:MOST_IDS] for name, ids in found.items()}, max(map(len, found))


def _places() -> Iterator[tuple[Name, str]]:
    for language in LANGUAGES:
        for name, places in Gazetteer(language).alone():  # not kept, for they are made for texts
            yield from ((tuple(name.split(" ")), place.code) for place in places)


def _organisations() -> Iterator[tuple[Name, str]]:
    for id_, _, name in listed():
        if not is_acronym(name) or len(name) >= _LEAST_ACRONYM:
            yield tuple(terms(name)), organisation_id(id_)
