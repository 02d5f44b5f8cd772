"""RabbitMQ through aio-pika.

Connections are plain, not "robust": each session connects, declares, works and ends with its connection, and its user
opens the next one. So there is one way to reconnect, it is ours, and a recovery without a consumer cannot happen.
Publishing and consuming use connections of their own, because an alarm blocks the ones that publish.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

import aio_pika
import structlog
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange, AbstractIncomingMessage, AbstractQueue
from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity, ChannelPreconditionFailed, DeliveryError, PublishError
from yarl import URL

from schemas import events, topology
from schemas.events import Event
from services.runtime.errors import Unavailable, Unroutable
from services.runtime.ports import Delivery, Letter

log = structlog.get_logger()

SERVER = "rabbitmq"
CONNECT_TIMEOUT_S = 10
CONFIRM_TIMEOUT_S = 20
PING_TIMEOUT_S = 1.5
CONSUMER_CHECK_S = 10
LETTER = "letter"
MANDATORY = frozenset(
    {"article.created", "article.updated", "article.withdrawn", "article.duplicate", "withdrawal.requested", LETTER}
)


class AmqpPublisher:
    """A Publisher over one connection, made when first needed and made again after it was lost."""

    def __init__(self, url: str, queues: Sequence[topology.Queue], window: int = 256) -> None:
        self._url = url
        self._queues = queues
        self._window = asyncio.Semaphore(window)
        self._opening = asyncio.Lock()
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._direct: AbstractExchange | None = None
        self._topics: AbstractExchange | None = None

    async def publish(self, batch: Sequence[Event]) -> None:
        """Publish each event under its routing key, all at once within the window; see `ports.Publisher`."""
        topics, _ = await self._exchanges()
        await self._all([self._put(topics, events.routing_key(event), _message(event), event.type) for event in batch])

    async def send(self, letter: Letter) -> None:
        """Put a letter into its queue; see `ports.Publisher`."""
        _, direct = await self._exchanges()
        message = aio_pika.Message(
            letter.body,
            headers=dict(letter.headers),
            content_type=events.CONTENT_TYPE,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await self._all([self._put(direct, letter.queue, message, LETTER)])

    async def ping(self) -> None:
        """Have a message confirmed. A message nobody gets tells what a look at the socket cannot: an alarm.

        Raises:
            Unavailable: the broker is away, refuses us, or takes no messages.
        """
        try:
            async with asyncio.timeout(PING_TIMEOUT_S):
                _, direct = await self._exchanges()
                with _translated():
                    await direct.publish(aio_pika.Message(b""), "khabar.ping", mandatory=False)
        except TimeoutError:
            raise Unavailable(SERVER, "takes no messages (a memory or disk alarm?)") from None

    async def close(self) -> None:
        """Close the connection. What was not confirmed is not published."""
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            await _close(connection)

    async def _put(self, exchange: AbstractExchange, key: str, message: aio_pika.Message, kind: str) -> None:
        async with self._window:
            try:
                with _translated():
                    await exchange.publish(message, key, mandatory=kind in MANDATORY, timeout=CONFIRM_TIMEOUT_S)
            except Unavailable:
                await self.close()
                raise

    async def _all(self, puts: list[Any]) -> None:
        """Run to the end, whatever fails; then raise the first failure."""
        results = await asyncio.gather(*puts, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def _exchanges(self) -> tuple[AbstractExchange, AbstractExchange]:
        """Return the topic exchange and the default one, opened anew if their channel or connection is gone."""
        async with self._opening:
            if self._channel is None or self._channel.is_closed:
                await self.close()
                self._connection = await _connect(self._url)
                try:
                    await self._open(self._connection)
                except BaseException:
                    await self.close()
                    raise
            if self._topics is None or self._direct is None:
                raise Unavailable(SERVER, "the connection was closed")
            return self._topics, self._direct

    async def _open(self, connection: AbstractConnection) -> None:
        with _translated():
            await _declare(connection, self._queues)
            # Without on_return_raises a returned message looks published.
            channel = await connection.channel(on_return_raises=True)
            self._topics = await channel.get_exchange(topology.EXCHANGE, ensure=False)
            self._direct = channel.default_exchange
            self._channel = channel


class AmqpInbox:
    """An Inbox over one channel. Only its prefetch bounds what it holds."""

    def __init__(self, channel: AbstractChannel) -> None:
        self._channel = channel
        self._arrived: asyncio.Queue[Delivery | None] = asyncio.Queue()
        self._unacknowledged: list[int] = []
        self._queue: AbstractQueue | None = None
        self._tag: str | None = None

    @property
    def ended(self) -> bool:
        """Whether the session is over, so that nothing in hand can be acknowledged any more."""
        return self._channel.is_closed

    async def open(self, queue: str, prefetch: int) -> None:
        """Start consuming."""
        self._channel.close_callbacks.add(lambda *_: self._arrived.put_nowait(None))
        self._queue = await self._channel.get_queue(queue, ensure=False)
        await self._consume(prefetch)

    async def take(self, limit: int, wait_s: float) -> list[Delivery]:
        """Take a batch; see `ports.Inbox`."""
        batch = [await self._first()]
        deadline = asyncio.get_running_loop().time() + wait_s
        while len(batch) < limit:
            try:
                async with asyncio.timeout_at(deadline):
                    batch.append(self._alive(await self._arrived.get()))
            except TimeoutError:
                break
        return batch

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Acknowledge, in one frame where these are the oldest in hand."""
        done = {delivery.tag for delivery in deliveries}
        with _translated():
            channel = await self._channel.get_underlay_channel()
            if set(self._unacknowledged[: len(done)]) == done:
                await channel.basic_ack(max(done), multiple=True)
            else:
                for tag in sorted(done):
                    await channel.basic_ack(tag)
        self._unacknowledged = [tag for tag in self._unacknowledged if tag not in done]

    async def widen(self, prefetch: int) -> None:
        """Raise the prefetch. It holds for consumers to come, so ours is cancelled and made anew."""
        with _translated():
            if self._queue and self._tag:
                await self._queue.cancel(self._tag)
            await self._consume(prefetch)

    async def _consume(self, prefetch: int) -> None:
        if self._queue is None:
            raise RuntimeError("the inbox is not open")
        await self._channel.set_qos(prefetch_count=prefetch)
        self._tag = await self._queue.consume(self._on_message)

    async def _on_message(self, message: AbstractIncomingMessage) -> None:
        assert message.delivery_tag is not None  # noqa: S101  always there on a consumed message; for mypy
        self._unacknowledged.append(message.delivery_tag)
        headers = dict(message.headers)
        redeliveries = headers.get("x-delivery-count", int(bool(message.redelivered)))
        count = redeliveries if isinstance(redeliveries, int) else 0
        self._arrived.put_nowait(Delivery(message.body, headers, count, message.delivery_tag))

    async def _first(self) -> Delivery:
        while True:
            try:
                async with asyncio.timeout(CONSUMER_CHECK_S):
                    return self._alive(await self._arrived.get())
            except TimeoutError:
                await self._check_consumer()

    async def _check_consumer(self) -> None:
        # A broker may cancel a consumer (its queue was deleted or moved) without closing the channel.
        with _translated():
            channel = await self._channel.get_underlay_channel()
        if self._tag not in getattr(channel, "consumers", ()):
            raise Unavailable(SERVER, "the broker has cancelled the consumer")

    def _alive(self, delivery: Delivery | None) -> Delivery:
        if delivery is None:
            self._arrived.put_nowait(None)  # for whoever asks again
            raise Unavailable(SERVER, "the connection was closed")
        return delivery


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
        connection = await _connect(self._url)
        try:
            with _translated():
                await _declare(connection, self._queues)
                inbox = AmqpInbox(await connection.channel(publisher_confirms=False))
                await inbox.open(queue, prefetch)
            yield inbox
        finally:
            await _close(connection)

    async def depths(self, names: Sequence[str]) -> dict[str, int]:
        """Count the messages ready in each queue, over a connection that is kept; a missing queue counts 0."""
        async with self._looking:
            if self._connection is not None:
                # Kept since the last time, and perhaps cut since: then a fresh one may do.
                with contextlib.suppress(Unavailable):
                    return await self._look(self._connection, names)
            self._connection = await _connect(self._url)
            return await self._look(self._connection, names)

    async def _look(self, connection: AbstractConnection, names: Sequence[str]) -> dict[str, int]:
        try:
            with _translated():
                return await _depths(connection, names)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close the connection that `depths` keeps. Sessions close their own."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await _close(connection)


