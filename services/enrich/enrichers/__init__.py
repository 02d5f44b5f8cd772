"""The enrichers, one a file: pure functions from an article to what is added to it, as JSON would have it."""

from collections.abc import Sequence

from services.enrich.enricher import Enricher
from services.enrich.enrichers.counts import COUNTS
from services.enrich.enrichers.dates import DATES
from services.enrich.enrichers.fingerprint import FINGERPRINT
from services.enrich.enrichers.keywords import KEYWORDS
from services.enrich.enrichers.places import PLACES
from services.enrich.enrichers.summary import SUMMARY

ENRICHERS_VERSION = 3
"""Rises whenever an enricher is added or answers differently."""

ENRICHERS: Sequence[Enricher] = (COUNTS, KEYWORDS, PLACES, DATES, SUMMARY, FINGERPRINT)
"""Those that come with Khabar, in the order in which they are asked."""
