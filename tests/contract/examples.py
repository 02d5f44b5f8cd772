"""One event of each type, as the constructors of schemas.events build them, in Urdu where there is text."""

from datetime import UTC, datetime
from typing import Any

from schemas import events
from schemas.article import Article, Direction, DocumentRef, Repair, RepairKind, Script, Source
from schemas.events import Duplicate, Event, Rejection, Withdrawal, WithdrawalRequest
from schemas.reasons import PublishedAtReason, Reason

ARTICLE_ID = "a" * 32
DOCUMENT_ID = "d" * 32
SHA256 = "f" * 64
NOW = datetime(2026, 3, 4, 5, 6, 7, 89000, UTC)
SOURCE = Source(slug="example-daily", name="Example Daily", url="https://news.example/1")


def document(item: int = 0) -> DocumentRef:
    """The file the example came from."""
    return DocumentRef(document_id=DOCUMENT_ID, path="اردو/خبر.txt", name="خبر.txt", item=item)


def article(**changes: Any) -> Article:
    """An example article, every field of it set."""
    given: dict[str, Any] = {
        "article_id": ARTICLE_ID,
        "revision": 1,
        "title": "بارش کے بعد دریا میں پانی بڑھ گیا",
        "subtitle": "کنارے کے دیہات خالی کرا لیے گئے",
        "text": "پہلا پیرا، ۱۲ مارچ۔\n\nدوسرا پیرا: می\u200cخواهم «naïve» 🌧.",
        "language": "ur",
        "script": Script.ARABIC,
        "direction": Direction.RTL,
        "published_at": None,
        "published_at_reason": PublishedAtReason.EMPTY_LABEL,
        "ingested_at": NOW,
        "source": SOURCE,
        "document": document(),
        "repairs": (Repair(kind=RepairKind.STRAY_LINE, count=1, offset=0, dropped="."),),
        "content_hash": f"1:{SHA256}",
    }
    return Article(**given | changes)


def duplicate(item: int = 0) -> Event:
    """The example article, sighted in another place."""
    where = document(item)
    return events.duplicate(
        Duplicate(article_id=ARTICLE_ID, revision=2, language="ur", source=SOURCE, document=where, seen_at=NOW)
    )


def rejected(reason: Reason = Reason.TOO_LARGE) -> Event:
    """A file that was not taken."""
    return events.rejected(
        Rejection(
            document_id=DOCUMENT_ID,
            path="ردی.bin",
            name="ردی.bin",
            fingerprint=SHA256,
            reason=reason,
            detail=reason.meaning,
            rejected_at=NOW,
        )
    )


def withdrawn() -> Event:
    """An article that is gone."""
    return events.withdrawn(
        Withdrawal(article_id=ARTICLE_ID, revision=3, language="ur", source=SOURCE, withdrawn_at=NOW)
    )


def withdrawal_requested() -> Event:
    """An article that is to go."""
    return events.withdrawal_requested(
        WithdrawalRequest(article_id=ARTICLE_ID, language="ur", source=SOURCE, requested_at=NOW)
    )


def every_event() -> dict[str, Event]:
    """One event of each type, by its type."""
    built = [
        events.created(article()),
        events.created(article(revision=2)),
        withdrawn(),
        withdrawal_requested(),
        duplicate(),
        events.stored(article()),
        events.indexed(article(), version=7),
        events.enriched(article(), version=4, enrichments={"words": 11, "keywords": ["دریا", "بارش"]}),
        rejected(),
    ]
    return {event.type: event for event in built}
