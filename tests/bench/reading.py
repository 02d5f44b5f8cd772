"""How fast files are read: from bytes to candidates, by processor time, in one process. No server is needed.

`python -m tests.bench.reading` runs this phase alone.
"""

import asyncio
import itertools
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from schemas.article import DocumentRef
from services.ingest.draft import Draft
from services.ingest.normalise import candidate
from services.ingest.read import File, Limits, read
from services.runtime.lifecycle import spare_collector
from tests.bench import corpus, files
from tests.bench.stack import Failed
from tests.servers import Servers

SECONDS = 3.0
_HERE = DocumentRef(document_id="d" * 32, path="a", name="a")


async def measure(servers: Servers, home: Path, seconds: float) -> dict[str, Any]:
    """Read files of each format for so many seconds of processor time. Raises Failed."""
    return await asyncio.to_thread(_measured, seconds)


def _measured(seconds: float) -> dict[str, Any]:
    spare_collector()  # as the ingest process does
    made = files.of_every_format(corpus.texts())
    return {"formats": {name: _of_format(name, suffix, raws, seconds) for name, (suffix, raws) in made.items()}}


def _of_format(name: str, suffix: str, raws: Sequence[bytes], seconds: float) -> dict[str, float]:
    if not raws:
        raise Failed(f"none of the texts can be written as {name}")
    _timed(name, suffix, raws, seconds / 3)  # loads what is loaded when it is first needed
    return _timed(name, suffix, raws, seconds)


def _timed(name: str, suffix: str, raws: Sequence[bytes], seconds: float) -> dict[str, float]:
    count = size = articles = 0
    began = _cpu_s()
    for raw in itertools.cycle(raws):
        articles += _read(name, suffix, raw)
        count, size = count + 1, size + len(raw)
        if (taken := _cpu_s() - began) >= seconds:
            break
    return {
        "files": count,
        "mean_kb": round(size / count / 1000, 1),
        "files_s": round(count / taken, 1),
        "articles_s": round(articles / taken, 1),
        "mb_s": round(size / taken / 1e6, 2),
    }


def _read(name: str, suffix: str, raw: bytes) -> int:
    """Read a file; return how many articles it gave. Raises Failed: each is to be read."""
    items = read(File(f"a{suffix}", raw), Limits())
    for item in items:
        if not isinstance(item, Draft):
            raise Failed(f"{name}: {item}")
        candidate(item, b"a", _HERE)
    return len(items)


def _cpu_s() -> float:
    """Return the processor time of this process and of the programs it called."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Measure, and print the table."""
    from tests.bench import report  # which names this phase's result

    Console().print(report.reading({"reading": _measured(SECONDS)}), corpus.describe(), sep="\n")


if __name__ == "__main__":
    main()
