"""Many messages in one write, and their confirms.

aiormq publishes a message at a time, each with a task, a lock, a deadline and a write of its own. That is four times
the work of the message itself, and the broker too takes twice as long over small pieces. Here the frames of a chunk go
to aiormq's writer as one. The confirms stay its own: whoever holds the channel's lock numbers what was published, and
its reader answers the futures in `confirmations`, by that number or, for what is returned, by the message's id.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiormq import spec
from aiormq.abc import ChannelFrame
from aiormq.channel import Channel
from pamqp.body import ContentBody
from pamqp.header import ContentHeader

from schemas import events

CHUNK_BYTES = 1_000_000
"""No more goes into one write, unless a single message is longer: what is written at once is copied at once."""
PERSISTENT = 2


@dataclass(frozen=True)
class Message:
    """A message on its way out."""

    exchange: str
    key: str
    body: bytes
    mandatory: bool
    """Whether it comes back, as a failure, if no queue takes it."""
    headers: Mapping[str, Any] = field(default_factory=dict)


def chunks(messages: Sequence[Message], most: int) -> Iterator[list[Message]]:
    """Part messages into runs of at most `most`, and of at most `CHUNK_BYTES` if more than one."""
    chunk: list[Message] = []
    size = 0
    for message in messages:
        if chunk and (len(chunk) == most or size + len(message.body) > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(message)
        size += len(message.body)
    if chunk:
        yield chunk


async def put(channel: Channel, chunk: Sequence[Message]) -> None:
    """Publish a chunk and wait until all of it is confirmed; raise what the first one failed of that failed.

    Args:
        channel: One with confirms that raises on returns. Nobody else but aiormq itself may number its messages.
        chunk: What to publish.

    Raises:
        PublishError: the broker returned a message.
        DeliveryError: the broker refused a message.
        AMQPError, CancelledError: the channel was closed, and what became of the rest is unknown.
    """
    # A returned message is told by its id alone, so each attempt has a fresh one. The stable id is in the envelope.
    attempt = uuid4().hex
    ids = [f"{attempt}/{number}" for number in range(len(chunk))]
    frames = [frame for message, id_ in zip(chunk, ids, strict=True) for frame in _frames(channel, message, id_)]
    written = ChannelFrame.marshall(channel.number, frames)
    async with channel.lock:
        await channel.write_queue.put(written)
        # Nothing else has run since the chunk was queued, so no answer can have come; and had the queueing been
        # cancelled or failed, no number would be taken that the broker never counts.
        confirms = [_expect(channel, id_) for id_ in ids]
    await asyncio.wait(confirms)
    for confirm in confirms:
        confirm.result()


def _frames(channel: Channel, message: Message, id_: str) -> list[Any]:
    body, most = message.body, channel.max_content_size
    properties = spec.Basic.Properties(
        content_type=events.CONTENT_TYPE, delivery_mode=PERSISTENT, headers={**message.headers}, message_id=id_
    )
    return [
        spec.Basic.Publish(exchange=message.exchange, routing_key=message.key, mandatory=message.mandatory),
        ContentHeader(properties=properties, body_size=len(body)),
        *(ContentBody(body[start : start + most]) for start in range(0, len(body), most)),
    ]


def _expect(channel: Channel, id_: str) -> "asyncio.Future[Any]":
    """Number one message that was published, as the broker does, and return what its confirm will be told to."""
    channel.delivery_tag += 1
    confirm = channel.create_future()
    channel.confirmations[channel.delivery_tag] = confirm
    channel.message_id_delivery_tag[id_] = channel.delivery_tag
    confirm.add_done_callback(lambda _: channel.message_id_delivery_tag.pop(id_, None))
    return confirm
