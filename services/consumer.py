"""The composition root that store, index and enrich share: one stage, fed from its queue."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, Protocol

from aiohttp import web

from schemas import topology
from services.adapters.amqp import AmqpBroker, AmqpPublisher
from services.adapters.mongo import MongoDatabase
from services.runtime.backoff import until_available
from services.runtime.consume import BatchConsumer, Limits, Stage
from services.runtime.health import Health, serve
from services.runtime.ports import Database
from services.runtime.settings import Settings


class PreparedStage(Stage[Any], Protocol):
    """A stage that has indexes to create first."""

    async def setup(self) -> None:
        """Create the indexes; safe to repeat. Raises Unavailable."""


def main_of(
    make: Callable[[Database], PreparedStage], health_port: int
) -> Callable[[Settings, asyncio.Event], Awaitable[None]]:
    """Return the main function of a consumer process, for `lifecycle.run`."""

    async def main(settings: Settings, stop: asyncio.Event) -> None:
        async with AsyncExitStack() as stack:
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

            stage = make(database)
            limits = Limits(settings.batch_size, settings.batch_wait_ms / 1000, settings.retry_delays_s)
            broker = AmqpBroker(settings.amqp, queues)
            consumer = BatchConsumer(stage, broker, publisher, database, limits, stop)
            health.register("consumer", consumer.ping)
            await until_available(stage.setup, stop)
            await consumer.run()

    return main
