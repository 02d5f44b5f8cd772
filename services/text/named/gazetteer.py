"""The gazetteer of organisations: `lists/organisations.txt`, by the first word of each name."""

from collections.abc import Mapping
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
    for line in (
        resources.files("services.text.named").joinpath("lists", "organisations.txt").read_text("utf-8").split("\n")
    ):
        if not line or line.startswith("#"):
            continue
        id_, *names = (part.strip() for part in line.split(";"))
        for column, variants in zip(_COLUMNS, names, strict=True):
            if column in columns:
                for name in filter(None, variants.split("|")):
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


def _known(name: str, id_: str) -> Known:
    keys = tuple(word.key for chunk in name.split() for word in words_of(chunk, TERMS[chunk]))
    letters = name.replace(".", "").replace("-", "")
    return Known(keys, id_, letters.isascii() and letters.isupper() and len(letters) <= _MOST_CAPITALS, name.isascii())
