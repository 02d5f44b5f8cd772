"""A first turn for every enricher before any article comes: word lists and gazetteers are loaded when first asked for.

Loading takes a second or two, which no article should be charged with, least of all by the watchdog. What is loaded
stays for good, so the garbage collector is told to leave it alone.
"""

import gc
from collections.abc import Sequence
from datetime import UTC, datetime

from schemas.article import Article, Direction, DocumentRef, Script, Source
from services.enrich.answers import ask
from services.enrich.enricher import Enricher, Subject
from services.enrich.watchdog import WATCHDOG

LANGUAGES = ("ur", "ar", "fa", "ps", "sd", "pa", "ckb", "ug", "he", "hi", "bn", "tr", "ru", "de", "en", "und")
PATIENCE = 12.0
"""So many times the usual limit: a minute."""
_TEXT = "Khabar said in Lahore on 3 May 2026. خبر کے مطابق لاہور میں «بیان» دیا گیا۔ Хабар. ख़बर। খবর।"


def warm_up(enrichers: Sequence[Enricher]) -> None:
    """Ask each enricher of a short text in every language. One that fails at that is told of, as always."""
    WATCHDOG.patience = PATIENCE
    for language in LANGUAGES:
        subject = Subject(_article(language))
        for enricher in enrichers:
            if enricher.knows(language):
                ask(enricher, subject)
    WATCHDOG.patience = 1.0
    gc.collect()
    gc.freeze()


def _article(language: str) -> Article:
    nobody = "0" * 32
    return Article(
        article_id=nobody,
        revision=1,
        title=_TEXT,
        subtitle=None,
        text=f"{_TEXT}\n\n{_TEXT}",
        language=language,
        script=Script.OTHER,
        direction=Direction.LTR,
        published_at=None,
        published_at_reason=None,
        ingested_at=datetime(2026, 1, 1, tzinfo=UTC),
        source=Source(),
        document=DocumentRef(document_id=nobody, path="", name=""),
        content_hash=f"1:{'0' * 64}",
    )
