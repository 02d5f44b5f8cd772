"""What `khabar up --until-idle` waits for, and what it says at the end."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
from rich.console import Console
from rich.table import Table

_POLL_S = 0.5
_TIMEOUT = aiohttp.ClientTimeout(total=5)

Status = Mapping[str, Any]


async def until_idle(api_url: str, seeds_dir: Path) -> Status:
    """Wait until everything in the folder is dealt with, and return the last status.

    Idle counts only after the folder has been walked whole since we began to ask, which `scanned_at` tells: a journal
    of an earlier run is idle before anyone has looked. It must be seen twice in a row with the same number of files.
    """
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
        first = await _get(session, f"{api_url}/status")
        seen = -1
        while True:
            await asyncio.sleep(_POLL_S)
            status = await _get(session, f"{api_url}/status")
            first = first or status
            if status is None or first is None or not _at_rest(status, first["scanned_at"], seeds_dir):
                seen = -1
            elif seen == status["documents"]["seen"]:
                return status
            else:
                seen = status["documents"]["seen"]


def summarise(status: Status, seconds: float) -> dict[str, Any]:
    """Reduce a status to the summary: files by state, articles by stage, dead letters, and the time it took."""
    return {
        "documents": dict(status["documents"]),
        "articles": dict(status["articles"]),
        "dead": status["dead"],
        "seconds": round(seconds, 2),
    }


def print_summary(summary: Mapping[str, Any], console: Console, *, as_json: bool) -> None:
    """Print a summary as one line of JSON or as a table."""
    if as_json:
        console.out(json.dumps(summary, ensure_ascii=False), highlight=False)
        return
    table = Table("what", "state", "count", title=f"at rest after {summary['seconds']:g} s")
    table.columns[-1].justify = "right"
    for what in ("documents", "articles"):
        for state, count in summary[what].items():
            table.add_row(what, state, str(count))
    table.add_row("messages", "dead", str(summary["dead"]))
    console.print(table)


def _at_rest(status: Status, scanned_before: str | None, seeds_dir: Path) -> bool:
    if not status["idle"] or status["scanned_at"] == scanned_before:
        return False
    return status["documents"]["seen"] >= 1 or _is_empty(seeds_dir)


def _is_empty(folder: Path) -> bool:
    return not any(path.is_file() for path in folder.rglob("*") if not path.name.startswith("."))


async def _get(session: aiohttp.ClientSession, url: str) -> Status | None:
    """Return what a 200 says; None while there is no such answer."""
    try:
        async with session.get(url) as answer:
            return await answer.json() if answer.status == 200 else None
    except (aiohttp.ClientError, TimeoutError, json.JSONDecodeError):
        return None
