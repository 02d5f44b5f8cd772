"""The names on the broker, and how its queues are made. Pure functions: nothing here talks to a broker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

EXCHANGE = "khabar.events"
LOG_QUEUE = "khabar.events.log"
RETRY_DELAYS_S = (1, 5, 30, 120)
"""Seconds a failed message waits before its second, third, fourth and fifth attempt."""
DELIVERY_LIMIT = 50
"""The broker's own last resort. Khabar keeps its own count, see services/runtime/letters.py."""
NO_LIMIT = 1_000_000_000
"""For dead letters, which looking must not use up: 4.x limits to 20 by default, and -1 loses messages on 3.10."""

REVISIONS = ("article.created.#", "article.updated.#", "article.withdrawn.#")
BINDINGS: Mapping[str, Sequence[str]] = {
    "ingest": ("withdrawal.requested.#",),
    "store": (*REVISIONS, "article.duplicate.#"),
    "index": REVISIONS,
    "enrich": REVISIONS,
}
"""What each of Khabar's own consumers subscribes to."""

HEADER_ATTEMPT = "x-khabar-attempt"
HEADER_HISTORY = "x-khabar-history"
HEADER_REASON = "x-khabar-reason"
HEADER_REPLAY = "x-khabar-replay"
"""On a message that was sent again on purpose, to one consumer."""


@dataclass(frozen=True)
class Queue:
    """A durable queue, its arguments, and the topics it is bound to on `EXCHANGE`."""

    name: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    topics: Sequence[str] = ()


def main_queue(consumer: str) -> str:
    """Name the queue a consumer reads."""
    return f"khabar.{consumer}"


def retry_queue(consumer: str, delay_s: int) -> str:
    """Name the queue in which a consumer's failed messages wait `delay_s` seconds."""
    return f"khabar.{consumer}.retry.{delay_s}s"


def dead_queue(consumer: str) -> str:
    """Name the queue of messages a consumer has given up on."""
    return f"khabar.{consumer}.dead"


def queues(retry_delays_s: Sequence[int] = RETRY_DELAYS_S, log_max_age: str = "7D") -> list[Queue]:
    """List every queue there is: what each process declares before it publishes anything."""
    own = [queue for name, topics in BINDINGS.items() for queue in consumer_queues(name, topics, retry_delays_s)]
    return [_log(log_max_age), *own]


def consumer_queues(consumer: str, topics: Sequence[str], retry_delays_s: Sequence[int]) -> list[Queue]:
    """List a consumer's queues: dead letters first, since the others point at them."""
    return [
        Queue(dead_queue(consumer), {"x-queue-type": "quorum", "x-delivery-limit": NO_LIMIT}),
        *(_retry(consumer, delay) for delay in retry_delays_s),
        Queue(main_queue(consumer), _quorum(dead_queue(consumer)) | {"x-delivery-limit": DELIVERY_LIMIT}, topics),
    ]


def _retry(consumer: str, delay_s: int) -> Queue:
    # Messages expire only at the head of a queue, so each delay has a queue of its own.
    arguments = _quorum(main_queue(consumer)) | {"x-message-ttl": delay_s * 1000}
    return Queue(retry_queue(consumer, delay_s), arguments)


def _quorum(dead_letter_to: str) -> dict[str, str | int]:
    # Without at-least-once, a quorum queue dead-letters at most once; it needs reject-publish to be taken.
    return {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": dead_letter_to,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


def _log(max_age: str) -> Queue:
    # A stream drops whole segments, so their size bounds how much older than `max_age` an event can get.
    arguments: dict[str, str | int] = {
        "x-queue-type": "stream",
        "x-max-age": max_age,
        "x-stream-max-segment-size-bytes": 64_000_000,
    }
    return Queue(LOG_QUEUE, arguments, ("#",))
