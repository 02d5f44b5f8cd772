"""Watching the folder: events are a hint, the periodic walk is the truth.

The kernel's queue of events overflows silently under a burst, and network file systems give none. So events only make
things faster; every promise rests on the walk. What is remembered is bounded
by `MOST_KNOWN` and `MOST_HINTS`.
"""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Iterator
from itertools import islice

import structlog
from asyncinotify import Inotify, Mask

from services.ingest.files import Found, Vanished, ignored, is_sidecar, look
from services.ingest.lone import LoneFiles
from services.ingest.walk import walk
from services.runtime import metrics
from services.runtime.backoff import wait_for

log = structlog.get_logger()

BATCH_FILES = 200
BATCH_BYTES = 16 * 1024 * 1024
MOST_HINTS = 10_000
MOST_KNOWN = 1_000_000
WALK_CHUNK = 3 * BATCH_FILES
REST_FACTOR = 5
"""The pause after a walk is at least this many times what the walk took, so that a huge folder does not eat a core."""
_WATCHED = Mask.CLOSE_WRITE | Mask.MOVED_TO | Mask.CREATE | Mask.ONLYDIR
_WHOLE = Mask.CLOSE_WRITE | Mask.MOVED_TO
_UNTOLD = Mask.Q_OVERFLOW | Mask.ISDIR
"""Of events that say this, only a walk finds out what has changed."""


class Known:
    """Files that need no look into the journal: their row there has just this signature."""

    def __init__(self) -> None:
        self._signatures: dict[bytes, int] = {}

    def add(self, found: Found) -> None:
        """Remember a file. When there are too many, all are forgotten, and looked up again."""
        if len(self._signatures) >= MOST_KNOWN:
            self._signatures.clear()
        self._signatures[found.path] = hash(found.signature)

    def __contains__(self, found: Found) -> bool:
        return self._signatures.get(found.path) == hash(found.signature)


class Hints:
    """What the kernel's events told: files to look at now, or that a walk is due."""

    def __init__(self) -> None:
        self.arrived = asyncio.Event()
        self._paths: dict[bytes, None] = {}
        self._walk_due = False

    def add(self, path: bytes) -> None:
        """Note a closed or renamed-in file; when there are too many, ask for a walk instead."""
        if len(self._paths) >= MOST_HINTS:
            self.ask_for_walk()
        else:
            self._paths[path] = None
            self.arrived.set()

    def ask_for_walk(self) -> None:
        """Note that events alone do not tell what is new."""
        self._walk_due = True
        self.arrived.set()

    def take(self, limit: int) -> list[bytes]:
        """Take up to `limit` paths, oldest first."""
        taken = list(islice(self._paths, limit))
        for path in taken:
            del self._paths[path]
        if not self._paths and not self._walk_due:
            self.arrived.clear()
        return taken

    def take_walk(self) -> bool:
        """Return whether a walk was asked for, and forget it."""
        due, self._walk_due = self._walk_due, False
        if not self._paths:
            self.arrived.clear()
        return due


