"""Keeps the folder watched and the journal's leftovers taken up, through outages, until stopped."""

import asyncio
from collections.abc import Sequence

from services.ingest.claims import Claims
from services.ingest.files import Found, Vanished, look
from services.ingest.journal import Journal
from services.ingest.pipeline import Pipeline
from services.ingest.watch import Watcher, bounded
from services.runtime.backoff import until_available, wait_for
from services.runtime.errors import Unavailable

SWEEP_S = 0.5
"""The pause between two looks for files whose lease has run out."""
SWEEP_FILES = 200
BATCHES_AT_ONCE = 3


class Ingest:
    """The ingest process's work: one task follows the folder, one sweeps up what was left pending."""

    def __init__(
        self,
        root: bytes,
        watcher: Watcher,
        journal: Journal,
        claims: Claims,
        pipeline: Pipeline,
        stop: asyncio.Event,
    ) -> None:
        self._root = root
        self._watcher = watcher
        self._journal = journal
        self._pipeline = pipeline
        self._claims = claims
        self._stop = stop

    async def setup(self) -> None:
        """Create the indexes."""
        await self._journal.setup()
        await self._claims.setup()

    async def run(self) -> None:
        """Work until stopped; whichever task fails takes the other along."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow())
            tasks.create_task(self._sweep())

    async def ping(self) -> None:
        """Raise Unavailable while the folder cannot be walked."""
        if self._watcher.missing:
            raise Unavailable("seeds", self._watcher.missing)

    async def _follow(self) -> None:
        # While one batch waits for its confirms, the next is read.
        under_way: set[asyncio.Task[None]] = set()
        async with asyncio.TaskGroup() as tasks:
            async for batch in self._watcher.batches():
                while len(under_way) >= (BATCHES_AT_ONCE if batch else 1):
                    _, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                if batch:
                    under_way.add(tasks.create_task(self._process(batch)))
                else:
                    await until_available(self._journal.scanned, self._stop)

    async def _sweep(self) -> None:
        while not await wait_for(self._stop, SWEEP_S):
            await until_available(self._take_up_leftovers, self._stop)

    async def _take_up_leftovers(self) -> None:
        while paths := await self._journal.overdue(SWEEP_FILES):
            there, gone = self._look(paths)
            await self._journal.vanish(gone)
            for batch in bounded(there):
                await self._process(batch)
            if self._stop.is_set():
                return

    def _look(self, paths: Sequence[bytes]) -> tuple[list[Found], list[bytes]]:
        there: list[Found] = []
        gone: list[bytes] = []
        for path in paths:
            try:
                there.append(look(self._root, path))
            except Vanished:
                gone.append(path)
        return there, gone

    async def _process(self, batch: Sequence[Found]) -> None:
        """Process a batch, through outages: none is left behind half noticed."""

        async def process() -> None:
            for found in await self._pipeline.process(batch):
                self._watcher.known.add(found)

        await until_available(process, self._stop)
