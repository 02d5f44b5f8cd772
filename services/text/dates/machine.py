"""Dates that programs write, put into the one form that the rest reads: `2026-11-23 10:00:00 +0500`.

ISO 8601 (extended, basic, ordinal and week dates), RFC 2822 with its two-digit years and zones, EXIF, PDF, 年月日.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from services.text.dates.calendars import week
from services.text.dates.lexicon import table

_ISO = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)(?P<t>[t ])(?P<hour>\d\d)(?P<minutes>(?::\d\d){0,2})"
    r"(?P<tail>(?:[.,]\d+)?\s?(?:z|[+-]\d\d(?::?\d\d)?)?)"
)
_RFC = re.compile(
    r"(?P<weekday>[a-z]{3}, )?(?P<day>\d{1,2} [a-z]{3}) (?P<year>\d{2}|\d{4}) "
    r"(?P<clock>\d{1,2}:\d\d)(?P<second>:\d\d)? (?P<zone>[a-z]{1,4}|[+-]\d{4})(?: ?\([a-z ]*\))?"
)
_BASIC = re.compile(
    r"(?:d:)?(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:[t ]?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?:[.,]\d+)?\s?(?P<zone>z(?:0000)?|[+-]\d\d:?\d\d)?)?"
)
_ZONED_DATE = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)[+-]\d\d:\d\d")
_EXIF = re.compile(r"(?P<year>\d{4}):(?P<month>\d\d):(?P<day>\d\d)(?: (?P<rest>.*))?")
_CJK = re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일号號](?P<rest>.*)")
_WEEK = re.compile(r"(?P<year>\d{4})-?w(?P<week>\d\d)(?:-?(?P<day>\d))?")
_ORDINAL = re.compile(r"(?P<year>\d{4})-(?P<day>\d{3})(?P<rest>[t ].*)?")
_BRACKETED = re.compile(r"(?<=[\dz]) ?\[[a-z_/+-]+\]$")


def expand(text: str) -> str:
    """Rewrite a cleaned text that a program wrote; any other comes back as it is.

    Raises:
        ValueError, OverflowError: an ordinal or week date that there is not.
    """
    text = _BRACKETED.sub("", text)  # RFC 9557: 2026-11-23T10:00:00+05:00[Asia/Karachi]
    for shape, rewrite in _REWRITES:
        if match := shape.fullmatch(text):
            return rewrite(match).rstrip()
    return text


def _iso(match: re.Match[str]) -> str:
    if not match["minutes"]:
        # An hour by itself is less than a time; of it only the day is kept.
        return match["date"] if match["t"] == "t" else match[0]
    tail = match["tail"]
    certain = match["t"] == "t" or len(match["minutes"]) > 3 or "+" in tail
    if certain and len(tail) > 2 and tail[-3] in "+-":
        tail += "00"
    if match["t"] == "t" and tail[-6:-5] == "-":  # after a T, 10:00-05:00 is no range of hours
        tail = tail[:-3] + tail[-2:]
    return f"{match['date']} {match['hour']}{match['minutes']}{tail}"


def _rfc(match: re.Match[str]) -> str:
    """RFC 5322, 4.3: a year of two digits is of 1950 to 2049, and EST is five hours behind.

    Without a weekday and seconds it may as well be people's writing, which has no such rules.
    """
    weekday, year, zone = match["weekday"] or "", match["year"], match["zone"]
    if not weekday and not match["second"]:
        return match[0]
    if len(year) == 2:
        year = ("20" if int(year) < 50 else "19") + year
    zone = table("zones")["rfc822"].get(zone.upper(), zone).replace(":", "")
    return f"{weekday}{match['day']} {year} {match['clock']}{match['second'] or ''} {zone}"


def _basic(match: re.Match[str]) -> str:
    written = f"{match['year']}-{match['month']}-{match['day']}"
    if match["hour"]:
        second = f":{match['second']}" if match["second"] else ""
        zone = (match["zone"] or "").replace(":", "").replace("z0000", "z")
        written += f" {match['hour']}:{match['minute']}{second} {zone}"
    return written


def _year_first(match: re.Match[str]) -> str:
    return f"{match['year']}-{match['month']}-{match['day']} {match['rest'] or ''}"


def _week(match: re.Match[str]) -> str:
    span = week(int(match["year"]), int(match["week"]), int(match["day"]) if match["day"] else None)
    return span.stated() or match[0]


def _ordinal(match: re.Match[str]) -> str:
    year = int(match["year"])
    day = date(year, 1, 1) + timedelta(int(match["day"]) - 1)
    if day.year != year:
        raise ValueError(match[0])
    return f"{day.isoformat()}{(match['rest'] or '').replace('t', ' ', 1)}"


_REWRITES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_ISO, _iso),
    (_RFC, _rfc),
    (_BASIC, _basic),
    (_ZONED_DATE, lambda match: match["date"]),
    (_EXIF, _year_first),
    (_CJK, _year_first),
    (_WEEK, _week),
    (_ORDINAL, _ordinal),
)
