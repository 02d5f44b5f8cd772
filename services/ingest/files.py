"""Files as they are found: their signature, and reading them without being led astray.

Paths are bytes, relative to the watched folder: a file name may be any bytes at all.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from typing import NamedTuple

from schemas.reasons import Reason
from services.ingest.draft import Refusal

QUIET_S = 2.0
"""A file whose writers cannot be told must have been left alone this long, unless its closing was seen."""
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_SIDECARS = (b".meta.json", b".meta.yaml", b".meta.yml")
_IGNORED_ENDINGS = (b".part", b".crdownload", b".swp", b".swx", b".tmp", b"~", *_SIDECARS)
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ESTALE)


class Vanished(Exception):
    """Verdict: the file is gone."""


class Unsettled(Exception):
    """Verdict: the file is still being written; look again later."""


class Signature(NamedTuple):
    """What changes when a file does. The change time catches what mtime hides: one that was preserved or set back."""

    size: int
    mtime_ns: int
    inode: int
    ctime_ns: int
    sidecar: str = ""
    """The signature of the sidecar, if there is one: what the file comes to changes with it."""

    @classmethod
    def of(cls, status: os.stat_result) -> "Signature":
        """Take the signature from a stat."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)

    def __str__(self) -> str:
        return ".".join(str(part) for part in self if part != "")


class Found(NamedTuple):
    """A file at one look."""

    path: bytes
    signature: Signature
    closed: bool = False
    """Whether its last writer was seen to close it, or it was renamed in."""
    sidecar: bytes | None = None
    """The path of its sidecar, if there is one."""


class Content(NamedTuple):
    """A file's bytes, and the signature that held before and after they were read."""

    raw: bytes
    signature: Signature

    @property
    def sha256(self) -> str:
        """The fingerprint of the bytes."""
        return hashlib.sha256(self.raw).hexdigest()


def look(root: bytes, path: bytes, *, closed: bool = False, alone: bool = False) -> Found:
    """Look at a file, and at its sidecar unless it is known to have none, without opening them. Raises Vanished."""
    signature = _signature(root, path)
    if signature is None:
        raise Vanished
    for name in () if alone else sidecar_names(path):
        if beside := _signature(root, name):
            return Found(path, signature._replace(sidecar=str(beside)), closed, name)
    return Found(path, signature, closed)


def _signature(root: bytes, path: bytes) -> Signature | None:
    try:
        return Signature.of(os.lstat(os.path.join(root, path)))  # noqa: PTH118  paths are bytes here
    except OSError:
        return None


def read(root: bytes, path: bytes, limit: int, *, closed: bool = False) -> Content:
    """Read a regular file under the root, following no link on the way.

    Raises:
        Refusal: not_regular, unreadable or too_large.
        Vanished: it is gone.
        Unsettled: it is still being written, or changed while it was read.
    """
    with _opened(root, path) as file:
        before = os.fstat(file)
        if not stat.S_ISREG(before.st_mode):
            raise Refusal(Reason.NOT_REGULAR, f"this is {_kind(before.st_mode)}, not a regular file")
        if before.st_size > limit:
            raise Refusal(Reason.TOO_LARGE, f"{before.st_size} bytes; the limit is {limit} (KHABAR_MAX_FILE_BYTES)")
        if _being_written(file, before, closed=closed):
            raise Unsettled
        raw = _read_all(file, limit)
        signature = Signature.of(os.fstat(file))
        if signature != Signature.of(before) or len(raw) != signature.size:
            raise Unsettled
        return Content(raw, signature)


def ignored(path: bytes) -> bool:
    """Tell whether a path is no file of its own: dot files, what programs keep while they write, and sidecars."""
    return path.endswith(_IGNORED_ENDINGS) or any(part.startswith(b".") for part in path.split(b"/"))


def is_sidecar(path: bytes) -> bool:
    """Tell whether a path is that of a sidecar, which states the metadata of the file beside it."""
    return path.endswith(_SIDECARS)


def sidecar_names(path: bytes) -> Iterator[bytes]:
    """Yield the paths at which a file's sidecar may lie; the first that is there counts.

    They begin with the file's whole name (`a.txt.meta.json`), or with its name without the suffix (`a.meta.json`).
    """
    folder, slash, name = path.rpartition(b"/")
    stem = name.rpartition(b".")[0]
    for owner in (name, stem) if stem else (name,):
        for ending in _SIDECARS:
            yield folder + slash + owner + ending


def shown(path: bytes) -> str:
    r"""Show a path as text; bytes that are not UTF-8 appear as `\xNN`, control characters likewise."""
    text = path.decode("utf-8", "backslashreplace")
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() or letter in "\u200c\u200d" else ascii(letter)[1:-1] for letter in text
    )


@contextlib.contextmanager
def _opened(root: bytes, path: bytes) -> Iterator[int]:
    """Open part by part below the root, so that no folder on the way can be swapped for a link."""
    *folders, name = path.split(b"/")
    with contextlib.ExitStack() as stack:
        where = _step(stack, root, None, os.O_DIRECTORY & ~os.O_NOFOLLOW, follow=True)
        for folder in folders:
            where = _step(stack, folder, where, os.O_DIRECTORY)
        yield _step(stack, name, where, 0)


def _step(stack: contextlib.ExitStack, name: bytes, where: int | None, flags: int, *, follow: bool = False) -> int:
    basic = _FLAGS & ~os.O_NOFOLLOW if follow else _FLAGS
    try:
        opened = os.open(name, basic | flags, dir_fd=where)
    except OSError as error:
        raise _verdict(error) from error
    stack.callback(os.close, opened)
    return opened


def _verdict(error: OSError) -> Exception:
    if error.errno in _GONE:
        return Vanished()
    if error.errno == errno.ELOOP:
        return Refusal(Reason.NOT_REGULAR, "this is a symbolic link; put the file itself into the folder")
    if error.errno in (errno.ENXIO, errno.ENODEV):
        return Refusal(Reason.NOT_REGULAR, "this is a socket or a device, not a regular file")
    return Refusal(Reason.UNREADABLE, f"{os.strerror(error.errno or 0)}; Khabar runs as user {os.geteuid()}")


def _read_all(file: int, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        while size <= limit and (part := os.read(file, min(1 << 20, limit + 1 - size))):
            parts.append(part)
            size += len(part)
    except OSError as error:
        raise Refusal(Reason.UNREADABLE, os.strerror(error.errno or 0)) from error
    return b"".join(parts)


def _being_written(file: int, status: os.stat_result, *, closed: bool) -> bool:
    """Tell whether someone has the file open for writing.

    The kernel grants a read lease (`fcntl(2)`, F_SETLEASE) only on a file that nobody has open for writing. Where it
    gives none at all, to strangers or on network file systems, a file must have been left alone for a while instead.
    """
    try:
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        if error.errno == errno.EAGAIN:
            return True
        return not closed and 0 <= time.time() - status.st_mtime < QUIET_S
    return False


def _kind(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFLNK: "a link"}
    return kinds.get(stat.S_IFMT(mode), "a device")
