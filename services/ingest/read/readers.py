"""Reading many files at once: formats that are safe to parse here, the risky ones in children."""

import math
from collections.abc import Callable
from functools import partial

from services.ingest.draft import Item, Refusal
from services.ingest.read import format_of, read
from services.ingest.read.children import Children
from services.ingest.read.confine import ChildLimits
from services.ingest.read.format import File
from services.ingest.read.limits import Limits
from services.runtime.settings import Settings

Answer = Callable[[], list[Item]]
"""Waits for a file's items.

Raises Refusal where the whole file cannot be taken, NotRead where it must be tried again later, and Failed, or what a
parser here has raised, for a fault of ours.
"""


class Readers:
    """Reads files under limits. Close it when done."""

    def __init__(self, limits: Limits, child_limits: ChildLimits | None = None) -> None:
        child_limits = child_limits or ChildLimits()
        self.at_once = child_limits.processes
        """How many risky files are read at once."""
        self._limits = limits
        self._children = Children(child_limits)

    @classmethod
    def of(cls, settings: Settings) -> "Readers":
        """Make them as the settings say."""
        limits = Limits(
            max_text_bytes=settings.max_text_bytes,
            max_unpacked_bytes=settings.max_unpacked_bytes,
            max_members=settings.max_members,
            max_nesting=settings.max_nesting,
            max_ratio=settings.max_ratio,
        )
        children = ChildLimits(
            processes=settings.parser_processes,
            memory_bytes=settings.parser_memory_bytes,
            cpu_s=settings.parser_cpu_s,
            wall_s=settings.parser_wall_s,
        )
        return cls(limits, children)

    def begin(self, file: File, until: float = math.inf) -> Answer:
        """Begin to read a file, in a child if it is risky; call the answer for its items.

        Args:
            file: what to read.
            until: when, by the monotonic clock, it is too late for a child to begin: then it is NotRead.
        """
        return self.here(file) or self._children.begin(read, file, self._limits, size=len(file.raw), until=until)

    def here(self, file: File) -> Answer | None:
        """Return the answer of a file that may be read here; None for one that is to be parsed in a child."""
        try:
            chosen = format_of(file)
        except Refusal as refusal:
            return partial(_refuse, refusal)
        return None if chosen.risky(file.raw) else partial(read, file, self._limits, chosen)

    def close(self) -> None:
        """End the children."""
        self._children.close()


def _refuse(refusal: Refusal) -> list[Item]:
    raise refusal
