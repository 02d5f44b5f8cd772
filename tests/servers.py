"""The real servers of a test session, and a part of them for each test."""

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterable
from pathlib import Path

from services.adapters.mongo import MongoDatabase, initiate_replica_set
from services.local.mongod import mongod
from services.local.rabbitmq import NODE, RabbitMQ, rabbitmq
from services.local.server import Server
from services.runtime.errors import Unavailable

BOOT_TIMEOUT_S = 90
_VHOSTS_AT_ONCE = 8
_ADD_AND_DELETE = """
Call = fun(M, F, A) -> ok = rpc:call('{node}', M, F, A) end,
[begin
   Call(rabbit_vhost, add, [V, <<"tests">>]),
   Call(rabbit_auth_backend_internal, set_permissions, [<<"guest">>, V, <<".*">>, <<".*">>, <<".*">>, <<"tests">>])
 end || V <- [{added}]],
[Call(rabbit_vhost, delete, [V, <<"tests">>]) || V <- [{deleted}]],
halt().
"""

_WATERMARK = """
ok = rpc:call('{node}', vm_memory_monitor, set_vm_memory_high_watermark, [{watermark}]),
halt().
"""


class LiveServer:
    """A running server which a test may kill, stop and bring back under the same URL."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._booting: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return self._server.url

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._server.pid

    def begin(self) -> None:
        """Start it in the background; `up` waits for it."""
        self._booting = asyncio.create_task(self.restart())

    async def up(self) -> None:
        """Wait for the first boot, or bring it back if a test left it down."""
        if self._booting:
            await self._booting
            self._booting = None
        if self.pid is None:
            await self.restart()

    async def kill(self) -> None:
        """Kill it as kill -9 does."""
        self._server.kill()
        await self._server.wait()

    async def stop(self) -> None:
        """Stop it in order."""
        if self._booting:
            await asyncio.gather(self._booting, return_exceptions=True)
        await self._server.stop()

    async def restart(self) -> None:
        """Stop it if it runs, start it, and wait until it can be used."""
        await self._server.stop()
        await self._server.start()
        await self._server.wait_ready(BOOT_TIMEOUT_S)


class LiveMongo(LiveServer):
    """MongoDB, ready when there is a primary."""

    async def restart(self) -> None:
        """Stop it if it runs, start it, and wait for its primary."""
        await super().restart()
        database = MongoDatabase(self.url, "khabar_test")
        try:
            async with asyncio.timeout(BOOT_TIMEOUT_S):
                while not await _has_primary(database):  # noqa: ASYNC110 - a server is asked
                    await asyncio.sleep(0.05)
        finally:
            database.close()


class LiveRabbitMQ(LiveServer):
    """RabbitMQ, which gives each test a virtual host of its own: the names of Khabar's queues are fixed."""

    def __init__(self, server: RabbitMQ) -> None:
        super().__init__(server)
        self._node = server.node
        self._fresh: list[str] = []
        self._used: list[str] = []

    async def lend(self) -> str:
        """Return the name of a virtual host nobody used before."""
        if not self._fresh:
            self._fresh = [f"test-{uuid.uuid4().hex[:12]}" for _ in range(_VHOSTS_AT_ONCE)]
            await self._change(self._fresh, self._used)
            self._used = []
        return self._fresh.pop()

    def give_back(self, vhost: str) -> None:
        """Have the virtual host deleted some time."""
        self._used.append(vhost)

    def vhost_url(self, vhost: str) -> str:
        """Return the address of a virtual host."""
        return self.url.removesuffix("/") + f"/{vhost}"

    async def set_memory_alarm(self, *, on: bool) -> None:
        """Have the broker find that it uses too much memory, or no longer."""
        await self._evaluate(_WATERMARK.format(node=NODE, watermark="0.00001" if on else "{absolute, 1000000000}"))

    async def _change(self, added: Iterable[str], deleted: Iterable[str]) -> None:
        await self._evaluate(_ADD_AND_DELETE.format(node=NODE, added=_binaries(added), deleted=_binaries(deleted)))

    async def _evaluate(self, script: str) -> None:
        # An Erlang node of our own asks for all at once (0.4 s, and 25 ms a virtual host); rabbitmqctl takes 1 s each.
        name = f"tests{uuid.uuid4().hex[:8]}@localhost"
        arguments = f"-noinput -hidden -sname {name} -dist_listen false {self._node.without_epmd}".split()
        process = await asyncio.create_subprocess_exec(
            *("erl", *arguments, "-eval", script),
            env={**os.environ, "HOME": str(self._node.home)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        async with asyncio.timeout(60):
            output, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"the broker refused: {output.decode(errors='replace')[-1000:]}")


class Servers:
    """Both servers, with their data in one temporary folder."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="khabar-test-"))
        # Not on the usual ports: another server could take one of them while a test has ours down, and answer for it.
        self.rabbitmq = LiveRabbitMQ(rabbitmq(self._home / "rabbitmq", os.environ, None))
        self.mongo = LiveMongo(mongod(self._home / "mongod", os.environ, initiate_replica_set, None))

    def begin(self, names: Iterable[str]) -> None:
        """Start those that are named, side by side."""
        for name, server in (("rabbitmq", self.rabbitmq), ("mongo", self.mongo)):
            if name in names:
                server.begin()

    async def stop(self) -> None:
        """Stop both and remove their data."""
        await asyncio.gather(self.rabbitmq.stop(), self.mongo.stop())
        shutil.rmtree(self._home, ignore_errors=True)


async def _has_primary(database: MongoDatabase) -> bool:
    try:
        await database.ping()
    except Unavailable:
        return False
    return True


def _binaries(names: Iterable[str]) -> str:
    return ",".join(f'<<"{name}">>' for name in names)
