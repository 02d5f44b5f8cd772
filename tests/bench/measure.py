"""What the machine says: memory, processor time, load; and percentiles."""

import math
import os
import resource
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_IDLE = slice(3, 5)
"""Where /proc/stat has idle and waiting for disks."""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile: a value that was really measured. `share` is between 0 and 1."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def peak_memory_mb(pid: int) -> float:
    """Return the most resident memory a running process ever had, in MB (10⁶ bytes)."""
    status = Path(f"/proc/{pid}/status").read_text()
    kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kib) * 1024 / 1e6


def cpu_s(pid: int) -> float:
    """Return the processor time of a running process and its ended children, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / _TICKS


def children(pid: int) -> list[int]:
    """Return the ids of a running process's children."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Machine:
    """How busy the machine is over a time, and how much of that is others' doing."""

    def __init__(self, own: Collection[int]) -> None:
        self._own = own
        self._load = os.getloadavg()[0]
        self._began = time.monotonic()
        self._busy, self._ours = _busy_s(), self._own_s()

    def told(self) -> dict[str, float]:
        """Return the load average at the beginning, and the cores that others kept busy since then, on average."""
        others = (_busy_s() - self._busy) - (self._own_s() - self._ours)
        cores = max(0.0, others / (time.monotonic() - self._began))
        return {"load_before": round(self._load, 2), "others_cores": round(cores, 2)}

    def _own_s(self) -> float:
        mine = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in mine) + sum(cpu_s(pid) for pid in self._own)


class Usage:
    """What each process needs over a time."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._pids = pids
        self._before = {name: cpu_s(pid) for name, pid in pids.items()}

    def told(self) -> dict[str, dict[str, float]]:
        """Return by name the most memory ever, and the processor time since we began to look and before that."""
        return {
            name: {
                "peak_mb": round(peak_memory_mb(pid), 1),
                "cpu_s": round(cpu_s(pid) - self._before[name], 2),
                "cpu_before_s": round(self._before[name], 2),
            }
            for name, pid in self._pids.items()
        }


def _busy_s() -> float:
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - sum(fields[_IDLE])) / _TICKS
