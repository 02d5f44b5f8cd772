"""The way of a batch of files: take, read, settle, enter.

Each step is safe to repeat, and a batch that meets an outage is simply dropped: its files are pending, their leases run
out, and whoever comes next takes them up again, to the same events.
"""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import structlog

from schemas import events
from schemas.events import Rejection
from services.ingest.claims import Claims
from services.ingest.draft import Refusal
from services.ingest.files import Found
from services.ingest.journal import Document, Journal, Outcome, State
from services.ingest.publish import Desk, Offer, Settled
from services.ingest.read.readers import Readers
from services.ingest.reading import Opened, Reading, open_file, read_risky, read_safe
from services.runtime import metrics
from services.runtime.errors import Unavailable
from services.runtime.ports import Publisher, Row

log = structlog.get_logger()

ITEMS_AT_ONCE = 200
AGAIN_S = 0.3
"""How soon a file is looked at again that is still being written, or whose copy is just being published."""
FAILED_AGAIN_S = 5


class LeaseLost(Exception):
    """Verdict: the batch took so long that others may have taken its files up; it is theirs now."""


class Pipeline:
    """Takes files in, a batch at a time. Several batches may be under way at once, here and in other processes."""

    def __init__(
        self,
        root: bytes,
        journal: Journal,
        claims: Claims,
        publisher: Publisher,
        readers: Readers,
        *,
        most_file_bytes: int,
        lease_s: float,
    ) -> None:
        self._root = root
        self._journal = journal
        self._claims = claims
        self._publisher = publisher
        self._readers = readers
        # Reading is all Python's: two threads at it would only take turns, and the event loop's from it.
        self._turn = asyncio.Lock()
        self._most_file_bytes = most_file_bytes
        self._lease_s = lease_s

    async def process(self, found: Sequence[Found]) -> list[Found]:
        """Take in a batch of files; return those that need no further look while they stay as they are.

        They are finished, or in somebody's hands.

        Raises:
            Unavailable: a server is away. The files stay pending and are taken up again.
        """
        due, known = await self._journal.due(found)
        if due:
            opened = await asyncio.to_thread(self._open, due)
            leased_at = time.monotonic()
            documents = await self._journal.take([file.look for file in opened.values()])
            try:
                async with _Lease(self._journal, documents, leased_at, self._lease_s) as lease:
                    known += await self._take_in(documents, opened, lease)
            except LeaseLost:
                log.warning("lease.lost", files=len(documents))
            except Unavailable:
                raise
            except Exception:  # a fault of ours; what a file can bring out is caught where it is read
                log.exception("batch.failed", files=len(documents), again_in_s=FAILED_AGAIN_S)
                await self._journal.release(documents, FAILED_AGAIN_S)
        return known

    async def _take_in(
        self, documents: Sequence[Document], opened: dict[bytes, Opened], lease: "_Lease"
    ) -> list[Found]:
        """Take in files that are leased; return those that are finished."""
        # Entered they are; but claims are made only while there is somebody to publish to.
        await self._publisher.ping()
        async with self._turn:
            readings, risky = await asyncio.to_thread(read_safe, documents, opened, self._readers)
        if risky:
            await asyncio.to_thread(read_risky, risky, self._readers)
        settled = await self._settle(readings, lease)
        rows = {reading.document.document_id: _item_rows(reading, settled) for reading in readings}
        for reading in readings:
            missing = len(reading.candidates) + len(reading.refusals) - len(rows[reading.document.document_id])
            reading.again = reading.again or missing > 0
        return await self._finish(readings, rows)

    async def _finish(self, readings: Sequence[Reading], rows: dict[str, list[Row]]) -> list[Found]:
        finished = [reading for reading in readings if not reading.again]
        outcomes = [_outcome(reading, rows[reading.document.document_id]) for reading in finished]
        await self._report_refused(finished, outcomes)
        await self._journal.enter_items([row for of_one in rows.values() for row in of_one])
        await self._journal.finish(outcomes)
        await self._journal.release([reading.document for reading in readings if reading.again], AGAIN_S)
        for outcome in outcomes:
            _tell(outcome)
        return [reading.document.found for reading in finished]

    def _open(self, found: Sequence[Found]) -> dict[bytes, Opened]:
        return {file.path: open_file(self._root, file, self._most_file_bytes) for file in found}

    async def _settle(self, readings: Sequence[Reading], lease: "_Lease") -> dict[str, Settled]:
        """Settle the candidates of all documents; return those settled, by their place."""
        desk = Desk(self._claims, self._publisher, uuid4().hex, lease.hold)
        offers = [
            Offer(candidate, reading.document.noticed_at) for reading in readings for candidate in reading.candidates
        ]
        settled: dict[str, Settled] = {}
        for start in range(0, len(offers), ITEMS_AT_ONCE):
            for one in await desk.settle(offers[start : start + ITEMS_AT_ONCE]):
                settled[one.candidate.place] = one
        return settled

    async def _report_refused(self, readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> None:
        rejections = [
            events.rejected(_rejection(reading, outcome))
            for reading, outcome in zip(readings, outcomes, strict=True)
            if outcome.state is State.REJECTED
        ]
        await self._publisher.publish(rejections)


class _Lease:
    """Holds documents' leases, renewing them in the background, until left."""

    def __init__(self, journal: Journal, documents: Sequence[Document], leased_at: float, lease_s: float) -> None:
        self._journal = journal
        self._documents = documents
        self._renewed_at = leased_at
        self._lease_s = lease_s
        self._renewing: asyncio.Task[None] | None = None

    def hold(self) -> None:
        """Raise LeaseLost unless the leases hold for a while yet."""
        if time.monotonic() > self._renewed_at + self._lease_s * 0.75:
            raise LeaseLost

    async def __aenter__(self) -> "_Lease":
        self._renewing = asyncio.create_task(self._renew())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._renewing:
            self._renewing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._renewing

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._lease_s / 3)
            asked_at = time.monotonic()
            with contextlib.suppress(Unavailable):  # then the lease runs out, and `hold` says so
                await self._journal.renew(self._documents)
                self._renewed_at = asked_at


