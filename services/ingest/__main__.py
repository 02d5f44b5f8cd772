"""The ingest process: its composition root."""

import asyncio
import os
import signal
import sys
from contextlib import AsyncExitStack

from services.consumer import Resources, acquire
from services.ingest.claims import Claims
from services.ingest.journal import Journal
from services.ingest.pipeline import Pipeline
from services.ingest.read.readers import Readers
from services.ingest.service import Ingest
from services.ingest.warm import warm_up
from services.ingest.watch import Watcher
from services.ingest.withdraw import Withdraw
from services.runtime.backoff import until_available
from services.runtime.lifecycle import run
from services.runtime.settings import Settings

HEALTH_PORT = 8081


async def main(settings: Settings, stop: asyncio.Event) -> None:
    """Wire the process, and run it until stopped."""
    # Who opens a file for writing while `files.read` holds its lease makes the kernel send this; it would end us.
    signal.signal(signal.SIGIO, signal.SIG_IGN)
    async with AsyncExitStack() as stack:
        resources = await acquire(stack, settings, HEALTH_PORT)
        readers = Readers.of(settings)
        stack.callback(readers.close)
        claims = Claims(resources.database, settings.lease_s)
        ingest = _ingest(resources, claims, readers, stop)
        resources.health.register("seeds", ingest.ping)
        consumer = resources.consumer(Withdraw(claims), stop)
        await asyncio.gather(asyncio.to_thread(warm_up), until_available(ingest.setup, stop))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(ingest.run())
            tasks.create_task(consumer.run())


def _ingest(resources: Resources, claims: Claims, readers: Readers, stop: asyncio.Event) -> Ingest:
    settings = resources.settings
    root = os.fsencode(settings.seeds_dir.absolute())
    journal = Journal(resources.database, settings.lease_s)
    pipeline = Pipeline(
        root,
        journal,
        claims,
        resources.publisher,
        readers,
        most_file_bytes=settings.max_file_bytes,
        lease_s=settings.lease_s,
    )
    watcher = Watcher(
        root,
        poll=settings.watch == "poll",
        interval_s=settings.scan_interval_s,
        settle_s=settings.settle_ms / 1000,
        stop=stop,
    )
    return Ingest(root, watcher, journal, claims, pipeline, stop)


if __name__ == "__main__":
    sys.exit(run("ingest", main))
