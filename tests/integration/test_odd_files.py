"""Bad and odd files: each gets its reason, and the files beside them go through."""

import asyncio
import os
import shutil
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.samples import drop, text
from tests.stack import PROCESSES, Stack, until


async def _documents(stack: Stack) -> dict[str, dict[str, Any]]:
    code, answer = await asyncio.to_thread(stack["api"].get, "/documents?limit=1000")
    assert code == 200
    return {row["path"]: row for row in answer["items"]}


def _make_bad_files(folder: Path, outside: Path) -> dict[str, str]:
    """Make one of each; return the reason each must get."""
    (folder / "empty.txt").touch()
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(200_000_000)
    os.mkfifo(folder / "pipe.txt")
    outside.write_text(text(9999))
    (folder / "link.txt").symlink_to(outside)
    (folder / "folder.txt").mkdir()
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(folder / "socket.txt"))
    drop(folder, "binary.txt", bytes(range(256)) * 20)
    drop(folder, "deep.json", "[" * 100_000 + "]" * 100_000)
    drop(folder, "broken.json", '{"title": "a", "text": ')
    drop(folder, "nothing.json", '{"a": 1}')
    drop(folder, "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
    drop(folder, "dots.txt", "...\n\n--\n")
    closed = drop(folder, "closed.txt", text(1))
    closed.chmod(0)
    return {
        "empty.txt": "empty",
        "huge.txt": "too_large",
        "pipe.txt": "not_regular",
        "link.txt": "not_regular",
        "folder.txt": "not_regular",
        "socket.txt": "not_regular",
        "binary.txt": "binary",
        "deep.json": "parser_limit",
        "broken.json": "malformed",
        "nothing.json": "no_article",
        "picture.png": "unsupported_type",
        "dots.txt": "no_article",
        "closed.txt": "unreadable",
    }


async def test_each_bad_file_gets_its_reason_and_costs_its_neighbours_nothing(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is wrong with a file is told at /documents, and every good file beside it is published."""
    reasons = _make_bad_files(stack.seeds, tmp_path / "outside.txt")
    for number in range(20):
        drop(stack.seeds, f"good{number}.txt", text(100 + number))
    drop(stack.seeds, "latin1-bytes.txt", text(200).encode() + b"\n\xff\xfe broken \xff\n")
    drop(stack.seeds, "surrogate.json", '{"title": "unique201 \\ud800", "text": "a short brief of one line"}')
    await stack.start("store", "index", "enrich", "api")
    await _start_without_rights(stack)
    seen = len(reasons) + 22
    status = await stack.rest(seen=seen)

    rows = await _documents(stack)
    assert {path: rows[path]["reason"] for path in reasons} == reasons
    assert all(rows[path]["detail"] for path in reasons)
    assert status["documents"]["published"] == 22
    assert status["documents"]["seen"] == seen
    assert len(await stack.search("unique201")) == 1


async def _start_without_rights(stack: Stack) -> None:
    """Start ingest so that file modes hold for it even where the tests are run by root."""
    await stack.start("ingest")
    if os.geteuid() == 0:
        process = stack["ingest"]
        await process.end()
        setpriv = shutil.which("setpriv")
        assert setpriv, "setpriv comes with util-linux"
        await process.start(setpriv, "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")


async def test_odd_names_and_renamed_in_folders_are_seen(stack: Stack, tmp_path: Path) -> None:
    """Names in any bytes, old times, folders that appear whole: all are found, temporary files are not."""
    await stack.start(*PROCESSES)
    await stack.rest(seen=0)
    names = ["نہر کا پانی.txt", "a b\tc\n.txt", "$where.txt", "-rf.txt", "UPPER.TXT", "a" * 250 + ".txt", "%2e%2e.txt"]
    for number, name in enumerate(names):
        drop(stack.seeds, name, text(number))
    drop(stack.seeds, os.fsdecode(b"\xff\xfe-raw.txt"), text(50))
    old = tmp_path / "old.txt"
    old.write_text(text(51))
    os.utime(old, (0, 0))
    old.rename(stack.seeds / "old.txt")
    elsewhere = tmp_path / "elsewhere" / "deep" / "er"
    elsewhere.mkdir(parents=True)
    (elsewhere / "in-folder.txt").write_text(text(52))
    (tmp_path / "elsewhere").rename(stack.seeds / "moved")
    (stack.seeds / "half.txt.part").write_text(text(53))
    (stack.seeds / ".hidden.txt").write_text(text(54))
    (stack.seeds / "backup.txt~").write_text(text(55))
    (stack.seeds / "moved" / "late.txt").write_text(text(56))
    status = await stack.rest(seen=len(names) + 4)
    assert status["documents"]["published"] == status["documents"]["seen"] == len(names) + 4
    assert "\\xff\\xfe-raw.txt" in await _documents(stack)


async def test_a_half_written_file_waits_until_it_is_whole(stack: Stack) -> None:
    """A slow writer's file becomes one article, with all its text, at its first revision."""
    await stack.start(*PROCESSES)
    await stack.rest(seen=0)
    whole = text(7)
    with (stack.seeds / "slow.txt").open("w") as slow:
        for start in range(0, len(whole), len(whole) // 4 + 1):
            slow.write(whole[start : start + len(whole) // 4 + 1])
            slow.flush()
            await asyncio.sleep(1.2)
        assert await stack.search("unique7") == []
    await stack.rest(seen=1)
    [hit] = await stack.search("unique7")
    _, article = stack["api"].get(f"/articles/{hit['article_id']}")
    assert article["revision"] == 1
    assert len(article["text"].split("\n\n")) == 3


async def test_a_file_deleted_while_it_waits_is_entered_as_vanished(stack: Stack) -> None:
    """A file that was noticed and is gone before it could be read is told as vanished, and nothing waits for it."""
    await stack.start("ingest", "api")
    with (stack.seeds / "gone.txt").open("w") as held:
        held.write(text(1))
        held.flush()

        async def noticed() -> bool:
            return await _count(stack, "pending") == 1

        await until(noticed, 15)
        (stack.seeds / "gone.txt").unlink()

    async def vanished() -> bool:
        return await _count(stack, "vanished") == 1

    await until(vanished, 15)
    assert (await _documents(stack))["gone.txt"]["state"] == "vanished"


async def _count(stack: Stack, state: str) -> int:
    status = await stack.status()
    return int(status["documents"][state]) if status else 0


def test_modes_hold_for_an_unprivileged_user(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file without permission is refused as unreadable, read here by a child that has given up root."""
    folder = tmp_path_factory.mktemp("modes")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    drop(folder, "closed.txt", text(1)).chmod(0)
    child = os.fork()
    if child == 0:
        os._exit(_refused_as_nobody(folder))
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def _refused_as_nobody(folder: Path) -> int:
    from services.ingest.draft import Refusal
    from services.ingest.files import read

    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        read(os.fsencode(folder), b"closed.txt", 1000)
    except Refusal as refusal:
        return 0 if refusal.reason == "unreadable" else 1
    except BaseException as error:  # told through the exit code: a forked child must not run the test suite on
        print(error, file=sys.stderr)  # noqa: T201
    return 2