async def subscribe(url: str, topics: Sequence[str], queues: Sequence[topology.Queue]) -> AsyncIterator[Event]:
    """Yield events on these topics from now on, from a queue of our own that goes with the connection.

    For watching only: nothing is acknowledged, and what happens while the connection is down is missed.

    Raises:
        Unavailable: when the connection ends.
    """
    connection = await _connect(url)
    try:
        with _translated():
            await _declare(connection, queues)
            channel = await connection.channel(publisher_confirms=False)
            queue = await channel.declare_queue(exclusive=True, auto_delete=True, arguments={"x-max-length": 10_000})
            for topic in topics:
                await queue.bind(topology.EXCHANGE, topic)
            async with queue.iterator(no_ack=True) as messages:
                async for message in messages:
                    yield events.decode(message.body)
    finally:
        await _close(connection)


def _message(event: Event) -> aio_pika.Message:
    # The stable id rides in the envelope: aiormq tells returned messages apart by message_id, so it stays unset here,
    # and the library makes a fresh one for each attempt.
    return aio_pika.Message(
        events.encode(event), content_type=events.CONTENT_TYPE, delivery_mode=aio_pika.DeliveryMode.PERSISTENT
    )


async def _connect(url: str) -> AbstractConnection:
    # Not `aio_pika.connect`: what it leaves behind when it fails warns of a close that was never awaited.
    connection = aio_pika.Connection(URL(url))
    try:
        with _translated():
            await connection.connect(timeout=CONNECT_TIMEOUT_S)
    except BaseException:
        await connection.close()
        raise
    return connection


