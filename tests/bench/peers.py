"""What a user would pick instead, measured beside Khabar on the same servers, by a program beside the repository."""

import asyncio
import contextlib
import os
import re
import signal
from pathlib import Path

from tests.bench import corpus, staged
from tests.bench.measure import Machine, children
from tests.bench.phases import Result
from tests.bench.stack import Failed
from tests.servers import Servers

MODES = ("floor", "naive", "faststream", "celery", "dramatiq")
_SCRIPT = corpus.SHARED / "bench" / "peers.py"
_PYTHON = Path(__file__).parents[2] / ".venv-peers" / "bin" / "python"
_GRACE_S = 25
_TOLD = re.compile(rb"([0-9.]+) articles/s \(([0-9]+) in ([0-9.]+) s\)")


def missing() -> str | None:
    """Say why the peers cannot be measured here; None if they can."""
    if not _SCRIPT.is_file():
        return "their program, ../shared/bench/peers.py, is not there"
    if not _PYTHON.is_file():
        return ".venv-peers is not there: make .venv-peers/.done"
    return None


async def measure(servers: Servers, home: Path, mode: str, count: int) -> Result:
    """Run one peer. Raises Failed."""
    lines = home / "articles.jsonl"
    await asyncio.to_thread(staged.write_lines, lines, count)
    vhost = await servers.rabbitmq.lend()
    env = os.environ | {
        "AMQP_URL": servers.rabbitmq.vhost_url(vhost),
        "MONGO_URL": servers.mongo.url,
        "ARTICLES": str(lines),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    machine = Machine([pid for pid in (servers.rabbitmq.pid, servers.mongo.pid) if pid])
    try:
        output = await _run([str(_PYTHON), str(_SCRIPT.resolve()), mode, str(count)], env, 90 + count / 20)
    finally:
        servers.rabbitmq.give_back(vhost)
    told = _TOLD.search(output)
    if told is None:
        raise Failed(f"{mode} ended without a figure: {output.decode(errors='replace').strip()[-300:]}")
    return {"files": int(told[2]), "seconds": float(told[3]), "articles_s": float(told[1]), **machine.told()}


async def _run(argv: list[str], env: dict[str, str], limit_s: float) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *argv, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, start_new_session=True
    )
    try:
        async with asyncio.timeout(limit_s):
            output, _ = await process.communicate()
            return output
    except TimeoutError:
        raise Failed(f"not finished within {limit_s:.0f} s") from None
    finally:
        if process.returncode is None:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Interrupt it, so that it ends its workers; kill those it leaves, each in a session of its own."""
    workers = children(process.pid)
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_GRACE_S):
            await process.wait()
    for group in (process.pid, *workers):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
    await process.wait()
