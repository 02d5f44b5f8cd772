"""What a language decides about a date: which of two numbers is the day, which calendar a bare year is of."""

from dataclasses import dataclass
from functools import lru_cache

from services.text.dates.calendars import EARLIEST, LATEST, OTHER_YEARS
from services.text.dates.lexicon import table

_SOLAR_UNTIL = 1420
"""A bare year up to here may be of either Hijri calendar, solar 1300 to 1420 being 1921 to 2042; a later one is lunar,
1421 being 2000. Nothing here knows today's date: this holds until 2042."""


@dataclass(frozen=True)
class Customs:
    """What is certain about dates in a language. `order` is "dmy", "mdy" or, where either may be meant, None."""

    order: str | None = None
    jalali: bool = False
    hijri: bool = False
    own_calendar: bool = False
    country: str | None = None

    def calendars(self, year: int, era: str | None) -> tuple[str, ...]:
        """Return the calendars that a year in a date of numbers may be of."""
        if era is not None and era != "hijri":
            return (era,)
        if era == "hijri":
            either = self.jalali or (not self.hijri and year <= _SOLAR_UNTIL)
            return ("hijri", "jalali") if either else ("hijri",)
        if EARLIEST <= year <= LATEST or year not in OTHER_YEARS:
            return ("gregorian",)
        if self.jalali and year <= _SOLAR_UNTIL:
            return ("jalali",)
        return ("hijri",) if self.hijri and year > _SOLAR_UNTIL else ("hijri", "jalali")


@lru_cache(maxsize=256)
def customs_of(language: str | None) -> Customs:
    """Return the customs of a BCP 47 tag; of none, those of a text whose language nobody knows."""
    primary, *rest = (language or "und").replace("_", "-").split("-")
    primary = primary.lower()
    region = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), None)
    known = table("customs")
    home = known["country"].get(primary)
    return Customs(
        order=_order(primary, region),
        jalali=primary in known["jalali"],
        hijri=primary in known["hijri"],
        own_calendar=primary in known["own_calendar"],
        country=region or home,
    )


def _order(primary: str, region: str | None) -> str | None:
    known = table("customs")
    if primary == "en":
        if region in known["month_first_english"]:
            return "mdy"
        return "dmy" if region in known["day_first_english"] else None
    return "dmy" if primary in known["day_first"] and region not in known["either_order"] else None
