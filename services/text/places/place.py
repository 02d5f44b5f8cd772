"""What a place is, and a place that was found."""

from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """A place of the gazetteer."""

    code: str
    """ISO 3166 of a country, ISO 3166-2 of a province, `geonames:<id>` of a city or state, else `region:<slug>`."""
    name: str
    """In English."""
    kind: str
    """`country`, `demonym` (a country named by its adjective: شامی), `region` or `city`."""
    country: str
    """ISO 3166 code; empty where there is none, or more than one."""
    latitude: float
    longitude: float
    population: int = 0


class Mention(NamedTuple):
    """Where a place is named: code points of the field's faithful text, exactly the letters of the name."""

    field: str
    start: int
    end: int


@dataclass(frozen=True)
class FoundPlace:
    """A place and its mentions, in the order of the fields and of the text; at most `MOST_MENTIONS` are kept."""

    place: Place
    mentions: tuple[Mention, ...]
    count: int
    """Of all mentions."""
