"""A server run as a child: its address, and when it is ready."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.local.child import Child
from services.runtime.errors import Unavailable

_PROBE_EVERY_S = 0.1


class ServerDied(Exception):
    """The server ended before it was ready; the message says where its log is."""


@dataclass
class Server:
    """A server on the loopback address. It can be stopped, killed and started again under the same URL."""

    url: str
    child: Child
    probe: Callable[[], Awaitable[None]]
    """Return when the server answers; raise OSError, TimeoutError or Unavailable while it does not."""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.child.name

    @property
    def pid(self) -> int | None:
        """The process id while it runs, else None."""
        return self.child.pid

    async def start(self) -> None:
        """Start it. Returns at once: see `wait_ready`."""
        await self.child.start()

    async def stop(self) -> None:
        """Stop it in order, or kill it when its grace is over."""
        await self.child.stop()

    def kill(self) -> None:
        """Kill it at once, as kill -9 does."""
        self.child.kill()

    async def wait(self) -> int:
        """Wait until it ends; return its exit code."""
        return await self.child.wait()

    def last_words(self) -> str:
        """Return the last line it wrote and where to read the rest."""
        return self.child.last_words()

    async def wait_ready(self, timeout_s: float) -> None:
        """Wait until it answers.

        Raises:
            ServerDied: it ended instead.
            TimeoutError: it did not answer in `timeout_s` seconds.
        """
        async with asyncio.timeout(timeout_s):
            while not await self._answers():
                if self.pid is None:
                    raise ServerDied(f"{self.name} ended before it was ready; see {self.child.log}")
                await asyncio.sleep(_PROBE_EVERY_S)

    async def _answers(self) -> bool:
        try:
            await self.probe()
        except (OSError, TimeoutError, Unavailable):
            return False
        return True
