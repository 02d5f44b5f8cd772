"""Which collection the index is in. A rebuild makes another one beside it, and then switches.

One small row says so, `search` in `indexes`. Whoever searches or indexes reads it, and remembers it for `KEPT_S`:

    current    the collection that is searched
    version    the analyser's, by which it was built; absent until the first rebuild
    number     how many collections there have been, for the next one's name
    building   the one that is being made, with its builder's lease and how far it has come
    retired    those that are to be dropped; searches may still be reading one that is `open`

Without the row the index is in `search`. Articles are written to `current`, to `building` once it is `ready`, and to
those of `retired` that are open, so that whichever of them somebody reads is whole.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from services.runtime.ports import Collection, Database
from services.search.layout import COLLECTION

POINTERS = "indexes"
KEY = "search"
KEPT_S = 1.0
"""How old may be what somebody believes. Whoever changes the row waits for longer before going on."""

Action = Callable[[Collection], Awaitable[None]]


@dataclass(frozen=True)
class Places:
    """Where the index is read, and where it is written."""

    current: str = COLLECTION
    written: tuple[str, ...] = (COLLECTION,)


class Pointer:
    """The row, as readers and writers see it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._places = Places()
        self._read_at = float("-inf")

    async def places(self) -> Places:
        """Return where the index is. Raises Unavailable."""
        if self._age() > KEPT_S:
            began = time.monotonic()
            self._places = _places(await self._database[POINTERS].get(KEY) or {})
            self._read_at = began
        return self._places

    async def write(self, action: Action) -> None:
        """Write to every collection that holds the index, or will.

        Args:
            action: Writes to one. What it writes is there, in all of them, when this returns: should the row have
                changed while this was slow, those that have come in are written to as well.
        """
        done: set[str] = set()
        while True:
            for name in (await self.places()).written:
                if name not in done:
                    await action(self._database[name])
                    done.add(name)
            if self._age() <= KEPT_S:
                return

    def _age(self) -> float:
        return time.monotonic() - self._read_at


_POINTERS: WeakKeyDictionary[Database, Pointer] = WeakKeyDictionary()


def pointer(database: Database) -> Pointer:
    """Return this database's pointer, the same for all who ask in this process."""
    if database not in _POINTERS:
        _POINTERS[database] = Pointer(database)
    return _POINTERS[database]


async def current(database: Database) -> str:
    """Return the name of the collection that is to be searched. Raises Unavailable."""
    return (await pointer(database).places()).current


def _places(row: dict[str, Any]) -> Places:
    here = row.get("current", COLLECTION)
    building = row.get("building") or {}
    names = [here, *([building["collection"]] if building.get("ready") else [])]
    names += [retired["collection"] for retired in row.get("retired", ()) if retired["open"]]
    return Places(here, tuple(names))
