"""Changing what is packed in a file, so that what reads the inside is reached too."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable

from tests.unit.read.packed import zip_of

Mutate = Callable[[bytes], bytes]
Inside = Callable[[bytes, Mutate, random.Random], bytes]
"""Takes a file, a change and a source of chance; returns the file with that change inside. Raises on damaged ones."""

_MOST_BYTES = 1 << 20
_BLOCK = 512


def _in_zip(raw: bytes, mutate: Mutate, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
            raise ValueError("too large to be packed again for each try")
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    # Of a Word document, most tries go where its text is.
    name = "word/document.xml" if "word/document.xml" in files and chance.random() < 0.5 else chance.choice([*files])
    return zip_of(files | {name: mutate(files[name])})


def _in_tar(raw: bytes, mutate: Mutate, chance: random.Random) -> bytes:
    """Change anything, then make the headers' checksums right."""
    changed = bytearray(mutate(raw))
    for at in range(0, len(changed) - _BLOCK + 1, _BLOCK):
        header = changed[at : at + _BLOCK]
        if header[257:262] == b"ustar":
            total = sum(header[:148]) + 8 * ord(" ") + sum(header[156:])
            changed[at + 148 : at + 156] = b"%06o\0 " % total
    tarfile.open(fileobj=io.BytesIO(changed))  # noqa: SIM115  raises if it is none
    return bytes(changed)


def _in_gzip(raw: bytes, mutate: Mutate, chance: random.Random) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
        return gzip.compress(mutate(stream.read(_MOST_BYTES)))


def _in_bzip2(raw: bytes, mutate: Mutate, chance: random.Random) -> bytes:
    with bz2.BZ2File(io.BytesIO(raw)) as stream:
        return bz2.compress(mutate(stream.read(_MOST_BYTES)))


def _in_xz(raw: bytes, mutate: Mutate, chance: random.Random) -> bytes:
    with lzma.LZMAFile(io.BytesIO(raw)) as stream:
        return lzma.compress(mutate(stream.read(_MOST_BYTES)))


INSIDE: dict[str, Inside] = {
    "docx": _in_zip,
    "zip": _in_zip,
    "tar": _in_tar,
    "gzip": _in_gzip,
    "bzip2": _in_bzip2,
    "xz": _in_xz,
}
"""By the name of the format."""
