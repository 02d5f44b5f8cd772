"""Fixtures for every test: real servers, started once and only if a collected test asks for them.

A missing program is a failure, never a skip: a suite that passes without its servers would prove nothing.
"""

import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import structlog

from services.local import ports
from tests.servers import LiveMongo, LiveRabbitMQ, Servers


def pytest_configure(config: pytest.Config) -> None:
    """Give each worker ports of its own: one must not take what another has chosen, or has just let go."""
    worker: dict[str, Any] = getattr(config, "workerinput", {})
    number, count = int(worker.get("workerid", "gw0").removeprefix("gw")), int(worker.get("workercount", 1))
    ports._RANGE = ports._RANGE[number::count]


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    """Put the configuration of logs back: what a command sets up is for its process, and here all share one."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture(scope="session")
async def servers(request: pytest.FixtureRequest) -> AsyncIterator[Servers]:
    """Both servers; those which the collected tests need are booting, side by side."""
    both = Servers()
    both.begin({name for item in request.session.items for name in getattr(item, "fixturenames", ())})
    yield both
    await both.stop()


@pytest.fixture
async def rabbitmq(servers: Servers) -> LiveRabbitMQ:
    """A running RabbitMQ, brought back if the test before left it down."""
    await servers.rabbitmq.up()
    return servers.rabbitmq


@pytest.fixture
async def mongo(servers: Servers) -> LiveMongo:
    """A running MongoDB, brought back if the test before left it down."""
    await servers.mongo.up()
    return servers.mongo


@pytest.fixture
async def amqp_url(rabbitmq: LiveRabbitMQ) -> AsyncIterator[str]:
    """The URL of a virtual host of this test's own."""
    vhost = await rabbitmq.lend()
    yield rabbitmq.vhost_url(vhost)
    rabbitmq.give_back(vhost)


@pytest.fixture
def mongo_url_db(mongo: LiveMongo) -> tuple[str, str]:
    """MongoDB's URL and the name of a database of this test's own."""
    return mongo.url, f"khabar_test_{uuid.uuid4().hex[:12]}"
