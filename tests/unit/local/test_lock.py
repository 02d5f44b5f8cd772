"""One `up` a state folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.local.lock import AlreadyRunning, hold

_HOLDER = """
import sys, pathlib
from services.local.lock import hold
with hold(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_holder_is_told_who_the_first_is(tmp_path: Path) -> None:
    """The second is refused with the first's process id, and may hold once the first is done."""
    state = tmp_path / "state"
    with hold(state), pytest.raises(AlreadyRunning, match=f"process {os.getpid()}") as refused, hold(state):
        pass
    assert refused.value.pid == str(os.getpid())
    with hold(state):
        assert (state / "up.lock").read_text() == f"{os.getpid()}\n"


def test_the_lock_of_a_killed_holder_is_free(tmp_path: Path) -> None:
    """Kill -9 leaves no stale lock behind."""
    argv = [sys.executable, "-c", _HOLDER, str(tmp_path)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match=f"process {holder.pid}"), hold(tmp_path):
            pass
        holder.kill()
    with hold(tmp_path):
        pass
