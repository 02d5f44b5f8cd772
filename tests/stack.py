"""Khabar's processes as a user runs them, on a test's own database and virtual host."""

import asyncio
import json
import os
import signal
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from services.adapters.mongo import MongoDatabase
from services.local.ports import free_port

PROCESSES = ("ingest", "store", "index", "enrich", "api")


class Process:
    """One process of Khabar's, which a test may kill and start again."""

    def __init__(self, name: str, env: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.port = free_port()
        port = "KHABAR_API_PORT" if name == "api" else "KHABAR_HEALTH_PORT"
        self._env = {**env, port: str(self.port)}
        self._log = log
        self._running: asyncio.subprocess.Process | None = None

    async def start(self, *wrapper: str) -> None:
        """Start it, through a wrapping command if one is given."""
        command = (*wrapper, sys.executable, "-m", f"services.{self.name}")
        with self._log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(*command, env=self._env, stdout=log, stderr=log)

    async def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; return the exit code."""
        if self._running is None:
            return 0
        if self._running.returncode is None:
            self._running.send_signal(number)
        async with asyncio.timeout(20):
            code = await self._running.wait()
        self._running = None
        return code

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._running is not None and self._running.returncode is None

    def get(self, path: str) -> tuple[int, Any]:
        """Ask it over HTTP; return the status and the JSON, or 0 when it does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, None

    def log(self) -> str:
        """Return what it has written."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""


class Stack:
    """Any number of each process, over one folder."""

    def __init__(self, home: Path, amqp_url: str, mongo: tuple[str, str], **settings: str) -> None:
        self.seeds = home / "seeds"
        self.seeds.mkdir()
        self.database = MongoDatabase(*mongo)
        self._home = home
        clean = {name: value for name, value in os.environ.items() if not name.startswith("KHABAR_")}
        self._env = clean | {
            "KHABAR_AMQP_URL": amqp_url,
            "KHABAR_MONGO_URL": mongo[0],
            "KHABAR_MONGO_DB": mongo[1],
            "KHABAR_SEEDS_DIR": str(self.seeds),
            "KHABAR_STATE_DIR": str(home / "state"),
            "KHABAR_LOG_FORMAT": "json",
            "PYTHONPATH": str(Path(__file__).parents[1]),
            **settings,
        }
        self.processes: list[Process] = []

    async def start(self, *names: str) -> None:
        """Start one process of each name."""
        for name in names:
            process = Process(name, self._env, self._home / f"{name}-{len(self.processes)}.log")
            self.processes.append(process)
            await process.start()

    def __getitem__(self, name: str) -> Process:
        """Return the first process of that name."""
        return next(process for process in self.processes if process.name == name)

    async def status(self) -> dict[str, Any]:
        """Ask the api for the status; empty while it does not answer."""
        code, body = await asyncio.to_thread(self["api"].get, "/status")
        return dict(body) if code == 200 else {}

    async def search(self, words: str) -> list[dict[str, Any]]:
        """Search through the api."""
        code, body = await asyncio.to_thread(self["api"].get, f"/search?limit=1000&q={urllib.parse.quote(words)}")
        assert code == 200, body
        return list(body["hits"])

    async def rest(self, seen: int, within_s: float = 60) -> dict[str, Any]:
        """Wait until `seen` files are known and all is at rest; return the status then."""
        status: dict[str, Any] = {}

        async def at_rest() -> bool:
            nonlocal status
            status = await self.status()
            return bool(status and status["idle"] and status["documents"]["seen"] >= seen)

        await until(at_rest, within_s, lambda: f"not at rest: {status}\n{self.logs()}")
        return status

    def logs(self) -> str:
        """Return the end of each process's log."""
        return "\n".join(f"--- {process.name}\n{process.log()[-1500:]}" for process in self.processes)

    async def stop(self) -> None:
        """End every process."""
        await asyncio.gather(*(_end(process) for process in self.processes))
        self.database.close()


async def _end(process: Process) -> None:
    try:
        await process.end()
    except TimeoutError:
        await process.end(signal.SIGKILL)
        raise


async def until(
    condition: Callable[[], Any], within_s: float, explain: Callable[[], str] = lambda: "it did not come to be"
) -> None:
    """Wait until an async condition holds; fail with an explanation when it does not in time."""
    deadline = time.monotonic() + within_s
    while not await condition():
        if time.monotonic() > deadline:
            raise AssertionError(explain())
        await asyncio.sleep(0.1)
