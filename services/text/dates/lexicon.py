"""The words of dates, of all languages at once: what each can mean. Read from `words/` at first use."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any, NamedTuple

from services.text.dates.clean import clean

_CALENDARS = ("gregorian", "hijri", "jalali")
_APART = ("customs", "zones")
# The class of a word, one letter each, as `shapes` and `clock` spell shapes in.
_LISTS = {
    "fillers": " ",
    "same_day": " ",
    "clock_before": "b",
    "clock_after": "k",
    "hour_units": "h",
    "minute_units": "n",
    "month_units": "u",
}
# These follow a time; other parts of the day may also stand before it.
_HALVES = ("am", "pm")


class Sense(NamedTuple):
    """One meaning of a word: its class (a letter) and value.

    `m` month (calendar, number), `w` weekday (0 is Monday), `e` era (calendar), `a` a.m. or p.m., `p` another part of
    the day, `z` time zone (IANA name, offset or abbreviation), `1` first of the month, `b` and `k` before and after an
    hour (o'clock), `h` and `n` between and after hours and minutes, `u` after a month's number, space: nothing.
    """

    kind: str
    value: Any = None


@dataclass(frozen=True)
class Name:
    """A name by its first word: the words that follow that one, and what it can mean."""

    rest: tuple[str, ...]
    senses: tuple[Sense, ...]


@cache
def names() -> dict[str, tuple[Name, ...]]:
    """Return all names by their first word, those of most words first."""
    senses: dict[str, dict[Sense, None]] = {}
    for spelling, sense in chain(_all_languages(), _abbreviations()):
        words = clean(spelling)
        for written in {words, words.replace(" ", "")} - {""}:
            senses.setdefault(written, {})[sense] = None
    by_first: dict[str, list[Name]] = {}
    for words, found in senses.items():
        first, *rest = words.split()
        by_first.setdefault(first, []).append(Name(tuple(rest), tuple(found)))
    return {
        first: tuple(sorted(entries, key=lambda name: len(name.rest), reverse=True))
        for first, entries in by_first.items()
    }


@cache
def table(name: str) -> dict[str, Any]:
    """Return one of the files that are not about a language's words: customs, zones."""
    return tomllib.loads(resources.files("services.text.dates").joinpath("words", f"{name}.toml").read_text("utf-8"))


def languages() -> list[str]:
    """Return the languages with a file of words."""
    files = resources.files("services.text.dates").joinpath("words").iterdir()
    return sorted(
        name.removesuffix(".toml")
        for name in (file.name for file in files)
        if name.endswith(".toml") and name.removesuffix(".toml") not in _APART
    )


def _all_languages() -> Iterator[tuple[str, Sense]]:
    for language in languages():
        words = table(language)
        yield from _months(words)
        yield from _each(words.get("other_months", ()), Sense("m", ("other", 0)))
        for number, spellings in enumerate(words.get("weekdays", ())):
            yield from _each(spellings, Sense("w", number))
        for key, kind in _LISTS.items():
            yield from _each(words.get(key, ()), Sense(kind))
        yield from _each(words.get("first", ()), Sense("1", 1))
        for era, spellings in words.get("eras", {}).items():
            yield from _each(spellings, Sense("e", era))
        for part, spellings in words.get("day_parts", {}).items():
            yield from _each(spellings, Sense("a" if part in _HALVES else "p", part))
        yield from _zones(words.get("zones", {}))


def _months(words: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    prefixes, suffixes = words.get("month_prefixes", ()), words.get("month_suffixes", ())
    for calendar in _CALENDARS:
        for number, spellings in enumerate(words.get(calendar, ()), 1):
            sense = Sense("m", (calendar, number))
            yield from _each(spellings, sense)
            yield from _each((prefix + name for prefix in prefixes for name in spellings), sense)
            yield from _each((name + suffix for suffix in suffixes for name in spellings), sense)


def _zones(zones: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    for zone, places in zones.get("places", {}).items():
        yield from _each((phrase.format(place) for phrase in zones["phrases"] for place in places), Sense("z", zone))
    for zone, spellings in zones.get("names", {}).items():
        yield from _each(spellings, Sense("z", zone))


def _abbreviations() -> Iterator[tuple[str, Sense]]:
    for group in table("zones").values():
        yield from ((name, Sense("z", name)) for name in group)


def _each(spellings: Iterable[str], sense: Sense) -> Iterator[tuple[str, Sense]]:
    return ((spelling, sense) for spelling in spellings)