class Watcher:
    """Yields settled files, in batches bounded in number and bytes."""

    def __init__(self, root: bytes, *, poll: bool, interval_s: float, settle_s: float, stop: asyncio.Event) -> None:
        self.known = Known()
        self.missing: str | None = None
        """Why the folder could not be walked, at the last try."""
        self._root = root
        self._interval_s = interval_s
        self._settle_s = settle_s
        self._stop = stop
        self._hints = Hints()
        self._lone = LoneFiles()
        self._inotify = None if poll else _inotify()

    async def batches(self) -> AsyncIterator[list[Found]]:
        """Yield files to take in, until stopped. An empty batch tells that a whole walk is done."""
        reader = asyncio.create_task(self._read_events()) if self._inotify else None
        try:
            while not self._stop.is_set():
                started = time.monotonic()
                async for batch in self._walked():
                    yield batch
                took = time.monotonic() - started
                metrics.SCAN_SECONDS.observe(took)
                yield []
                async for batch in self._hinted(max(self._interval_s, REST_FACTOR * took)):
                    yield batch
        finally:
            if reader:
                reader.cancel()
            if self._inotify:
                self._inotify.close()

    async def _walked(self) -> AsyncIterator[list[Found]]:
        entries = walk(self._root, self._watch_folder, self._lone.end)
        while not self._stop.is_set():
            try:
                chunk = await asyncio.to_thread(self._unknown, entries)
                self.missing = None
            except OSError as error:
                self.missing = f"{os.fsdecode(self._root)}: {os.strerror(error.errno or 0)}"
                log.warning("folder.missing", detail=self.missing)
                return
            if chunk is None:
                return
            async for batch in self._settled(chunk):
                yield batch
            async for batch in self._settled(self._looks()):
                yield batch

    async def _hinted(self, seconds: float) -> AsyncIterator[list[Found]]:
        """Follow events until the next walk is due."""
        due = time.monotonic() + seconds
        while not self._stop.is_set() and (left := due - time.monotonic()) > 0:
            await _either(self._hints.arrived, self._stop, left)
            async for batch in self._settled(self._looks()):
                yield batch
            if self._hints.take_walk():
                return

    def _unknown(self, entries: Iterator[Found]) -> list[Found] | None:
        """Return the next entries the journal may not know; None at the end of the walk."""
        chunk = list(islice(entries, WALK_CHUNK))
        return [found for found in chunk if found not in self.known] if chunk else None

    def _looks(self) -> list[Found]:
        looks = []
        for path in self._hints.take(WALK_CHUNK):
            with contextlib.suppress(Vanished):
                looks.append(look(self._root, path, closed=True, alone=path in self._lone))
        return [found for found in looks if found not in self.known]

    async def _settled(self, first_looks: list[Found]) -> AsyncIterator[list[Found]]:
        """Yield what is the same at a second look. What is not comes back with the next walk or event."""
        if not first_looks:
            return
        await wait_for(self._stop, self._settle_s)
        settled = []
        for first in first_looks:
            with contextlib.suppress(Vanished):
                second = look(self._root, first.path, closed=first.closed, alone=first.path in self._lone)
                if second == first:
                    settled.append(second)
        for batch in bounded(settled):
            yield batch

    def _watch_folder(self, folder: bytes) -> None:
        if self._inotify is None:
            return
        try:
            self._inotify.add_watch(os.fsdecode(os.path.join(self._root, folder)), _WATCHED)  # noqa: PTH118  bytes
        except OSError as error:
            self._lone.came(folder + b"/")
            log.warning("folder.not_watched", folder=os.fsdecode(folder), why=str(error), instead="the periodic walk")
        else:
            self._lone.begin(folder)

    async def _read_events(self) -> None:
        assert self._inotify is not None  # noqa: S101  started only with it; for mypy
        async for event in self._inotify:
            watch, name = event.watch, event.name
            if event.mask & _UNTOLD or watch is None or name is None:
                self._lone.forget()
                self._hints.ask_for_walk()
                continue
            # `event.path` would make a Path of it first, which takes longer than all else here.
            path = os.path.join(os.fsencode(watch.path), os.fsencode(name))  # noqa: PTH118  bytes
            path = path.removeprefix(self._root).lstrip(b"/")
            if is_sidecar(path):
                self._lone.came(path)  # be it whole or not
            if event.mask & _WHOLE:
                if is_sidecar(path):
                    self._hints.ask_for_walk()  # which file it belongs to is seen there
                elif not ignored(path):
                    self._hints.add(path)


def bounded(files: list[Found]) -> Iterator[list[Found]]:
    """Cut into batches of at most `BATCH_FILES` files and, but for a lone larger file, `BATCH_BYTES` bytes."""
    batch: list[Found] = []
    size = 0
    for found in files:
        if batch and (len(batch) >= BATCH_FILES or size + found.signature.size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(found)
        size += found.signature.size
    if batch:
        yield batch


def _inotify() -> Inotify | None:
    try:
        return Inotify()
    except OSError as error:
        log.warning("events.none", why=str(error), instead="the periodic walk")
        return None


async def _either(arrived: asyncio.Event, stop: asyncio.Event, seconds: float) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in (arrived, stop)]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
