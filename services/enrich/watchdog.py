"""An end for an enricher that hangs: a timer's signal interrupts it, so that it fails as if it had erred itself.

The signal comes every half second, whether anybody is at work or not; so an enricher costs two assignments, and no
timer of its own. It interrupts Python, and what asks Python now and then, as `re` does; not a call into C that never
returns. One that hangs time and again is not asked for a while: each time holds up everything else.
"""

import atexit
import signal
import time

LIMIT_S = 5.0
"""The longest an enricher may take for one article; the longest article takes all of them about that long."""
TICK_S = 0.5
STRIKES = 3
"""So many times in a row, and it is not asked for `BENCHED_S`."""
BENCHED_S = 60.0


class TookTooLong(Exception):
    """An enricher was stopped."""


class Benched(Exception):
    """An enricher is not asked just now."""


class Watchdog:
    """Knows who is at work, and since when. Without `watch` it interrupts nobody."""

    def __init__(self) -> None:
        self.patience = 1.0
        """How many times the limit anyone may take just now."""
        self._name: str | None = None
        self._since = 0.0
        self._strikes: dict[str, int] = {}
        self._benched_until: dict[str, float] = {}

    def watch(self) -> None:
        """Begin to watch. From the main thread alone, once a process."""
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, TICK_S, TICK_S)
        # While Python puts away what is loaded, it handles no signals, and one would end the process with an error.
        atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)

    def begin(self, name: str) -> None:
        """Say who goes to work. Raises Benched."""
        self._since = time.monotonic()
        if self._strikes.get(name, 0) >= STRIKES and self._since < self._benched_until[name]:
            raise Benched(f"{name} had to be stopped {STRIKES} times in a row: it is not asked for {BENCHED_S:g} s")
        self._name = name

    def end(self) -> float:
        """Say that it is done, or has failed; return the seconds since it began."""
        name, self._name = self._name, None
        if self._strikes and name is not None:
            self._strikes.pop(name, None)  # it ended by itself
        return time.monotonic() - self._since

    def _look(self, *_: object) -> None:
        seconds = time.monotonic() - self._since
        if self._name is not None and seconds > LIMIT_S * self.patience:
            name, self._name = self._name, None  # once: what comes after must not be interrupted
            self._strikes[name] = min(self._strikes.get(name, 0) + 1, STRIKES)
            self._benched_until[name] = time.monotonic() + BENCHED_S
            raise TookTooLong(f"{name} was stopped after {seconds:.1f} s")


WATCHDOG = Watchdog()
"""The one of this process: there is one such timer."""
