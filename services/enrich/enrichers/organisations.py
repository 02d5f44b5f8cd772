"""Which organisations an article names."""

from typing import Any

from services.enrich.enricher import Enricher, Subject
from services.text.named.entities import LANGUAGES, MOST_ENTITIES


def _organisations(subject: Subject) -> list[dict[str, Any]]:
    """List the organisations named, in the order they first come, with where, how often, and the gazetteer's id."""
    named = subject.named.organisations[:MOST_ENTITIES]
    return [{**organisation.answer(), "id": organisation.id} for organisation in named]


ORGANISATIONS = Enricher("organisations", 1, _organisations, LANGUAGES)
