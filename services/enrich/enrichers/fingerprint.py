"""By what an article is known again: its content hash, and a fingerprint that near copies nearly share."""

from services.enrich.enricher import Enricher, Subject
from services.text.simhash import simhash


def _fingerprint(subject: Subject) -> dict[str, str]:
    """Return the content hash that ingestion made, and the SimHash of the text as 16 hex digits."""
    return {"content_hash": subject.article.content_hash, "simhash": simhash(subject.text)}


FINGERPRINT = Enricher("fingerprint", 1, _fingerprint)
