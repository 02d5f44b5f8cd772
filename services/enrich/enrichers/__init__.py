"""The enrichers, one a file: pure functions from an article to what is added to it, as JSON would have it."""

from collections.abc import Sequence

from services.enrich.enricher import Enricher
from services.enrich.enrichers.counts import COUNTS
from services.enrich.enrichers.dates import DATES
from services.enrich.enrichers.entities import ENTITIES
from services.enrich.enrichers.fingerprint import FINGERPRINT
from services.enrich.enrichers.keywords import KEYWORDS
from services.enrich.enrichers.organisations import ORGANISATIONS
from services.enrich.enrichers.people import PEOPLE
from services.enrich.enrichers.places import PLACES
from services.enrich.enrichers.quotations import QUOTATIONS
from services.enrich.enrichers.summary import SUMMARY

ENRICHERS: Sequence[Enricher] = (
    *(COUNTS, KEYWORDS, PLACES, PEOPLE, ORGANISATIONS, ENTITIES, QUOTATIONS, DATES, SUMMARY, FINGERPRINT),
)
"""Those that come with Khabar, in the order in which they are asked."""


def set_version(enrichers: Sequence[Enricher]) -> int:
    """Number a set of enrichers: it rises whenever one is added to it or answers differently."""
    return sum(enricher.version for enricher in enrichers)


ENRICHERS_VERSION = set_version(ENRICHERS)
