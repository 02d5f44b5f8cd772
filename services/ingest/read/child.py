"""The program of a child: reads one file after another for its parent, under limits.

Run as `python -P -m services.ingest.read.child PARENT_PID`, with the connection as its standard input.
"""

import contextlib
import errno
import gc
import os
import pickle
import signal
import sys
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import services.ingest.read  # noqa: F401  what every file needs is loaded before the first one's time runs
from services.ingest.draft import Refusal
from services.ingest.read.confine import ChildLimits, allow_cpu, confine
from services.ingest.read.wire import Kind, Said, say


def main() -> None:
    """Work until the parent hangs up."""
    connection = _connection()
    limits: ChildLimits = connection.recv()
    network = confine(limits)
    if os.getppid() != int(sys.argv[1]):
        sys.exit("the parent died before its child began")
    gc.freeze()
    say(connection, Said(Kind.READY, pickle.dumps(network), last=False))
    with contextlib.suppress(EOFError):
        for number in range(1, limits.files_each + 1):
            allow_cpu(connection.recv())
            kind, words = _answer(connection.recv_bytes(), limits.answer_bytes)
            _end_descendants()
            gc.collect()
            # What a large file leaves behind, in holes, the next one would miss.
            last = number == limits.files_each or _held_bytes() > limits.memory_bytes // 2
            say(connection, Said(kind, words, last or kind is Kind.MEMORY))


def _connection() -> "Connection[Any, Any]":
    """Take the connection away from the standard input, where a parser's own programs would inherit it."""
    connection: Connection[Any, Any] = Connection(os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return connection


def _answer(request: bytes, most_bytes: int) -> tuple[Kind, bytes]:
    try:
        function, arguments = pickle.loads(request)  # noqa: S301  from the parent
        answer = pickle.dumps(function(*arguments), protocol=pickle.HIGHEST_PROTOCOL)
    except Refusal as refusal:
        return Kind.REFUSAL, pickle.dumps(refusal)
    except MemoryError:
        return Kind.MEMORY, b""
    except RecursionError:
        return Kind.DEPTH, b""
    except BaseException as error:  # a panic too, and a parser that means to leave
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            return Kind.MEMORY, b""
        return Kind.FAILED, pickle.dumps(traceback.format_exc())
    return (Kind.ANSWER, answer) if len(answer) <= most_bytes else (Kind.LARGE, b"")


def _end_descendants() -> None:
    """Kill what a parser has left running. To this process, their subreaper, even orphans among them are given."""
    with contextlib.suppress(ChildProcessError):
        while True:
            if os.waitpid(-1, os.WNOHANG) != (0, 0):
                continue
            for children in Path("/proc/self/task").glob("*/children"):
                for pid in children.read_text().split():
                    os.kill(int(pid), signal.SIGKILL)
            os.waitpid(-1, 0)


def _held_bytes() -> int:
    """Return the size of the address space."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
