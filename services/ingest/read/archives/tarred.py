"""Tar archives. One that is compressed is first a compressed file: `compressed.py`."""

import io
import re
import tarfile
from collections.abc import Iterator
from functools import partial

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.archives.members import Kind, Member, unpack
from services.ingest.read.format import Container, File
from services.ingest.read.limits import Budget

_BLOCK = 512
_OCTAL = re.compile(rb"[0-7]+")
_DAMAGE = (tarfile.TarError, OSError, EOFError, ValueError, OverflowError, IndexError)


def unpack_tar(file: File, budget: Budget) -> Iterator[File | Refusal]:
    """Unpack a tar archive. Of a damaged one the files before the damage are taken; one refusal tells of the rest.

    Raises:
        Refusal: ARCHIVE_BOMB, or MALFORMED if it is damaged from the first file on.
    """
    try:
        archive = tarfile.open(fileobj=io.BytesIO(file.raw), mode="r:")  # noqa: SIM115  closed below
    except _DAMAGE as error:
        raise Refusal(Reason.MALFORMED, f"a damaged tar archive: {error}") from error
    with archive:
        members: list[Member] = []
        whole = _list(archive, file.raw, members, budget)
        yield from unpack(members, budget)
    if not whole:
        yield Refusal(Reason.MALFORMED, f"the archive is damaged or cut off after {len(members)} files: pack it anew")


def is_tar(raw: bytes) -> bool:
    """Tell a tar archive by the checksum of its first header, which every kind of tar has."""
    if len(raw) < _BLOCK:
        return False
    header = raw[:_BLOCK]
    stated = header[148:156].strip(b"\0 ")
    if _OCTAL.fullmatch(stated) is None:
        return False
    return int(stated, 8) == sum(header[:148]) + 8 * ord(" ") + sum(header[156:])


FORMAT = Container("tar", "a tar archive", frozenset({".tar"}), recognise=is_tar, certain=True, unpack=unpack_tar)


def _list(archive: tarfile.TarFile, raw: bytes, members: list[Member], budget: Budget) -> bool:
    """Add the members to the list; tell whether all of them could be. `tarfile` ends at damage without a word."""
    offset = -1
    try:
        for info in archive:
            if info.offset <= offset or info.size < 0:  # a header that points back would be read for ever
                return False
            offset = info.offset
            budget.count_members()
            members.append(_member(archive, raw, info))
    except _DAMAGE:
        return False
    return not raw[archive.offset : archive.offset + _BLOCK].strip(b"\0")


def _member(archive: tarfile.TarFile, raw: bytes, info: tarfile.TarInfo) -> Member:
    kind = Kind.FILE if info.isreg() else Kind.FOLDER if info.isdir() else Kind.OTHER
    path = info.name.encode("utf-8", "surrogateescape")
    return Member(path, kind, partial(_sparse, archive, info) if info.sparse else partial(_slice, raw, info))


def _slice(raw: bytes, info: tarfile.TarInfo, budget: Budget) -> bytes:  # noqa: ARG001  nothing is unpacked
    whole = raw[info.offset_data : info.offset_data + info.size]
    if len(whole) < info.size:
        raise Refusal(Reason.MALFORMED, "cut off in the archive")
    return whole


def _sparse(archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget) -> bytes:
    """Read a file with holes, which may be as large as its header says."""
    budget.spend(info.size)
    try:
        stream = archive.extractfile(info)
        return stream.read() if stream else b""
    except _DAMAGE as error:
        raise Refusal(Reason.MALFORMED, f"damaged in the archive: {error}") from error
