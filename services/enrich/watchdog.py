"""An end for an enricher that hangs: a timer's signal interrupts it, so that it fails as if it had erred itself.

The signal comes every half second, whether anybody is at work or not; so an enricher costs two assignments, and no
timer of its own. It interrupts Python, and what asks Python now and then, as `re` does; not a call into C that never
returns.
"""

import signal
import time

LIMIT_S = 5.0
"""The longest an enricher may take for one article; the longest article takes all of them about that long."""
TICK_S = 0.5


class TookTooLong(Exception):
    """An enricher was stopped."""


class Watchdog:
    """Knows who is at work, and since when. Without `watch` it interrupts nobody."""

    def __init__(self) -> None:
        self._name: str | None = None
        self._since = 0.0

    def watch(self) -> None:
        """Begin to watch. From the main thread alone, once a process."""
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, TICK_S, TICK_S)

    def begin(self, name: str) -> float:
        """Say who goes to work; return the time."""
        self._since = time.monotonic()
        self._name = name
        return self._since

    def end(self) -> float:
        """Say that it is done, or has failed; return the seconds since it began."""
        self._name = None
        return time.monotonic() - self._since

    def _look(self, *_: object) -> None:
        seconds = time.monotonic() - self._since
        if self._name is not None and seconds > LIMIT_S:
            name, self._name = self._name, None  # once: what comes after must not be interrupted
            raise TookTooLong(f"{name} was stopped after {seconds:.1f} s")


WATCHDOG = Watchdog()
"""The one of this process: there is one such timer."""
