"""One child process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services.local.child import Child
from tests.unit.local.children import SLEEPER, STUBBORN, child, is_running, said, wait_until_gone

_PARENT = """
import asyncio, os, pathlib, sys
from services.local.child import Child
async def main():
    child = Child("sleep", ["sleep", "60"], os.environ, pathlib.Path(sys.argv[1]) / "log", 1)
    await child.start()
    print(child.pid, flush=True)
    await child.wait()
asyncio.run(main())
"""


async def test_a_child_stops_when_asked(tmp_path: Path) -> None:
    """SIGTERM ends it, its exit code is told, and it can be started again."""
    one = child(tmp_path, SLEEPER)
    for _ in range(2):
        await one.start()
        assert one.pid
        await said(one, "up")
        await one.stop()
        assert await one.wait() == -signal.SIGTERM
        assert one.pid is None
        await one.stop()


async def test_a_child_that_will_not_stop_is_killed_after_its_grace(tmp_path: Path) -> None:
    """SIGKILL follows SIGTERM."""
    one = child(tmp_path, STUBBORN, grace_s=0.3)
    await one.start()
    await said(one, "up")
    began = time.monotonic()
    await one.stop()
    assert await one.wait() == -signal.SIGKILL
    assert 0.3 <= time.monotonic() - began < 3


async def test_what_a_child_started_goes_with_it(tmp_path: Path) -> None:
    """A grandchild that outlives its parent is killed by the stop."""
    code = "import subprocess; print('up', subprocess.Popen(['sleep', '60']).pid, flush=True)"
    one = child(tmp_path, code)
    await one.start()
    await one.wait()
    grandchild = int(one.log.read_text().split()[1])
    assert is_running(grandchild)
    await one.stop()
    assert wait_until_gone(grandchild)


def test_no_child_outlives_a_killed_parent(tmp_path: Path) -> None:
    """After kill -9 of the parent the kernel kills the child."""
    with subprocess.Popen([sys.executable, "-c", _PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert is_running(pid)
        parent.kill()
    assert wait_until_gone(pid)


async def test_a_child_cannot_be_started_twice(tmp_path: Path) -> None:
    """A second start of a running child is a mistake of the caller's."""
    one = child(tmp_path, SLEEPER)
    await one.start()
    with pytest.raises(RuntimeError, match="already running"):
        await one.start()
    await one.stop()


async def test_a_large_log_is_moved_aside_at_the_start(tmp_path: Path) -> None:
    """Logs stay bounded, and the last line can be told."""
    one = child(tmp_path, "print('first'); print('the last line')")
    one.log.write_bytes(b"x" * (10 * 2**20 + 1))
    await one.start()
    await one.wait()
    assert one.log.read_text() == "first\nthe last line\n"
    assert one.last_words() == f"the last line; see {one.log}"
    assert one.log.with_name("child.log.1").stat().st_size > 10 * 2**20


async def test_a_child_gets_the_environment_it_was_given(tmp_path: Path) -> None:
    """Nothing of our own environment comes in beside it."""
    one = Child("env", ["/usr/bin/env"], {"ONLY": "this"}, tmp_path / "log", 1)
    await one.start()
    await one.wait()
    names = {line.partition("=")[0] for line in one.log.read_text().splitlines()}
    assert "ONLY" in names
    assert not names & (set(os.environ) - {"PWD", "SHLVL", "_", "LC_CTYPE"})


async def test_a_child_lets_others_go_first(tmp_path: Path) -> None:
    """Its niceness is above its parent's by what was asked, and its session's too where the kernel weighs sessions."""
    code = (
        "import os, pathlib; g = pathlib.Path('/proc/self/autogroup'); print(os.nice(0), g.exists() and g.read_text())"
    )
    one = Child("nice", [sys.executable, "-c", code], os.environ, tmp_path / "log", 1, nice=4)
    await one.start()
    assert await one.wait() == 0
    niceness, _, session = one.log.read_text().strip().partition(" ")
    assert int(niceness) == min(os.nice(0) + 4, 19)
    assert session == "False" or session.endswith("nice 4")
