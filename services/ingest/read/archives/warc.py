"""WARC (ISO 28500): what web crawlers keep. A page is taken as the server sent it, and known by its URL."""

import gzip
import io
import zlib
from collections.abc import Iterator
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.files import shown
from services.ingest.read.archives.members import Readable, read_all
from services.ingest.read.format import Container, File
from services.ingest.read.limits import Budget

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_GAP = b"\r\n\r\n"  # after a record's header, and after its block
_DAMAGE = (OSError, EOFError, ValueError, zlib.error)
_MOST_NAME_CHARS = 200
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/rdf+xml": ".xml",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/feed+json": ".json",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""By the content type a server states. Whatever has another, pictures and scripts, is passed over without a word."""


def unpack_warc(file: File, budget: Budget) -> Iterator[File | Refusal]:
    """Yield the pages of a web archive: answers with status 200, and what was kept or converted without one.

    Damaged records are refused one by one; the records after them are taken.
    """
    for number, record in enumerate(_records(file.raw), start=1):
        try:
            found = record if isinstance(record, Refusal) else _page(record, number, budget)
        except _DAMAGE as error:
            found = Refusal(Reason.MALFORMED, f"record {number} is damaged: {error}")
        if found is not None:
            budget.count_members()
            yield found


def is_warc(raw: bytes) -> bool:
    """Tell a web archive by its first line."""
    return raw.startswith((b"WARC/1.", b"WARC/0."))


FORMAT = Container(
    "warc",
    "a web archive (WARC)",
    frozenset({".warc", ".wet"}),
    recognise=is_warc,
    certain=True,
    unpack=unpack_warc,
)


def _records(raw: bytes) -> Iterator["WarcRecord | Refusal"]:
    """Yield records as long as they end where they say; after one that does not, go on at the next that begins."""
    from fastwarc.warc import ArchiveIterator  # native code: only children load it

    stream = io.BytesIO(raw)
    start = 0
    while start >= 0:
        stream.seek(start)
        try:
            for record in ArchiveIterator(stream, parse_http=False):
                start, end = record.stream_pos, _end(raw, record.stream_pos, record.content_length)
                if end is None:
                    break
                start = end + len(_GAP)
                yield record
            else:
                return
        except OSError:  # no record begins where one should
            pass
        yield Refusal(Reason.MALFORMED, f"a record near byte {start} of the web archive is damaged or cut off")
        start = raw.find(b"WARC/", start + 1)


def _end(raw: bytes, start: int, block_bytes: int) -> int | None:
    """Return where the block of a record ends; None if it says so wrongly, and may have swallowed others."""
    header_end = raw.find(_GAP, start)
    end = header_end + len(_GAP) + block_bytes
    right = header_end >= 0 and end <= len(raw) and not raw[end : end + len(_GAP)].strip(_GAP)
    return end if right else None


def _page(record: "WarcRecord", number: int, budget: Budget) -> File | Refusal | None:
    """Return the page in a record; None if there is none to take."""
    from fastwarc.warc import WarcRecordType  # native code: only children load it

    answered = record.record_type == WarcRecordType.response and record.is_http
    if not answered and record.record_type not in (WarcRecordType.resource, WarcRecordType.conversion):
        return None
    if answered:
        record.parse_http()
    headers = record.http_headers if answered else record.headers
    if headers is None or (answered and headers.status_code != 200):
        return None
    content_type, charset = _content_type(headers.get("Content-Type") or "")
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    suffix = _SUFFIXES.get(content_type)
    if suffix is None or url.endswith("/robots.txt"):
        return None
    name = _name(number, url, suffix)
    try:
        return File(name, _body(record, budget), url or None, charset)
    except Refusal as refusal:
        if refusal.reason is Reason.ARCHIVE_BOMB:
            raise
        return Refusal(refusal.reason, refusal.detail, name)


def _body(record: "WarcRecord", budget: Budget) -> bytes:
    if cut := record.headers.get("WARC-Truncated"):
        raise Refusal(Reason.MALFORMED, f"the crawler cut this page off ({shown(cut.encode())})")
    body, headers = record.reader.read(), record.http_headers
    if headers is None:
        return body
    try:
        return _decoded(body, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or "", budget)
    except _DAMAGE as error:
        raise Refusal(Reason.MALFORMED, f"the page is damaged: {error}") from error


def _content_type(stated: str) -> tuple[str, str | None]:
    message = Message()
    message["Content-Type"] = stated
    return message.get_content_type() if stated else "", message.get_content_charset()


def _name(number: int, url: str, suffix: str) -> str:
    """Name a page by its place in the archive and its address: `7/www.example.com/news.html`."""
    try:
        parts = urlsplit(url)
        address = f"{parts.netloc}{parts.path}".strip("/")
    except ValueError:
        address = ""
    address = shown(address.encode("utf-8", "backslashreplace"))[:_MOST_NAME_CHARS].rstrip("/")
    return f"{number}/{address}" if address.lower().endswith(suffix) else f"{number}/{address or 'page'}{suffix}"


def _decoded(body: bytes, transfer: str, coding: str, budget: Budget) -> bytes:
    """Undo what was done for the way. Many crawlers undo it themselves, and leave the headers as they were."""
    from fastwarc.stream_io import ChunkedReader  # native code: only children load it

    if "chunked" in transfer.lower() and _begins_with_chunk(body):
        body = read_all(ChunkedReader(io.BytesIO(body)), budget)
    coding = coding.strip().lower()
    if coding in ("", "identity") or (coding in ("gzip", "x-gzip") and not body.startswith(b"\x1f\x8b")):
        return body
    return read_all(_reader(body, coding), budget)


def _reader(body: bytes, coding: str) -> Readable:
    from fastwarc.stream_io import BrotliReader, GzipReader, ZstdReader  # as above

    match coding:
        case "gzip" | "x-gzip":
            return gzip.GzipFile(fileobj=io.BytesIO(body))
        case "deflate":
            return GzipReader(io.BytesIO(body), zlib=True)
        case "br":
            return BrotliReader(io.BytesIO(body))
        case "zstd":
            return ZstdReader(io.BytesIO(body))
    raise Refusal(Reason.UNSUPPORTED_TYPE, f"the server compressed this page by {shown(coding.encode())!r}")


def _begins_with_chunk(body: bytes) -> bool:
    size = body[:20].partition(b"\r\n")
    try:
        return bool(size[1]) and int(size[0], 16) >= 0
    except ValueError:
        return False
