"""kill -9 of everything, one after the other, in the middle of the work."""

import asyncio
import signal

from tests.samples import drop, text
from tests.servers import LiveMongo, LiveRabbitMQ
from tests.stack import PROCESSES, Stack

FILES = 1200


async def test_everything_is_done_exactly_once_whatever_is_killed(
    stack: Stack, rabbitmq: LiveRabbitMQ, mongo: LiveMongo
) -> None:
    """Each process, RabbitMQ and mongod are killed amid 1,200 files; at rest each article is there once, none dead."""
    await stack.start(*PROCESSES, "enrich")  # a second one, as with `khabar up` on two cores
    await stack.rest(seen=0)
    dropping = asyncio.create_task(_drop_all(stack))
    for name in ("ingest", "store", "index", "enrich", "api"):
        await asyncio.sleep(0.7)
        await stack[name].end(signal.SIGKILL)
        await stack[name].start()
    await rabbitmq.kill()
    await rabbitmq.restart()
    await stack["ingest"].end(signal.SIGKILL)
    await stack["ingest"].start()
    await asyncio.sleep(1.5)
    await mongo.kill()
    await mongo.restart()
    await dropping
    status = await stack.rest(seen=FILES, within_s=120)

    assert status["documents"] == {"seen": FILES, "published": FILES} | dict.fromkeys(
        ("pending", "duplicate", "rejected", "vanished"), 0
    )
    assert status["articles"] == dict.fromkeys(("published", "stored", "indexed", "enriched"), FILES)
    assert status["dead"] == 0
    for collection in ("articles", "sightings", "search", "enrichments", "items", "contents"):
        assert await stack.database[collection].count({}) == FILES, collection
    assert await stack.database["dead_letters"].count({}) == 0


async def _drop_all(stack: Stack) -> None:
    for number in range(FILES):
        drop(stack.seeds, f"{number}.txt", text(number))
        if number % 10 == 0:
            await asyncio.sleep(0.1)
