"""Progress of long work: a bar on a terminal, and nothing elsewhere."""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress as Bar


class Progress:
    """Shows how far the work is. On stderr, so that stdout is the result's."""

    def __init__(self, what: str, *, quiet: bool) -> None:
        self._what = what
        self._bar: Bar | None = None
        self._task: Any = None
        if not quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Columns

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Columns(*columns, console=Console(stderr=True), transient=True)

    def __enter__(self) -> "Progress":
        """Begin to show."""
        if self._bar:
            self._bar.start()
            self._task = self._bar.add_task(self._what, total=None)
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()

    async def show(self, done: int, total: int) -> None:
        """Show that so many are done."""
        if self._bar:
            self._bar.update(self._task, completed=done, total=total)

    def note(self, told: str) -> None:
        """Show beside the bar what it waits for."""
        if self._bar:
            self._bar.update(self._task, description=f"{self._what}: {told}" if told else self._what)
