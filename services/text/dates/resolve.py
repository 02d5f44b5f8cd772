"""From the parts of a date to ISO 8601: as precise as stated, an interval where the calendar leaves several days."""

from calendar import monthrange
from datetime import date, timedelta

from services.text.dates.calendars import Span, Unknown, span

_MEAN_HIJRI_YEAR_DAYS, _HIJRI_EPOCH = 354.367, date(622, 7, 19)


def years_near(calendar: str, published: date) -> tuple[int, ...]:
    """Return the years of a calendar about a day of publication, in which a day without a year may be."""
    if calendar == "jalali":
        return tuple(published.year - back for back in (622, 621, 620))
    if calendar == "hijri":
        year = int((published - _HIJRI_EPOCH).days / _MEAN_HIJRI_YEAR_DAYS) + 1
        return (year - 1, year, year + 1)
    return (published.year - 1, published.year, published.year + 1)


def nearest(calendar: str, month: int, day: int, published: date) -> Span | None:
    """Return the day of that name nearest to the day of publication; None if no year about it has one."""
    found = [each for year in years_near(calendar, published) if (each := possible(calendar, year, month, day))]
    return min(found, key=lambda each: abs((each.first - published).days), default=None)


def possible(calendar: str, year: int, month: int | None, day: int | None) -> Span | None:
    """Return the days that a date may mean, as `calendars.span`; None if there is no such date."""
    try:
        return span(calendar, year, month, day)
    except (ValueError, Unknown):
        return None


def iso(days: Span) -> str:
    """Write a day, month or year; any other span as an interval, `2018-03-21/2019-03-20`."""
    first, last = days
    if first == last:
        return first.isoformat()
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first.year == last.year:
        if first.month == last.month:
            return first.isoformat()[:7]
        if (first.month, last.month) == (1, 12):
            return first.isoformat()[:4]
    return f"{first.isoformat()}/{last.isoformat()}"


def last_weekday(number: int, published: date) -> date:
    """Return the last day before that of publication that is this day of the week; 1 is Monday."""
    return published - timedelta((published.isoweekday() - number - 1) % 7 + 1)
