"""Dates that a running text mentions, found by the names of months, by years and by days of the week.

A number alone is no date, and a month's name alone is none either: may and مارچ are words of their own. Something has
to stand beside them that leaves no doubt, or nothing is found. What is told of each follows TIMEX3 (ISO 24617-1) in
the small: a span of text, and a value no more precise than stated.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import compress, count, islice

from services.text.analysed import Analysed
from services.text.dates.around import Around, Found
from services.text.dates.calendars import Span
from services.text.dates.customs import customs_of
from services.text.dates.parse import parse_date
from services.text.dates.prose import BEGINNINGS, Month, prose_of
from services.text.dates.resolve import iso, last_weekday, nearest, possible
from services.text.stop_words import stop_terms
from services.text.tokens import Terms

MOST_MENTIONS = 50
_NUMERIC = re.compile(r"(?<![\w.,/-])(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})(?![\w/-]|[.,]\w)")
_LEAST_NUMERIC_TERMS, _MOST_NAME_TERMS = 3, 3
_LIKELY_YEARS = range(1800, 2100)
_ROUND = 100


_LEAP_YEAR = 2024
_PRECISIONS = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class _Day:
    """A day of the week, 1 for Monday, in the terms number `first` to `last`; `is_last` if it is said to be past."""

    first: int
    last: int
    number: int
    is_last: bool


@dataclass(frozen=True)
class Mention:
    """A date in a text."""

    start: int
    end: int
    date: str | None
    """ISO 8601: a day, month or year, or an interval; `--05-02` for a day without a year; None if it is not told."""
    calendar: str
    precision: str
    """What is stated: `day`, `month`, `year` or `weekday`."""
    inferred: bool = False
    """Whether the day of publication told what is not stated: the year, or which Monday."""


def mentions(text: Analysed, published: date | None = None, most: int = MOST_MENTIONS) -> list[Mention]:
    """List the dates in a text, in its order.

    Args:
        text: in one of the languages of `prose_languages`.
        published: the day of publication, if known. A day without a year is the one nearest to it.
        most: at most so many.

    Raises:
        KeyError: the language is not read.
    """
    around = Around(text, prose_of(text.primary))
    (beginnings,) = text.columns(BEGINNINGS)
    homes = list(compress(count(), beginnings))
    starts = [text.firsts[home] + place for home in homes for place in beginnings[home]]
    stated = _without_doubles(_stated(around, starts, most))
    found = [mention for each in stated if (mention := _resolved(around, each, published))]
    found += islice(_in_numbers(text, homes), most)
    return sorted(found, key=lambda mention: mention.start)[:most]


def _stated(around: Around, starts: Iterable[int], most: int) -> list[Found | _Day]:
    """List the dates and the days of the week in a text, in its order, at most so many.

    Args:
        around: the text.
        starts: the numbers of the terms that one may begin with.
        most: how many.
    """
    names = around.prose.starts
    stated: list[Found | _Day] = []
    for at in starts:
        if len(stated) > most:
            break
        if stated and at <= stated[-1].last:
            continue
        named = around.terms[at] in names and (_month(around, at) or _day_of_week(around, at))
        if found := named or _bare_year(around, at):
            while stated and stated[-1].last >= found.first:
                stated.pop()  # a year that a day of it follows: 1918 সালের 29 সেপ্টেম্বর
            stated.append(found)
    return stated[:most]


def _month(around: Around, at: int) -> Found | None:
    for after, month in _months(around, at):
        twice = [each for each, other in _months(around, after) if other.months == month.months]
        if twice and around.gap(after - 1) == "/":  # كانون الثاني/يناير
            return around.dated(at, twice[0], replace(month, ordinary=False))
        return around.dated(at, after, month)
    return None


def _months(around: Around, at: int) -> Iterator[tuple[int, Month]]:
    """Yield the months whose name begins at a term, the longest first, each with the number of the term after it."""
    for name in _names(around, at):
        if name in around.prose.months:
            yield at + len(name), around.prose.months[name]


def _day_of_week(around: Around, at: int) -> _Day | None:
    prose = around.prose
    for name in _names(around, at):
        if name in prose.weekdays:
            weekday, after = prose.weekdays[name], at + len(name)
            sure = weekday.sure or around.term(at - 1) in prose.weekday_before
            if not sure and not any(tuple(around.terms[after : after + n]) in prose.weekday_after for n in (1, 2)):
                return None
            is_last = bool({around.term(at - 1), around.term(after)} & prose.last)
            return _Day(at, after - 1, weekday.number, is_last)
    return None


def _bare_year(around: Around, at: int) -> Found | None:
    """Take a number of four digits for a year where a word beside it says so, and it is no number of things."""
    prose, year = around.prose, around.year(at)
    if year is None or around.gap_before(at) not in ("", "-", "(", "'"):
        return None
    before, after = around.term(at - 1), around.term(at + 1)
    if before in prose.year_before or (after in prose.eras_of_one and around.gap(at) == ""):
        names = customs_of(around.text.language).calendars(year, prose.eras_of_one.get(after))
        last = at + (after in prose.eras_of_one)
        return Found(at, last, names[0], year) if len(names) == 1 else None
    if year not in _LIKELY_YEARS or not year % _ROUND:
        return None
    if around.sign_after(at) in prose.year_signs or (before in prose.year_dashed and around.gap_before(at) == "-"):
        return Found(at, at, "gregorian", year)
    if after in prose.year_after and around.term(at + 2) not in prose.out_of and around.gap(at) in ("", "-", "'", "’"):
        return Found(at, at, "gregorian", year)
    if before in prose.year_in and (not after or around.gap(at) or not after.isalpha() or _is_small(around, at + 1)):
        return Found(at, at, "gregorian", year)
    return None


def _is_small(around: Around, at: int) -> bool:
    """Tell a word that is no noun, or one that begins with a capital letter."""
    chunk = around.text.chunks[around.text.home(at)]
    return chunk[:1].isupper() or around.term(at) in stop_terms(around.text.language)


def _names(around: Around, at: int) -> Iterator[Terms]:
    """Yield what begins at a term and may be a name, the longest first; no mark parts a name."""
    for length in range(_MOST_NAME_TERMS, 0, -1):
        name = tuple(around.terms[at : at + length])
        if len(name) == length:
            yield name


def _without_doubles(stated: list[Found | _Day]) -> list[Found | _Day]:
    """Leave out a day of the week that stands beside a whole date: it says no more."""
    dates = [each for each in stated if isinstance(each, Found) and each.day]
    beside = {place for each in dates for place in (each.first - 2, each.first - 1, each.last + 1)}
    return [each for each in stated if isinstance(each, Found) or each.last not in beside | {each.first - 1}]


def _resolved(around: Around, stated: Found | _Day, published: date | None) -> Mention | None:
    start, end = around.text.span(stated.first, stated.last)
    if isinstance(stated, _Day):
        day = last_weekday(stated.number, published).isoformat() if published and stated.is_last else None
        return Mention(start, end, day, "gregorian", "weekday", inferred=day is not None)
    value, inferred = _value(stated, published)
    precision = "day" if stated.day else "month" if stated.month else "year"
    return Mention(start, end, value, stated.calendar, precision, inferred) if value else None


def _value(stated: Found, published: date | None) -> tuple[str | None, bool]:
    """Return a date as ISO 8601, and whether its year is that nearest to the day of publication."""
    if stated.year is None and published is None:
        known = [_of_any_year(stated, day) for day in (stated.day, stated.until) if day is not None]
        return (None if None in known else "/".join(map(str, known))), False
    days = [_days(stated, day, published) for day in (stated.day, stated.until) if day is not None]
    if not days:
        days = [_days(stated, None, published)]
    if None in days:
        return None, False
    spans = [each for each in days if each is not None]
    return iso(Span(spans[0].first, spans[-1].last)), stated.year is None


def _of_any_year(stated: Found, day: int) -> str | None:
    """Write a Gregorian day without its year, as ISO 8601:2000 does."""
    span = possible("gregorian", _LEAP_YEAR, stated.month, day) if stated.calendar == "gregorian" else None
    return f"--{span.first.isoformat()[5:]}" if span else None


def _days(stated: Found, day: int | None, published: date | None) -> Span | None:
    if stated.year is not None:
        return possible(stated.calendar, stated.year, stated.month, day)
    if published is None or stated.month is None or day is None:
        return None
    return nearest(stated.calendar, stated.month, day, published)


def _in_numbers(text: Analysed, homes: Iterable[int]) -> Iterator[Mention]:
    """Yield dates written in numbers, where the language says which of them is the day.

    Args:
        text: the text.
        homes: the chunks that a year is in, among others.
    """
    for home in homes:
        found = text.chunk_terms[home]
        if len(found) >= _LEAST_NUMERIC_TERMS and found[0].isdecimal() and found[2].isdecimal():
            match = _NUMERIC.search(text.chunks[home])
            value = parse_date(match[0], text.language).value if match else None
            if match and value:
                year = max(map(int, re.findall(r"\d+", match[0])))
                start = text.chunk_ends[home] - len(text.chunks[home]) + match.start()
                calendar = customs_of(text.language).calendars(year, None)[0]
                yield Mention(start, start + len(match[0]), value, calendar, _PRECISIONS[len(value)])
