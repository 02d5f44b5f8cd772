"""Run a program that the kernel kills when the process that asked for it dies, however it dies.

Run as a file, not as a module: `python -I -S leash.py PARENT_PID NICE PROGRAM ARGUMENT...`. It becomes the program, so
the process id stays. A wrapper instead of subprocess's `preexec_fn`, which is not safe beside threads.
"""

import ctypes
import os
import signal
import sys
import time

_AUTOGROUP = "/proc/self/autogroup"
_TRIES, _PAUSE_S = 20, 0.05
_PR_SET_PDEATHSIG = 1


def give_way(nice: int) -> None:
    """Let others go first, by so many steps of niceness; also where the kernel weighs sessions, not processes."""
    os.nice(nice)
    for _ in range(_TRIES):
        try:
            with open(_AUTOGROUP, "w", encoding="ascii") as group:  # noqa: PTH123 - pathlib costs 20 ms here
                group.write(str(nice))
        except BlockingIOError:  # one in a tenth of a second, of all users together
            time.sleep(_PAUSE_S)
        except OSError:  # this kernel has no such groups
            break
        else:
            break


def main() -> None:
    """Ask for the signal, then become the program."""
    parent, nice, argv = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent died before its child began")
    if nice:
        give_way(nice)
    os.execvp(argv[0], argv)  # noqa: S606 - the very purpose; no shell is wanted


if __name__ == "__main__":
    main()
