"""Taking messages in, and acknowledging them."""

import asyncio
import contextlib
from collections.abc import Sequence

from aio_pika.abc import AbstractChannel
from aiormq.abc import AbstractChannel as RawChannel
from aiormq.abc import DeliveredMessage

from services.adapters.amqp.connection import SERVER, translated
from services.runtime.errors import Unavailable
from services.runtime.ports import Delivery

CONSUMER_CHECK_S = 10


class AmqpInbox:
    """An Inbox over one channel. Only its prefetch bounds what it holds."""

    def __init__(self, channel: AbstractChannel, raw: RawChannel, queue: str) -> None:
        """Take aio-pika's channel, and aiormq's beneath it, which hands over a message for little more than half."""
        self._channel = channel
        self._raw = raw
        self._queue = queue
        self._arrived: asyncio.Queue[Delivery | None] = asyncio.Queue()
        self._unacknowledged: list[int] = []
        self._tag: str | None = None

    @property
    def ended(self) -> bool:
        """Whether the session is over, so that nothing in hand can be acknowledged any more."""
        return self._channel.is_closed

    async def open(self, prefetch: int) -> None:
        """Start consuming."""
        self._channel.close_callbacks.add(lambda *_: self._arrived.put_nowait(None))
        await self._consume(prefetch)

    async def take(self, limit: int, wait_s: float) -> list[Delivery]:
        """Take a batch; see `ports.Inbox`."""
        batch = [await self._first()]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                while len(batch) < limit:
                    # The timeout can hit only while nothing has arrived, so nothing that was taken is dropped.
                    batch.append(self._alive(await self._arrived.get()))
        return batch

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Acknowledge, in one frame where these are the oldest in hand."""
        done = {delivery.tag for delivery in deliveries}
        with translated():
            if set(self._unacknowledged[: len(done)]) == done:
                await self._raw.basic_ack(max(done), multiple=True)
            else:
                for tag in sorted(done):
                    await self._raw.basic_ack(tag)
        self._unacknowledged = [tag for tag in self._unacknowledged if tag not in done]

    async def widen(self, prefetch: int) -> None:
        """Raise the prefetch. It holds for consumers to come, so ours is cancelled and made anew."""
        with translated():
            if self._tag:
                await self._raw.basic_cancel(self._tag)
            await self._consume(prefetch)

    async def _consume(self, prefetch: int) -> None:
        await self._channel.set_qos(prefetch_count=prefetch)
        self._tag = (await self._raw.basic_consume(self._queue, self._on_message)).consumer_tag

    async def _on_message(self, message: DeliveredMessage) -> None:
        assert message.delivery_tag is not None  # noqa: S101  always there on a consumed message; for mypy
        self._unacknowledged.append(message.delivery_tag)
        headers = message.header.properties.headers or {}
        redeliveries = headers.get("x-delivery-count", int(bool(message.redelivered)))
        count = redeliveries if isinstance(redeliveries, int) else 0
        self._arrived.put_nowait(Delivery(message.body, headers, count, message.delivery_tag))

    async def _first(self) -> Delivery:
        while True:
            try:
                async with asyncio.timeout(CONSUMER_CHECK_S):
                    return self._alive(await self._arrived.get())
            except TimeoutError:
                self._check_consumer()

    def _check_consumer(self) -> None:
        # A broker may cancel a consumer (its queue was deleted or moved) without closing the channel.
        if self._tag not in getattr(self._raw, "consumers", ()):
            raise Unavailable(SERVER, "the broker has cancelled the consumer")

    def _alive(self, delivery: Delivery | None) -> Delivery:
        if delivery is None:
            self._arrived.put_nowait(None)  # for whoever asks again
            raise Unavailable(SERVER, "the connection was closed")
        return delivery
