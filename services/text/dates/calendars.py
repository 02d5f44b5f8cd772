"""From the calendars that texts use to the days they can mean.

A date is a span of days: one day, or the days of a month or year. Gregorian and Jalali (solar Hijri) dates are exact.
A lunar Hijri month begins with a sighting of the moon: Umm al-Qura's table (hijridate) tells when it began in Saudi
Arabia; elsewhere it began up to a day earlier or three days later (R. H. van Gent, "The Umm al-Qura Calendar of Saudi
Arabia"). So a lunar date is a span of five days, and a text that states nothing else has not stated a day.
"""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

EARLIEST, LATEST = 1600, 2100
"""Gregorian years that an article may be of."""

OTHER_YEARS = range(1300, 1501)
"""Years that, of Jalali and Hijri, are read."""

_EARLIER, _LATER = timedelta(days=1), timedelta(days=3)


class Span(NamedTuple):
    """From the first to the last day that may be meant, both included."""

    first: date
    last: date

    @property
    def is_long(self) -> bool:
        """Tell a month or year from a day, or the few that it may be."""
        return (self.last - self.first).days > 6

    def on(self, weekdays: set[int]) -> "Span | None":
        """Narrow the span to a day of the week (0 is Monday); None if it has none. A long span stays as it is."""
        if self.is_long or not weekdays:
            return self
        days = (self.first + timedelta(more) for more in range((self.last - self.first).days + 1))
        found = [day for day in days if {day.weekday()} == weekdays]
        return Span(found[0], found[0]) if found else None

    def meet(self, other: "Span") -> "Span | None":
        """Return the days both may mean; None if there are none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Span(first, last) if first <= last else None

    def stated(self) -> str | None:
        """Write what all days of the span agree on: the day, its month, its year, or None."""
        for precision in (10, 7, 4):
            if self.first.isoformat()[:precision] == self.last.isoformat()[:precision]:
                return self.first.isoformat()[:precision]
        return None


class Unknown(Exception):
    """A date of a calendar, or of years, that is not read."""


def span(name: str, year: int, month: int | None, day: int | None) -> Span:
    """Return the days that a date of a calendar can mean; without a day its month, without a month its year.

    Raises:
        ValueError: there is no such date, or its Gregorian year lies outside `EARLIEST` to `LATEST`.
        Unknown: the calendar or the year is not read.
    """
    if name == "gregorian":
        found = _whole(year, month, day, date, lambda y, m: calendar.monthrange(y, m)[1])
    elif name not in ("jalali", "hijri") or year not in OTHER_YEARS:
        raise Unknown
    elif name == "jalali":
        found = _whole(year, month, day, _of_jalali, _jalali_days)
    else:
        found = _of_hijri(year, month, day)
    if not EARLIEST <= found.first.year <= found.last.year <= LATEST:
        raise ValueError(year)
    return found


def week(year: int, number: int, day: int | None) -> Span:
    """Return the days of an ISO week, or one of them (1 is Monday).

    Raises:
        ValueError: there is no such week or day.
    """
    return Span(date.fromisocalendar(year, number, day or 1), date.fromisocalendar(year, number, day or 7))


def _whole(
    year: int,
    month: int | None,
    day: int | None,
    to_date: Callable[[int, int, int], date],
    days_of: Callable[[int, int], int],
) -> Span:
    if month is None:
        return Span(to_date(year, 1, 1), to_date(year, 12, days_of(year, 12)))
    if day is None:
        return Span(to_date(year, month, 1), to_date(year, month, days_of(year, month)))
    return Span(to_date(year, month, day), to_date(year, month, day))


def _of_jalali(year: int, month: int, day: int) -> date:
    # Imported here: 20 ms that most texts do not need. It has no type stubs.
    import jdatetime  # type: ignore[import-untyped]

    found: date = jdatetime.date(year, month, day).togregorian()
    return found


def _jalali_days(year: int, month: int) -> int:
    first = _of_jalali(year, month, 1)
    following = _of_jalali(year + month // 12, month % 12 + 1, 1)
    return (following - first).days


def _of_hijri(year: int, month: int | None, day: int | None) -> Span:
    """Take day 30 of any month: whether it has one depends on who saw the moon."""
    if day is None:
        first, _ = _hijri_month(year, month or 1)
        last, days = _hijri_month(year, month or 12)
        last += timedelta(days - 1)
    elif month is not None and 1 <= day <= 30:
        first = last = _hijri_month(year, month)[0] + timedelta(day - 1)
    else:
        raise ValueError(day)
    return Span(first - _EARLIER, last + _LATER)


def _hijri_month(year: int, month: int) -> tuple[date, int]:
    """Return Umm al-Qura's first day of a month, and how many days it has there."""
    # Imported here: 15 ms that most texts do not need.
    from hijridate import Hijri

    try:
        start = Hijri(year, month, 1)
    except OverflowError:
        raise Unknown from None
    return date.fromordinal(start.to_gregorian().toordinal()), start.month_length()
