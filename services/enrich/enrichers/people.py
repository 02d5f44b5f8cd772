"""Who an article names."""

from typing import Any

from services.enrich.enricher import Enricher, Subject
from services.text.named.entities import LANGUAGES, MOST_ENTITIES


def _people(subject: Subject) -> list[dict[str, Any]]:
    """List the people named, in the order they first come: where, how often, and the first title before the name."""
    return [{**person.answer(), "title": person.title} for person in subject.named.people[:MOST_ENTITIES]]


PEOPLE = Enricher("people", 1, _people, LANGUAGES)
