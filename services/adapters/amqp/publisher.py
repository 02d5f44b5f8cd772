"""Publishing with confirms, many messages at once."""

import asyncio
from collections.abc import Sequence
from typing import cast

from aio_pika.abc import AbstractChannel, AbstractConnection
from aiormq.channel import Channel

from schemas import events, topology
from schemas.events import Event
from services.adapters.amqp.chunk import Message, chunks, put
from services.adapters.amqp.connection import SERVER, close, connect, translated
from services.adapters.amqp.declare import declare
from services.runtime.errors import Unavailable, Unroutable
from services.runtime.ports import Letter

CONFIRM_TIMEOUT_S = 20
PING_TIMEOUT_S = 1.5
CHUNKS_AT_ONCE = 4
"""Chunks that make up the window: while the broker confirms one, others are written."""
MANDATORY = frozenset(
    {"article.created", "article.updated", "article.withdrawn", "article.duplicate", "withdrawal.requested"}
)
DIRECT = ""
"""The exchange that puts a message into the queue its key names."""


class AmqpPublisher:
    """A Publisher over one connection, made when first needed and made again after it was lost."""

    def __init__(self, url: str, queues: Sequence[topology.Queue], window: int = 256) -> None:
        """Prepare; nothing is sent yet. At most `window` messages wait for their confirm at a time."""
        self._url = url
        self._queues = queues
        self._chunk_size = max(1, window // CHUNKS_AT_ONCE)
        self._window = asyncio.Semaphore(min(CHUNKS_AT_ONCE, window))
        self._opening = asyncio.Lock()
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None

    async def publish(self, batch: Sequence[Event]) -> None:
        """Publish each event under its routing key, all at once within the window; see `ports.Publisher`."""
        await self._put(
            [
                Message(topology.EXCHANGE, events.routing_key(event), events.encode(event), event.type in MANDATORY)
                for event in batch
            ]
        )

    async def send(self, *letters: Letter) -> None:
        """Put letters into their queues; see `ports.Publisher`."""
        await self._put([Message(DIRECT, one.queue, one.body, mandatory=True, headers=one.headers) for one in letters])

    async def ping(self) -> None:
        """Have a message confirmed. A message nobody gets tells what a look at the socket cannot: an alarm.

        Raises:
            Unavailable: the broker is away, refuses us, or takes no messages.
        """
        try:
            async with asyncio.timeout(PING_TIMEOUT_S):
                channel = await self._opened()
                with translated():
                    await put(await _raw(channel), [Message(DIRECT, "khabar.ping", b"", mandatory=False)])
        except TimeoutError:
            raise Unavailable(SERVER, "takes no messages (a memory or disk alarm?)") from None

    async def close(self) -> None:
        """Close the connection. What was not confirmed is not published."""
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            await close(connection)

    async def _put(self, messages: Sequence[Message]) -> None:
        """Run to the end, whatever fails; then raise what failed first, for the rest may have failed by that."""
        if not messages:
            return
        channel = await self._opened()
        failures: list[BaseException] = []
        puts = [self._put_chunk(channel, chunk, failures) for chunk in chunks(messages, self._chunk_size)]
        results = await asyncio.gather(*puts, return_exceptions=True)
        for failure in (*failures, *filter(None, results)):
            raise failure

    async def _put_chunk(
        self, channel: AbstractChannel, chunk: Sequence[Message], failures: list[BaseException]
    ) -> None:
        """Put a chunk; note its failure before the connection is closed for it, which fails other chunks."""
        async with self._window:
            try:
                with translated():
                    async with asyncio.timeout(CONFIRM_TIMEOUT_S):
                        await put(await _raw(channel), chunk)
            except Unroutable as failure:
                failures.append(failure)
            except Unavailable as failure:
                failures.append(failure)
                if channel is self._channel:  # else somebody has opened the next one already
                    await self.close()

    async def _opened(self) -> AbstractChannel:
        """Return the channel, opened anew if it or its connection is gone."""
        async with self._opening:
            if self._channel is None or self._channel.is_closed:
                await self.close()
                self._connection = await connect(self._url)
                try:
                    await self._open(self._connection)
                except BaseException:
                    await self.close()
                    raise
            if self._channel is None:
                raise Unavailable(SERVER, "the connection was closed")
            return self._channel

    async def _open(self, connection: AbstractConnection) -> None:
        with translated():
            await declare(connection, self._queues)
            # Without on_return_raises a returned message looks published.
            self._channel = await connection.channel(on_return_raises=True)


async def _raw(channel: AbstractChannel) -> Channel:
    return cast("Channel", await channel.get_underlay_channel())
