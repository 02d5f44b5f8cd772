"""What becomes of a message that is not done with: the letters it goes on in, and the count of its attempts.

Attempts are counted in our own header: what counts as a delivery differs by the broker's version.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from schemas import topology
from schemas.article import instant
from schemas.events import Event
from schemas.reasons import DeadReason
from services.runtime.ports import Delivery, Letter, Update

ERROR_CHARS = 300
ENTRIES = 10
"""The most attempts that a letter tells of."""


def attempts_before(delivery: Delivery) -> int:
    """Return how many attempts failed before this one."""
    attempt = delivery.headers.get(topology.HEADER_ATTEMPT, 0)
    return attempt if isinstance(attempt, int) else 0


def may_be_known(delivery: Delivery) -> bool:
    """Tell whether a message may have been handled before: handed out again, retried or replayed."""
    return delivery.redeliveries > 0 or topology.HEADER_REPLAY in delivery.headers or attempts_before(delivery) > 0


def retry_letter(consumer: str, delays_s: Sequence[int], delivery: Delivery, told: str) -> Letter | None:
    """Address a message to the queue in which it waits for its next attempt; None after the last."""
    attempt = attempts_before(delivery) + 1
    if attempt > len(delays_s):
        return None
    headers = {topology.HEADER_ATTEMPT: attempt, topology.HEADER_HISTORY: _history(delivery, told)}
    return Letter(topology.retry_queue(consumer, delays_s[attempt - 1]), delivery.body, headers)


def dead_letter(consumer: str, delivery: Delivery, reason: DeadReason, detail: str) -> Letter:
    """Address a message to the dead letters, with what it died of and all that came before."""
    headers = {
        topology.HEADER_ATTEMPT: attempts_before(delivery) + 1,
        topology.HEADER_HISTORY: _history(delivery, detail),
        topology.HEADER_REASON: reason.value,
    }
    return Letter(topology.dead_queue(consumer), delivery.body, headers)


def dead_row(consumer: str, event: Event | None, reason: DeadReason, detail: str) -> Update | None:
    """Note in MongoDB which revision a consumer gave up on: rest is told from there, without asking the broker."""
    article: Any = getattr(event, "data", None)
    if not hasattr(article, "article_id"):
        return None
    row = {
        "consumer": consumer,
        "article_id": article.article_id,
        "revision": article.revision,
        "reason": reason.value,
        "detail": detail[:ERROR_CHARS],
    }
    key = f"{consumer}/{article.article_id}/{article.revision}"
    return Update({"_id": key}, {"$set": row, "$currentDate": {"died_at": True}}, upsert=True)


def _history(delivery: Delivery, told: str) -> list[str]:
    known = delivery.headers.get(topology.HEADER_HISTORY)
    earlier = [str(entry)[: 2 * ERROR_CHARS] for entry in known] if isinstance(known, list) else []
    return [*earlier[1 - ENTRIES :], f"{instant(datetime.now(UTC))} {told}"]
