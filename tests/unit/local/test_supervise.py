"""Keeping children running."""

import asyncio
from pathlib import Path

import pytest

from services.local import supervise
from services.local.supervise import Supervisor, WrongSettings
from tests.unit.local.children import SLEEPER, STUBBORN, child, said, wait_until_gone

DELAYS = (0.05, 0.1, 0.2)


class Recorder:
    """A child without a process: ends as told, and notes what is asked of it."""

    def __init__(self, name: str, notes: list[str], codes: list[int] | None = None) -> None:
        self.name = name
        self._notes = notes
        self._codes = codes or []

    async def start(self) -> None:
        """Note it."""
        self._notes.append(f"start {self.name}")

    async def wait(self) -> int:
        """Return the next exit code, or never."""
        if self._codes:
            return self._codes.pop(0)
        await asyncio.Event().wait()
        return 0

    async def stop(self) -> None:
        """Note it."""
        self._notes.append(f"stop {self.name}")

    def kill(self) -> None:
        """Note it."""
        self._notes.append(f"kill {self.name}")

    def last_words(self) -> str:
        """Return some words."""
        return f"words of {self.name}"


async def _run_for(supervisor: Supervisor, seconds: float) -> None:
    task = asyncio.create_task(supervisor.run(DELAYS))
    await asyncio.wait({task}, timeout=seconds)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_dead_child_is_started_again_with_growing_delays(tmp_path: Path) -> None:
    """A child that ends at once is tried again, later each time, and each time one line says so."""
    lines: list[str] = []
    one = child(tmp_path, "import sys; print('oh dear'); sys.exit(3)")
    await _run_for(Supervisor([[one]], lines.append), 2)
    assert len(lines) >= 4
    waits = [float(line.partition("again in ")[2].partition(" s")[0]) for line in lines]
    assert waits[:4] == [0.05, 0.1, 0.2, 0.2]
    assert "child ended with exit code 3" in lines[0]
    assert "oh dear" in lines[0]


async def test_delays_start_over_after_a_steady_life(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that lived long enough is started again after the shortest delay."""
    monkeypatch.setattr(supervise, "STEADY_S", 0.0)
    lines: list[str] = []
    await _run_for(Supervisor([[Recorder("a", [], [1, -9, 1])]], lines.append), 0.4)
    assert [line.split("again in ")[1].split(" s")[0] for line in lines] == ["0.05"] * 3
    assert "a was killed by signal 9" in lines[1]


async def test_wrong_settings_stop_everything(tmp_path: Path) -> None:
    """Exit code 2 ends all the others with that child's own words instead of a loop."""
    other = child(tmp_path, SLEEPER, "other")
    wrong = child(tmp_path, "import sys; print('khabar: KHABAR_X: no good'); sys.exit(2)", "wrong")
    with pytest.raises(WrongSettings, match="KHABAR_X: no good"):
        async with asyncio.timeout(10):
            await Supervisor([[wrong, other]], print).run(DELAYS)
    assert other.pid is None


async def test_stages_stop_in_order() -> None:
    """All of the first stage have stopped before the second is asked to."""
    notes: list[str] = []
    stages = [[Recorder("worker 1", notes), Recorder("worker 2", notes)], [Recorder("server", notes)]]
    await _run_for(Supervisor(stages, print), 0.05)
    assert notes[:3] == ["start worker 1", "start worker 2", "start server"]
    assert notes[3:] == ["stop worker 1", "stop worker 2", "stop server"]


async def test_a_kill_cuts_the_graces_short(tmp_path: Path) -> None:
    """Stopping children that will not stop ends at once when they are killed."""
    one = child(tmp_path, STUBBORN, grace_s=60)
    supervisor = Supervisor([[one]], print)
    task = asyncio.create_task(supervisor.run(DELAYS))
    await said(one, "up")
    pid = one.pid
    assert pid
    task.cancel()
    await asyncio.sleep(0.2)
    assert one.pid == pid
    supervisor.kill()
    async with asyncio.timeout(5):
        await asyncio.gather(task, return_exceptions=True)
    assert wait_until_gone(pid)
