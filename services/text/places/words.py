"""What a linguist adds to the gazetteer, a file a language (`words/`): README.txt there says what each part means."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Any

from services.text.tokens import terms

_BETWEEN = re.compile(r"\s*[,،]\s*")

Cues = frozenset[tuple[str, ...]]
"""Terms that stand directly before or after a name."""


@dataclass(frozen=True)
class Rule:
    """What around a word makes it a place, and what makes it something else."""

    before: Cues = frozenset()
    after: Cues = frozenset()
    not_before: Cues = frozenset()
    not_after: Cues = frozenset()
    otherwise: str = "nothing"
    """What it is if these say nothing: `place`, `nothing`, or `nearby`, a place if one of its country is named too."""

    @cached_property
    def beside_before(self) -> frozenset[str]:
        """The terms right before a name with which a cue ends."""
        return frozenset(cue[-1] for cue in self.before | self.not_before)

    @cached_property
    def beside_after(self) -> frozenset[str]:
        """The terms right after a name with which a cue begins."""
        return frozenset(cue[0] for cue in self.after | self.not_after)


@dataclass(frozen=True)
class Words:
    """A language's own names and rules; names are folded, cities by their English name and country ("Lahore PK")."""

    countries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    adjectives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    no_places: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    as_written: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of names that must be written just so the ways they are written, by folded name."""
    given: frozenset[str] = frozenset()
    """Given names: after one of them a name of `surnames` is a person's, and so it is in the rest of the article."""
    surnames: frozenset[str] = frozenset()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    cues: Rule = field(default_factory=Rule)
    """What stands around cities of any name."""

    def listed(self) -> frozenset[str]:
        """Return all names of places that are listed here."""
        parts = (self.countries, self.adjectives, self.cities, self.regions)
        return frozenset(name for part in parts for names in part.values() for name in names)


@cache
def words_of(language: str) -> Words:
    """Return what is written for a language (the name of its file); empty if there is none."""
    file = resources.files("services.text.places").joinpath("words", f"{language}.toml")
    if not file.is_file():
        return Words()
    read = tomllib.loads(file.read_text("utf-8"))
    lists = {
        part: {key: _folded(names) for key, names in read.get(part, {}).items()}
        for part in ("countries", "adjectives", "cities", "regions")
    }
    return Words(
        **lists,
        no_places=frozenset(_folded(read.get("no_places", ""))),
        doubtful=frozenset(_folded(read.get("doubtful", ""))),
        given=frozenset(_folded(read.get("given", ""))),
        surnames=frozenset(_folded(read.get("surnames", ""))),
        as_written=_as_written(read.get("as_written", "")),
        rules={name: rule for names, rule in map(_rule, read.get("rule", [])) for name in names},
        cues=_rule(read.get("cues", {}))[1],
    )


@cache
def regions() -> Mapping[str, Mapping[str, Any]]:
    """Return the regions of `regions.toml`: code, country and coordinates by English name."""
    file = resources.files("services.text.places").joinpath("words", "regions.toml")
    return tomllib.loads(file.read_text("utf-8"))


@cache
def english_names() -> Mapping[str, str]:
    """Return what cities are called in English, by what GeoNames calls them ("Ar Raqqah SY")."""
    file = resources.files("services.text.places").joinpath("words", "english.toml")
    return tomllib.loads(file.read_text("utf-8"))


@cache
def well_known() -> frozenset[str]:
    """Return the cities ("Lahore PK") that are taken for themselves wherever they are named, however small."""
    file = resources.files("services.text.places").joinpath("words", "well_known.txt")
    lines = file.read_text("utf-8").splitlines()
    return frozenset(
        name for line in lines if not line.startswith("#") for name in _BETWEEN.split(line.strip()) if name
    )


def _rule(read: Mapping[str, Any]) -> tuple[tuple[str, ...], Rule]:
    cues = {
        part: frozenset(tuple(cue.split()) for cue in _folded(read.get(part, "")))
        for part in ("before", "after", "not_before", "not_after")
    }
    return _folded(read.get("names", "")), Rule(**cues, otherwise=read.get("otherwise", "nothing"))


def _as_written(listed: str) -> dict[str, frozenset[str]]:
    written: dict[str, set[str]] = {}
    for name in _BETWEEN.split(listed.strip()):
        written.setdefault(" ".join(terms(name)), set()).add(name)
    return {name: frozenset(forms) for name, forms in written.items()}


def _folded(listed: str) -> tuple[str, ...]:
    """Fold a list with commas between its names. `#` stands for a number."""
    names = (" ".join(terms(name)) if name != "#" else name for name in _BETWEEN.split(listed.strip()))
    return tuple(dict.fromkeys(name for name in names if name))
