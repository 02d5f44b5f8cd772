"""What a child may take and touch: memory, processor time, files, and no network. Linux only; all of it is for life."""

import ctypes
import os
import platform
import resource
import signal
from dataclasses import dataclass

MIB = 1024 * 1024
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 22, 36, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_OPEN_FILES = 64


@dataclass(frozen=True)
class ChildLimits:
    """Bounds on the processes that parse, and on one file there."""

    processes: int = 2
    memory_bytes: int = 480 * MIB
    """Address space of each, which bounds what is resident whatever it is made of."""
    cpu_s: float = 5.0
    """Processor seconds for a file, and as many again for each MiB of it: an archive of pages takes its time."""
    wall_s: float = 15.0
    """Seconds by the clock for a file, and as many again for each MiB of it."""
    files_each: int = 500
    """How many files a child reads before a fresh one takes its place."""
    answer_bytes: int = 64 * MIB
    """All that is read of one file, as it is sent back."""


def confine(limits: ChildLimits) -> str | None:
    """Bind this process to its limits.

    Returns:
        How the network is kept away, None if this machine permits no way to.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    _prctl(libc, _PR_SET_PDEATHSIG, signal.SIGKILL)
    _prctl(libc, _PR_SET_CHILD_SUBREAPER, 1)  # so that what a parser leaves running is found, whoever started it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops its children
    os.nice(5)  # renewing leases goes before parsing
    _limit(resource.RLIMIT_AS, limits.memory_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    return _without_network(libc)


def allow_cpu(seconds: float) -> None:
    """Let this process use so many more seconds of processor time; then the kernel ends it with SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if most == resource.RLIM_INFINITY else min(soft, most), most))


def _limit(what: int, most: int) -> None:
    """Lower a limit for good, unless it is lower already."""
    _, already = resource.getrlimit(what)
    most = most if already == resource.RLIM_INFINITY else min(most, already)
    resource.setrlimit(what, (most, most))


def _without_network(libc: ctypes.CDLL) -> str | None:
    if _filter_sockets(libc):
        return "seccomp"
    # Where the filter is unknown, an empty network of its own; a container often forbids it.
    return "namespace" if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0 else None


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # with EACCES
_NUMBER_AT, _MACHINE_AT = 0, 4  # in struct seccomp_data
_X32 = 0x40000000
_IO_URING_SETUP = 425
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: its number for the audit system, and that of the system call `socket`."""


def _filter_sockets(libc: ctypes.CDLL) -> bool:
    """Deny `socket`, and what would get around it, to this process and its children; see seccomp(2)."""
    if platform.machine() not in _MACHINES:
        return False
    machine, socket = _MACHINES[platform.machine()]
    code = (
        _Instruction(_LOAD, 0, 0, _MACHINE_AT),
        _Instruction(_EQUAL, 0, 5, machine),
        _Instruction(_LOAD, 0, 0, _NUMBER_AT),
        _Instruction(_AT_LEAST, 3, 0, _X32),
        _Instruction(_EQUAL, 2, 0, socket),
        _Instruction(_EQUAL, 1, 0, _IO_URING_SETUP),
        _Instruction(_RETURN, 0, 0, _ALLOW),
        _Instruction(_RETURN, 0, 0, _DENY),
    )
    program = _Program(len(code), (_Instruction * len(code))(*code))
    _prctl(libc, _PR_SET_NO_NEW_PRIVS, 1)
    return _prctl(libc, _PR_SET_SECCOMP, 2, ctypes.byref(program)) == 0


def _prctl(libc: ctypes.CDLL, option: int, argument: int, pointer: object = None) -> int:
    done: int = libc.prctl(
        ctypes.c_int(option),
        ctypes.c_ulong(argument),
        pointer or ctypes.c_ulong(0),
        ctypes.c_ulong(0),
        ctypes.c_ulong(0),
    )
    return done
