"""The dates an article mentions."""

from contextlib import suppress
from datetime import date
from typing import Any

from services.enrich.enricher import Enricher, Subject
from services.text.dates.mentions import Mention, mentions
from services.text.dates.prose import prose_languages


def _dates(subject: Subject) -> list[dict[str, Any]]:
    """List at most fifty dates of the text in its order, with offsets in it."""
    text = subject.text
    return [_answer(text.text, mention) for mention in mentions(text, _day(subject.article.published_at))]


def _answer(text: str, mention: Mention) -> dict[str, Any]:
    return {
        "text": text[mention.start : mention.end],
        "start": mention.start,
        "end": mention.end,
        "date": mention.date,
        "calendar": mention.calendar,
        "precision": mention.precision,
        "inferred": mention.inferred,
    }


def _day(published_at: str | None) -> date | None:
    """Return the day of publication, if a day is stated."""
    with suppress(ValueError):
        return date.fromisoformat(published_at[:10]) if published_at else None
    return None


DATES = Enricher("dates", 1, _dates, prose_languages())
