"""`python -m tests.bench`: start private servers, run every phase, print tables and write JSON."""

import argparse
import asyncio
import contextlib
import json
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.bench import corpus, enriching, peers, phases, reading, report, search, staged
from tests.bench.phases import Result
from tests.servers import Servers

_REPORT = Path(__file__).parents[2] / ".khabar" / "bench" / "bench.json"
_WIDTH = 120
Phase = Callable[[Servers, Path], Awaitable[Result]]


def main() -> int:
    """Run the benchmark; return 1 if a phase failed, lost an article or needed too much memory."""
    options = _options()
    console = Console() if sys.stdout.isatty() else Console(width=_WIDTH)
    try:
        return asyncio.run(_run(options, console))
    except (KeyboardInterrupt, asyncio.CancelledError):
        console.print("stopped")
        return 130


async def _run(options: argparse.Namespace, console: Console) -> int:
    task = asyncio.current_task()
    if task:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    results: dict[str, Result] = {}
    try:
        await _measure(options, console, results)
    finally:
        # Also when interrupted: what was measured so far took long enough.
        kept = _report(options, console, results)
    return int(report.failed(results, kept))


async def _measure(options: argparse.Namespace, console: Console, results: dict[str, Result]) -> None:
    """Run the phases, one after the other, and enter what each comes to."""
    if options.peers and not options.search and (why := peers.missing()):
        results |= {f"peer {mode}": {"skipped": why} for mode in options.peers}
    servers = Servers()
    with tempfile.TemporaryDirectory(prefix="khabar-bench-", ignore_cleanup_errors=True) as home:
        try:
            console.print("starting the servers …")
            servers.begin(("mongo",) if options.search else ("rabbitmq", "mongo"))
            if not options.search:
                await servers.rabbitmq.up()
            await servers.mongo.up()
            for number, (name, phase) in enumerate(_phases(options)):
                results[name] = {"failed": "interrupted"}
                results[name] = await _measured(phase, servers, Path(home) / f"phase{number}")
                console.print(f"{name}: {_line(results[name])}", soft_wrap=True)
        finally:
            await servers.stop()


def _report(options: argparse.Namespace, console: Console, results: dict[str, Result]) -> dict[str, Any]:
    """Show and write the figures; return the goals."""
    kept = report.goals(results)
    full = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": _machine(),
        "texts": f"{corpus.describe()}; {staged.DESCRIPTION}",
        "results": results,
        "goals": kept,
    }
    report.show(console, full)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(full, indent=2, ensure_ascii=False) + "\n", "utf-8")
    console.print(f"written to {options.json}")
    return kept


def _phases(options: argparse.Namespace) -> Iterator[tuple[str, Phase]]:
    if options.search:
        yield "search", partial(search.measure, articles=options.search)
        return
    if options.reading:
        yield "reading", partial(reading.measure, seconds=options.reading)
    if options.enriching:
        yield "enriching", partial(enriching.measure, passes=options.enriching)
    yield "drop", partial(phases.drop_at_once, files=options.files)
    if not peers.missing():
        for mode in options.peers:
            yield f"peer {mode}", partial(peers.measure, mode=mode, count=options.files)
    if options.single:
        yield "single", partial(phases.one_at_a_time, files=options.single)
    if options.crowd:
        yield "crowd waiting at start", partial(phases.waiting_at_start, files=options.crowd)
        yield "crowd dropped while running", partial(phases.drop_at_once, files=options.crowd)


async def _measured(phase: Phase, servers: Servers, home: Path) -> Result:
    try:
        return await phase(servers, home)
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}


def _line(result: Result) -> str:
    if "failed" in result:
        return f"FAILED: {result['failed']}"
    figures = ("articles_s", "seconds", "done_s", "p50_ms", "p99_ms", "overlap_at_10", "load_before", "others_cores")
    return ", ".join(f"{name} {result[name]}" for name in figures if name in result) or "measured"


def _machine() -> str:
    with contextlib.suppress(OSError):
        about = Path("/proc/cpuinfo").read_text()
        model = next((line.split(":")[1].strip() for line in about.splitlines() if line.startswith("model name")), "")
        return f"{os.cpu_count()} cores ({model}), {platform.system()} {platform.release()}, {sys.version.split()[0]}"
    return platform.platform()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--files", type=int, default=3000, help="files dropped at once, and articles for each peer")
    parser.add_argument("--single", type=int, default=60, help="files dropped one at a time; 0: none")
    parser.add_argument("--crowd", type=int, default=20_000, help="files of the two crowds")
    parser.add_argument("--no-crowd", action="store_const", const=0, dest="crowd", help="leave the crowds out")
    parser.add_argument(
        "--peers", nargs="*", default=list(peers.MODES), choices=peers.MODES, help="which to compare with"
    )
    parser.add_argument(
        "--no-reading",
        action="store_const",
        const=0,
        default=reading.SECONDS,
        dest="reading",
        help="leave the reading of each format out",
    )
    parser.add_argument(
        "--no-enriching",
        action="store_const",
        const=0,
        default=enriching.PASSES,
        dest="enriching",
        help="leave the cost of each enricher out",
    )
    parser.add_argument("--search", type=int, default=0, help="search among so many articles, and nothing else")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see whether all works")
    parser.add_argument("--json", type=Path, default=_REPORT, help="where to write the figures")
    options = parser.parse_args()
    if options.quick:
        small: dict[str, Any] = {
            "files": 300,
            "single": 10,
            "crowd": min(options.crowd, 1000),
            "reading": options.reading / 10,
            "enriching": min(options.enriching, 1),
        }
        options.__dict__ |= small
    return options


if __name__ == "__main__":
    sys.exit(main())
