"""The private RabbitMQ and MongoDB of `khabar up`, as they really start, stop, die and come back."""

import asyncio
import contextlib
import os
import socket
import sys
import time
from pathlib import Path

from schemas.topology import Queue
from services.adapters.amqp import AmqpBroker, AmqpPublisher
from services.adapters.mongo import MongoDatabase, initiate_replica_set
from services.local.mongod import mongod
from services.local.ports import LOOPBACK
from services.local.rabbitmq import rabbitmq as make_rabbitmq
from services.local.server import Server
from services.runtime.ports import Letter
from tests.servers import LiveMongo, LiveRabbitMQ
from tests.unit.local.children import is_running

QUEUE = Queue("khabar.test", {"x-queue-type": "quorum"})
BOOT_TIMEOUT_S = 90
_REGISTERED_S = 2.0
"""RabbitMQ 3.10 syncs its list of quorum queues every half second: a kill in the first moments of a queue breaks it."""
_LISTEN = "0A"


def _processes_of(folder: Path) -> list[int]:
    """List the processes that were started with this folder on their command line or in their environment."""
    found = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdecimal() and str(folder).encode() in _told(process) and is_running(int(process.name)):
                found.append(int(process.name))
    return found


def _told(process: Path) -> bytes:
    return (process / "cmdline").read_bytes() + (process / "environ").read_bytes()


async def _none_left(folder: Path) -> bool:
    # Erlang's helpers notice a moment later that their machine is gone.
    for _ in range(100):
        if not _processes_of(folder):
            return True
        await asyncio.sleep(0.02)
    return False


async def _boot(server: Server) -> None:
    began = time.monotonic()
    await server.start()
    await server.wait_ready(BOOT_TIMEOUT_S)
    sys.stdout.write(f"{server.name} answered after {time.monotonic() - began:.1f} s\n")


async def _insert(url: str, *keys: str) -> set[str]:
    """Insert rows; return the keys that were there already."""
    database = MongoDatabase(url, "kept")
    try:
        return await database["rows"].insert([{"_id": key} for key in keys])
    finally:
        database.close()


async def _kept(url: str) -> bool:
    # A quorum queue counts 0 until it has a leader again.
    for _ in range(100):
        if (await AmqpBroker(url, []).depths([QUEUE.name]))[QUEUE.name] == 1:
            return True
        await asyncio.sleep(0.1)
    return False


async def _occupy(url: str) -> asyncio.Server:
    """Take a server's port, and hang up on whoever calls."""
    return await asyncio.start_server(lambda _, writer: writer.close(), LOOPBACK, _port(url))


def _port(url: str) -> int:
    return int(url.rpartition(":")[2].partition("/")[0])


async def test_rabbitmq_keeps_its_messages_and_leaves_nothing_running(tmp_path: Path) -> None:
    """After kill -9 it comes back, on another port if its own is taken, with what it had confirmed; a stop is clean."""
    server = make_rabbitmq(tmp_path, os.environ, None)
    await _boot(server)
    publisher = AmqpPublisher(server.url, [QUEUE])
    await publisher.send(Letter(QUEUE.name, b"kept", {}))
    await publisher.close()
    await asyncio.sleep(_REGISTERED_S)

    server.kill()
    await server.wait()
    assert await _none_left(tmp_path)
    async with await _occupy(server.url):
        moved = make_rabbitmq(tmp_path, os.environ, _port(server.url))
        assert moved.url != server.url
        await _boot(moved)
        assert await _kept(moved.url)
        await moved.stop()
        assert await moved.wait() == 0
    assert await _none_left(tmp_path)


async def test_mongod_keeps_its_rows_and_leaves_nothing_running(tmp_path: Path) -> None:
    """After kill -9 it comes back on the same port, after a stop on another, each time as a writable replica set."""
    server = mongod(tmp_path, os.environ, initiate_replica_set, None)
    live = LiveMongo(server)
    await live.restart()
    assert await _insert(live.url, "1") == set()

    await live.kill()
    assert await _none_left(tmp_path)
    await live.restart()
    await live.stop()
    assert await server.wait() == 0
    assert await _none_left(tmp_path)

    async with await _occupy(server.url):
        moved = LiveMongo(mongod(tmp_path, os.environ, initiate_replica_set))
        assert moved.url != server.url
        await moved.restart()
        assert await _insert(moved.url, "1", "2") == {"1"}
        await moved.stop()
    assert await _none_left(tmp_path)


def test_only_this_machine_can_reach_the_servers(rabbitmq: LiveRabbitMQ, mongo: LiveMongo) -> None:
    """Every port that either listens on, Erlang's too, is on the loopback address."""
    assert rabbitmq.pid
    assert mongo.pid
    listening = _listening(rabbitmq.pid) + _listening(mongo.pid)
    assert len(listening) == 3
    assert set(listening) == {LOOPBACK}


def _listening(pid: int) -> list[str]:
    """List the addresses a process listens on, as the kernel has them."""
    sockets = set()
    for fd in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed in the meantime
            sockets.add(str(fd.readlink()))
    rows = [line.split() for kind in ("tcp", "tcp6") for line in Path(f"/proc/net/{kind}").read_text().splitlines()[1:]]
    addresses = [row[1].partition(":")[0] for row in rows if row[3] == _LISTEN and f"socket:[{row[9]}]" in sockets]
    return [socket.inet_ntoa(bytes.fromhex(address)[::-1]) if len(address) == 8 else address for address in addresses]
