"""Keeping children running, and stopping them in order."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Protocol

EXIT_WRONG_SETTING = 2
RESTART_DELAYS_S = (0.5, 1.0, 2.0, 5.0, 10.0)
STEADY_S = 60.0
"""A child that lived this long starts over with the shortest delay."""

Say = Callable[[str], None]


class Supervised(Protocol):
    """Something that runs and can be run again."""

    @property
    def name(self) -> str:
        """What people call it."""

    async def start(self) -> None:
        """Start it. Returns at once; raises OSError when it cannot be run."""

    async def wait(self) -> int:
        """Wait until it ends; return its exit code."""

    async def stop(self) -> None:
        """Stop it, killing it after its grace. Safe to repeat, also when it never ran."""

    def kill(self) -> None:
        """Kill it at once."""

    def last_words(self) -> str:
        """Return the last line it wrote and where to read the rest."""


class WrongSettings(Exception):
    """A child refused its settings; starting it again cannot help. The message is the child's own."""


class Supervisor:
    """Starts all children at once and again when they end; stops them stage by stage.

    Args:
        stages: The children, in the order they are stopped in.
        say: Takes one line for people on each restart.
    """

    def __init__(self, stages: Sequence[Sequence[Supervised]], say: Say) -> None:
        self._stages = stages
        self._say = say
        self._killed = False

    async def run(self, delays_s: Sequence[float] = RESTART_DELAYS_S) -> None:
        """Keep every child running until cancelled; then stop them all, which takes as long as their graces.

        Raises:
            WrongSettings: a child ended with the exit code for that; all others were stopped.
        """
        keepers = [asyncio.create_task(self._keep(child, delays_s)) for stage in self._stages for child in stage]
        try:
            done, _ = await asyncio.wait(keepers, return_when=asyncio.FIRST_EXCEPTION)
            for keeper in done:
                keeper.result()
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)
            await self._stop()

    def kill(self) -> None:
        """Kill every child at once, and start none again: for the user who asked a second time."""
        self._killed = True
        for stage in self._stages:
            for child in stage:
                child.kill()

    async def _stop(self) -> None:
        for stage in self._stages:
            await asyncio.gather(*(child.stop() for child in stage))

    async def _keep(self, child: Supervised, delays_s: Sequence[float]) -> None:
        failures = 0
        while not self._killed:
            began = time.monotonic()
            await child.start()
            code = await child.wait()
            if self._killed:
                return
            if code == EXIT_WRONG_SETTING:
                raise WrongSettings(child.last_words())
            if time.monotonic() - began >= STEADY_S:
                failures = 0
            delay = delays_s[min(failures, len(delays_s) - 1)]
            failures += 1
            self._say(f"{child.name} {_told(code)}; it starts again in {delay:g} s ({child.last_words()})")
            await asyncio.sleep(delay)


def _told(code: int) -> str:
    return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
