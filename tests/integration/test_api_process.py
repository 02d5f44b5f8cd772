"""The api as a process of its own, on real servers."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp

from schemas import topology

ROOT = Path(__file__).parents[2]


async def run_api(environment: dict[str, str]) -> asyncio.subprocess.Process:
    """Start the process."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.api"),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_a_taken_port_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    """The api binds the port it is told or says in one line that it cannot, naming the setting."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = await run_api({"KHABAR_API_PORT": port, "KHABAR_LOG_LEVEL": "error"})
        async with asyncio.timeout(20):
            _, told = await process.communicate()
    assert process.returncode == 2
    assert told.decode().count("\n") == 1
    assert "KHABAR_API_PORT" in told.decode()


async def test_the_process_serves_until_stopped(mongo_url_db: tuple[str, str], amqp_url: str, tmp_path: Path) -> None:
    """The whole process, wired: ready on real servers, an upload lands in the folder, SIGTERM ends it well."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (tmp_path / "seeds").mkdir()
    environment = {
        "KHABAR_API_PORT": str(port),
        "KHABAR_MONGO_URL": mongo_url_db[0],
        "KHABAR_MONGO_DB": mongo_url_db[1],
        "KHABAR_AMQP_URL": amqp_url,
        "KHABAR_SEEDS_DIR": str(tmp_path / "seeds"),
    }
    process = await run_api(environment)
    async with asyncio.timeout(20), aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        await until_ready(session)
        answer = await session.post("/documents?name=a.txt", data=b"text")
        assert answer.status == 202, await answer.text()
        status = await (await session.get("/status")).json()
        assert set(status["queues"]) == {queue.name for queue in topology.queues()} - {topology.LOG_QUEUE}
    assert (tmp_path / "seeds" / "a.txt").read_bytes() == b"text"
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        await process.communicate()
    assert process.returncode == 0


async def until_ready(session: aiohttp.ClientSession) -> None:
    """Wait for /readyz to answer 200."""
    while True:
        try:
            async with session.get("/readyz") as answer:
                if answer.status == 200:
                    return
        except aiohttp.ClientConnectionError:
            pass
        await asyncio.sleep(0.05)
