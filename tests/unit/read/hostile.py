"""What a parser may do to its process. Called in children, which import this module."""

import ctypes
import mmap
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from schemas.reasons import Reason
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read.format import File, Reader
from services.ingest.read.limits import Limits


def echo(value: Any) -> Any:
    """Do no harm."""
    return value


def refuse() -> None:
    """Refuse, as a reader does."""
    raise Refusal(Reason.MALFORMED, "as a test", "inside")


def allocate(size: int) -> int:
    """Take memory, and touch it."""
    return len(bytearray(size))


def map_shared(size: int) -> int:
    """Take memory that no limit on the heap counts."""
    shared = mmap.mmap(-1, size)
    for at in range(0, size, 4096):
        shared[at] = 1
    return size


def spin() -> None:
    """Never end."""
    while True:
        pass


def sleep(seconds: float) -> float:
    """Take time, but no processor."""
    time.sleep(seconds)
    return seconds


def crash() -> None:
    """Read where nothing is."""
    ctypes.string_at(0)


def leave(code: int) -> None:
    """End the process without a word."""
    os._exit(code)


def exit_politely() -> None:
    """End it in Python's way."""
    sys.exit(3)


def fail() -> None:
    """Raise what is no verdict."""
    raise LookupError("a fault of ours")


class Panic(BaseException):
    """Derives from no Exception, as a panic of an extension in Rust does."""


def panic() -> None:
    """Panic."""
    raise Panic("in Rust")


def recurse() -> None:
    """Go too deep."""
    recurse()


def connect() -> str:
    """Reach for the network."""
    try:
        socket.create_connection(("127.0.0.1", 9), 1)
    except OSError as error:
        return type(error).__name__
    return "connected"


def write(path: str) -> str:
    """Write to the file system."""
    try:
        Path(path).write_bytes(b"x")
    except OSError as error:
        return type(error).__name__
    return "written"


def linger() -> int:
    """Leave a process behind, an orphan in a session of its own; return its id."""
    starts = "import subprocess, sys; print(subprocess.Popen(['sleep', '60'], start_new_session=True, stdout=-3).pid)"
    found = subprocess.run([sys.executable, "-I", "-c", starts], stdout=subprocess.PIPE, check=True)
    return int(found.stdout)


def killed_from_outside() -> None:
    """Be killed as by the kernel when memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)


def killed_once(mark: int) -> str:
    """Be killed the first time only: then the process whose id is the mark is killed too."""
    try:
        os.kill(mark, signal.SIGKILL)
    except ProcessLookupError:
        return "read"
    time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


def large(size: int) -> bytes:
    """Answer with very much."""
    return bytes(size)


def self_made() -> Any:
    """Answer with what would run code in the parent."""
    return Evil()


class Evil:
    """Unpickles as a call."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.system, ("true",)


def told() -> dict[str, Any]:
    """Tell what the process is."""
    return {
        "pid": os.getpid(),
        "limits": [resource.getrlimit(each)[0] for each in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE)],
        "secrets": [name for name in os.environ if name.startswith("KHABAR_")],
        "nice": os.nice(0),
        "peak": peak_bytes(os.getpid()),
    }


def peak_bytes(pid: int) -> int:
    """Return the most that a process ever had resident."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def inherited() -> str:
    """Have a program of one's own tell what it inherits."""
    return subprocess.run(["ls", "-l", "/proc/self/fd"], stdout=subprocess.PIPE, text=True, check=True).stdout


def fill() -> int:
    """Take memory until there is no more; return the peak."""
    kept = []
    try:
        while True:
            kept.append(bytearray(1 << 20))
    except MemoryError:
        kept.clear()
    return peak_bytes(os.getpid())


def fill_shared() -> int:
    """Do so with memory that no limit on the heap counts."""
    kept = []
    try:
        while True:
            kept.append(mmap.mmap(-1, 1 << 20))
            kept[-1].write(bytes(1 << 20))
    except (OSError, MemoryError):
        kept.clear()
    return peak_bytes(os.getpid())


_kept: list[bytearray] = []


def keep(size: int) -> None:
    """Leak."""
    _kept.append(bytearray(size))


def wait_for_program() -> None:
    """Wait for a program that takes its time."""
    subprocess.run(["sleep", "61.25"], check=True)


def answer_halfway() -> None:
    """Begin to answer, and stop."""
    links = {int(name): Path(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")}  # noqa: PTH208
    (connection,) = (number for number, link in links.items() if link.is_socket())
    os.write(connection, b"\0\0\0\2a0\0\0\1\0half")
    time.sleep(60)


def orphan() -> tuple[int, int]:
    """Start a process whose child is in the middle of a file; return the ids of both."""
    code = (
        "import time; from services.ingest.read.children import Children; "
        "from services.ingest.read.confine import ChildLimits; from tests.unit.read import hostile; "
        "children = Children(ChildLimits(processes=1)); print(children.begin(hostile.told)()['pid'], flush=True); "
        "children.begin(hostile.sleep, 60)()"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.2)
    return parent.pid, child


def _read(file: File, limits: Limits) -> list[Item]:
    if file.raw == b"spin":
        spin()
    in_child = sys.argv[0].endswith("child.py")
    return [Draft(None, file.raw.decode(), language="x-child" if in_child else None)]


FORMAT = Reader("hostile", "a hostile file", frozenset({".hostile"}), read=_read)
