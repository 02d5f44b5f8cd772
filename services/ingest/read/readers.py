"""Reading many files at once: formats that are safe to parse here, the risky ones in children."""

from collections.abc import Callable

from services.ingest.draft import Item
from services.ingest.read import read
from services.ingest.read.format import File
from services.ingest.read.limits import Limits

Answer = Callable[[], list[Item]]
"""Waits for a file's items. Raises Refusal where the whole file cannot be taken."""


class Readers:
    """Reads files under limits. Close it when done."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def begin(self, file: File) -> Answer:
        """Begin to read a file; call the answer for its items."""
        return lambda: read(file, self._limits)

    def close(self) -> None:
        """End the children."""
