"""The shapes of dates: which tokens, in which order, are day, month and year. And which days that can mean."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from services.text.dates.calendars import Span, Unknown, span
from services.text.dates.customs import Customs
from services.text.dates.lexicon import Sense

MAX_DATES = 3
"""A text may state one day in as many calendars, or languages."""

# In classes of tokens: d, y numbers of one or two, of four digits; m month, e era, 1 first, u month unit;
# _ where the time of day was.
_GAP = r"[ _./-]*"
_DAY = r"(?P<day>[d1])"
_MONTH = r"(?P<month>m(?:[ /]*m)*)"  # Arabic often names a month twice: كانون الأول/ديسمبر
_YEAR = r"(?:(?P<before>e) ?)?(?P<year>y)(?:[ /]*(?P<era>e(?: ?e)*))?"
_SHORT_YEAR = r"(?P<short>d)"
_NAMED = (
    (_DAY, _MONTH, _YEAR),
    (_MONTH, _DAY, _YEAR),
    (_YEAR, _MONTH, _DAY),
    (_YEAR, _DAY, _MONTH),
    (_MONTH, _YEAR),
    (_YEAR, _MONTH),
    (_DAY, _MONTH),
)
_NUMBERS = (
    r"(?:(?P<before>e) ?)?(?P<year>y)(?P<gap>[-/.])(?P<second>d)(?P=gap)(?P<third>d)(?: ?(?P<era>e))?",
    r"(?P<first>d)(?P<gap>[-/.])(?P<second>d)(?P=gap)(?P<year>y)(?: ?(?P<era>e))?",
    r"(?P<year>y)-(?P<second>d)(?: ?(?P<era>e))?",
    r"(?P<second>d)[-/.](?P<year>y)(?: ?(?P<era>e))?",
)
_SHAPES = tuple(re.compile(shape) for shape in (*map(_GAP.join, _NAMED), *_NUMBERS))
# Where no number has four digits, one of two may be the year.
_SHORT = tuple(
    re.compile(shape)
    for shape in (
        _GAP.join((_DAY, _MONTH, _SHORT_YEAR)),
        _GAP.join((_MONTH, _DAY, _SHORT_YEAR)),
        r"(?P<first>d)(?P<gap>[-/.])(?P<second>d)(?P=gap)(?P<third>d)",
    )
)
_LONE_YEAR = re.compile(r"(?P<before>e)?(?P<year>y)(?P<era>e*)")
_PLACES = ("first", "second", "third")
_BETWEEN = re.compile(_GAP)
_MONTH_BY_UNIT = re.compile(r"d(?P<rest>-?u)")
_RANGE = re.compile(rf"{_GAP}d *- *d{_GAP}m{_GAP}y.*")


class Several(Exception):
    """A shape that has more than one reading by itself: a year of two digits, say."""


class Partial(Exception):
    """A Gregorian day and month without a year."""


class Dated(NamedTuple):
    """A date in a text: the first of the calendars it may be of, and the spans of days that it can mean."""

    calendar: str
    spans: frozenset[Span]


def with_units(classes: str, senses: Sequence[Sense]) -> tuple[str, list[Sense]]:
    """Make months of numbers that are followed by the word for month: 12月, 12-ئاي."""
    taken = list(senses)
    for match in _MONTH_BY_UNIT.finditer(classes):
        taken[match.start()] = Sense("m", ("gregorian", senses[match.start()].value))
    return _MONTH_BY_UNIT.sub(lambda match: "m" + " " * len(match["rest"]), classes), taken


@lru_cache(maxsize=1024)
def partings(classes: str) -> tuple[list[re.Match[str]], ...]:
    """Return each way to part the tokens into dates, none left over. Few strings of classes ever come."""
    if year := _LONE_YEAR.fullmatch(classes):
        return ([year],)
    return tuple(_parted(classes, _SHAPES if "y" in classes else _SHORT, 0, MAX_DATES))


def _parted(classes: str, shapes: Sequence[re.Pattern[str]], at: int, left: int) -> Iterator[list[re.Match[str]]]:
    between = _BETWEEN.match(classes, at)
    at = between.end() if between else at
    if at == len(classes):
        yield []
    elif left:
        for match in filter(None, (shape.match(classes, at) for shape in shapes)):
            yield from ([match, *others] for others in _parted(classes, shapes, match.end(), left - 1))


def is_range(classes: str) -> bool:
    """Tell a range of days: 1-3 December 2026."""
    return _RANGE.fullmatch(classes) is not None


def dated(match: re.Match[str], senses: Sequence[Sense], customs: Customs) -> Dated:
    """Return what a shape's tokens say; without any span, there is no such date.

    Raises:
        Unknown: the calendar, or the year, is not read.
        Several: a year of two digits without a weekday, or one of a calendar that cannot be told.
        Partial: day and month without a year.
    """
    found = match.groupdict()
    if found.get("month"):
        return _named(match, senses)
    if found.get("year") is None or customs.own_calendar:
        raise Several
    year = senses[match.start("year")].value
    names = customs.calendars(year, _era(match, senses))
    pairs = _pairs(match, senses, customs)
    return _possible(names[0], [(name, year, month, day) for name in names for month, day in pairs])


def _pairs(match: re.Match[str], senses: Sequence[Sense], customs: Customs) -> list[tuple[int | None, int | None]]:
    """Return month and day of a date in numbers; both ways where the language does not decide."""
    numbers = {name: int(senses[match.start(name)].value) for name in _PLACES if match.groupdict().get(name)}
    second = numbers.get("second")
    if "first" not in numbers or second is None:
        return [(second, numbers.get("third"))]
    first = numbers["first"]
    day_first: tuple[int | None, int | None] = (second, first)
    month_first: tuple[int | None, int | None] = (first, second)
    if second > 12 or first > 12:  # the numbers decide
        return [day_first if second <= 12 else month_first]
    return {"dmy": [day_first], "mdy": [month_first]}.get(str(customs.order), [day_first, month_first])


def _named(match: re.Match[str], senses: Sequence[Sense]) -> Dated:
    months = {sense.value for sense in senses[match.start("month") : match.end("month")] if sense.kind == "m"}
    if len(months) > 1:
        raise Unknown
    ((name, month),) = months
    era = _era(match, senses)
    # A Jalali date is often called just "Hijri".
    if era not in (None, name) and (name, era) != ("jalali", "hijri"):
        raise Unknown
    found = match.groupdict()
    day = senses[match.start("day")].value if found.get("day") else None
    if found.get("short"):
        if all(sense.kind != "w" for sense in senses):
            raise Several
        # RFC 5322's century; the weekday, which differs from one century to the next, has to bear it out.
        short = senses[match.start("short")].value
        return _possible(name, [(name, short + (2000 if short < 50 else 1900), month, day)])
    if not found.get("year"):
        raise Partial if name == "gregorian" else Unknown
    return _possible(name, [(name, senses[match.start("year")].value, month, day)])


def _possible(calendar: str, dates: Sequence[tuple[str, int, int | None, int | None]]) -> Dated:
    spans: set[Span] = set()
    unread = False
    for name, year, month, day in dates:
        try:
            spans.add(span(name, year, month, day))
        except Unknown:
            unread = True
        except ValueError:
            continue
    if unread:  # it may be the one that was meant
        raise Several if spans else Unknown
    return Dated(calendar, frozenset(spans))


def _era(match: re.Match[str], senses: Sequence[Sense]) -> str | None:
    eras = {
        senses[at].value
        for group in ("before", "era")
        if match.groupdict().get(group)
        for at in range(match.start(group), match.end(group))
        if senses[at].kind == "e"
    }
    if len(eras) > 1:
        raise Unknown
    return next(iter(eras), None)
