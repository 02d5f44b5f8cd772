"""One `khabar up` a state folder: a lock the kernel lets go when its holder dies, however it dies."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

LOCK_NAME = "up.lock"


class AlreadyRunning(Exception):
    """Another process holds the state folder; the message names it."""

    def __init__(self, state_dir: Path, pid: str) -> None:
        self.pid = pid
        super().__init__(f"khabar is already running on {state_dir} (process {pid}); stop it, or set KHABAR_STATE_DIR")


@contextlib.contextmanager
def hold(state_dir: Path) -> Iterator[None]:
    """Hold `state_dir`, made if missing, for the length of the block.

    Raises:
        AlreadyRunning: another process holds it.
    """
    state_dir.mkdir(parents=True, exist_ok=True)
    with (state_dir / LOCK_NAME).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyRunning(state_dir, file.read().strip() or "unknown") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
