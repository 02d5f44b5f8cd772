"""The words of dates as running text uses them, by language: the names of `words/`, by the rules of `prose.toml`."""

import tomllib
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import compress, count
from typing import Any

from services.text.columns import Columns, Work
from services.text.dates.lexicon import table
from services.text.tokens import Terms, terms

_CALENDARS = ("gregorian", "hijri", "jalali")

_YEAR_DIGITS = 4


@dataclass(frozen=True)
class Month:
    """What a month's name means in a language: a month of each calendar that has it."""

    months: tuple[tuple[str, int], ...]
    ordinary: bool
    """Whether the name is a word of its own, too."""


@dataclass(frozen=True)
class Weekday:
    """A day of the week, 1 for Monday; `sure` if the word is nothing else."""

    number: int
    sure: bool


@dataclass(frozen=True)
class Prose:
    """One language's words, as folded terms. Names are looked up by their terms; `starts` are their first ones."""

    months: dict[Terms, Month]
    weekdays: dict[Terms, Weekday]
    eras: dict[Terms, str]
    starts: frozenset[str]
    eras_of_one: dict[str, str]
    """Those of one term that may follow a bare year."""
    month_words: frozenset[str]
    between: frozenset[str]
    month_first: bool | str
    days: dict[str, int]
    days_need: str | None
    year_before: frozenset[str]
    year_after: frozenset[str]
    year_in: frozenset[str]
    year_dashed: frozenset[str]
    year_signs: frozenset[str]
    weekday_before: frozenset[str]
    weekday_after: frozenset[Terms]
    last: frozenset[str]
    out_of: frozenset[str]


@cache
def prose_languages() -> frozenset[str]:
    """Return the languages whose running text is read."""
    return frozenset(_tables())


@cache
def prose_of(language: str) -> Prose:
    """Read a language's words.

    Raises:
        KeyError: it is not one of `prose_languages`.
    """
    own, words = _tables()[language], table(language)
    months = _months(own, words)
    weekdays = {
        tuple(terms(name)): Weekday(number, sure)
        for key, sure in (("weekdays_maybe", False), ("weekdays", True))
        for number, names in enumerate(own.get(key, ()), 1)
        for name in names
    }
    eras = {tuple(terms(name)): era for era, names in words.get("eras", {}).items() for name in names}
    return Prose(
        months=months,
        weekdays=weekdays,
        eras=eras,
        eras_of_one={name: eras[name,] for name in _folded(own, "year_eras") if (name,) in eras},
        starts=frozenset(name[0] for name in (*months, *weekdays)),
        month_words=_folded(own, "month_words"),
        between=_folded(own, "between"),
        month_first=own.get("month_first", False),
        days={terms(name)[0]: number for number, name in enumerate(own.get("days", ()), 1)},
        days_need=next(iter(terms(own.get("days_need", ""))), None),
        year_before=_folded(own, "year_before"),
        year_after=_folded(own, "year_after"),
        year_in=_folded(own, "year_in"),
        year_dashed=_folded(own, "year_dashed"),
        year_signs=frozenset(own.get("year_signs", ())),
        weekday_before=_folded(own, "weekday_before"),
        weekday_after=frozenset(tuple(terms(name)) for name in own.get("weekday_after", ())),
        last=_folded(own, "last"),
        out_of=_folded(own, "out_of"),
    )


@cache
def _beginnings(language: str) -> Work:
    starts = prose_of(language).starts

    def beginnings(_: Sequence[str], terms: Sequence[Terms]) -> tuple[Sequence[Sequence[int]]]:
        known = {term for each in terms for term in each if term in starts or (term.isdecimal() and is_year(term))}
        return ([() if known.isdisjoint(each) else _places(each, known) for each in terms],)

    return beginnings


def _places(terms: Terms, wanted: Container[str]) -> Sequence[int]:
    return tuple(compress(count(), map(wanted.__contains__, terms)))


def _none(_: Sequence[str], terms: Sequence[Terms]) -> tuple[Sequence[Sequence[int]]]:
    return ([()] * len(terms),)


def _beginnings_of(language: str) -> Work:
    primary = language.partition("-")[0]
    return _beginnings(primary) if primary in prose_languages() else _none


BEGINNINGS = Columns(1, _beginnings_of)
"""Which terms of a chunk a date may begin with: the name of a month or of a day of the week, or a year."""


def is_year(term: str) -> bool:
    """Tell whether a term has the digits of a year."""
    return len(term) == _YEAR_DIGITS and term.isdecimal()


@lru_cache(maxsize=256)
def date_terms(language: str) -> frozenset[str]:
    """Return the names of months and of days of the week that are nothing else; none where the language is not read."""
    if language not in prose_languages():
        return frozenset()
    words = prose_of(language)
    months = [
        name
        for name, month in words.months.items()
        if not month.ordinary and {calendar for calendar, _ in month.months} == {"gregorian"}
    ]
    days = [name for name, weekday in words.weekdays.items() if weekday.sure]
    return frozenset(name[0] for name in (*months, *days) if len(name) == 1)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(resources.files("services.text.dates").joinpath("prose.toml").read_text("utf-8"))


def _folded(own: dict[str, Any], key: str) -> frozenset[str]:
    return frozenset(term for name in own.get(key, ()) for term in terms(name)[-1:])


def _months(own: dict[str, Any], words: dict[str, Any]) -> dict[Terms, Month]:
    """Gather the names of months, each with what is written together with it."""
    never, ordinary = ({tuple(terms(name)) for name in own.get(key, ())} for key in ("never", "ordinary"))
    prefixes, suffixes = ("", *words.get("month_prefixes", ())), ("", *words.get("month_suffixes", ()))
    found: dict[Terms, dict[tuple[str, int], None]] = {}
    plain: set[Terms] = set()
    for calendar in _CALENDARS:
        for number, names in enumerate(words.get(calendar, ()), 1):
            for name in names:
                if tuple(terms(name)) in never:
                    continue
                if tuple(terms(name)) in ordinary:
                    plain.add(tuple(terms(name)))
                for written in (*(prefix + name for prefix in prefixes), *(name + suffix for suffix in suffixes)):
                    found.setdefault(tuple(terms(written)), {})[calendar, number] = None
    return {name: Month(tuple(months), name in plain) for name, months in found.items() if name}
