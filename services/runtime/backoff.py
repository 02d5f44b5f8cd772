"""Growing pauses between tries, cut short by a stop."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from services.runtime import metrics
from services.runtime.errors import Unavailable

log = structlog.get_logger()


@dataclass
class Backoff:
    """Pauses that double from `first_s` to `most_s`, each shortened by chance so that many do not wake together."""

    first_s: float = 0.1
    most_s: float = 5.0
    tries: int = 0

    def next(self) -> float:
        """Return the next pause in seconds."""
        pause = min(self.most_s, self.first_s * 2 ** min(self.tries, 32))
        self.tries += 1
        return float(pause) * random.uniform(0.5, 1.0)  # noqa: S311  spreads wake-ups; nothing secret

    def reset(self) -> None:
        """Start over: a try has succeeded."""
        self.tries = 0


async def wait_for(event: asyncio.Event, seconds: float) -> bool:
    """Sleep, but no longer than until `event` is set; return whether it is."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return event.is_set()
    return True


async def until_available(action: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Do it, again and again through outages, until it is done or `stop` is set."""
    backoff = Backoff()
    while not stop.is_set():
        try:
            await action()
        except Unavailable as outage:
            metrics.OUTAGES.labels(outage.server).inc()
            log.warning("server.unavailable", server=outage.server, detail=outage.detail)
            await wait_for(stop, backoff.next())
        else:
            return
