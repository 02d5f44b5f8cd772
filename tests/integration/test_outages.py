"""Servers that are absent, late, gone, in an alarm or refuse us: everything waits, says so, and goes on by itself."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.samples import drop, text
from tests.servers import LiveMongo, LiveRabbitMQ
from tests.stack import PROCESSES, Process, Stack, until


async def _down(process: Process) -> dict[str, Any]:
    code, body = await asyncio.to_thread(process.get, "/readyz")
    return dict(body["down"]) if code == 503 else {}


async def _names(stack: Stack, server: str, within_s: float = 20) -> None:
    """Wait until every process says that this server is down."""

    async def named() -> bool:
        return all([server in await _down(process) for process in stack.processes])

    await until(named, within_s, lambda: f"not every process names {server}\n{stack.logs()}")


async def _ready(stack: Stack, within_s: float = 40) -> None:
    async def ready() -> bool:
        return all([(await asyncio.to_thread(process.get, "/readyz"))[0] == 200 for process in stack.processes])

    await until(ready, within_s, lambda: f"not ready again\n{stack.logs()}")


def _drop_some(stack: Stack, first: int) -> None:
    for number in range(first, first + 50):
        drop(stack.seeds, f"{number}.txt", text(number))


async def _all_there(stack: Stack, count: int) -> None:
    status = await stack.rest(seen=count)
    assert status["documents"]["published"] == count
    assert set(status["articles"].values()) == {count}
    assert status["dead"] == 0


async def test_mongodb_late_and_gone(stack: Stack, mongo: LiveMongo) -> None:
    """Processes that start before MongoDB wait for it, and again when it is killed under them; nothing is lost."""
    await mongo.kill()
    await stack.start(*PROCESSES)
    _drop_some(stack, 0)
    await _names(stack, "mongodb")
    await mongo.restart()
    await _all_there(stack, 50)
    _drop_some(stack, 50)
    await asyncio.sleep(0.3)
    await mongo.kill()
    _drop_some(stack, 100)
    await _names(stack, "mongodb")
    await mongo.restart()
    await _all_there(stack, 150)
    await _ready(stack)


async def test_rabbitmq_late_and_gone(stack: Stack, rabbitmq: LiveRabbitMQ) -> None:
    """The same of RabbitMQ: in-flight work survives its restart."""
    await rabbitmq.stop()
    await stack.start(*PROCESSES)
    _drop_some(stack, 0)
    await _names(stack, "rabbitmq")
    await rabbitmq.restart()
    await _all_there(stack, 50)
    _drop_some(stack, 50)
    await asyncio.sleep(0.3)
    await rabbitmq.kill()
    _drop_some(stack, 100)
    await _names(stack, "rabbitmq")
    await rabbitmq.restart()
    await _all_there(stack, 150)
    await _ready(stack)


async def test_an_alarm_blocks_publishing_and_nothing_else(stack: Stack, rabbitmq: LiveRabbitMQ) -> None:
    """In a memory alarm files wait, every worker says why, and all goes on when it is over."""
    await stack.start(*PROCESSES)
    _drop_some(stack, 0)
    await _all_there(stack, 50)
    await rabbitmq.set_memory_alarm(on=True)
    try:
        _drop_some(stack, 50)
        await _names(stack, "rabbitmq")
        assert "alarm" in (await _down(stack["ingest"]))["rabbitmq"]
        await asyncio.sleep(3)
        assert (await stack.status())["documents"]["published"] == 50
    finally:
        await rabbitmq.set_memory_alarm(on=False)
    await _all_there(stack, 100)
    await _ready(stack)


@pytest.mark.parametrize("server", ["rabbitmq", "mongodb"])
async def test_a_refused_password_is_waited_out_and_named(
    tmp_path: Path, amqp_url: str, mongo_url_db: tuple[str, str], server: str
) -> None:
    """A process whose password is refused stays up, and says which server refuses it; the password is not repeated."""
    url, name = mongo_url_db
    if server == "rabbitmq":
        amqp_url = amqp_url.replace("guest:guest", "guest:wr0ng-word")
    else:
        url = url.replace("mongodb://", "mongodb://nobody:wr0ng-word@")
    stack = Stack(tmp_path, amqp_url, (url, name))
    try:
        await stack.start("ingest", "store", "api")
        await _names(stack, server)
        assert all("wr0ng-word" not in process.log() for process in stack.processes)
        assert all(process.running for process in stack.processes)
    finally:
        await stack.stop()