def _item_rows(reading: Reading, settled: dict[str, Settled]) -> list[Row]:
    """List the journal rows of the items that came to something."""
    rows = [
        _row(reading, number, State.REJECTED, reason=refusal.reason, detail=refusal.detail)
        for number, refusal in reading.refusals
    ]
    for candidate in reading.candidates:
        if one := settled.get(candidate.place):
            facts = {"article_id": one.article_id, "revision": one.revision, "content_hash": candidate.content_hash}
            why = {"reason": one.refusal.reason, "detail": one.refusal.detail} if one.refusal else {}
            rows.append(_row(reading, candidate.document.item, one.state, **facts, **why))
    return rows


def _row(reading: Reading, number: int, state: State, **facts: Any) -> Row:
    document_id = reading.document.document_id
    return {"_id": f"{document_id}/{number}", "document_id": document_id, "item": number, "state": state, **facts}


def _outcome(reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Say what a document came to: published if any item was, else duplicate, else rejected."""
    document, settled = reading.document, reading.document.settled
    if reading.opened.vanished:
        return Outcome(document, State.VANISHED)
    if reading.unchanged and settled:
        state, reason, detail, items = State(settled["state"]), settled["reason"], settled["detail"], settled["items"]
        return Outcome(document, state, reason, detail, items)
    states = {row["state"] for row in rows}
    for state in (State.PUBLISHED, State.DUPLICATE):
        if state in states:
            return Outcome(document, state, items=len(rows))
    refusal = reading.refusal or _refusal_of_all([row for row in rows if row["state"] == State.REJECTED])
    return Outcome(document, State.REJECTED, refusal.reason, refusal.detail, len(rows))


def _refusal_of_all(rejected: Sequence[Row]) -> Refusal:
    """Say of a file what its first item was rejected for."""
    first = min(rejected, key=lambda row: row["item"])
    if len(rejected) == 1:
        return Refusal(first["reason"], first["detail"])
    return Refusal(first["reason"], f"all {len(rejected)} items; item {first['item']}: {first['detail']}")


def _rejection(reading: Reading, outcome: Outcome) -> Rejection:
    ref = reading.document.ref()
    if outcome.reason is None or outcome.detail is None:
        raise ValueError("a rejection says why")
    return Rejection(
        document_id=ref.document_id,
        path=ref.path,
        name=ref.name,
        fingerprint=reading.fingerprint,
        reason=outcome.reason,
        detail=outcome.detail,
        rejected_at=reading.document.noticed_at,
    )


def _tell(outcome: Outcome) -> None:
    metrics.DOCUMENTS.labels(outcome.state).inc()
    facts: dict[str, Any] = {"path": outcome.document.path, "items": outcome.items}
    if outcome.state is State.REJECTED:
        metrics.REJECTIONS.labels(outcome.reason).inc()
        facts |= {"reason": outcome.reason, "detail": outcome.detail}
    log.info(f"document.{outcome.state}", **facts)
