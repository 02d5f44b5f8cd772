"""Run a program that the kernel kills when the process that asked for it dies, however it dies.

Run as a file, not as a module: `python -I -S leash.py PARENT_PID PROGRAM ARGUMENT...`. It becomes the program, so the
process id stays. A wrapper instead of subprocess's `preexec_fn`, which is not safe beside threads.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask for the signal, then become the program."""
    parent, argv = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent died before its child began")
    os.execvp(argv[0], argv)  # noqa: S606 - the very purpose; no shell is wanted


if __name__ == "__main__":
    main()
