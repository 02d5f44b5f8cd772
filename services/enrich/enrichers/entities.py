"""What an article names that has an id: places and the countries they are in, and well-known organisations."""

from collections import Counter

from services.enrich.enricher import Enricher, Subject
from services.enrich.enrichers.organisations import ORGANISATIONS
from services.enrich.enrichers.places import PLACES
from services.text.entities import organisation_id
from services.text.named.entities import LANGUAGES as LANGUAGES_OF_ORGANISATIONS
from services.text.named.entities import MOST_ENTITIES
from services.text.places import LANGUAGES as LANGUAGES_OF_PLACES


def _entities(subject: Subject) -> dict[str, int]:
    """Count how often each is named, those named most first. Whoever names a place names its country as well."""
    counts: Counter[str] = Counter()
    for found in subject.places:
        for id_ in {found.place.code, found.place.country} - {""}:
            counts[id_] += found.count
    if subject.article.language.partition("-")[0] in LANGUAGES_OF_ORGANISATIONS:
        for organisation in subject.named.organisations[:MOST_ENTITIES]:
            if organisation.id:
                counts[organisation_id(organisation.id)] += len(organisation.mentions)
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


_VERSION = PLACES.version + ORGANISATIONS.version - 1
"""It answers differently whenever one of them does."""
ENTITIES = Enricher("entities", _VERSION, _entities, frozenset(LANGUAGES_OF_PLACES) | LANGUAGES_OF_ORGANISATIONS)
