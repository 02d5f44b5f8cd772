"""The ingest process: its composition root."""

import asyncio
import os
import signal
import sys
from contextlib import AsyncExitStack

from aiohttp import web

from schemas import topology
from services.adapters.amqp import AmqpBroker, AmqpPublisher
from services.adapters.mongo import MongoDatabase
from services.ingest.claims import Claims
from services.ingest.journal import Journal
from services.ingest.pipeline import Pipeline
from services.ingest.read.confine import ChildLimits
from services.ingest.read.limits import Limits
from services.ingest.read.readers import Readers
from services.ingest.service import Ingest
from services.ingest.watch import Watcher
from services.ingest.withdraw import Withdraw
from services.runtime import consume
from services.runtime.backoff import until_available
from services.runtime.consume import BatchConsumer
from services.runtime.health import Health, serve
from services.runtime.lifecycle import run
from services.runtime.settings import Settings
from services.text.language import load_model

HEALTH_PORT = 8081


async def main(settings: Settings, stop: asyncio.Event) -> None:
    """Wire the process, and run it until stopped."""
    # Who opens a file for writing while `files.read` holds its lease makes the kernel send this; it would end us.
    signal.signal(signal.SIGIO, signal.SIG_IGN)
    async with AsyncExitStack() as stack:
        health = Health()
        app = web.Application()
        app.add_routes(health.routes())
        port = HEALTH_PORT if settings.health_port is None else settings.health_port
        runner, _ = await serve(app, settings.health_host, port, fixed=settings.health_port is not None)
        stack.push_async_callback(runner.cleanup)

        database = MongoDatabase(settings.mongo, settings.mongo_db)
        stack.callback(database.close)
        health.register("mongodb", database.ping)
        queues = topology.queues(settings.retry_delays_s, settings.log_max_age)
        publisher = AmqpPublisher(settings.amqp, queues, settings.publish_window)
        stack.push_async_callback(publisher.close)
        health.register("rabbitmq", publisher.ping)

        readers = _readers(settings)
        stack.callback(readers.close)
        claims = Claims(database, settings.lease_s)
        ingest = _ingest(settings, database, claims, publisher, readers, stop)
        health.register("seeds", ingest.ping)
        broker = AmqpBroker(settings.amqp, queues)
        consumer = BatchConsumer(Withdraw(claims), broker, publisher, database, consume.Limits(), stop)
        health.register("consumer", consumer.ping)
        await asyncio.gather(asyncio.to_thread(load_model), until_available(ingest.setup, stop))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(ingest.run())
            tasks.create_task(consumer.run())


def _readers(settings: Settings) -> Readers:
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
    return Readers(limits, children)


def _ingest(
    settings: Settings,
    database: MongoDatabase,
    claims: Claims,
    publisher: AmqpPublisher,
    readers: Readers,
    stop: asyncio.Event,
) -> Ingest:
    root = os.fsencode(settings.seeds_dir.absolute())
    journal = Journal(database, settings.lease_s)
    pipeline = Pipeline(
        root,
        journal,
        claims,
        publisher,
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
