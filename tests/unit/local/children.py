"""Tiny children for tests."""

import asyncio
import os
import sys
import time
from pathlib import Path

from services.local.child import Child

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
SLEEPER = "import time; print('up', flush=True); time.sleep(60)"


def child(folder: Path, code: str, name: str = "child", grace_s: float = 5) -> Child:
    """Make a child that runs Python code."""
    return Child(name, [sys.executable, "-c", code], os.environ, folder / f"{name}.log", grace_s)


def is_running(pid: int) -> bool:
    """Tell whether a process runs; one that is dead but not yet collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def wait_until_gone(pid: int, seconds: float = 5) -> bool:
    """Wait until a process has ended; return whether it has."""
    end = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_running(pid)


async def said(one: Child, word: str) -> None:
    """Wait until a child has written a word to its log."""
    async with asyncio.timeout(5):
        while not one.log.exists() or word not in one.log.read_text():  # noqa: ASYNC110 - another process is watched
            await asyncio.sleep(0.02)