async def _close(connection: AbstractConnection) -> None:
    # The other side may be gone or, in an alarm, not reading: closing is a courtesy with a bound.
    with contextlib.suppress(Exception):
        async with asyncio.timeout(2):
            await connection.close()


async def _declare(connection: AbstractConnection, queues: Sequence[topology.Queue]) -> None:
    """Declare the exchange and every queue with its bindings. What exists with other arguments is kept as it is."""
    channel = await connection.channel(publisher_confirms=False)
    await channel.declare_exchange(topology.EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
    for queue in queues:
        try:
            await channel.declare_queue(queue.name, durable=True, arguments=_arguments(queue.arguments))
        except ChannelPreconditionFailed as error:
            log.warning("queue.kept_as_is", queue=queue.name, why=str(error))
            channel = await connection.channel(publisher_confirms=False)
        bound = await channel.get_queue(queue.name, ensure=False)
        for topic in queue.topics:
            await bound.bind(topology.EXCHANGE, topic)
    await channel.close()


def _arguments(arguments: Mapping[str, str | int]) -> dict[str, Any]:
    return dict(arguments)


async def _depths(connection: AbstractConnection, names: Sequence[str]) -> dict[str, int]:
    channel = await connection.channel(publisher_confirms=False)
    depths: dict[str, int] = {}
    for name in names:
        try:
            queue = await channel.declare_queue(name, passive=True)
        except ChannelNotFoundEntity:
            depths[name] = 0
            channel = await connection.channel(publisher_confirms=False)  # the broker has closed the other one
        else:
            depths[name] = queue.declaration_result.message_count or 0
    await channel.close()
    return depths


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Turn the driver's errors into ours."""
    try:
        yield
    except PublishError as error:
        raise Unroutable(str(error)) from error
    except DeliveryError as error:
        raise Unavailable(SERVER, "refused a message (a queue is full?)") from error
    except (AMQPError, OSError, RuntimeError, TimeoutError) as error:
        raise Unavailable(SERVER, _told(error)) from error
    except asyncio.CancelledError as error:
        # aiormq cancels its waiters when a connection goes; that is not our own cancellation.
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise Unavailable(SERVER, "the connection was closed") from error


def _told(error: BaseException) -> str:
    """Say what happened, without the URL, which may hold a password."""
    return f"{type(error).__name__}: {str(error) or 'no detail'}"[:300]
