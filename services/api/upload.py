"""A way in for files: an upload becomes a file in the watched folder, whole or not at all.

It is written beside its place under a hidden name that ingest passes over, made durable, and renamed. A name that is
taken is refused unless the content is the same or replacing was asked for: what somebody dropped is never overwritten
behind their back.
"""

import asyncio
import contextlib
import errno
import filecmp
import os
import time
import unicodedata
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from uuid import uuid4

from schemas.identity import document_id
from services.api.problems import Problem

PREFIX = ".khabar-upload-"
LEFTOVER_S = 3600
AT_ONCE = 32
_UNWATCHED = (".part", ".crdownload", ".swp", ".swx", ".tmp", "~", ".meta.json", ".meta.yaml", ".meta.yml")
_NAME_BYTES = 255
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Uploaded:
    """A file that lies in the folder now."""

    document_id: str
    name: str
    size: int


class Folder:
    """The watched folder, as uploads see it."""

    def __init__(self, root: Path, most_bytes: int) -> None:
        self._root = root
        self.most_bytes = most_bytes
        self._free = AT_ONCE

    async def take(self, name: str, chunks: AsyncIterator[bytes], *, replace: bool) -> Uploaded:
        """Write an upload into the folder.

        Raises:
            Problem: 400 for the name, 409 if it is taken, 413, 503 or 507 if it cannot be written.
        """
        check_name(name)
        with self._place(), _told():
            return await self._write(name, chunks, replace=replace)

    def sweep(self) -> None:
        """Remove what uploads left behind that were killed. Errors are left to the next upload to tell of."""
        with contextlib.suppress(OSError):
            for path in self._root.glob(f"{PREFIX}*"):
                if time.time() - path.stat().st_mtime > LEFTOVER_S:
                    path.unlink()

    async def _write(self, name: str, chunks: AsyncIterator[bytes], *, replace: bool) -> Uploaded:
        temporary = self._root / f"{PREFIX}{uuid4().hex}"
        file = await asyncio.to_thread(temporary.open, "xb")
        size = 0
        try:
            async for chunk in chunks:
                size += len(chunk)
                if size > self.most_bytes:
                    raise too_large(self.most_bytes)
                await asyncio.to_thread(file.write, chunk)
            await asyncio.to_thread(_settle, file, temporary, self._root / name, replace=replace)
        finally:
            file.close()
            temporary.unlink(missing_ok=True)
        return Uploaded(document_id(os.fsencode(name)), name, size)

    @contextlib.contextmanager
    def _place(self) -> Iterator[None]:
        if not self._free:
            raise Problem(503, f"{AT_ONCE} uploads are under way already", headers={"Retry-After": "1"})
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


def check_name(name: str) -> None:
    """Refuse what is no plain file name, or one that ingest would pass over.

    Raises:
        Problem: 400, naming the parameter.
    """
    wrong = None
    if not name:
        wrong = "is missing: name the file, as in ?name=report.txt"
    elif "/" in name or "\\" in name:
        wrong = "must be a plain file name, without a folder"
    elif any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        wrong = "must not hold control characters"
    elif name.startswith(".") or name.endswith(_UNWATCHED):
        wrong = f"must not start with a dot nor end with {', '.join(_UNWATCHED)}: such files are passed over"
    elif len(name.encode()) > _NAME_BYTES:
        wrong = f"must not be longer than {_NAME_BYTES} bytes"
    if wrong:
        raise Problem(400, f"name: {wrong}", parameter="name")


def too_large(limit: int) -> Problem:
    """Say that a body is larger than allowed."""
    return Problem(413, f"larger than {limit} bytes (KHABAR_MAX_FILE_BYTES)", limit=limit)


def _settle(file: BufferedWriter, temporary: Path, target: Path, *, replace: bool) -> None:
    """Make the content durable and give it its name."""
    file.flush()
    os.fsync(file.fileno())
    with contextlib.nullcontext(True) if replace else _reserved(target, temporary) as free:
        if free:
            try:
                temporary.replace(target)
            except IsADirectoryError:
                raise _taken(target.name) from None
            _sync_folder(target.parent)


@contextlib.contextmanager
def _reserved(target: Path, temporary: Path) -> Iterator[bool]:
    """Hold the name with an empty file, so that the rename overwrites nobody's; False if this content is there already.

    It stays open for writing meanwhile: to ingest that is a file which is not finished.
    """
    try:
        held = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        if target.is_symlink() or not target.is_file() or not filecmp.cmp(temporary, target, shallow=False):
            raise _taken(target.name) from None
        yield False
        return
    try:
        yield True
    except OSError:
        target.unlink(missing_ok=True)
        raise
    finally:
        os.close(held)


def _taken(name: str) -> Problem:
    return Problem(
        409, f"{name} is there already, with another content; choose another name, or replace the file: replace=true"
    )


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Problem(507, "the disk of the watched folder is full") from error
        raise Problem(503, f"the watched folder cannot be written to: {error.strerror or error}") from error
