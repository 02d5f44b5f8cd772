"""The enrichers, one a file: pure functions from an article to what is added to it, as JSON would have it."""

from collections.abc import Callable, Mapping
from typing import Any

from schemas.article import Article
from services.enrich.enrichers.counts import counts
from services.enrich.enrichers.keywords import keywords

ENRICHERS_VERSION = 2
"""Rises whenever an enricher is added or answers differently."""

Enricher = Callable[[Article], Any]

ENRICHERS: Mapping[str, Enricher] = {"counts": counts, "keywords": keywords}
"""Each enricher under the name its answer has in `enrichments`."""
