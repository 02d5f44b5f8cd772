"""The enrichers, one a file: pure functions from an article to what is added to it, as JSON would have it."""

from collections.abc import Sequence

from services.enrich.enricher import Enricher
from services.enrich.enrichers.counts import COUNTS
from services.enrich.enrichers.keywords import KEYWORDS
from services.enrich.enrichers.organisations import ORGANISATIONS
from services.enrich.enrichers.people import PEOPLE
from services.enrich.enrichers.quotations import QUOTATIONS

ENRICHERS_VERSION = 3
"""Rises whenever an enricher is added or answers differently."""

ENRICHERS: Sequence[Enricher] = (COUNTS, KEYWORDS, PEOPLE, ORGANISATIONS, QUOTATIONS)
"""Those that come with Khabar, in the order in which they are asked."""
