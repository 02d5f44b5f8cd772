"""Each test has its own part of the servers."""

from schemas import topology
from services.adapters.amqp import AmqpBroker
from services.adapters.mongo import MongoDatabase

SEEN: set[str] = set()


async def test_each_test_gets_a_fresh_virtual_host(amqp_url: str) -> None:
    """The URL works, with a virtual host that has no queues."""
    SEEN.add(amqp_url)
    depths = await AmqpBroker(amqp_url, ()).depths([topology.main_queue("store")])
    assert depths[topology.main_queue("store")] <= 0


async def test_no_virtual_host_is_lent_twice(amqp_url: str) -> None:
    """The next test's URL is another."""
    assert amqp_url not in SEEN


async def test_each_test_gets_a_fresh_database(mongo_url_db: tuple[str, str]) -> None:
    """The URL works, with an empty database and a primary that takes writes."""
    database = MongoDatabase(*mongo_url_db)
    try:
        await database.ping()
        assert await database["articles"].count({}) == 0
    finally:
        database.close()
