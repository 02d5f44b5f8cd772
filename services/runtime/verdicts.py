"""The verdicts on a message that failed: it waits and returns, or it is dead. Each is carried out, told and counted."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from schemas import events
from schemas.events import Event, UndecodableEvent
from schemas.reasons import DeadReason
from services.runtime import metrics
from services.runtime.letters import ERROR_CHARS, attempts_before, dead_letter, dead_row, retry_letter
from services.runtime.ports import Collection, Delivery, Letter, Publisher

log = structlog.get_logger()

Hold = Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]
"""Does something, and waits outages out."""


class Verdicts:
    """Hands on what a consumer cannot do. When a verdict returns, the message may be acknowledged."""

    def __init__(
        self, consumer: str, delays_s: Sequence[int], publisher: Publisher, dead: Collection, hold: Hold
    ) -> None:
        self._consumer = consumer
        self._delays_s = delays_s
        self._publisher = publisher
        self._dead = dead
        self._hold = hold

    async def failed(self, delivery: Delivery, event: Event, error: Exception) -> None:
        """Have a message whose handling failed come back later; after its last attempt it is dead."""
        told = f"{type(error).__name__}: {error}"[:ERROR_CHARS]
        letter = retry_letter(self._consumer, self._delays_s, delivery, told)
        if letter is None:
            return await self.dead(delivery, DeadReason.ATTEMPTS_EXHAUSTED, told, event)
        await self._send(letter)
        return self._tell_retry("retried", delivery, event, told)

    async def unfinished(self, parts: Sequence[tuple[Delivery, Event, str]]) -> None:
        """Have what is done in part come back later, all at once: where one fails, many may.

        After the last attempt there is no dead letter: what was written and reported stands.
        """
        letters: list[Letter] = []
        for delivery, event, told in parts:
            letter = retry_letter(self._consumer, self._delays_s, delivery, told[:ERROR_CHARS])
            letters += [letter] if letter else []
            self._tell_retry("retried" if letter else "unfinished", delivery, event, told)
        if letters:
            await self._send(*letters)

    async def dead(self, delivery: Delivery, reason: DeadReason, detail: str, event: Event | None = None) -> None:
        """Lay a message down among the dead letters, and note its revision if it tells of one."""
        event = event or _decoded(delivery)
        if row := dead_row(self._consumer, event, reason, detail):
            await self._hold(lambda: self._dead.update([row]))
        await self._send(dead_letter(self._consumer, delivery, reason, detail))
        log.error("event.dead", event_id=event and event.id, reason=reason, detail=detail)
        metrics.MESSAGES.labels(self._consumer, "dead").inc()

    async def _send(self, *letters: Letter) -> None:
        await self._hold(lambda: self._publisher.send(*letters))

    def _tell_retry(self, outcome: str, delivery: Delivery, event: Event, told: str) -> None:
        log.warning(f"event.{outcome}", event_id=event.id, attempt=attempts_before(delivery) + 1, error=told)
        metrics.MESSAGES.labels(self._consumer, outcome).inc()


def _decoded(delivery: Delivery) -> Event | None:
    try:
        return events.decode(delivery.body)
    except UndecodableEvent:
        return None
