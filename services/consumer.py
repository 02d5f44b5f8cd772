"""What the composition roots of ingest, store, index and enrich share: their servers, and a stage fed from a queue."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from schemas import topology
from services.adapters.amqp import AmqpBroker, AmqpPublisher
from services.adapters.mongo import MongoDatabase
from services.runtime.backoff import until_available
from services.runtime.consume import BatchConsumer, Limits
from services.runtime.health import Health, serve
from services.runtime.ports import Database
from services.runtime.settings import Settings
from services.runtime.stage import Stage


class PreparedStage(Stage[Any], Protocol):
    """A stage that has indexes to create first."""

    async def setup(self) -> None:
        """Create the indexes; safe to repeat. Raises Unavailable."""


@dataclass(frozen=True)
class Resources:
    """What a process holds while it runs."""

    settings: Settings
    health: Health
    database: MongoDatabase
    publisher: AmqpPublisher
    queues: Sequence[topology.Queue]

    def consumer(self, stage: Stage[Any], stop: asyncio.Event) -> BatchConsumer[Any]:
        """Make the consumer that feeds a stage."""
        settings = self.settings
        limits = Limits(settings.batch_size, settings.batch_wait_ms / 1000, settings.retry_delays_s)
        broker = AmqpBroker(settings.amqp, self.queues)
        consumer = BatchConsumer(stage, broker, self.publisher, self.database, limits, stop)
        self.health.register("consumer", consumer.ping)
        return consumer


async def acquire(stack: AsyncExitStack, settings: Settings, health_port: int) -> Resources:
    """Serve the process's health, and prepare its servers; all is released with the stack, in reverse."""
    health = Health()
    app = web.Application()
    app.add_routes(health.routes())
    port = health_port if settings.health_port is None else settings.health_port
    runner, _ = await serve(app, settings.health_host, port, fixed=settings.health_port is not None)
    stack.push_async_callback(runner.cleanup)

    database = MongoDatabase(settings.mongo, settings.mongo_db)
    stack.callback(database.close)
    health.register("mongodb", database.ping)
    queues = topology.queues(settings.retry_delays_s, settings.log_max_age)
    publisher = AmqpPublisher(settings.amqp, queues, settings.publish_window)
    stack.push_async_callback(publisher.close)
    health.register("rabbitmq", publisher.ping)
    return Resources(settings, health, database, publisher, queues)


Beside = Callable[[Database, asyncio.Event], Coroutine[Any, Any, None]]


def main_of(
    make: Callable[[Database, Settings], PreparedStage], health_port: int, beside: Beside | None = None
) -> Callable[[Settings, asyncio.Event], Awaitable[None]]:
    """Return the main function of a consumer process, for `lifecycle.run`.

    Args:
        make: Makes the stage.
        health_port: Where its health is served, unless set.
        beside: Something else that runs until the stop is set, and waits outages out.
    """

    async def main(settings: Settings, stop: asyncio.Event) -> None:
        async with AsyncExitStack() as stack:
            resources = await acquire(stack, settings, health_port)
            stage = make(resources.database, settings)
            consumer = resources.consumer(stage, stop)
            await until_available(stage.setup, stop)
            if beside is None:
                await consumer.run()
                return
            async with asyncio.TaskGroup() as group:
                group.create_task(consumer.run())
                group.create_task(beside(resources.database, stop))

    return main
