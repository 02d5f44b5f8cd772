"""The consumer runtime on a real broker: what happens to messages that fail, and to their neighbours."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import aio_pika
import pytest

from schemas import events, topology
from schemas.article import Article, Direction, DocumentRef, Script, Source
from schemas.events import ArticleCreated, Event
from services.adapters.amqp import AmqpBroker, AmqpPublisher
from services.adapters.mongo import MongoDatabase
from services.runtime import outages
from services.runtime.consume import CRASH_LIMIT, BatchConsumer, Limits
from services.runtime.errors import Unavailable
from tests.stack import until

RETRY_DELAYS_S = (1, 2)
QUEUES = topology.queues(RETRY_DELAYS_S)
POISONED = 9
MANY = 450


class Failing:
    """A stage that notes what it wrote, and fails where a title asks for it."""

    name = "store"

    def __init__(self) -> None:
        self.written: list[str] = []
        self.tries: list[str] = []

    async def setup(self) -> None:
        """Need nothing."""

    def prepare(self, event: Event) -> str | None:
        """Fail for `bad`; have nothing to do for `skip`."""
        assert isinstance(event, ArticleCreated)
        title = event.data.title or ""
        self.tries.append(title)
        if title == "bad":
            raise ValueError("it is bad")
        return None if title == "skip" else title

    async def write(self, works: Sequence[str]) -> None:
        """Fail as a whole when one of them is `unwritable`; end the process at `poison`."""
        if "poison" in works:
            os._exit(POISONED)
        if "unwritable" in works:
            raise TypeError("one cannot be written")
        self.written += works

    def report(self, work: str) -> Event | None:
        """Say nothing."""


def article(number: int, title: str) -> Article:
    """Return an article with this title."""
    key = f"{number:032x}"
    return Article(
        article_id=key,
        revision=1,
        title=title,
        subtitle=None,
        text="x",
        language="ur",
        script=Script.ARABIC,
        direction=Direction.RTL,
        published_at=None,
        published_at_reason=None,
        ingested_at=datetime(2026, 1, 1, tzinfo=UTC),
        source=Source(),
        document=DocumentRef(document_id=key, path="a.txt", name="a.txt"),
        content_hash="1:" + "0" * 64,
    )


class Bench:
    """A publisher, a consumer, and a look into the queues."""

    def __init__(self, amqp_url: str, database: MongoDatabase) -> None:
        self.url = amqp_url
        self.publisher = AmqpPublisher(amqp_url, QUEUES)
        self.database = database
        self.stage: Failing = Failing()
        self.stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def publish(self, *titles: str) -> None:
        """Publish an article for each title."""
        await self.publisher.publish([events.created(article(n, title)) for n, title in enumerate(titles)])

    def start(self) -> None:
        """Start consuming."""
        limits = Limits(batch_size=100, batch_wait_s=0.02, retry_delays_s=RETRY_DELAYS_S)
        broker = AmqpBroker(self.url, QUEUES)
        consumer = BatchConsumer(self.stage, broker, self.publisher, self.database, limits, self.stop)
        self._task = asyncio.create_task(consumer.run())

    async def end(self) -> None:
        """Stop softly and wait."""
        self.stop.set()
        if self._task:
            await asyncio.wait_for(self._task, 10)
        await self.publisher.close()

    async def dead(self) -> list[aio_pika.abc.AbstractIncomingMessage]:
        """Return the dead letters, leaving them unacknowledged until the connection closes."""
        async with await aio_pika.connect(self.url) as connection:
            channel = await connection.channel()
            queue = await channel.get_queue(topology.dead_queue("store"))
            letters = []
            while (letter := await queue.get(fail=False)) is not None:
                letters.append(letter)
            return letters

    async def ready(self) -> int:
        """Count the messages that wait in the main queue and the retry queues."""
        names = [topology.main_queue("store"), *(topology.retry_queue("store", delay) for delay in RETRY_DELAYS_S)]
        return sum((await AmqpBroker(self.url, QUEUES).depths(names)).values())


@pytest.fixture
async def bench(amqp_url: str, mongo_url_db: tuple[str, str]) -> AsyncIterator[Bench]:
    """A bench on a virtual host and a database of its own."""
    database = MongoDatabase(*mongo_url_db)
    made = Bench(amqp_url, database)
    yield made
    with suppress(asyncio.CancelledError):
        await made.end()
    database.close()


async def test_an_undecodable_message_dies_at_once_and_alone(bench: Bench) -> None:
    """Nonsense goes to the dead letters with its reason and its bytes; the messages around it are done."""
    await bench.publish(*(f"good {n}" for n in range(20)))
    async with await aio_pika.connect(bench.url) as connection:
        channel = await connection.channel()
        await channel.default_exchange.publish(aio_pika.Message(b"\xff nonsense"), topology.main_queue("store"))
    bench.start()

    async def done() -> bool:
        return len(bench.stage.written) == 20 and len(await bench.dead()) == 1

    await until(done, 15)
    [letter] = await bench.dead()
    assert letter.body == b"\xff nonsense"
    assert letter.headers[topology.HEADER_REASON] == "undecodable"


async def test_a_failing_message_waits_returns_and_dies_with_its_history(bench: Bench) -> None:
    """It has one attempt more than there are delays; the dead letter tells why, how often and when; so does a row."""
    await bench.publish("bad", *(f"good {n}" for n in range(20)), "skip", "unwritable")
    bench.start()

    async def done() -> bool:
        return len(await bench.dead()) == 2

    await until(done, 20)
    assert sorted(set(bench.stage.written)) == sorted(f"good {n}" for n in range(20))
    assert bench.stage.tries.count("bad") == len(RETRY_DELAYS_S) + 1
    assert bench.stage.tries.count("good 3") == 1
    by_error = {letter.headers[topology.HEADER_HISTORY][-1].split()[1]: letter for letter in await bench.dead()}  # type: ignore[index,union-attr]
    for error in ("ValueError:", "TypeError:"):
        headers = by_error[error].headers
        assert headers[topology.HEADER_REASON] == "attempts_exhausted"
        assert headers[topology.HEADER_ATTEMPT] == len(RETRY_DELAYS_S) + 1
        assert len(headers[topology.HEADER_HISTORY]) == len(RETRY_DELAYS_S) + 1  # type: ignore[arg-type]
    rows = await bench.database["dead_letters"].find({})
    assert {(row["consumer"], row["revision"], row["reason"]) for row in rows} == {("store", 1, "attempts_exhausted")}
    assert len(rows) == 2
    assert await bench.ready() == 0


@pytest.mark.parametrize("side_by_side", [1, 2])
async def test_a_message_that_kills_its_consumer_dies_alone(
    side_by_side: int, bench: Bench, mongo_url_db: tuple[str, str]
) -> None:
    """A poison message takes process after process down, and ends among the dead letters; no neighbour goes with it.

    Nor with two processes, each started again, of which one may have many messages in hand when it gets the poison.
    """
    await bench.publish(*(f"good {n}" for n in range(60)), "poison", *(f"good {n}" for n in range(60, 120)))
    codes = await asyncio.gather(*(_keep(bench.url, *mongo_url_db) for _ in range(side_by_side)))
    assert sum(code == POISONED for ended in codes for code in ended) == CRASH_LIMIT
    assert all(ended[-1] == 0 for ended in codes)
    [letter] = await bench.dead()
    assert letter.headers[topology.HEADER_REASON] == "crashed_consumer"
    assert await bench.ready() == 0


async def _keep(*where: str) -> list[int]:
    """Run a consuming process, again and again until one ends by itself; return the exit codes."""
    codes: list[int] = []
    while len(codes) < 20 and 0 not in codes:
        process = await asyncio.create_subprocess_exec(sys.executable, __file__, *where, cwd=Path(__file__).parents[2])
        try:
            codes.append(await asyncio.wait_for(process.wait(), 20))
        finally:
            with suppress(ProcessLookupError):
                process.kill()
    return codes


async def _consume_until_quiet(amqp_url: str, mongo_url: str, database_name: str) -> None:
    database = MongoDatabase(mongo_url, database_name)
    bench = Bench(amqp_url, database)
    bench.start()
    quiet = 0
    while quiet < 8:  # long enough to die of what is in hand
        await asyncio.sleep(0.1)
        quiet = quiet + 1 if await bench.ready() == 0 else 0
    await bench.end()
    database.close()


class Watching(Failing):
    """A stage that ends no write of several before another message is prepared, and counts the writes at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.most_at_once = 0
        self._at_once = 0
        self._begun = asyncio.Event()

    def prepare(self, event: Event) -> str | None:
        """Note that a batch is begun."""
        self._begun.set()
        return super().prepare(event)

    async def write(self, works: Sequence[str]) -> None:
        """Wait for the next batch to be begun, if there is to be one."""
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        self._begun.clear()
        if len(works) > 1 and len(self.tries) < MANY:
            await asyncio.wait_for(self._begun.wait(), 5)
        await super().write(works)
        self._at_once -= 1


