"""Sessions of consumers, how much waits for them, and watching the events go by."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from aio_pika.abc import AbstractConnection

from schemas import events, topology
from schemas.events import Event
from services.adapters.amqp.connection import close, connect, translated
from services.adapters.amqp.declare import count_ready, declare
from services.adapters.amqp.inbox import AmqpInbox
from services.runtime.errors import Unavailable

WATCHED_AHEAD = 10_000
"""The most events that wait for somebody who only watches."""


class AmqpBroker:
    """A Broker: each session has a connection of its own."""

    def __init__(self, url: str, queues: Sequence[topology.Queue]) -> None:
        self._url = url
        self._queues = queues
        self._looking = asyncio.Lock()
        self._connection: AbstractConnection | None = None

    @contextlib.asynccontextmanager
    async def consume(self, queue: str, prefetch: int) -> AsyncIterator[AmqpInbox]:
        """Open a session on a queue; see `ports.Broker`."""
        connection = await connect(self._url)
        try:
            with translated():
                await declare(connection, self._queues)
                channel = await connection.channel(publisher_confirms=False)
                inbox = AmqpInbox(channel, await channel.get_underlay_channel(), queue)
                await inbox.open(prefetch)
            yield inbox
        finally:
            await close(connection)

    async def depths(self, names: Sequence[str]) -> dict[str, int]:
        """Count the messages ready in each queue, over a connection that is kept; a missing queue counts 0."""
        async with self._looking:
            if self._connection is not None:
                # Kept since the last time, and perhaps cut since: then a fresh one may do.
                with contextlib.suppress(Unavailable):
                    return await self._look(self._connection, names)
            self._connection = await connect(self._url)
            return await self._look(self._connection, names)

    async def _look(self, connection: AbstractConnection, names: Sequence[str]) -> dict[str, int]:
        try:
            with translated():
                return await count_ready(connection, names)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close the connection that `depths` keeps. Sessions close their own."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await close(connection)


async def subscribe(url: str, topics: Sequence[str], queues: Sequence[topology.Queue]) -> AsyncIterator[Event]:
    """Yield events on these topics from now on, from a queue of our own that goes with the connection.

    For watching only: nothing is acknowledged, and what happens while the connection is down is missed.

    Raises:
        Unavailable: when the connection ends.
    """
    connection = await connect(url)
    try:
        with translated():
            await declare(connection, queues)
            channel = await connection.channel(publisher_confirms=False)
            queue = await channel.declare_queue(
                exclusive=True, auto_delete=True, arguments={"x-max-length": WATCHED_AHEAD}
            )
            for topic in topics:
                await queue.bind(topology.EXCHANGE, topic)
            async with queue.iterator(no_ack=True) as messages:
                async for message in messages:
                    yield events.decode(message.body)
    finally:
        await close(connection)
