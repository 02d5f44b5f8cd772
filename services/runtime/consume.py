"""The batch consumer: take, decode, prepare, write, report, acknowledge; `verdicts` is for what fails on the way.

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
from typing import Generic

import structlog

from schemas import events, topology
from schemas.events import Event, UndecodableEvent
from schemas.reasons import DeadReason
from services.runtime import metrics
from services.runtime.errors import Unavailable
from services.runtime.letters import may_be_known
from services.runtime.outages import Outages
from services.runtime.ports import Broker, Database, Delivery, Inbox, Publisher
from services.runtime.stage import Resuming, Stage, Work
from services.runtime.verdicts import Verdicts

log = structlog.get_logger()

SUSPECT_AFTER = 2
"""A message handed out again more often than this is handled alone."""
CRASH_LIMIT = 10
"""A message handed out again this often has taken its consumer down each time, and goes to the dead letters."""
BUSY_SIZE = 8
BUSY_FACTOR = 10
"""After a batch of `BUSY_SIZE` more is coming, and waiting longer for the next makes it fuller, which costs less."""
YIELD_EVERY = 4
"""Messages prepared before the event loop gets a turn: for what is being written, heartbeats and health."""


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
        self._verdicts = Verdicts(stage.name, limits.retry_delays_s, publisher, database["dead_letters"], self._held)
        self._limits = limits
        self._stop = stop
        self._outages = Outages(stop)
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
            except* Unavailable as outages:
                await self._outages.pause(next(each for each in outages.exceptions if isinstance(each, Unavailable)))
            finally:
                self._inbox = None

    async def ping(self) -> None:
        """Raise Unavailable unless a session is open."""
        if self._inbox is None or self._inbox.ended:
            raise Unavailable("consumer", "is not consuming")

    async def _session(self, inbox: Inbox) -> None:
        """Handle batch after batch. While one is written the next is prepared, for most of writing is waiting."""
        narrow = True
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(asyncio.sleep(0))
            while batch := await self._next(inbox):
                started = time.monotonic()
                suspects = [delivery for delivery in batch if delivery.redeliveries > SUSPECT_AFTER]
                trusted = [delivery for delivery in batch if delivery.redeliveries <= SUSPECT_AFTER]
                jobs = await self._prepare(trusted)
                await writing
                if trusted:
                    writing = group.create_task(self._finish(inbox, trusted, jobs, started))
                if narrow or suspects:
                    await writing
                for suspect in suspects:
                    await self._handle_suspect(inbox, suspect)
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

    async def _finish(self, inbox: Inbox, batch: Sequence[Delivery], jobs: list[_Job[Work]], started: float) -> None:
        """Write and report what was prepared of a batch, and acknowledge all of it."""
        written = await self._write(jobs)
        reports = [report for job in written if (report := self._stage.report(job.work)) is not None]
        await self._held(lambda: self._publisher.publish(reports))
        await self._try_rest_again(written)
        await inbox.acknowledge(batch)
        self._outages.over()
        for job in written:
            log.info("event.done", event_id=job.event.id, event_type=job.event.type)
        metrics.MESSAGES.labels(self._stage.name, "done").inc(len(written))
        metrics.BATCH_SIZE.labels(self._stage.name).observe(len(batch))
        metrics.BATCH_SECONDS.labels(self._stage.name).observe(time.monotonic() - started)

    async def _handle_suspect(self, inbox: Inbox, delivery: Delivery) -> None:
        if delivery.redeliveries < CRASH_LIMIT:
            started = time.monotonic()
            return await self._finish(inbox, [delivery], await self._prepare([delivery]), started)
        await self._verdicts.dead(
            delivery, DeadReason.CRASHED_CONSUMER, f"handed out {delivery.redeliveries + 1} times"
        )
        return await inbox.acknowledge([delivery])

    async def _prepare(self, batch: Sequence[Delivery]) -> list[_Job[Work]]:
        jobs: list[_Job[Work]] = []
        for count, delivery in enumerate(batch, 1):
            try:
                event = events.decode(delivery.body)
            except UndecodableEvent as error:
                await self._verdicts.dead(delivery, DeadReason.UNDECODABLE, str(error))
                continue
            try:
                work = self._prepare_one(delivery, event)
            except Exception as error:  # whatever a stage raises is this message's own failure
                await self._verdicts.failed(delivery, event, error)
                continue
            if work is None:
                metrics.MESSAGES.labels(self._stage.name, "skipped").inc()
            else:
                jobs.append(_Job(delivery, event, work))
            if count % YIELD_EVERY == 0:
                await asyncio.sleep(0)
        return jobs

    def _prepare_one(self, delivery: Delivery, event: Event) -> Work | None:
        if self._resuming and may_be_known(delivery):
            return self._resuming.resume(event)
        return self._stage.prepare(event)

    async def _try_rest_again(self, written: Sequence[_Job[Work]]) -> None:
        if self._resuming:
            asked = [(job.delivery, job.event, self._resuming.unfinished(job.work)) for job in written]
            await self._verdicts.unfinished([(delivery, event, told) for delivery, event, told in asked if told])

    async def _write(self, jobs: list[_Job[Work]]) -> list[_Job[Work]]:
        """Write all at once, or, when that fails for other than an outage, each alone; return those written."""
        if not jobs:
            return []
        try:
            await self._held(lambda: self._stage.write([job.work for job in jobs]))
        except Unavailable:
            raise
        except Exception as error:  # one of them cannot be written; which one shows when each is tried
            if len(jobs) == 1:
                await self._verdicts.failed(jobs[0].delivery, jobs[0].event, error)
                return []
            return [done for job in jobs for done in await self._write([job])]
        return jobs

    async def _held(self, action: Callable[[], Awaitable[None]]) -> None:
        await self._outages.hold(action, lambda: self._inbox is not None and not self._inbox.ended)
