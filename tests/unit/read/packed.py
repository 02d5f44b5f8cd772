"""Archives as tests need them, honest and hostile. Large ones are made piece by piece: none is ever in memory."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping

GIB = 1 << 30
_LOCAL = struct.Struct("<4s5H3I2H")
_LISTED = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


def zip_of(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files."""
    packed = io.BytesIO()
    pairs = files.items() if isinstance(files, Mapping) else files
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, raw in pairs:
            archive.writestr(zipfile.ZipInfo(name), raw, method)
    return packed.getvalue()


def zip_member(
    name: bytes, packed: bytes, raw: bytes, *, flags: int = 0, method: int = 0, mode: int = 0
) -> "RawMember":
    """Describe a member byte by byte, as `zipfile` would not write it."""
    return RawMember(name, packed, zlib.crc32(raw), len(raw), flags, method, mode)


class RawMember:
    """A member of a zip archive, byte by byte."""

    def __init__(self, name: bytes, packed: bytes, crc: int, size: int, flags: int, method: int, mode: int) -> None:
        self.name, self.packed, self.crc, self.size = name, packed, crc, size
        self.flags, self.method, self.mode = flags, method, mode

    def local(self) -> bytes:
        """Return its header and its bytes."""
        facts = (self.crc, len(self.packed), self.size, len(self.name), 0)
        return _LOCAL.pack(b"PK\3\4", 20, self.flags, self.method, 0, 33, *facts) + self.name + self.packed

    def listed(self, offset: int) -> bytes:
        """Return its row in the list at the end."""
        facts = (self.crc, len(self.packed), self.size, len(self.name), 0, 0, 0, 0, self.mode << 16, offset)
        return _LISTED.pack(b"PK\1\2", 0x314, 20, self.flags, self.method, 0, 33, *facts) + self.name


def raw_zip(members: Iterable[RawMember]) -> bytes:
    """Pack members written byte by byte."""
    body, listed, count = b"", b"", 0
    for member in members:
        listed += member.listed(len(body))
        body += member.local()
        count += 1
    return body + listed + end_of_zip(count, len(listed), len(body))


def end_of_zip(count: int, listed_bytes: int, listed_at: int) -> bytes:
    """Return a zip archive's last record."""
    return _END.pack(b"PK\5\6", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), listed_bytes, listed_at, 0)


def encrypted_zip(names: Iterable[bytes]) -> bytes:
    """Pack members that need a password: twelve bytes of its header and noise."""
    return raw_zip(zip_member(name, bytes(range(40)), b"x" * 28, flags=1) for name in names)


def overlapping_zip(copies: int, kernel: bytes) -> bytes:
    """Pack one compressed kernel that each of many members calls its own (Fifield 2019, full overlap)."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflater.compress(kernel) + deflater.flush()
    member = zip_member(b"a.txt", packed, kernel, method=8)
    body, listed = member.local(), b""
    for number in range(copies):
        member.name = b"%05d" % number
        listed += member.listed(0)
    return body + listed + end_of_zip(copies, len(listed), len(body))


def quoting_zip(copies: int, kernel: bytes) -> bytes:
    """Pack members each of which quotes all headers after its own, and one kernel (Fifield 2019, quoted overlap)."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    tail, raw = deflater.compress(kernel) + deflater.flush(), kernel
    members: list[tuple[RawMember, int]] = []
    body = b""
    for number in reversed(range(copies)):
        member = zip_member(b"%05d" % number, tail, raw, method=8)
        members.append((member, len(member.local())))
        body = member.local()
        header = body[: -len(member.packed)]
        tail = b"\0" + struct.pack("<HH", len(header), len(header) ^ 0xFFFF) + header + tail
        raw = header + raw
    members.reverse()
    whole, listed = body, b""
    for member, size in members:
        listed += member.listed(len(whole) - size)
    return whole + listed + end_of_zip(copies, len(listed), len(whole))


def zeros_in_zip(size: int, name: str = "a.txt") -> bytes:
    """Pack so many zero bytes as one member."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as member:
        for _ in range(size >> 20):
            member.write(bytes(1 << 20))
    return packed.getvalue()


def zeros_in_gzip(size: int) -> bytes:
    """Compress so many zero bytes."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as stream:
        for _ in range(size >> 20):
            stream.write(bytes(1 << 20))
    return packed.getvalue()


def nested_zip(levels: int, width: int) -> bytes:
    """Pack an archive so many times over, each level holding the one below several times, as 42.zip does."""
    raw, name = b"news at the bottom", "a.txt"
    for level in range(levels):
        raw = zip_of([(f"{number}-{name}", raw) for number in range(width)])
        name = f"{level}.zip"
    return raw


def tar_of(
    files: Mapping[str, bytes], kinds: Mapping[str, bytes] | None = None, tar_format: int = tarfile.PAX_FORMAT
) -> bytes:
    """Pack files; those with a kind, such as `tarfile.SYMTYPE`, as that."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tar_format) as archive:
        for name, raw in files.items():
            info = tarfile.TarInfo(name)
            info.type = (kinds or {}).get(name, tarfile.REGTYPE)
            if info.type == tarfile.REGTYPE:
                info.size = len(raw)
            else:
                info.linkname = raw.decode()
            archive.addfile(info, io.BytesIO(raw))
    return packed.getvalue()


def warc_record(
    kind: str, url: str, block: bytes, *, extra: str = "", content_type: str = "application/http; msgtype=response"
) -> bytes:
    """Make one record of a web archive."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: {content_type}\r\n{extra}Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(
    body: bytes, *, status: str = "200 OK", content_type: str = "text/plain; charset=utf-8", extra: str = ""
) -> bytes:
    """Make an answer as a server sent it."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{extra}\r\n".encode() + body
