"""Sidecars: known to be absent where that is certain, and never missed."""

import asyncio
import os
from pathlib import Path

import pytest

from services.ingest.files import Found, look
from services.ingest.lone import LoneFiles
from services.ingest.watch import Watcher


def listed(folder: bytes = b"news", *, lone: bool = True) -> LoneFiles:
    """Return what is known once a folder is listed."""
    known = LoneFiles()
    known.begin(folder)
    known.end(folder, lone)
    return known


def test_files_of_a_watched_folder_that_was_listed_without_a_sidecar_have_none() -> None:
    """Only of such a folder anything is known, and of no folder in it."""
    assert b"news/a.txt" in listed()
    assert b"a.txt" not in listed()
    assert b"news/old/a.txt" not in listed()
    assert b"news/a.txt" not in listed(lone=False)


def test_what_comes_while_a_folder_is_listed_counts() -> None:
    """The list may have been past its name by then."""
    known = LoneFiles()
    known.begin(b"news")
    known.came(b"news/a.meta.json")
    known.end(b"news", True)
    assert b"news/a.txt" not in known


def test_a_sidecar_or_lost_events_end_what_is_known() -> None:
    """Until the folder is listed again."""
    known = listed()
    known.came(b"news/a.meta.json")
    assert b"news/a.txt" not in known
    known = listed()
    known.forget()
    assert b"news/a.txt" not in known
    known.begin(b"news")
    known.forget()
    known.end(b"news", True)
    assert b"news/a.txt" not in known


@pytest.fixture(name="looks")
def count_looks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """List for each look at a file whether no sidecar was looked for."""
    looks: list[bool] = []

    def counted(root: bytes, path: bytes, *, closed: bool = False, alone: bool = False) -> Found:
        looks.append(alone)
        return look(root, path, closed=closed, alone=alone)

    monkeypatch.setattr("services.ingest.watch.look", counted)
    return looks


async def found(seeds: Path, *, poll: bool, names: tuple[str, ...]) -> dict[bytes, bytes | None]:
    """Watch an empty folder, write files into it, and return each with its sidecar."""
    stop = asyncio.Event()
    watcher = Watcher(os.fsencode(seeds), poll=poll, interval_s=0.2, settle_s=0.02, stop=stop)
    seen: dict[bytes, bytes | None] = {}
    async for batch in watcher.batches():
        seen |= {each.path: each.sidecar for each in batch}
        if not batch and not seen:
            for name in names:
                (seeds / name).write_text("{}")
        if len(seen) == sum(name.endswith(".txt") for name in names):
            stop.set()
    return seen


@pytest.mark.parametrize("poll", [False, True])
async def test_a_sidecar_written_before_its_file_is_seen_with_it(tmp_path: Path, poll: bool, looks: list[bool]) -> None:
    """By an event or by the walk: the first batch that has the file has its sidecar."""
    seen = await found(tmp_path, poll=poll, names=("a.txt.meta.json", "a.txt", "b.txt"))
    assert seen == {b"a.txt": b"a.txt.meta.json", b"b.txt": None}
    assert not any(looks)


async def test_where_there_is_none_none_is_looked_for(tmp_path: Path, looks: list[bool]) -> None:
    """Files that events tell of cost one look at each time."""
    assert await found(tmp_path, poll=False, names=("a.txt", "b.txt")) == {b"a.txt": None, b"b.txt": None}
    assert looks
    assert all(looks)
