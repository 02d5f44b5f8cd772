"""The batch consumer: take, decode, prepare, write, report, acknowledge; and the verdicts when one of these fails.

The order is the promise. A message is acknowledged only after its work is durable and its event is confirmed, or after
it has been handed on to a retry queue or to the dead letters. A crash anywhere in between is healed by redelivery.

Crashes need their own count, since a process that died cannot write a header: the broker counts redeliveries. Each
session starts with one message in hand and widens only when that one is not suspect, so that a message which kills its
consumer dies alone, while the broker's count of its neighbours stands still.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

import structlog

from schemas import events, topology
from schemas.article import instant
from schemas.events import Event, UndecodableEvent
from schemas.reasons import DeadReason
from services.runtime import metrics
from services.runtime.backoff import Backoff, wait_for
from services.runtime.errors import Unavailable
from services.runtime.ports import Broker, Collection, Database, Delivery, Inbox, Letter, Publisher, Update

log = structlog.get_logger()

SUSPECT_AFTER = 2
"""A message handed out again more often than this is handled alone."""
CRASH_LIMIT = 10
"""A message handed out again this often has taken its consumer down each time, and goes to the dead letters."""
HOLD_S = 600
"""Seconds a batch is held through an outage before it is given back; the broker would take it after 30 minutes."""
BUSY_SIZE = 8
BUSY_FACTOR = 10
"""After a batch of `BUSY_SIZE` more is coming, and waiting longer for the next makes it fuller, which costs less."""
YIELD_EVERY = 16
"""Messages prepared before the event loop gets a turn, for heartbeats and health."""
ERROR_CHARS = 300

Work = TypeVar("Work")


class Stage(Protocol[Work]):
    """What a consumer does with its events. `prepare` and `report` are pure; `write` must be safe to repeat."""

    name: str

    def prepare(self, event: Event) -> Work | None:
        """Do the thinking for one event; None when it asks nothing of this stage. What it raises costs this event."""

    async def write(self, works: Sequence[Work]) -> None:
        """Make all durable. Raises Unavailable in an outage; anything else, and each is tried alone."""

    def report(self, work: Work) -> Event | None:
        """Return the event that says this work is done."""


@runtime_checkable
class Resuming(Stage[Work], Protocol[Work]):
    """A stage whose work on an event may be done in part, and the rest later."""

    def resume(self, event: Event) -> Work | None:
        """Like `prepare`, for a message that may have been handled before: handed out again, retried or replayed."""

    def unfinished(self, work: Work) -> str | None:
        """Say what of written work has failed and is worth another attempt; None if nothing is.

        The message then waits like one that failed, for as many attempts, and is given up without becoming a dead
        letter: what was written and reported stands.
        """


@dataclass(frozen=True)
class Limits:
    """How much at once, and how patiently."""

    batch_size: int = 200
    batch_wait_s: float = 0.02
    retry_delays_s: Sequence[int] = topology.RETRY_DELAYS_S


@dataclass(frozen=True)
class _Job(Generic[Work]):
    delivery: Delivery
    event: Event
    work: Work


class BatchConsumer(Generic[Work]):
    """Feeds one stage from its queue until told to stop."""

    def __init__(
        self,
        stage: Stage[Work],
        broker: Broker,
        publisher: Publisher,
        database: Database,
        limits: Limits,
        stop: asyncio.Event,
    ) -> None:
        self._stage = stage
        self._resuming: Resuming[Work] | None = stage if isinstance(stage, Resuming) else None
        self._broker = broker
        self._publisher = publisher
        self._database = database
        self._dead: Collection = database["dead_letters"]
        self._limits = limits
        self._stop = stop
        self._backoff = Backoff()
        self._inbox: Inbox | None = None
        self._last_size = 0

    async def run(self) -> None:
        """Consume, session after session, until stopped. Outages are waited out."""
        while not self._stop.is_set():
            try:
                await self._database.ping()
                await self._publisher.ping()
                async with self._broker.consume(topology.main_queue(self._stage.name), prefetch=1) as inbox:
                    self._inbox = inbox
                    await self._session(inbox)
            except Unavailable as outage:
                await self._pause(outage)
            finally:
                self._inbox = None

    async def ping(self) -> None:
        """Raise Unavailable unless a session is open."""
        if self._inbox is None or self._inbox.ended:
            raise Unavailable("consumer", "is not consuming")

    async def _session(self, inbox: Inbox) -> None:
        narrow = True
        while batch := await self._next(inbox):
            suspects = [delivery for delivery in batch if delivery.redeliveries > SUSPECT_AFTER]
            await self._handle(inbox, [delivery for delivery in batch if delivery.redeliveries <= SUSPECT_AFTER])
            for suspect in suspects:
                await self._handle_suspect(inbox, suspect)
            self._backoff.reset()
            if narrow and not suspects:
                await inbox.widen(self._limits.batch_size * 2)
                narrow = False

    async def _next(self, inbox: Inbox) -> list[Delivery]:
        """Take a batch; an empty one when stopped."""
        wait_s = self._limits.batch_wait_s * (BUSY_FACTOR if self._last_size >= BUSY_SIZE else 1)
        take = asyncio.ensure_future(inbox.take(self._limits.batch_size, wait_s))
        stopped = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({take, stopped}, return_when=asyncio.FIRST_COMPLETED)
            batch = [] if self._stop.is_set() or not take.done() else take.result()
            self._last_size = len(batch)
            return batch
        finally:
            take.cancel()
            stopped.cancel()

    async def _handle(self, inbox: Inbox, batch: Sequence[Delivery]) -> None:
        if not batch:
            return
        started = time.monotonic()
        jobs = await self._prepare(batch)
        written = await self._write(jobs)
        reports = [report for job in written if (report := self._stage.report(job.work)) is not None]
        await self._held(inbox, lambda: self._publisher.publish(reports))
        await self._try_rest_again(written)
        await inbox.acknowledge(batch)
        for job in written:
            log.info("event.done", event_id=job.event.id, event_type=job.event.type)
        metrics.MESSAGES.labels(self._stage.name, "done").inc(len(written))
        metrics.BATCH_SIZE.labels(self._stage.name).observe(len(batch))
        metrics.BATCH_SECONDS.labels(self._stage.name).observe(time.monotonic() - started)

    async def _handle_suspect(self, inbox: Inbox, delivery: Delivery) -> None:
        if delivery.redeliveries < CRASH_LIMIT:
            return await self._handle(inbox, [delivery])
        await self._bury(delivery, DeadReason.CRASHED_CONSUMER, f"handed out {delivery.redeliveries + 1} times", None)
        return await inbox.acknowledge([delivery])

    async def _prepare(self, batch: Sequence[Delivery]) -> list[_Job[Work]]:
        jobs: list[_Job[Work]] = []
        for count, delivery in enumerate(batch, 1):
            try:
                event = events.decode(delivery.body)
            except UndecodableEvent as error:
                await self._bury(delivery, DeadReason.UNDECODABLE, str(error), None)
                continue
            try:
                work = self._prepare_one(delivery, event)
            except Exception as error:  # whatever a stage raises is this message's own failure
                await self._retry(delivery, event, error)
                continue
            if work is None:
                metrics.MESSAGES.labels(self._stage.name, "skipped").inc()
            else:
                jobs.append(_Job(delivery, event, work))
            if count % YIELD_EVERY == 0:
                await asyncio.sleep(0)
        return jobs

    def _prepare_one(self, delivery: Delivery, event: Event) -> Work | None:
        if self._resuming and _may_be_known(delivery):
            return self._resuming.resume(event)
        return self._stage.prepare(event)

    async def _try_rest_again(self, written: Sequence[_Job[Work]]) -> None:
        """Have what is done in part come back later, all at once: where one fails, many may."""
        if not self._resuming:
            return
        letters: list[Letter] = []
        for job in written:
            if told := self._resuming.unfinished(job.work):
                letter = self._retry_letter(job.delivery, told[:ERROR_CHARS])
                letters += [letter] if letter else []
                outcome = "retried" if letter else "unfinished"
                log.warning(f"event.{outcome}", event_id=job.event.id, attempt=_attempt(job.delivery) + 1, error=told)
                metrics.MESSAGES.labels(self._stage.name, outcome).inc()
        if letters:
            await self._held(self._inbox, lambda: self._publisher.send(*letters))

    async def _write(self, jobs: list[_Job[Work]]) -> list[_Job[Work]]:
        """Write all at once, or, when that fails for other than an outage, each alone; return those written."""
        if not jobs:
            return []
        try:
            await self._held_write(jobs)
        except Unavailable:
            raise
        except Exception as error:  # one of them cannot be written; which one shows when each is tried
            if len(jobs) == 1:
                await self._retry(jobs[0].delivery, jobs[0].event, error)
                return []
            return [done for job in jobs for done in await self._write([job])]
        return jobs

    async def _held_write(self, jobs: list[_Job[Work]]) -> None:
        await self._held(self._inbox, lambda: self._stage.write([job.work for job in jobs]))

    async def _held(self, inbox: Inbox | None, action: Callable[[], Awaitable[None]]) -> None:
        """Do it, waiting outages out for as long as the deliveries in hand are still ours to acknowledge."""
        give_back = time.monotonic() + HOLD_S
        while True:
            try:
                await action()
            except Unavailable as outage:
                if inbox is None or inbox.ended or self._stop.is_set() or time.monotonic() > give_back:
                    raise
                await self._pause(outage)
            else:
                return

    async def _pause(self, outage: Unavailable) -> None:
        metrics.OUTAGES.labels(outage.server).inc()
        log.warning("server.unavailable", server=outage.server, detail=outage.detail)
        await wait_for(self._stop, self._backoff.next())

    async def _retry(self, delivery: Delivery, event: Event, error: Exception) -> None:
        told = f"{type(error).__name__}: {error}"[:ERROR_CHARS]
        letter = self._retry_letter(delivery, told)
        if letter is None:
            return await self._bury(delivery, DeadReason.ATTEMPTS_EXHAUSTED, told, event)
        await self._send(letter)
        log.warning("event.retried", event_id=event.id, attempt=_attempt(delivery) + 1, error=told)
        return metrics.MESSAGES.labels(self._stage.name, "retried").inc()

    def _retry_letter(self, delivery: Delivery, told: str) -> Letter | None:
        """Address a message to the queue in which it waits for its next attempt; None after the last."""
        attempt = _attempt(delivery) + 1
        if attempt > len(self._limits.retry_delays_s):
            return None
        queue = topology.retry_queue(self._stage.name, self._limits.retry_delays_s[attempt - 1])
        headers = {topology.HEADER_ATTEMPT: attempt, topology.HEADER_HISTORY: _history(delivery, told)}
        return Letter(queue, delivery.body, headers)

    async def _bury(self, delivery: Delivery, reason: DeadReason, detail: str, event: Event | None) -> None:
        headers = {
            topology.HEADER_ATTEMPT: _attempt(delivery) + 1,
            topology.HEADER_HISTORY: _history(delivery, detail),
            topology.HEADER_REASON: reason.value,
        }
        event = event or _decoded(delivery)
        if row := _dead_row(self._stage.name, event, reason, detail):
            await self._held(self._inbox, lambda: self._dead.update([row]))
        await self._send(Letter(topology.dead_queue(self._stage.name), delivery.body, headers))
        log.error("event.dead", event_id=event and event.id, reason=reason, detail=detail)
        metrics.MESSAGES.labels(self._stage.name, "dead").inc()

    async def _send(self, letter: Letter) -> None:
        await self._held(self._inbox, lambda: self._publisher.send(letter))


def _may_be_known(delivery: Delivery) -> bool:
    return delivery.redeliveries > 0 or topology.HEADER_REPLAY in delivery.headers or _attempt(delivery) > 0


def _attempt(delivery: Delivery) -> int:
    """Return how many attempts failed before, by our own header; the broker's counts differ by version."""
    attempt = delivery.headers.get(topology.HEADER_ATTEMPT, 0)
    return attempt if isinstance(attempt, int) else 0


def _history(delivery: Delivery, told: str) -> list[str]:
    known = delivery.headers.get(topology.HEADER_HISTORY)
    earlier = [str(entry)[: 2 * ERROR_CHARS] for entry in known] if isinstance(known, list) else []
    return [*earlier[-9:], f"{instant(datetime.now(UTC))} {told}"]


def _decoded(delivery: Delivery) -> Event | None:
    try:
        return events.decode(delivery.body)
    except UndecodableEvent:
        return None


def _dead_row(consumer: str, event: Event | None, reason: DeadReason, detail: str) -> Update | None:
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
