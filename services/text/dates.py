"""Dates as texts state them, read only where there is one way to read them.

Pure: nothing here knows today's date. Years are Gregorian; a year of another calendar (1405, 1448) is not converted.
"""

import re
from dataclasses import dataclass
from datetime import date

from schemas.reasons import PublishedAtReason
from services.text.fold import fold

_EARLIEST, _LATEST = 1600, 2100
_OTHER_CALENDARS = range(1300, 1500)

_MONTH_NAMES = (
    "january jan janvier januar ocak جنوری يناير كانون_الثاني ژانویه जनवरी",
    "february feb februar şubat فروری فبراير شباط فوریه फरवरी फ़रवरी",
    "march mar märz mart مارچ مارس آذار मार्च",
    "april apr nisan اپریل أبريل ابريل نيسان آوریل अप्रैल",
    "may mai mayıs مئی مايو أيار مه मई",
    "june jun juni haziran جون يونيو حزيران ژوئن जून",
    "july jul juli temmuz جولائی يوليو تموز ژوئیه जुलाई",
    "august aug ağustos اگست أغسطس آب اوت अगस्त",
    "september sep sept eylül ستمبر سبتمبر أيلول سپتامبر सितंबर सितम्बर",
    "october oct oktober ekim اکتوبر أكتوبر اكتوبر تشرين_الأول اکتبر अक्टूबर अक्तूबर",
    "november nov kasım نومبر نوفمبر تشرين_الثاني نوامبر नवंबर नवम्बर",
    "december dec dezember aralık دسمبر ديسمبر كانون_الأول دسامبر दिसंबर दिसम्बर",
)
_MONTHS = {
    fold(name.replace("_", " ")): number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()
}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_MAX_CHARS = 100

_TIME = (
    r"(?:(?:[t,،]|\s|at|-)*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>z|utc|gmt|(?:(?:utc|gmt)?[+-]\d{2}:?\d{2}))?)?"
)
_WEEKDAY = r"(?:[^\d\s,،]{1,20}[,،]?\s+)?"
_SHAPES = tuple(
    re.compile(shape + _TIME)
    for shape in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<year>\d{4})-(?P<month>\d{2})(?P<day>)",
        r"(?P<day>\d{1,2})([-/.])(?P<month>\d{1,2})\2(?P<year>\d{4})",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+(?P<month>{_MONTH})[\s.,،-]+(?P<year>\d{{4}})\s?ء?",
        rf"{_WEEKDAY}(?P<month>{_MONTH})[\s.]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,،]+(?P<year>\d{{4}})\s?ء?",
    )
)


@dataclass(frozen=True)
class Stated:
    """A publication date as stated (ISO 8601, no more precise than stated), or why there is none."""

    value: str | None
    reason: PublishedAtReason | None


def parse_date(text: str) -> Stated:
    """Read a stated date: ISO 8601, RFC 2822, or day, month and year with the month in one of seven languages.

    Returns:
        The date as `2026-11`, `2026-11-23`, `2026-11-23T10:00` or with seconds and offset, just as precise as stated;
        else the reason: `empty_label` (nothing there), `unparsed` (more than one reading, or none), `implausible` (a
        day that no calendar has, or a year before 1600 or after 2100).
    """
    folded = " ".join(fold(text[: _MAX_CHARS + 1]).split()).strip(" ,،.|")
    if not folded:
        return Stated(None, PublishedAtReason.EMPTY_LABEL)
    match = next((found for shape in _SHAPES if (found := shape.fullmatch(folded))), None)
    if match is None or len(text) > _MAX_CHARS:
        return Stated(None, PublishedAtReason.UNPARSED)
    return _stated(match)


def _stated(match: re.Match[str]) -> Stated:
    year, day = int(match["year"]), match["day"]
    by_name = not match["month"].isdigit()
    month = _MONTHS[match["month"]] if by_name else int(match["month"])
    day_first = match.start("day") < match.start("year") and not by_name
    if year in _OTHER_CALENDARS or (day_first and int(day) <= 12 and int(day) != month):
        return Stated(None, PublishedAtReason.UNPARSED)
    clock = _clock(match)
    if clock is None or not _exists(year, month, int(day or 1)):
        return Stated(None, PublishedAtReason.IMPLAUSIBLE)
    return Stated(f"{year:04d}-{month:02d}" + (f"-{int(day):02d}" if day else "") + clock, None)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return _EARLIEST <= date(year, month, day).year <= _LATEST
    except ValueError:
        return False


def _clock(match: re.Match[str]) -> str | None:
    """Write the time of day as stated; empty where none is, None where there is no such time."""
    if match["hour"] is None:
        return ""
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"T{hour:02d}:{minute:02d}" + (f":{second:02d}" if match["second"] else "") + _offset(match["zone"])


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    digits = zone.removeprefix("utc").removeprefix("gmt").replace(":", "")
    return f"{digits[:3]}:{digits[3:]}" if len(digits) == 5 else "Z"
