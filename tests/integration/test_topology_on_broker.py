"""The contract on a real broker: queues, topics, retries, the log, and what `published` means."""

import asyncio
from collections.abc import AsyncIterator

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel, AbstractQueue

from schemas import events, topology
from schemas.events import CONTENT_TYPE, Event
from schemas.topology import Queue
from services.adapters.amqp import AmqpBroker, AmqpPublisher
from services.runtime.errors import Unroutable
from services.runtime.ports import Letter
from tests.contract.examples import article, every_event

QUEUES = topology.queues()
PATIENCE_S = 15


@pytest.fixture
async def channel(amqp_url: str) -> AsyncIterator[AbstractChannel]:
    """A channel of somebody else's, who knows the contract and not our code."""
    connection = await aio_pika.connect(amqp_url)
    yield await connection.channel()
    await connection.close()


@pytest.fixture
async def publisher(amqp_url: str) -> AsyncIterator[AmqpPublisher]:
    """Khabar's publisher, which declares all queues before it publishes."""
    ours = AmqpPublisher(amqp_url, QUEUES)
    yield ours
    await ours.close()


def _created(number: int, language: str = "en") -> Event:
    return events.created(article(article_id=f"{number:032x}", language=language))


async def _bodies(queue: AbstractQueue, count: int, offset: str | None = None) -> list[bytes]:
    """Take `count` messages and acknowledge them; a stream is read from `offset`."""
    taken: list[bytes] = []
    arguments = {"x-stream-offset": offset} if offset else None
    async with asyncio.timeout(PATIENCE_S), queue.iterator(arguments=arguments) as messages:
        async for message in messages:
            assert message.content_type == CONTENT_TYPE
            await message.ack()
            taken.append(message.body)
            if len(taken) == count:
                break
    return taken


async def test_every_queue_can_be_declared_twice(channel: AbstractChannel) -> None:
    """The broker takes the arguments of every queue, and declaring again, as each process does, changes nothing."""
    for _ in range(2):
        await channel.declare_exchange(topology.EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
        for queue in QUEUES:
            declared = await channel.declare_queue(queue.name, durable=True, arguments=dict(queue.arguments))
            for topic in queue.topics:
                await declared.bind(topology.EXCHANGE, topic)


async def test_two_publishers_declare_the_same(publisher: AmqpPublisher, amqp_url: str) -> None:
    """Processes that start side by side do not get into each other's way, and messages are bound once."""
    other = AmqpPublisher(amqp_url, QUEUES)
    try:
        await asyncio.gather(publisher.publish([_created(1)]), other.publish([_created(2)]))
    finally:
        await other.close()
    depths = await AmqpBroker(amqp_url, QUEUES).depths(["khabar.store", "khabar.index", "khabar.enrich"])
    assert depths == {"khabar.store": 2, "khabar.index": 2, "khabar.enrich": 2}


async def test_events_reach_the_queues_of_their_topics(publisher: AmqpPublisher, amqp_url: str) -> None:
    """Of one event of each type the store gets four, index and enrich three, retries and dead letters none."""
    await publisher.publish(list(every_event().values()))
    depths = await AmqpBroker(amqp_url, QUEUES).depths([queue.name for queue in QUEUES[1:]])
    assert {name: count for name, count in depths.items() if count} == {
        "khabar.ingest": 1,
        "khabar.store": 4,
        "khabar.index": 3,
        "khabar.enrich": 3,
    }


async def test_retry_queue_gives_back_after_its_delay(amqp_url: str) -> None:
    """A message waits in a retry queue as long as the queue's name says, then is in the main queue, unchanged."""
    queues = topology.queues(retry_delays_s=(1,))
    ours = AmqpPublisher(amqp_url, queues)
    loop = asyncio.get_running_loop()
    try:
        async with AmqpBroker(amqp_url, queues).consume(topology.main_queue("store"), 10) as inbox:
            sent = loop.time()
            await ours.send(Letter(topology.retry_queue("store", 1), "خبر".encode(), {topology.HEADER_ATTEMPT: 2}))
            async with asyncio.timeout(PATIENCE_S):
                [delivery] = await inbox.take(1, 0)
            waited = loop.time() - sent
            await inbox.acknowledge([delivery])
    finally:
        await ours.close()
    assert waited >= 0.9
    assert delivery.body == "خبر".encode()
    assert delivery.headers[topology.HEADER_ATTEMPT] == 2


async def test_unroutable_event_is_not_published(amqp_url: str) -> None:
    """Where no queue is bound, publishing a mandatory event fails, and one that may find nobody does not."""
    told = every_event()
    ours = AmqpPublisher(amqp_url, [])
    try:
        for kind in (
            "article.created",
            "article.updated",
            "article.withdrawn",
            "article.duplicate",
            "withdrawal.requested",
        ):
            with pytest.raises(Unroutable):
                await ours.publish([told[kind]])
        await ours.publish([told[kind] for kind in ("article.stored", "article.indexed", "article.enriched")])
    finally:
        await ours.close()


async def test_one_unroutable_among_fifty_is_told_apart(amqp_url: str) -> None:
    """With fifty in flight under one connection, the one that came back fails, and only that one."""
    english = Queue("only.english", {"x-queue-type": "quorum"}, ("article.created.en.#",))
    ours = AmqpPublisher(amqp_url, [english])
    batch = [_created(number, "ur" if number == 23 else "en") for number in range(50)]
    try:
        results = await asyncio.gather(*(ours.publish([event]) for event in batch), return_exceptions=True)
        assert [number for number, result in enumerate(results) if result is not None] == [23]
        assert isinstance(results[23], Unroutable)
        with pytest.raises(Unroutable):
            await ours.publish(batch)
    finally:
        await ours.close()
    assert await AmqpBroker(amqp_url, []).depths([english.name]) == {english.name: 98}


async def test_subscriber_sees_the_topics_it_asked_for(publisher: AmqpPublisher, channel: AbstractChannel) -> None:
    """A queue of somebody else's, bound to one language, gets the events in it, byte for byte, and no other."""
    await publisher.ping()
    queue = await channel.declare_queue("desk.urdu", durable=True, arguments={"x-queue-type": "quorum"})
    await queue.bind(topology.EXCHANGE, "article.created.ur.*")
    wanted = _created(2, "ur")
    await publisher.publish([_created(1, "en"), wanted, every_event()["article.stored"]])
    assert await _bodies(queue, 1) == [events.encode(wanted)]
    assert await queue.get(fail=False) is None


async def test_log_keeps_events_for_whoever_comes_later(publisher: AmqpPublisher, channel: AbstractChannel) -> None:
    """The log holds every event of every type, and reading it takes nothing from the next reader."""
    told = list(every_event().values())
    await publisher.publish(told)
    await channel.set_qos(prefetch_count=100)
    log = await channel.get_queue(topology.LOG_QUEUE)
    first = await _bodies(log, len(told), offset="first")
    again = await _bodies(log, len(told), offset="first")
    assert sorted(first) == sorted(map(events.encode, told))
    assert again == first
