"""One failing enricher on real servers: the others stand, it alone is tried again, and in the end is given up."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any

import pytest

from schemas import events, topology
from schemas.events import ArticleEnriched
from services.adapters.amqp import AmqpBroker, AmqpPublisher, subscribe
from services.adapters.mongo import MongoDatabase
from services.enrich.enricher import Enricher, Subject
from services.enrich.handle import Enrich, Work
from services.runtime.consume import BatchConsumer, Limits
from services.runtime.ports import Letter
from tests.integration.test_consume import article
from tests.stack import until

RETRY_DELAYS_S = (1, 2)
QUEUES = topology.queues(RETRY_DELAYS_S)
ARTICLES = 30


class Newsroom:
    """An enrich process inside the test, and what it said."""

    def __init__(self, amqp_url: str, database: MongoDatabase) -> None:
        self.url = amqp_url
        self.database = database
        self.publisher = AmqpPublisher(amqp_url, QUEUES)
        self.heard: list[ArticleEnriched] = []
        self.asked: Counter[str] = Counter()
        self._stop = asyncio.Event()
        self._consuming: list[asyncio.Task[None]] = []
        self._listening: asyncio.Task[None] | None = None

    def steady(self, name: str) -> Enricher:
        """Make an enricher that always answers."""
        return Enricher(name, 1, lambda _: self.asked.update([name]))

    def shaky(self, name: str, failures: int) -> Enricher:
        """Make an enricher that fails so many times for each article with an odd number."""

        def work(subject: Subject) -> Any:
            key = subject.article.article_id
            self.asked.update([name, f"{name} {key}"])
            if int(key, 16) % 2 and self.asked[f"{name} {key}"] <= failures:
                raise ConnectionError("its server is away")
            return "at last"

        return Enricher(name, 1, work)

    async def start(self, enrichers: Sequence[Enricher], side_by_side: int = 1) -> None:
        """Start to enrich, with so many consumers."""
        self._stop = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())
        stages = [Enrich(self.database, enrichers) for _ in range(side_by_side)]
        await asyncio.gather(*(stage.setup() for stage in stages))
        self._consuming = [asyncio.create_task(self._consumer(stage).run()) for stage in stages]

    async def publish(self, count: int) -> None:
        """Publish articles."""
        await self.publisher.publish([events.created(article(number, "x")) for number in range(count)])

    async def states(self, name: str) -> Counter[tuple[str, int]]:
        """Count rows by the state and the attempts of an enricher."""
        rows = await self.database["enrichments"].find({})
        return Counter((row["made"][name]["state"], row["made"][name].get("attempts", 0)) for row in rows)

    async def waiting(self) -> dict[str, int]:
        """Count what waits in each queue of enrich."""
        names = [queue.name for queue in topology.consumer_queues("enrich", (), RETRY_DELAYS_S)]
        broker = AmqpBroker(self.url, QUEUES)
        depths = await broker.depths(names)
        await broker.close()
        return {name: depth for name, depth in depths.items() if depth}

    async def stop(self) -> None:
        """Stop softly."""
        self._stop.set()
        await asyncio.wait_for(asyncio.gather(*self._consuming), 10)
        if self._listening:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening

    def _consumer(self, stage: Enrich) -> BatchConsumer[Work]:
        limits = Limits(batch_size=20, batch_wait_s=0.02, retry_delays_s=RETRY_DELAYS_S)
        return BatchConsumer(stage, AmqpBroker(self.url, QUEUES), self.publisher, self.database, limits, self._stop)

    async def _listen(self) -> None:
        async for event in subscribe(self.url, ["article.enriched.#"], QUEUES):
            assert isinstance(event, ArticleEnriched)
            self.heard.append(event)


@pytest.fixture
async def newsroom(amqp_url: str, mongo_url_db: tuple[str, str]) -> AsyncIterator[Newsroom]:
    """A newsroom on a virtual host and a database of its own."""
    database = MongoDatabase(*mongo_url_db)
    made = Newsroom(amqp_url, database)
    yield made
    await made.stop()
    await made.publisher.close()
    database.close()


@pytest.mark.parametrize("side_by_side", [1, 2])
async def test_a_failing_enricher_is_tried_again_alone(side_by_side: int, newsroom: Newsroom) -> None:
    """Where it failed it is asked again until it answers, and no other is; the late answer is one more event.

    Nor is it otherwise with two that consume, where the second attempt may be the other's.
    """
    await newsroom.start([newsroom.steady("steady"), newsroom.shaky("shaky", failures=1)], side_by_side)
    await newsroom.publish(ARTICLES)

    async def done() -> bool:
        return await newsroom.states("shaky") == {("done", 0): ARTICLES} and len(newsroom.heard) >= ARTICLES * 3 // 2

    await until(done, 20, lambda: f"{newsroom.asked.most_common(3)} {len(newsroom.heard)}")
    assert newsroom.asked["steady"] == ARTICLES
    assert newsroom.asked["shaky"] == ARTICLES * 3 // 2
    odd = [event for event in newsroom.heard if int(event.data.article_id, 16) % 2]
    assert {event.data.made["shaky"].state for event in odd} == {"failed", "done"}
    assert len({event.id for event in newsroom.heard}) == ARTICLES * 3 // 2
    assert all(set(event.data.enrichments) == {"steady", "shaky"} for event in newsroom.heard)
    assert await newsroom.waiting() == {}


async def test_one_that_never_answers_is_given_up(newsroom: Newsroom) -> None:
    """After its attempts it stays failed, with their number; its article is no dead letter, and stays enriched."""
    await newsroom.start([newsroom.steady("steady"), newsroom.shaky("broken", failures=99)])
    await newsroom.publish(2)

    async def done() -> bool:
        states = await newsroom.states("broken")
        return states == {("done", 0): 1, ("failed", len(RETRY_DELAYS_S) + 1): 1}

    await until(done, 20)
    await asyncio.sleep(0.5)
    assert await newsroom.waiting() == {}
    assert await newsroom.database["dead_letters"].count({}) == 0
    assert newsroom.asked["steady"] == 2
    [row] = await newsroom.database["enrichments"].find({"made_by": "broken:1! steady:1"})
    assert row["enrichments"]["broken"] == {"error": "ConnectionError: its server is away"}


async def test_a_retry_outlives_the_process(newsroom: Newsroom) -> None:
    """What waits for another attempt waits in the broker: a process that starts later takes it up."""
    await newsroom.start([newsroom.shaky("shaky", failures=1)])
    await newsroom.publish(2)

    async def failed() -> bool:
        return ("failed", 1) in await newsroom.states("shaky") and bool(await newsroom.waiting())

    await until(failed, 10)
    await newsroom.stop()
    await newsroom.start([newsroom.shaky("shaky", failures=1)])

    async def done() -> bool:
        return await newsroom.states("shaky") == {("done", 0): 2}

    await until(done, 10)


async def test_a_replayed_message_runs_only_what_lacks(newsroom: Newsroom) -> None:
    """A message sent again on purpose asks only the enricher that is new, and keeps what the others told."""
    await newsroom.start([newsroom.steady("steady")])
    await newsroom.publish(2)

    async def enriched() -> bool:
        return await newsroom.database["enrichments"].count({"made_by": "steady:1"}) == 2

    await until(enriched, 10)
    await newsroom.stop()
    await newsroom.start([newsroom.steady("steady"), newsroom.steady("added")])
    body = events.encode(events.created(article(0, "x")))
    await newsroom.publisher.send(Letter(topology.main_queue("enrich"), body, {topology.HEADER_REPLAY: True}))

    async def completed() -> bool:
        return await newsroom.database["enrichments"].count({"made_by": "added:1 steady:1"}) == 1

    await until(completed, 10)
    assert newsroom.asked == {"steady": 2, "added": 1}
