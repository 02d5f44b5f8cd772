"""What a consumer does with its events, as the batch consumer sees it."""

from collections.abc import Sequence
from typing import Protocol, TypeVar, runtime_checkable

from schemas.events import Event

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
