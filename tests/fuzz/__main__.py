"""`python -m tests.fuzz [READER …]`: fuzz the readers one after the other, print a table, keep what is found.

What is found lies in `.khabar/fuzz/<reader>/`: the bytes, and beside them a `.txt` that tells where it went wrong. The
next run tries it first, and it is gone once it is mended.
"""

import argparse
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.fuzz.target import PLANTED, Target
from tests.fuzz.targets import targets

ROOT = Path(__file__).parents[2]
_FOLDER = ROOT / ".khabar" / "fuzz"
_WIDTH = 120
_GRACE_S = 60.0
_PIPED: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
_NOTES = {"log.txt", "slowest", "slowest.json"}


@dataclass(frozen=True)
class Outcome:
    """What fuzzing a target came to."""

    name: str
    seconds: float
    code: int
    log: str
    slowest_ms: float
    findings: tuple[str, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """Return what the table shows."""
        runs, edges = _last(r"number_of_executed_units:\s+(\d+)", self.log), _last(r"\bcov: (\d+)", self.log)
        peak = _last(r"peak_rss_mb:\s+(\d+)", self.log)
        found = ", ".join(self.findings) or ("-" if self.code == 0 else f"ended with code {self.code}")
        return (self.name, runs, f"{self.seconds:.0f}", edges, f"{self.slowest_ms:.0f}", peak, found)

    @property
    def bad(self) -> bool:
        """Whether there is something to mend."""
        return self.code != 0 or bool(self.findings)


def main() -> int:
    """Fuzz; return 1 if anything was found, 2 if it cannot be done here."""
    known = targets()
    options = _options(list(known))
    console = Console() if sys.stdout.isatty() else Console(width=_WIDTH)
    if importlib.util.find_spec("atheris") is None:
        console.print("atheris is missing: it is installed with the other development packages, on x86-64 Linux only")
        return 2
    chosen = [(known | PLANTED)[name] for name in options.reader or known]
    outcomes = []
    for target in chosen:
        outcomes.append(_fuzzed(target, options.folder / target.name, max(1, round(options.seconds * target.share))))
        console.print(f"{target.name}: {outcomes[-1].row[-1]}", soft_wrap=True)
    _show(console, outcomes)
    if found := [each for each in outcomes if each.bad]:
        console.print(f"kept in {', '.join(str(options.folder / each.name) for each in found)}", soft_wrap=True)
    return int(bool(found))


def _fuzzed(target: Target, folder: Path, seconds: int) -> Outcome:
    """Fuzz one target in a child of its own. Its words go to `log.txt`."""
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    # libFuzzer ends the child without a chance to tidy up.
    with tempfile.TemporaryDirectory(prefix="khabar-fuzz-") as scratch:
        code, told = _run(["tests.fuzz.child", target.name, str(folder), scratch, str(seconds)], seconds + _GRACE_S)
    log = told.decode("utf-8", "replace")
    (folder / "log.txt").write_text(log, "utf-8")
    slowest = folder / "slowest.json"
    return Outcome(
        target.name,
        time.monotonic() - began,
        code,
        log,
        json.loads(slowest.read_text())["ms"] if slowest.exists() else 0.0,
        tuple(sorted(p.name[:24] for p in folder.iterdir() if p.name not in _NOTES and p.suffix != ".txt")),
    )


def _run(arguments: list[str], limit_s: float) -> tuple[int, bytes]:
    """Run a module; return its exit code and what it said."""
    # Arenas reserve address space, which is what is limited.
    environment = os.environ | {"MALLOC_ARENA_MAX": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", *arguments]
    try:
        done = subprocess.run(command, env=environment, cwd=ROOT, **_PIPED, timeout=limit_s)
    except subprocess.TimeoutExpired as late:
        return -9, late.stdout or b""
    return done.returncode, done.stdout


def _last(pattern: str, log: str) -> str:
    return next(iter(re.findall(pattern, log)[-1:]), "-")


def _show(console: Console, outcomes: list[Outcome]) -> None:
    table = Table(title="Fuzzing", title_justify="left")
    for number, name in enumerate(("reader", "runs", "seconds", "edges", "slowest ms", "peak MB", "found")):
        table.add_column(name, justify="right" if 0 < number < 6 else "left")
    for each in outcomes:
        table.add_row(*each.row)
    console.print(table)


def _options(known: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("reader", nargs="*", help=f"which to fuzz; all if none is named: {', '.join(known)}")
    parser.add_argument("--seconds", type=float, default=30, help="for each; some get more of it, some less")
    parser.add_argument("--folder", type=Path, default=_FOLDER, help="where to keep what is found")
    options = parser.parse_args()
    if unknown := set(options.reader) - {*known, *PLANTED}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    options.folder = options.folder.resolve()
    return options


if __name__ == "__main__":
    sys.exit(main())
