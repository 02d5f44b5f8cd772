"""Verdicts: what can go wrong with a piece of work, and whose fault it is."""

import asyncio

STOPS = (KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError)
"""What ends a task or the process, and is no fault of anybody's work.

Whoever asks code that may fail in any way lets these pass, and catches BaseException: a panic of an extension written
in Rust is no Exception, and would take the process down, with every message that it has in hand.
"""


class Unavailable(Exception):
    """A server cannot be used just now. Nobody's fault: wait and go on; it is no attempt of any message."""

    def __init__(self, server: str, detail: str) -> None:
        self.server = server
        self.detail = detail
        super().__init__(f"{server}: {detail}")


class Unroutable(Exception):
    """The broker took a mandatory message back: no queue is bound for it. It counts as not published."""
