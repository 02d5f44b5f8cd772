"""What the benchmark says of a process is of the time it says."""

import os
import time

from tests.bench.measure import Usage, cpu_s


def test_processor_time_is_told_from_the_beginning_of_the_window() -> None:
    """What a process used before is not in its figure, and what it used since is."""
    _burn(0.1)
    usage = Usage({"me": os.getpid()})
    before = cpu_s(os.getpid())
    _burn(0.1)
    told = usage.told()["me"]
    assert abs(told["cpu_before_s"] - before) <= 0.05
    assert 0.1 <= told["cpu_s"] + 0.02 < before + 0.1
    assert told["peak_mb"] > 1


def _burn(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
