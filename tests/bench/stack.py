"""Khabar's five processes for one phase: a watched folder, a database and a virtual host of their own."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Self

import aiohttp

from services.adapters.mongo import MongoDatabase
from services.local.child import Child
from services.local.ports import LOOPBACK, free_port
from services.local.workers import processes, workers
from services.runtime.ports import Query
from services.runtime.settings import PREFIX, Settings
from tests.servers import Servers

READY_LIMIT_S = 60
_FASTEST_S, _LONGEST_PAUSE_S = 1_000, 1.0
"""Faster than any stage takes articles, and how long a process may be dead unnoticed."""
_STAGES = {"stored": "articles", "indexed": "search", "enriched": "enrichments"}
_SIZE: list[Query] = [{"$collStats": {"count": {}}}]
"""The number of rows as the server keeps it: asking costs it nothing, however many there are."""


class Failed(Exception):
    """A phase did not come to its end; the message says why."""


class Stack:
    """The five processes, running."""

    def __init__(self, children: list[Child], ports: dict[str, int], seeds: Path, database: MongoDatabase) -> None:
        self.seeds = seeds
        self._children = children
        self._ports = ports
        self._database = database
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        self._database.close()

    @property
    def pids(self) -> dict[str, int]:
        """Return the id of each process. Raises Failed when one has died: here nobody restarts it."""
        for child in self._children:
            if child.pid is None:
                raise Failed(f"{child.name} died: {child.last_words()}")
        return {child.name: child.pid for child in self._children if child.pid}

    async def get(self, path: str, **query: str) -> Any:
        """GET a route of the api."""
        async with self._session.get(f"http://{LOOPBACK}:{self._ports['api']}{path}", params=query) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def ready(self) -> None:
        """Wait until every process says it is ready. Raises Failed."""
        end = time.monotonic() + READY_LIMIT_S
        for name, port in self._ports.items():
            while not await self._says_ready(port):
                _ = self.pids
                if time.monotonic() > end:
                    raise Failed(f"{name} was not ready within {READY_LIMIT_S} s")
                await asyncio.sleep(0.1)

    async def rest(self, articles: int, limit_s: float, every_s: float) -> tuple[dict[str, Any], dict[str, float]]:
        """Wait until all are stored, indexed and enriched and the status says idle.

        Returns:
            That status, and after how many seconds of waiting each stage was done.

        Raises:
            Failed: it took longer than `limit_s`, or a process died.
        """
        began = time.monotonic()
        done_s: dict[str, float] = {}
        while (waited := time.monotonic() - began) < limit_s:
            missing = {stage: articles - size for stage, size in (await self._sizes(done_s)).items()}
            done_s |= {stage: round(waited, 2) for stage, number in missing.items() if number <= 0}
            if len(done_s) == len(_STAGES):
                status: dict[str, Any] = await self.get("/status")
                if status["idle"]:
                    return status, done_s
            _ = self.pids
            # Asking takes time from those that are asked about, so not before one of them can be done.
            soonest = min((number / _FASTEST_S for number in missing.values() if number > 0), default=0)
            await asyncio.sleep(max(every_s, min(soonest, _LONGEST_PAUSE_S)))
        raise Failed(f"not at rest after {limit_s:.0f} s: {await self.get('/status')}")

    async def _sizes(self, done: Collection[str]) -> dict[str, int]:
        """Count what the stages that are not done have made."""
        left = {stage: name for stage, name in _STAGES.items() if stage not in done}
        rows = await asyncio.gather(*(self._database[name].aggregate(_SIZE) for name in left.values()))
        return {stage: row[0]["count"] for stage, row in zip(left, rows, strict=True)}

    async def _says_ready(self, port: int) -> bool:
        try:
            async with self._session.get(f"http://{LOOPBACK}:{port}/readyz") as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False


@asynccontextmanager
async def running(servers: Servers, home: Path, name: str) -> AsyncIterator[Stack]:
    """Start the five processes on an empty database and virtual host; stop them in the end.

    Args:
        servers: The running servers.
        home: A folder for logs and, under `seeds`, whatever lies there already.
        name: Names the database.
    """
    vhost = await servers.rabbitmq.lend()
    settings = Settings(seeds_dir=home / "seeds", state_dir=home)
    ports = {process: free_port() for process in processes(settings)}
    settings.seeds_dir.mkdir(parents=True, exist_ok=True)
    env = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    env[PREFIX + "MONGO_DB"] = database = f"bench_{name}"
    children = workers(settings, env, servers.rabbitmq.vhost_url(vhost), servers.mongo.url, ports["api"], ports)
    async with AsyncExitStack() as stack:
        stack.callback(servers.rabbitmq.give_back, vhost)
        stack.push_async_callback(_stop, children)
        for child in children:
            await child.start()
        yield await stack.enter_async_context(
            Stack(children, ports, settings.seeds_dir, MongoDatabase(servers.mongo.url, database))
        )


async def _stop(children: list[Child]) -> None:
    await asyncio.gather(*(child.stop() for child in children))
