"""The body of an upload, raw or multipart, a piece at a time, counted and timed as it comes.

aiohttp's own limit does not cover what it reads piece by piece, nor what precedes the first part of a multipart body.
"""

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import cast

from aiohttp import BodyPartReader, ClientError, MultipartReader, StreamReader, web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import PayloadAccessError

from services.api.problems import Problem
from services.api.upload import too_large

CHUNK_BYTES = 64 * 1024
WRAPPING_BYTES = 64 * 1024
"""How much a multipart body may be larger than the file in it."""


@dataclass(frozen=True)
class Body:
    """What is uploaded: a name if the body states one, and the content."""

    name: str | None
    chunks: AsyncIterator[bytes]


async def open_body(request: web.Request, most_bytes: int) -> Body:
    """Open the body of a request. What it yields must be read under a time limit.

    Raises:
        Problem: 400 or 413 for a body that is broken or too large; so does reading it.
    """
    multipart = request.content_type.startswith("multipart/")
    most = most_bytes + (WRAPPING_BYTES if multipart else 0)
    if request.content_length is not None and request.content_length > most:
        raise too_large(most_bytes)
    if not multipart:
        return Body(None, _checked(request.content.iter_chunked(CHUNK_BYTES)))
    with _told():
        body = await _open_multipart(request, most, most_bytes)
    return Body(body.name, _checked(body.chunks))


async def _open_multipart(request: web.Request, most: int, most_bytes: int) -> Body:
    reader = MultipartReader(request.headers, cast("StreamReader", _Counted(request.content, most, most_bytes)))
    while part := await reader.next():
        if not isinstance(part, BodyPartReader):
            raise Problem(400, "a multipart body within a multipart body is not taken")
        if part.filename is not None:
            return Body(part.filename, _only_file(reader, part))
    raise Problem(400, "the multipart body has no file in it: one part must have a filename")


async def _only_file(reader: MultipartReader, part: BodyPartReader) -> AsyncIterator[bytes]:
    if part.headers.get("Content-Transfer-Encoding", "binary").lower() not in ("binary", "8bit", "7bit"):
        raise Problem(400, "Content-Transfer-Encoding is not taken: send the file as it is")
    while chunk := await part.read_chunk(CHUNK_BYTES):
        yield bytes(chunk)
    while other := await reader.next():
        if not isinstance(other, BodyPartReader) or other.filename is not None:
            raise Problem(400, "send one file a request")


class _Counted:
    """A stream that ends with an error after so many bytes. It has what a multipart reader uses of a stream."""

    def __init__(self, stream: StreamReader, most: int, most_bytes: int) -> None:
        self._stream = stream
        self._left = most
        self._most_bytes = most_bytes

    async def read(self, size: int = -1) -> bytes:
        return self._count(await self._stream.read(size))

    async def readline(self, *, max_line_length: int | None = None) -> bytes:
        return self._count(await self._stream.readline(max_line_length=max_line_length))

    def unread_data(self, data: bytes) -> None:
        self._left += len(data)
        self._stream.unread_data(data)

    def at_eof(self) -> bool:
        return self._stream.at_eof()

    def _count(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise too_large(self._most_bytes)
        return data


async def _checked(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    with _told():
        async for chunk in chunks:
            yield chunk


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn what goes wrong in reading a body into a problem."""
    try:
        yield
    except (ClientError, ConnectionError, HttpProcessingError, PayloadAccessError, ValueError, RuntimeError) as error:
        raise Problem(400, f"the body is broken: {error}"[:300]) from error
