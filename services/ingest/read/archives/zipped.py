"""Zip archives."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.archives.members import Kind, Member, read_all, unpack
from services.ingest.read.format import Container, File
from services.ingest.read.limits import Budget

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_LISTED = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of the others zipfile unpacks without bound
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
)
_OF_OTHERS = (
    ("word/document.xml", "a Word document: rename it to .docx"),
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("[Content_Types].xml", "an office document"),
    ("AndroidManifest.xml", "an Android program"),
    ("META-INF/MANIFEST.MF", "a Java program"),
)


def unpack_zip(file: File, budget: Budget) -> Iterator[File | Refusal]:
    """Unpack a zip archive.

    Raises:
        Refusal: MALFORMED if it cannot be listed, ARCHIVE_BOMB, UNSUPPORTED_TYPE if it is something else by nature.
    """
    # Each listed file takes this signature. Archives stored in it count too, as they would later.
    budget.expect_members(file.raw.count(_LISTED))
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.raw))
    except _DAMAGE as error:
        raise Refusal(Reason.MALFORMED, f"a damaged or cut off zip archive: {error}") from error
    with archive:
        infos = archive.infolist()
        budget.count_members(len(infos))
        _refuse_other(archive)
        _refuse_overlap(file.raw, infos, archive.start_dir)
        yield from unpack([_member(archive, info) for info in infos], budget)


FORMAT = Container(
    "zip",
    "a zip archive",
    frozenset({".zip"}),
    recognise=lambda raw: raw.startswith(_MAGIC),
    certain=True,
    unpack=unpack_zip,
)


def _refuse_other(archive: zipfile.ZipFile) -> None:
    """Refuse what is packed as zip but is one document, or no document at all."""
    names = set(archive.namelist())
    what = next((what for name, what in _OF_OTHERS if name in names), None)
    if what is None and archive.namelist()[:1] == ["mimetype"]:
        what = "an e-book or an office document"
    if what is not None:
        raise Refusal(Reason.UNSUPPORTED_TYPE, f"this is {what}, not an archive of articles")


def _refuse_overlap(raw: bytes, infos: Sequence[zipfile.ZipInfo], listed_at: int) -> None:
    """Refuse files that share bytes: a small archive holds anything that way (Fifield, "A better zip bomb", 2019)."""
    free_from = 0
    for start, end in sorted(_span(raw, info) for info in infos):
        if start < free_from:
            raise Refusal(Reason.ARCHIVE_BOMB, "files in it overlap, as those of no honest archive do")
        free_from = end
    if free_from > listed_at:
        raise Refusal(Reason.ARCHIVE_BOMB, "a file in it overlaps the list of files, as in no honest archive")


def _span(raw: bytes, info: zipfile.ZipInfo) -> tuple[int, int]:
    """Return where a file's header begins and its packed bytes end. What is not in the archive shares no bytes."""
    start = max(info.header_offset, 0)  # less than 0 if the archive's own beginning was cut off
    header = raw[start : start + _LOCAL.size]
    if len(header) < _LOCAL.size or info.header_offset < 0:
        return start, start
    _, name_bytes, extra_bytes = _LOCAL.unpack(header)
    return start, start + _LOCAL.size + name_bytes + extra_bytes + info.compress_size


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    # A name that is not said to be UTF-8 is read as code page 437, which keeps every byte.
    path = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
    if path.endswith(b"/"):
        kind = Kind.FOLDER
    else:
        mode = stat.S_IFMT(info.external_attr >> 16)
        kind = Kind.FILE if mode in (0, stat.S_IFREG) else Kind.OTHER
    return Member(path, kind, partial(_read, archive, info))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise Refusal(Reason.ENCRYPTED, "packed with a password: pack it without")
    if info.compress_type not in _METHODS:
        raise Refusal(Reason.UNSUPPORTED_TYPE, f"compressed by method {info.compress_type}: use the usual one, deflate")
    try:
        with archive.open(info) as stream:
            return read_all(stream, budget)
    except _DAMAGE as error:
        raise Refusal(Reason.MALFORMED, f"damaged in the archive: {error}") from error
