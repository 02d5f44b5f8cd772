"""Time zones as stated: an offset, or None where what is stated could be several.

A zone by the name of a place has its offset of that day, by the time zone database (`zoneinfo`).
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.text.dates.customs import Customs
from services.text.dates.lexicon import table

_OFFSET = re.compile(r"(?:utc|gmt)?\s?([+-])\s?(\d{1,2}?):?(\d{2})?")
_WESTMOST, _EASTMOST = -12 * 60, 14 * 60


def offset(stated: str, local: datetime, customs: Customs) -> str | None:
    """Return a stated zone's offset as ISO 8601 has it, `Z` or `+05:00`; None where it cannot be told.

    Args:
        stated: an offset, an abbreviation of zones.toml, or an IANA name.
        local: the date and time that it was stated with.
        customs: of the text's language.

    Raises:
        ValueError: there is no such offset.
    """
    if numeric := _OFFSET.fullmatch(stated):
        return _numeric(numeric)
    if "/" in stated or stated == "UTC":
        return _of_place(stated, local)
    known = table("zones")
    if stated in known["fixed"]:
        return str(known["fixed"][stated])
    if stated in known["rfc822"] and customs.country == "US":
        return str(known["rfc822"][stated])
    found: str | None = known["by_country"].get(stated, {}).get(customs.country)
    return found


def _numeric(match: re.Match[str]) -> str:
    hours, minutes = int(match[2]), int(match[3] or 0)
    total = (hours * 60 + minutes) * (-1 if match[1] == "-" else 1)
    if minutes > 59 or not _WESTMOST <= total <= _EASTMOST:
        raise ValueError(match[0])
    # RFC 2822's -0000 is universal time at a place that is not told.
    return "Z" if match[1] == "-" and total == 0 else f"{match[1]}{hours:02d}:{minutes:02d}"


def _of_place(name: str, local: datetime) -> str | None:
    """Return the offset at a place; None in the hour that the clocks go through twice, or leave out."""
    if name == "UTC":
        return "Z"
    try:
        zone = ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return None
    once, twice = (local.replace(tzinfo=zone, fold=fold).strftime("%z") for fold in (0, 1))
    return f"{once[:3]}:{once[3:5]}" if once == twice else None
