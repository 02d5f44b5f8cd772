"""What a process needs of a broker and a database, in terms of no driver.

The query language of `Collection` is MongoDB's: stages speak it as data, and only adapters/mongo.py knows a driver.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from schemas.events import Event

Row = dict[str, Any]
Query = Mapping[str, Any]


@dataclass(frozen=True)
class Delivery:
    """A message as it came. Whoever takes it owes its inbox an acknowledgement once the work is durable."""

    body: bytes
    headers: Mapping[str, Any]
    redeliveries: int
    """How often the broker has handed it out before."""
    tag: Any
    """The adapter's own handle, needed to acknowledge."""


@dataclass(frozen=True)
class Letter:
    """A message for one named queue, not for subscribers: a retry or a dead letter."""

    queue: str
    body: bytes
    headers: Mapping[str, Any] = field(default_factory=dict)


class Inbox(Protocol):
    """One consuming session on one queue. It ends with its connection; what was not acknowledged is redelivered."""

    @property
    def ended(self) -> bool:
        """Whether the session is over, so that nothing in hand can be acknowledged any more."""

    async def take(self, limit: int, wait_s: float) -> list[Delivery]:
        """Block until there is a message, then up to `wait_s` for more, up to `limit`.

        Raises:
            Unavailable: the session has ended.
        """

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Tell the broker these are done. Raises Unavailable when the session has ended."""

    async def widen(self, prefetch: int) -> None:
        """Let up to `prefetch` messages be in hand at once."""


class Broker(Protocol):
    """The message broker, as consumers see it."""

    def consume(self, queue: str, prefetch: int) -> AbstractAsyncContextManager[Inbox]:
        """Open a session. Entering it raises Unavailable when the broker cannot be reached."""


class Publisher(Protocol):
    """Where events and letters go. Confirmed means that the broker is responsible for it now."""

    async def publish(self, events: Sequence[Event]) -> None:
        """Publish each and wait until all are confirmed; may repeat an event, never lose one that returned.

        Raises:
            Unavailable: not all were confirmed. Publishing all of them again is safe.
            Unroutable: a mandatory event found no queue.
        """

    async def send(self, *letters: Letter) -> None:
        """Put letters into their queues and wait for the confirms. Raises like `publish`."""

    async def ping(self) -> None:
        """Have the broker confirm something, within a second or two. Raises Unavailable, in an alarm too."""


@dataclass(frozen=True)
class Update:
    """One update of a bulk. `change` is an update document or an aggregation pipeline."""

    where: Query
    change: Query | Sequence[Query]
    upsert: bool = False


class Collection(Protocol):
    """A MongoDB collection. Every method raises Unavailable when the server cannot be used just now.

    Writes return when a majority holds them durably. A write that failed may have landed: all must be safe to repeat.
    """

    async def find(
        self,
        where: Query,
        *,
        fields: Sequence[str] | None = None,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 0,
    ) -> list[Row]:
        """Return the matching rows, all of them if `limit` is 0."""

    async def get(self, key: str) -> Row | None:
        """Return the row with this `_id`."""

    async def insert(self, rows: Sequence[Row]) -> set[str]:
        """Insert rows; return the `_id` of those that were there already, which stay as they are.

        One insert of many costs the server a fifth of as many upserts: try this first where most rows are new.
        """

    async def update_all(self, where: Query, change: Query | Sequence[Query]) -> None:
        """Make one change to every matching row."""

    async def update(self, updates: Sequence[Update]) -> None:
        """Apply all in one unordered bulk. A lost race of two upserts is repeated once."""

    async def delete_all(self, where: Query) -> None:
        """Delete every matching row."""

    async def aggregate(self, pipeline: Sequence[Query]) -> list[Row]:
        """Run a pipeline in the server."""

    async def count(self, where: Query, *, limit: int = 0) -> int:
        """Count matching rows exactly, but no further than `limit` if one is given."""

    async def drop(self) -> None:
        """Remove the collection with its indexes; nothing happens if it is not there."""

    async def ensure_index(self, keys: Sequence[tuple[str, int]], **options: Any) -> None:
        """Create the index if it is not there."""


class Database(Protocol):
    """The MongoDB database."""

    def __getitem__(self, name: str) -> Collection:
        """Return a collection; nothing is sent."""

    async def ping(self) -> None:
        """Ask the primary to answer, within a second or two. Raises Unavailable."""

    async def now(self) -> datetime:
        """Return the server's clock, the one all processes share. Raises Unavailable."""
