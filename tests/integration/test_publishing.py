"""Publishing many at once: what is confirmed has arrived, and what has not is told, whatever happens meanwhile.

The frames of a chunk are handed to aiormq's writer and their confirms to its reader in ways that its documentation does
not promise. These tests hold whatever version is installed to them.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence

import pytest
from aio_pika.exceptions import DeliveryError
from aiormq import spec

from schemas import events
from schemas.events import Event
from schemas.topology import Queue
from services.adapters.amqp import AmqpBroker, AmqpPublisher
from services.adapters.amqp.chunk import Message
from services.adapters.amqp.publisher import CHUNKS_AT_ONCE
from services.runtime.errors import Unavailable, Unroutable
from services.runtime.ports import Letter
from tests.contract.examples import article

PATIENCE_S = 10
WINDOW = 8
ENGLISH = Queue("only.english", {"x-queue-type": "quorum"}, ("article.created.en.#",))
SMALL = Queue("small", {"x-queue-type": "quorum", "x-max-length": 5, "x-overflow": "reject-publish"})
QUEUES = [ENGLISH, SMALL]


@pytest.fixture
async def publisher(amqp_url: str) -> AsyncIterator[AmqpPublisher]:
    """A publisher with a small window, so that few messages are many chunks."""
    ours = AmqpPublisher(amqp_url, QUEUES, WINDOW)
    yield ours
    await ours.close()


def _created(number: int, language: str = "en") -> Event:
    return events.created(article(article_id=f"{number:032x}", language=language))


async def _arrived(amqp_url: str, queue: Queue, count: int) -> list[bytes]:
    """Take at least `count` messages, and whatever comes a moment later."""
    bodies: list[bytes] = []
    async with asyncio.timeout(PATIENCE_S), AmqpBroker(amqp_url, QUEUES).consume(queue.name, 1000) as inbox:
        while len(bodies) < count:
            batch = await inbox.take(1000, 0.3)
            await inbox.acknowledge(batch)
            bodies += [delivery.body for delivery in batch]
    return bodies


def _encoded(batch: Sequence[Event]) -> Counter[bytes]:
    return Counter(events.encode(event) for event in batch)


async def test_a_batch_arrives_as_it_was_sent(publisher: AmqpPublisher, amqp_url: str) -> None:
    """Several batches at once, each of many windows, arrive whole, and each event once."""
    batches = [[_created(100 * place + number) for number in range(50)] for place in range(3)]
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.gather(*(publisher.publish(batch) for batch in batches))
    assert Counter(await _arrived(amqp_url, ENGLISH, 150)) == sum(map(_encoded, batches), Counter[bytes]())


async def test_bodies_of_any_length_arrive_byte_for_byte(publisher: AmqpPublisher, amqp_url: str) -> None:
    """An empty one, one of a single byte, and those around and far beyond the length of a frame."""
    bodies = [b"", b"x", *(bytes(range(256)) * 512 + b"x" * more for more in (-9, -8, -7, 0, 1, 2_000_000))]
    async with asyncio.timeout(PATIENCE_S):
        await publisher.send(*(Letter(ENGLISH.name, body, {"x-place": place}) for place, body in enumerate(bodies)))
    assert Counter(await _arrived(amqp_url, ENGLISH, len(bodies))) == Counter(bodies)


async def test_an_unroutable_event_fails_the_batch_and_none_of_its_neighbours(
    publisher: AmqpPublisher, amqp_url: str
) -> None:
    """What came back is told; all others have arrived, in the same chunk too, and the publisher goes on."""
    batch = [_created(number, "ur" if number == 5 else "en") for number in range(20)]
    async with asyncio.timeout(PATIENCE_S):
        with pytest.raises(Unroutable):
            await publisher.publish(batch)
        await publisher.publish([_created(99)])
    assert Counter(await _arrived(amqp_url, ENGLISH, 20)) == _encoded([*batch[:5], *batch[6:], _created(99)])


async def test_what_a_full_queue_refuses_is_not_published(publisher: AmqpPublisher, amqp_url: str) -> None:
    """A refusal fails the batch as an outage does; what follows is confirmed again."""
    async with asyncio.timeout(PATIENCE_S):
        with pytest.raises(Unavailable, match="refused"):
            # The broker lets some more in than the queue may hold.
            await publisher.send(*(Letter(SMALL.name, b"x") for _ in range(20 * WINDOW)))
        await publisher.publish([_created(1)])
    assert await _arrived(amqp_url, ENGLISH, 1) == [events.encode(_created(1))]


async def test_the_cause_is_told_and_not_what_came_of_it(
    publisher: AmqpPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a refusal closes the connection under a chunk that was sent before, the refusal is what is told."""
    refused = asyncio.Event()

    async def put(_: object, chunk: Sequence[Message]) -> None:
        if chunk[0].body == b"refused":
            refused.set()
            raise DeliveryError(None, spec.Basic.Nack())
        await refused.wait()
        raise ConnectionError

    monkeypatch.setattr("services.adapters.amqp.publisher.put", put)
    bodies = [b"sent before"] * (WINDOW // CHUNKS_AT_ONCE) + [b"refused"]
    with pytest.raises(Unavailable, match="refused"):
        await publisher.send(*(Letter(SMALL.name, body) for body in bodies))


async def test_cancelling_takes_no_confirm_from_others(publisher: AmqpPublisher, amqp_url: str) -> None:
    """Wherever a publish is cut off, the next one waits for its own confirms, and gets them."""
    await publisher.publish([_created(0)])
    kept = []
    for turns in range(30):
        cut = asyncio.create_task(publisher.publish([_created(1000 + number) for number in range(30)]))
        for _ in range(turns):
            await asyncio.sleep(0)
        cut.cancel()
        after = [_created(100 + turns), _created(200 + turns)]
        async with asyncio.timeout(PATIENCE_S):
            await publisher.publish(after)
        kept += after
        with pytest.raises(asyncio.CancelledError):
            await cut
    wanted = _encoded([_created(0), *kept])
    arrived = Counter(await _arrived(amqp_url, ENGLISH, wanted.total()))
    assert wanted <= arrived


async def test_closing_fails_what_is_not_confirmed(publisher: AmqpPublisher) -> None:
    """Whoever waits when the connection is closed is told of an outage, at once; the next publish opens a new one."""
    for delay_ms in range(10):
        await publisher.publish([_created(0)])
        batch = [_created(number) for number in range(500)]
        waiting = [asyncio.create_task(publisher.publish(batch)) for _ in range(3)]
        await asyncio.sleep(delay_ms / 1000)
        await publisher.close()
        async with asyncio.timeout(PATIENCE_S):
            results = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(result) for result in results] == [Unavailable] * 3