async def test_the_next_batch_is_prepared_while_one_is_written(bench: Bench) -> None:
    """But no two are written at once, so that they are written in order."""
    watching = bench.stage = Watching()
    await bench.publish(*(f"good {n}" for n in range(MANY)))
    bench.start()

    async def done() -> bool:
        return await bench.ready() == 0 and len(watching.written) == MANY

    await until(done, 15)
    assert watching.written == [f"good {n}" for n in range(MANY)]
    assert watching.most_at_once == 1


class Away(Failing):
    """A stage whose database is away when several are written, once."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = 0

    async def write(self, works: Sequence[str]) -> None:
        """Fail for longer than a batch is held."""
        if len(works) > 1 and not self.refused:
            self.refused += 1
            raise Unavailable("mongodb", "is away")
        await super().write(works)


async def test_a_batch_that_is_held_too_long_is_given_back(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if no other message comes meanwhile; it is handed out again, and then written."""
    monkeypatch.setattr(outages, "HOLD_S", 0)
    away = bench.stage = Away()
    titles = [f"good {n}" for n in range(20)]
    await bench.publish(*titles)
    bench.start()

    async def done() -> bool:
        return await bench.ready() == 0 and set(away.written) == set(titles)

    await until(done, 20)
    assert away.refused == 1
    assert away.tries.count("good 19") > 1


async def test_a_soft_stop_finishes_what_is_in_hand(bench: Bench) -> None:
    """Stopped amid its work, a consumer ends in order, and what it has written it has acknowledged."""
    await bench.publish(*(f"good {n}" for n in range(300)))
    bench.start()

    async def begun() -> bool:
        return bool(bench.stage.written)

    await until(begun, 10)
    await bench.end()
    await asyncio.sleep(0.5)
    assert await bench.ready() == 300 - len(bench.stage.written)


if __name__ == "__main__":
    asyncio.run(_consume_until_quiet(*sys.argv[1:]))
