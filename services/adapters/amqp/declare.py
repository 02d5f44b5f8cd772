"""What is on the broker: declaring it, and how much waits in it."""

from collections.abc import Sequence

import aio_pika
import structlog
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import ChannelNotFoundEntity, ChannelPreconditionFailed

from schemas import topology

log = structlog.get_logger()


async def declare(connection: AbstractConnection, queues: Sequence[topology.Queue]) -> None:
    """Declare the exchange and every queue with its bindings. What exists with other arguments is kept as it is."""
    channel = await connection.channel(publisher_confirms=False)
    await channel.declare_exchange(topology.EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
    for queue in queues:
        try:
            await channel.declare_queue(queue.name, durable=True, arguments={**queue.arguments})
        except ChannelPreconditionFailed as error:
            log.warning("queue.kept_as_is", queue=queue.name, why=str(error))
            channel = await connection.channel(publisher_confirms=False)  # the broker has closed the other one
        bound = await channel.get_queue(queue.name, ensure=False)
        for topic in queue.topics:
            await bound.bind(topology.EXCHANGE, topic)
    await channel.close()


async def count_ready(connection: AbstractConnection, names: Sequence[str]) -> dict[str, int]:
    """Count the messages ready in each queue; a missing queue counts 0."""
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
