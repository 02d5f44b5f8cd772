"""Which places an article names: countries, provinces and cities, with their codes, coordinates and mentions."""

from typing import Any

from services.enrich.enricher import Enricher, Subject
from services.text.places import LANGUAGES, FoundPlace


def _places(subject: Subject) -> list[dict[str, Any]]:
    """List up to 50 places, those named most first."""
    return [_row(found) for found in subject.places]


def _row(found: FoundPlace) -> dict[str, Any]:
    place = found.place
    return {
        "name": place.name,
        "kind": place.kind,
        "country": place.country or None,
        "code": place.code,
        "lat": place.latitude,
        "lon": place.longitude,
        "mentions": [mention._asdict() for mention in found.mentions],
        "count": found.count,
    }


PLACES = Enricher("places", 1, _places, frozenset(LANGUAGES))
