"""Single compressed files: `.gz`, `.bz2`, `.xz`. Each holds one file, often a tar archive or a WARC."""

import bz2
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.archives import tarred, warc
from services.ingest.read.format import Container, File
from services.ingest.read.limits import Budget

_CHUNK = 256 * 1024
_Stream = gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile
_DAMAGE = (EOFError, OSError, ValueError, zlib.error, lzma.LZMAError)


def unpack_compressed(
    opened: Callable[[io.BytesIO], _Stream], suffixes: dict[str, str], file: File, budget: Budget
) -> Iterator[File | Refusal]:
    """Unpack the one file in it.

    Of one that is cut off nothing is taken, unless it is an archive: then the files before the damage are.

    Raises:
        Refusal: ARCHIVE_BOMB, or PARSER_LIMIT if its method takes more memory than there is.
    """
    budget.count_members()
    name = _inner_name(file.name, suffixes)
    whole = bytearray()
    damage: Exception | None = None
    try:
        stream = opened(io.BytesIO(file.raw))
        while chunk := stream.read1(_CHUNK):  # not `read`, which loses what came before damage
            budget.spend(len(chunk))
            whole += chunk
    except _DAMAGE as error:
        damage = error
    except MemoryError as error:  # an xz file asks for as much as it likes, up to 4 GiB; nothing else is harmed
        raise Refusal(Reason.PARSER_LIMIT, "takes too much memory to unpack: compress it by `xz -6`, say") from error
    raw = bytes(whole)
    if damage is None or tarred.is_tar(raw) or warc.is_warc(raw):
        yield File(name, raw, file.url, file.charset)
    if damage is not None:
        yield Refusal(Reason.MALFORMED, f"damaged or cut off after {len(raw)} unpacked bytes: {damage}", name)


def _inner_name(name: str, suffixes: dict[str, str]) -> str:
    path = PurePath(name)
    inner = suffixes.get(path.suffix.lower())
    return path.name if inner is None else path.stem + inner


def _format(
    name: str, what: str, magic: bytes, opened: Callable[[io.BytesIO], _Stream], suffixes: dict[str, str]
) -> Container:
    begins = re.compile(magic, re.DOTALL)
    return Container(
        name,
        what,
        frozenset(suffixes),
        recognise=lambda raw: begins.match(raw) is not None,
        certain=True,
        unpack=partial(unpack_compressed, opened, suffixes),
    )


GZIP = _format(
    "gzip", "a gzip file", rb"\x1f\x8b\x08", lambda raw: gzip.GzipFile(fileobj=raw), {".gz": "", ".tgz": ".tar"}
)
BZIP2 = _format(
    "bzip2",
    "a bzip2 file",
    rb"BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)",
    bz2.BZ2File,
    {".bz2": "", ".tbz": ".tar", ".tbz2": ".tar"},
)
XZ = _format(
    "xz",
    "an xz file",
    rb"\xfd7zXZ\x00",
    partial(lzma.LZMAFile, format=lzma.FORMAT_XZ),
    {".xz": "", ".txz": ".tar"},
)
