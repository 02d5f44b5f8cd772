"""The gazetteer of organisations: `lists/organisations.txt`, by the first word of each name."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from services.text.named.words import words_of
from services.text.tokens import TERMS

_COLUMNS = ("en", "ur", "ar", "fa", "hi", "tr")
_ALSO: Mapping[str, tuple[str, ...]] = {"ps": ("fa", "ur")}
"""Whose names are met in a language besides its own and the English ones."""
_MOST_CAPITALS = 6


class Known(NamedTuple):
    """One name of an organisation."""

    keys: tuple[str, ...]
    id: str
    capitals: bool
    """An acronym in Latin letters, met in capitals only."""
    plain: bool
    """It has no accents: Über is not Uber."""


@cache
def gazetteer(language: str) -> Mapping[str, Mapping[str, tuple[Known, ...]]]:
    """Return the names to be met in a language's texts, the longest first, by their first key and their second.

    The second key of a name of one word is the empty one.
    """
    columns = {"en", language, *_ALSO.get(language, ())}
    found: dict[str, dict[str, set[Known]]] = {}
    for id_, column, name in listed():
        if column in columns:
            known = _known(name, id_)
            first, second, *_ = *known.keys, ""
            found.setdefault(first, {}).setdefault(second, set()).add(known)
    return {
        first: {
            second: tuple(sorted(those, key=lambda known: (-len(known.keys), known.id)))
            for second, those in begun.items()
        }
        for first, begun in found.items()
    }


def listed() -> Iterator[tuple[str, str, str]]:
    """Yield the names of the list, each with the organisation's id and the language it is in."""
    text = resources.files("services.text.named").joinpath("lists", "organisations.txt").read_text("utf-8")
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            id_, *names = (part.strip() for part in line.split(";"))
            for column, variants in zip(_COLUMNS, names, strict=True):
                yield from ((id_, column, name) for name in variants.split("|") if name)


def is_acronym(name: str) -> bool:
    """Tell whether a name is made of a few Latin capitals, and so is met in capitals only."""
    letters = name.replace(".", "").replace("-", "")
    return letters.isascii() and letters.isupper() and len(letters) <= _MOST_CAPITALS


def _known(name: str, id_: str) -> Known:
    keys = tuple(key for chunk in name.split() for key in words_of(chunk, TERMS[chunk])[1])
    return Known(keys, id_, is_acronym(name), name.isascii())
