"""A few child processes that parse, each asked over a connection of its own: one that dies costs the file it had.

A thread of a small pool owns each child and waits for it. Why this is no library's pool: in one whose processes share
a pipe, a process killed while it answers stops all others (docs/decisions/0014-children-of-our-own.md).
"""

import math
import pickle
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import Any

import structlog

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.asked import Asked, Ended, NotRead
from services.ingest.read.confine import MIB, ChildLimits
from services.ingest.read.wire import Kind, Said, loads

__all__ = ["Children", "Failed", "NotRead"]

log = structlog.get_logger()


class Failed(Exception):
    """A parser raised what is no verdict: a fault of ours. The message is its traceback in the child."""


class Children:
    """Calls functions in child processes, which are started when they are first needed. Close it when done."""

    def __init__(self, limits: ChildLimits) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(limits.processes, thread_name_prefix="child")
        self._own = threading.local()
        self._all: set[Asked] = set()
        self._closed = False

    def begin(
        self, function: Callable[..., Any], *arguments: Any, size: int = 0, until: float = math.inf
    ) -> Callable[[], Any]:
        """Have a function called, one that a child can import, as soon as a child is free.

        Args:
            function: what to call.
            arguments: with what.
            size: of the file in bytes; time is allowed accordingly.
            until: when, by the monotonic clock, it is too late for a child to begin.

        Returns:
            What waits for the outcome. It raises what the function refused; Refusal: PARSER_LIMIT, TOO_LARGE for the
            answer, PARSER_FAILED if it took the child down; Failed for any other exception; NotRead if no child could
            be had in time, for no fault of the file.
        """
        try:
            future = self._threads.submit(self._ask, function, arguments, 1 + size / MIB, until)
        except RuntimeError:  # closed
            return _not_read

        def answer() -> Any:
            try:
                return loads(future.result())
            except CancelledError:
                raise NotRead("the children were stopped") from None

        return answer

    def close(self) -> None:
        """Kill the children, and wait until they are gone. What they had in hand is NotRead."""
        self._closed = True
        for child in tuple(self._all):
            child.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for child in tuple(self._all):
            self._drop(child)

    def _ask(self, function: Callable[..., Any], arguments: tuple[Any, ...], share: float, until: float) -> bytes:
        """Ask this thread's child, in a thread of the pool. One killed from outside may be innocent: ask another."""
        if time.monotonic() > until:
            raise NotRead("the children were busy")
        request = pickle.dumps((function, arguments))
        for tries_left in (1, 0):
            try:
                return _outcome(self._said(request, share), self._limits)
            except Ended as ended:
                if self._closed:
                    raise NotRead("the children were stopped") from None
                if not ended.from_outside or not tries_left:
                    log.warning("child.ended", why=ended.refusal.detail)
                    raise ended.refusal from None
        raise AssertionError("unreachable")

    def _said(self, request: bytes, share: float) -> Said:
        child = self._child()
        keep = False
        try:
            said = child.ask(request, share)
            keep = not said.last
        finally:
            if not keep:
                self._drop(child)
        return said

    def _child(self) -> Asked:
        child: Asked | None = getattr(self._own, "child", None)
        if child is not None and child.ended:  # it died while it waited
            self._drop(child)
            child = None
        if child is None:
            child = self._own.child = Asked(self._limits)
            self._all.add(child)
            if self._closed:
                self._drop(child)
                raise NotRead("the children were stopped")
        return child

    def _drop(self, child: Asked) -> None:
        child.kill()
        self._all.discard(child)
        self._own.child = None


def _not_read() -> Any:
    raise NotRead("the children were stopped")


def _outcome(said: Said, limits: ChildLimits) -> bytes:
    match said.kind:
        case Kind.REFUSAL:
            raise loads(said.words)
        case Kind.FAILED:
            raise Failed(f"in a child: {loads(said.words)}")
        case Kind.MEMORY:
            told = f"takes more than {limits.memory_bytes // MIB} MiB of memory to read (KHABAR_PARSER_MEMORY_BYTES)"
            raise Refusal(Reason.PARSER_LIMIT, told)
        case Kind.DEPTH:
            raise Refusal(Reason.PARSER_LIMIT, "nested too deeply to be read")
        case Kind.LARGE:
            told = f"holds more than {limits.answer_bytes} bytes of articles: split it"
            raise Refusal(Reason.TOO_LARGE, told)
    return said.words
