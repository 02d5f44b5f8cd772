"""What is measured of Khabar: each phase drops files into its own five processes and times what becomes of them."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench import staged as texts
from tests.bench.measure import Machine, Usage, percentile
from tests.bench.stack import Failed, Stack, running
from tests.servers import Servers

Result = dict[str, Any]
_POLL_S = 0.005
_FOUND_LIMIT_S = 20


async def drop_at_once(servers: Servers, home: Path, files: int) -> Result:
    """Drop many files at once while everything runs and is idle; time it to rest."""
    staged = await asyncio.to_thread(texts.stage, home / "staged", files, "drop")
    async with running(servers, home, home.name) as stack:
        await stack.ready()
        await asyncio.sleep(1)
        return await _timed(servers, stack, staged)


async def waiting_at_start(servers: Servers, home: Path, files: int) -> Result:
    """Start with many files in the folder already; time it from the start of the processes to rest."""
    staged = await asyncio.to_thread(texts.stage, home / "staged", files, "wait")
    _drop(staged, home / "seeds")
    async with running(servers, home, home.name) as stack:
        return await _timed(servers, stack, [], files)


async def one_at_a_time(servers: Servers, home: Path, files: int) -> Result:
    """Drop single files while everything is idle; time each from its rename to the first search that finds it."""
    staged = await asyncio.to_thread(texts.stage, home / "staged", files, "single")
    async with running(servers, home, home.name) as stack:
        await stack.ready()
        await asyncio.sleep(1)
        window = Window(servers, stack)
        taken_ms = []
        for number, pause in enumerate(texts.shuffled_pauses(files)):
            taken_ms.append(await _searchable_ms(stack, staged[number], texts.word("single", number)))
            await asyncio.sleep(pause)
        status, _ = await stack.rest(files, _FOUND_LIMIT_S, 0.1)
        return {
            "files": files,
            "p50_ms": round(percentile(taken_ms, 0.50), 1),
            "p99_ms": round(percentile(taken_ms, 0.99), 1),
            "first_ms": round(taken_ms[0], 1),
            "all_ms": [round(taken, 1) for taken in taken_ms],
            **window.told(status, files),
        }


async def _timed(servers: Servers, stack: Stack, staged: Sequence[Path], files: int = 0) -> Result:
    """Drop what is staged and wait for rest. The clock starts at the first file, or at once if none is staged."""
    files = files or len(staged)
    window = Window(servers, stack)
    began = time.monotonic()
    await asyncio.to_thread(_drop, staged, stack.seeds)
    dropped_s = time.monotonic() - began
    if not staged:
        await stack.ready()
    status, done_s = await stack.rest(files, 60 + files / 30, 0.05 + files / 100_000)
    seconds = time.monotonic() - began
    return {
        "files": files,
        "seconds": round(seconds, 2),
        "articles_s": round(files / seconds, 1),
        "dropping_s": round(dropped_s, 2),
        "done_s": done_s,
        **window.told(status, files),
    }


async def _searchable_ms(stack: Stack, staged: Path, word: str) -> float:
    began = time.monotonic()
    _drop([staged], stack.seeds)
    while not (await stack.get("/search", q=word))["hits"]:
        if time.monotonic() - began > _FOUND_LIMIT_S:
            raise Failed(f"{staged.name} was not found by {word!r} within {_FOUND_LIMIT_S} s")
        await asyncio.sleep(_POLL_S)
    return (time.monotonic() - began) * 1000


class Window:
    """From the moment a phase's clock starts until all is at rest."""

    def __init__(self, servers: Servers, stack: Stack) -> None:
        both = {"rabbitmq": servers.rabbitmq.pid, "mongod": servers.mongo.pid}
        pids = stack.pids | {name: pid for name, pid in both.items() if pid}
        self._machine, self._usage = Machine(pids.values()), Usage(pids)

    def told(self, status: Result, files: int) -> Result:
        """Tell how the phase ended: was everything found once, and what did each process need."""
        documents, articles = status["documents"], status["articles"]
        counts = {"seen": documents["seen"], **articles, "dead": status["dead"]}
        wanted = dict.fromkeys(counts, files) | {"dead": 0}
        return {
            "all_found": counts == wanted,
            "counts": counts,
            "processes": self._usage.told(),
            **self._machine.told(),
        }


def _drop(staged: Sequence[Path], seeds: Path) -> None:
    """Rename files into the watched folder, on the same file system: the way of any careful program."""
    seeds.mkdir(parents=True, exist_ok=True)
    for file in staged:
        file.rename(seeds / file.name)
