"""One child process: in a session of its own, logged to a file, never outliving its parent."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

_LEASH = Path(__file__).with_name("leash.py")
_LOG_LIMIT_BYTES = 10 * 2**20
_TAIL_BYTES = 4096
_LINE_LIMIT = 300


class Child:
    """A program that can be started, stopped and started again.

    Args:
        name: What people call it.
        argv: The program and its arguments.
        env: Its whole environment.
        log: Where its output goes; moved aside at a start once it is larger than 10 MiB.
        grace_s: Seconds it has to stop by itself before it is killed.
        nice: By how many steps it lets other processes go first.
    """

    def __init__(
        self, name: str, argv: Sequence[str], env: Mapping[str, str], log: Path, grace_s: float, nice: int = 0
    ) -> None:
        self.name = name
        self.log = log
        self._argv = list(argv)
        self._env = dict(env)
        self._grace_s = grace_s
        self._nice = nice
        self._process: asyncio.subprocess.Process | None = None
        self._group: int | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs, else None."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Start the program. Returns at once: running is not ready."""
        if self.pid:
            raise RuntimeError(f"{self.name} is already running")
        self.kill()  # what a crash may have left of its group
        leash = [sys.executable, "-I", "-S", str(_LEASH), str(os.getpid()), str(self._nice)]
        with _open_log(self.log) as output:
            self._process = await asyncio.create_subprocess_exec(
                *leash,
                *self._argv,
                env=self._env,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._group = self._process.pid

    async def wait(self) -> int:
        """Wait until it ends; return its exit code, negative for a signal."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was never started")
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask it to stop, wait for its grace, then kill whatever is left of it. Safe to repeat."""
        if self._process is None:
            return
        try:
            if self.pid:
                self._process.terminate()
            async with asyncio.timeout(self._grace_s):
                await self._process.wait()
        except TimeoutError:
            pass  # the kill below is what a late child gets
        finally:
            self.kill()
            await self._process.wait()
            self._group = None

    def kill(self) -> None:
        """Kill it and everything it started, at once."""
        if self._group is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._group, signal.SIGKILL)

    def last_words(self) -> str:
        """Return the last line it wrote, for messages, and where to read the rest."""
        try:
            with self.log.open("rb") as log:
                log.seek(max(0, self.log.stat().st_size - _TAIL_BYTES))
                lines = log.read().decode(errors="replace").split("\n")
        except OSError:
            lines = []
        last = next((line.strip() for line in reversed(lines) if line.strip()), "it wrote nothing")
        return f"{last[:_LINE_LIMIT]}; see {self.log}"


def _open_log(path: Path) -> IO[bytes]:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _LOG_LIMIT_BYTES:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("ab")
