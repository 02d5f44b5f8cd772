"""One child, as its parent sees it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import structlog

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.confine import ChildLimits
from services.ingest.read.wire import Said, hear, loads

log = structlog.get_logger()

START_S = 30.0
_PAUSE_S = 1.0
_SPARE_BYTES = 1024 * 1024
_told_of_network = threading.Event()


class NotRead(Exception):
    """Verdict: no child could be had, for no fault of the file. It is to be read later."""


class Ended(Exception):
    """Verdict: the child ended while it read a file."""

    def __init__(self, refusal: Refusal, *, from_outside: bool = False) -> None:
        self.refusal = refusal
        self.from_outside = from_outside
        """Whether somebody else killed it: the kernel out of memory, or an operator."""
        super().__init__(refusal.detail)


class Asked:
    """A child process that reads one file after another. Belongs to one thread, but any may kill it.

    Raises:
        NotRead: it could not be started.
    """

    def __init__(self, limits: ChildLimits) -> None:
        self._limits = limits
        self._out_of_time = False
        ours, theirs = socket.socketpair()
        with theirs:
            self._connection: Connection[Any, Any] = Connection(ours.detach())
            try:
                self._process = _start(theirs)
            except OSError as error:
                self._connection.close()
                raise _not_started(str(error)) from error
        self._greet()

    @property
    def ended(self) -> bool:
        """Whether the process is gone. It stays unreaped until `kill`, so that its group's number is nobody else's."""
        if self._process.returncode is not None:
            return True
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def ask(self, request: bytes, share: float) -> Said:
        """Have it read a file, in its share of time. Raises Ended."""
        wall_s = self._limits.wall_s * share
        try:
            with self._killed_after(wall_s):
                self._connection.send(self._limits.cpu_s * share)
                self._connection.send_bytes(request)
                said = hear(self._connection, self._limits.answer_bytes + _SPARE_BYTES)
        except (EOFError, OSError, ValueError):
            self.kill()
            raise self._verdict(wall_s, self._limits.cpu_s * share) from None
        return said._replace(last=True) if self._out_of_time else said

    def kill(self) -> None:
        """End it, and what it has started, at once. Safe to repeat."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _greet(self) -> None:
        """Tell it its limits, and wait until it is ready: only then a file's time begins."""
        try:
            with self._killed_after(START_S):
                self._connection.send(self._limits)
                network = loads(hear(self._connection, _SPARE_BYTES).words)
        except (EOFError, OSError, ValueError):
            self.kill()
            raise _not_started(_ending(self._process.returncode)) from None
        if network is None and not _told_of_network.is_set():
            _told_of_network.set()
            log.warning("child.has_network", why="neither seccomp nor a network namespace is permitted here")

    @contextlib.contextmanager
    def _killed_after(self, seconds: float) -> Iterator[None]:
        def end() -> None:
            self._out_of_time = True
            self.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def _verdict(self, wall_s: float, cpu_s: float) -> Ended:
        code = self._process.returncode
        if self._out_of_time:
            return Ended(Refusal(Reason.PARSER_LIMIT, f"not read within {wall_s:.0f} s (KHABAR_PARSER_WALL_S)"))
        if code == -signal.SIGXCPU:
            told = f"takes more than {cpu_s:.0f} s of processor time to read (KHABAR_PARSER_CPU_S)"
            return Ended(Refusal(Reason.PARSER_LIMIT, told))
        if code == -signal.SIGKILL:
            told = "its parser was killed twice from outside: is the machine short of memory?"
            return Ended(Refusal(Reason.PARSER_LIMIT, told), from_outside=True)
        return Ended(Refusal(Reason.PARSER_FAILED, f"its parser crashed: {_ending(code)}"))


def _start(connection: socket.socket) -> "subprocess.Popen[bytes]":
    """Start the child, importing from where this process does, without its secrets, in a session of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KHABAR_")}
    environment |= {
        "PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "1",  # arenas reserve address space, which is what is limited
    }
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-m", "services.ingest.read.child", str(os.getpid())],
        stdin=connection.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment,
    )


def _not_started(why: str) -> NotRead:
    log.error("child.not_started", why=why)
    time.sleep(_PAUSE_S)  # the next try is due at once
    return NotRead(why)


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
