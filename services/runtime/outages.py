"""Waiting outages out, with what is in hand held for as long as it is ours."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from services.runtime import metrics
from services.runtime.backoff import Backoff, wait_for
from services.runtime.errors import Unavailable

log = structlog.get_logger()

HOLD_S = 600
"""Seconds a batch is held through an outage before it is given back; the broker would take it after 30 minutes."""


class Outages:
    """Pauses that grow from one failure to the next, until `over`; a stop ends each at once."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop
        self._backoff = Backoff()

    async def hold(self, action: Callable[[], Awaitable[None]], still_ours: Callable[[], bool]) -> None:
        """Do it, again and again through an outage, while the deliveries in hand are still ours to acknowledge.

        Raises:
            Unavailable: it is not done, and they are to be given back.
        """
        give_back = time.monotonic() + HOLD_S
        while True:
            try:
                await action()
            except Unavailable as outage:
                if not still_ours() or self._stop.is_set() or time.monotonic() > give_back:
                    raise
                await self.pause(outage)
            else:
                return

    async def pause(self, outage: Unavailable) -> None:
        """Tell of an outage, and wait a while."""
        metrics.OUTAGES.labels(outage.server).inc()
        log.warning("server.unavailable", server=outage.server, detail=outage.detail)
        await wait_for(self._stop, self._backoff.next())

    def over(self) -> None:
        """Begin with short pauses again."""
        self._backoff.reset()
