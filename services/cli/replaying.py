"""Sending stored articles once more to one consumer: straight into its queue, so that nobody else hears of it.

What is sent is the event by which the revision was published, with the same id: it is the same fact. The queue is not
filled with more than it needs to keep its consumer busy, so that new articles do not wait behind old ones for long.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from schemas import events, topology
from services.cli.conditions import Conditions
from services.runtime.ports import Database, Letter, Publisher, Row
from services.runtime.stored import ARTICLES, event_of, pages

MOST_WAITING = 1_000
"""With so many messages in the queue, no more are sent."""
LOOK_S = 0.2

Show = Callable[[int, int], Awaitable[None]]


class Depths(Protocol):
    """The broker, as far as flow control needs it."""

    async def depths(self, names: Sequence[str]) -> dict[str, int]:
        """Count the messages ready in each queue. Raises Unavailable."""


@dataclass
class Replay:
    """One replay. Its numbers are right at any time, so that what was interrupted can be gone on with."""

    database: Database
    consumer: str
    conditions: Conditions
    stop: asyncio.Event
    after: str = ""
    """Everything up to this id is dealt with."""
    looked_at: int = 0
    sent: int = 0

    async def run(self, publisher: Publisher, broker: Depths, show: Show, note: Callable[[str], None]) -> None:
        """Send until all are sent, or stopped. Raises Unavailable: what is after `after` is still to be sent."""
        queue = topology.main_queue(self.consumer)
        async for looked_at, wanted in self._pages(show):
            await self._make_room(broker, queue, note)
            if self.stop.is_set():
                return
            letters = [Letter(queue, events.encode(event_of(row)), {topology.HEADER_REPLAY: True}) for row in wanted]
            await publisher.send(*letters)
            self._dealt_with(looked_at, wanted)

    async def count(self, show: Show) -> None:
        """Only count what would be sent."""
        async for looked_at, wanted in self._pages(show):
            self._dealt_with(looked_at, wanted)

    async def _pages(self, show: Show) -> AsyncIterator[tuple[Sequence[Row], Sequence[Row]]]:
        """Yield pages of articles, each with those of it that are wanted."""
        where = self.conditions.query()
        total = await self.database[ARTICLES].count({"$and": [where, {"_id": {"$gt": self.after}}]})
        async for rows in pages(self.database, where, self.after):
            yield rows, await self._wanted(rows)
            if self.stop.is_set():
                return
            await show(self.looked_at, total)

    async def _wanted(self, rows: Sequence[Row]) -> Sequence[Row]:
        if not self.conditions.about_enrichers:
            return rows
        here = {"_id": {"$in": [row["_id"] for row in rows]}}
        enriched: dict[str, Any] = {row["_id"]: row for row in await self._enrichments(here)}
        return [row for row in rows if self.conditions.lacks(row["revision"], enriched.get(row["_id"]))]

    async def _enrichments(self, here: dict[str, Any]) -> Sequence[Row]:
        return await self.database["enrichments"].find(here, fields=["made"])

    async def _make_room(self, broker: Depths, queue: str, note: Callable[[str], None]) -> None:
        while not self.stop.is_set() and (await broker.depths([queue])).get(queue, 0) >= MOST_WAITING:
            note(f"{queue} is full")
            await asyncio.sleep(LOOK_S)
        note("")

    def _dealt_with(self, looked_at: Sequence[Row], wanted: Sequence[Row]) -> None:
        self.after = looked_at[-1]["_id"]
        self.looked_at += len(looked_at)
        self.sent += len(wanted)
