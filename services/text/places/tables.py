"""The tables of the gazetteer (`data/`, made by `python -m tests.gazetteer`). Read when first asked for, then kept.

A city stays the line it came as until it is named: most never are, and 14,000 objects would take four times the memory.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from services.text.places.place import Place
from services.text.places.words import english_names

SCRIPTS = (("latin", "a", "ɏ"), ("cyrillic", "Ѐ", "ԯ"), ("hebrew", "א", "ת"), ("arabic", "ء", "ࣿ"),
           ("devanagari", "ऀ", "ॿ"), ("bengali", "ঀ", "\u09ff"), ("gurmukhi", "\u0a00", "\u0a7f"))  # fmt: skip
"""The scripts in which cities are named, with the first and last letter that folding leaves of each."""
Cities = Mapping[str, int | tuple[int, ...]]
"""Numbers of lines of `cities.tsv` by folded name."""


def rows(table: str) -> Iterator[list[str]]:
    """Yield the rows of a table."""
    return (line.split("\t") for line in _lines(table))


@cache
def countries() -> Mapping[str, Place]:
    """Return the countries by code."""
    return {
        code: Place(code, name, "country", code, float(latitude), float(longitude))
        for code, name, latitude, longitude, _ in rows("countries.tsv")
    }


@cache
def capitals() -> frozenset[str]:
    """Return the capitals, as `geonames:<id>`."""
    return frozenset(f"geonames:{row[4]}" for row in rows("countries.tsv"))


@cache
def states() -> Sequence[Place]:
    """Return the states of the United States."""
    return [
        Place(f"geonames:{number}", name, "region", country, float(latitude), float(longitude))
        for number, name, country, latitude, longitude in rows("states.tsv")
    ]


@cache
def city(line: int) -> Place:
    """Return the city of a line."""
    number, name, country, population, latitude, longitude, *_ = _cities()[line].split("\t")
    name = english_names().get(f"{name} {country}", name)
    return Place(f"geonames:{number}", name, "city", country, float(latitude), float(longitude), int(population))


@cache
def cities_by_name(script: str) -> Cities:
    """Return the cities that have a name in a script, and of those that share it the one with most people first."""
    return _all_names()[script]


@cache
def beginnings(script: str) -> Mapping[str, frozenset[str]]:
    """Return the first terms of the cities' names in a script, each with the second terms that follow it."""
    return begun(cities_by_name(script))


def begun(names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the first terms of names, each with the second terms that follow it: "" if it is a name by itself."""
    seconds: dict[str, set[str]] = {}
    for name in names:
        first, _, rest = name.partition(" ")
        seconds.setdefault(first, set()).add(rest.partition(" ")[0])
    alone = frozenset({""})
    return {first: alone if following == alone else frozenset(following) for first, following in seconds.items()}


@cache
def city_lines() -> Mapping[str, int]:
    """Return the line of each city by its number at GeoNames."""
    return {line.partition("\t")[0]: at for at, line in enumerate(_cities())}


@cache
def _all_names() -> Mapping[str, Cities]:
    found: dict[str, dict[str, int | tuple[int, ...]]] = {name: {} for name, _, _ in SCRIPTS}
    lines = [line.split("\t") for line in _cities()]
    for number in sorted(range(len(lines)), key=lambda at: -int(lines[at][3])):
        for name in lines[number][6].split("|"):
            _add(found[_script(name)], name, number)
    return found


def _add(names: dict[str, int | tuple[int, ...]], name: str, number: int) -> None:
    before = names.get(name)
    if before is None:
        names[name] = number
    else:
        names[name] = (before, number) if isinstance(before, int) else (*before, number)


def _script(name: str) -> str:
    return next((script for script, first, last in SCRIPTS if first <= name[0] <= last), "latin")


@cache
def _cities() -> Sequence[str]:
    return _lines("cities.tsv")


def _lines(table: str) -> list[str]:
    text = resources.files("services.text.places").joinpath("data", table).read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]
