"""The api over HTTP, as far as it needs no server: problems, uploads, and outages."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.api import articles, handlers
from services.api.app import make_app
from services.api.body import WRAPPING_BYTES
from services.api.guard import Guard
from services.api.handlers import Api
from services.api.status import StatusBoard
from services.api.upload import Folder
from services.runtime.errors import Unavailable
from services.runtime.health import Health

MOST = 1000
Client = TestClient[Any, Any]


class Away:
    """A database and a broker that are away."""

    def __getitem__(self, _: str) -> "Away":
        return self

    async def _away(self, *_: Any, **__: Any) -> Any:
        raise Unavailable("mongodb", "nobody <there>")

    find = get = update = aggregate = count = ensure_index = ping = _away

    async def depths(self, names: Sequence[str]) -> dict[str, int]:
        """Raise."""
        raise Unavailable("rabbitmq", "nobody there")


@asynccontextmanager
async def serving(folder: Path, token: str | None = None) -> AsyncIterator[Client]:
    """Serve the api on a folder."""
    away: Any = Away()
    health = Health()
    health.register("mongodb", away.ping)
    api = Api(away, StatusBoard(away, away, [], "1"), Folder(folder, MOST), away, "1")
    async with TestClient(TestServer(make_app(api, health, Guard(token, "127.0.0.1")))) as client:
        yield client


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    """An api without its servers, on a folder of its own."""
    async with serving(tmp_path) as served:
        yield served


async def problem(response: aiohttp.ClientResponse, status: int) -> dict[str, Any]:
    """Return a problem document, which every error must be."""
    assert response.status == status, await response.text()
    assert response.content_type == "application/problem+json"
    document: dict[str, Any] = await response.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(document)
    assert document["status"] == status
    assert document["instance"] == response.url.path
    return document


def files(folder: Path) -> dict[str, bytes]:
    """Read a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_what_is_not_there_is_a_problem(client: Client) -> None:
    """Unknown paths and methods are problem documents, and a wrong method names the right ones."""
    await problem(await client.get("/nowhere"), 404)
    response = await client.delete("/articles")
    await problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/status?verbose=1", "verbose"),
        ("/documents?state=lost", "state"),
        ("/documents?reason=bad", "reason"),
        ("/articles?limit=1001", "limit"),
        ("/articles?cursor=@@", "cursor"),
        ("/articles/x?text=true", "text"),
        ("/articles/x/revisions?language=ur", "language"),
        ("/search", "q"),
        ("/search?q=a&offset=-1", "offset"),
        ("/search?q=a&since=x", "since"),
        ("/search?q=a&published_until=x", "published_until"),
        ("/search?q=a&place=%24ne", "place"),
        ("/search?q=a&story=a/b", "story"),
        ("/search?q=a&facets=perhaps", "facets"),
        ("/?p=a", "p"),
    ],
)
async def test_a_wrong_parameter_is_a_problem_that_names_it(client: Client, path: str, parameter: str) -> None:
    """A slip in a query is told before any server is asked."""
    document = await problem(await client.get(path), 400)
    assert document["parameter"] == parameter


@pytest.mark.parametrize("path", ["/status", "/documents", "/documents/x", "/articles", "/articles/x", "/search?q=a"])
async def test_an_outage_names_the_server(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While MongoDB is away, each answer is 503, names it and says when to come back."""
    away: Any = Away()
    monkeypatch.setattr(handlers, "search", lambda *_: away.ping())
    response = await client.get(path)
    document = await problem(response, 503)
    assert document["down"] == {"mongodb": "nobody <there>"}
    assert response.headers["Retry-After"]


async def test_health_is_told_through_an_outage(client: Client) -> None:
    """The process lives and says what is down; the page says it to people, escaped."""
    assert (await client.get("/healthz")).status == 200
    ready = await client.get("/readyz")
    assert (ready.status, (await ready.json())["down"]) == (503, {"mongodb": "nobody <there>"})
    assert "python_info" in await (await client.get("/metrics")).text()
    page = await client.get("/")
    assert page.status == 503
    assert "nobody &lt;there&gt;" in await page.text()


async def test_a_fault_of_our_own_is_told_without_its_inside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected error is a 500 that gives nothing away."""
    monkeypatch.setattr(articles, "get_article", lambda *_: 1 / 0)
    document = await problem(await client.get("/articles/x"), 500)
    assert "division" not in str(document)


async def test_a_raw_body_is_taken(client: Client, tmp_path: Path) -> None:
    """A raw upload is answered with 202, its id and where to ask for it."""
    response = await client.post("/documents", params={"name": "خبر.txt"}, data="متن".encode())
    assert response.status == 202
    answer = await response.json()
    assert response.headers["Location"] == f"/documents/{answer['document_id']}"
    assert files(tmp_path) == {"خبر.txt": "متن".encode()}


async def test_a_multipart_body_is_taken(client: Client, tmp_path: Path) -> None:
    """A form's file is taken under its own name, or under the one in the query; other fields are passed over."""
    for query, name in (({}, "خبر.txt"), ({"name": "other.txt"}, "other.txt")):
        form = aiohttp.FormData(quote_fields=False)  # as browsers and curl do
        form.add_field("comment", "x" * 200)
        form.add_field("file", b"\r\n--text\r\n", filename="خبر.txt", content_type="text/plain")
        response = await client.post("/documents", params=query, data=form)
        assert response.status == 202, await response.text()
        assert (await response.json())["name"] == name
    assert set(files(tmp_path).values()) == {b"\r\n--text\r\n"}


async def test_an_upload_needs_a_name(client: Client, tmp_path: Path) -> None:
    """A raw body without a name, or with a path for one, is refused and leaves nothing."""
    for query in ({}, {"name": "../a.txt"}):
        document = await problem(await client.post("/documents", params=query, data=b"a"), 400)
        assert document["parameter"] == "name"
    form = aiohttp.FormData()
    form.add_field("file", b"a", filename="../../a.txt")
    await problem(await client.post("/documents", data=form), 400)
    assert files(tmp_path) == {}


async def slowly(size: int) -> AsyncIterator[bytes]:
    """Send a body whose length is not said beforehand."""
    for _ in range(size // 100):
        yield b"x" * 100


async def test_a_body_is_counted_as_it_comes(client: Client, tmp_path: Path) -> None:
    """A body over the limit is 413, whether it says its length or not."""
    for data in (b"x" * (MOST + 1), slowly(2 * MOST)):
        document = await problem(await client.post("/documents?name=a.txt", data=data), 413)
        assert document["limit"] == MOST
    assert files(tmp_path) == {}


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    """Send a body in parts."""
    for part in parts:
        yield part


FILE = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([b"preamble\r\n" * 10 for _ in range(WRAPPING_BYTES // 50)], 413),
        ([b"p" * 200_000], 413),
        ([b""], 400),
        ([b"--b--\r\n"], 400),
        ([b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nx\r\n--b--\r\n'], 400),
        ([FILE, b"\r\n", b"x" * (MOST + 1), b"\r\n--b--\r\n"], 413),
        ([FILE, b"\r\nhalf"], 400),
        ([FILE, b"Content-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--b--\r\n"], 400),
        ([FILE, b"Content-Type: multipart/mixed; boundary=c\r\n\r\n--c--\r\n--b--\r\n"], 400),
        ([FILE, b"\r\none\r\n", FILE, b"\r\ntwo\r\n--b--\r\n"], 400),
        ([FILE, *[b"X-Y: z\r\n"] * 500, b"\r\none\r\n--b--\r\n"], 400),
    ],
)
async def test_a_strange_multipart_body_leaves_nothing(
    client: Client, tmp_path: Path, body: list[bytes], status: int
) -> None:
    """A multipart body that is endless before its file, broken, nested, encoded or of two files is refused."""
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    await problem(await client.post("/documents", data=chunks(*body), headers=headers), status)
    assert files(tmp_path) == {}


async def test_a_multipart_body_without_a_boundary_is_refused(client: Client) -> None:
    """What cannot be taken apart is refused."""
    for content_type in ("multipart/form-data", f"multipart/form-data; boundary={'b' * 71}"):
        await problem(await client.post("/documents", data=b"a", headers={"Content-Type": content_type}), 400)


async def test_a_body_that_breaks_off_leaves_nothing(client: Client, tmp_path: Path) -> None:
    """A client that goes away in the middle leaves no file, and the api goes on."""
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(b"POST /documents?name=a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nhalf")
    await writer.drain()
    async with asyncio.timeout(5):
        while not files(tmp_path):  # noqa: ASYNC110  the api's hidden file appears
            await asyncio.sleep(0.01)
        writer.close()
        while files(tmp_path):  # noqa: ASYNC110  and goes
            await asyncio.sleep(0.01)
    assert await reader.read() == b""
    assert (await client.get("/healthz")).status == 200


async def test_a_body_that_does_not_come_is_given_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that sends nothing does not hold its place for ever."""
    monkeypatch.setattr(handlers, "UPLOAD_S", 0.1)

    async def stalled() -> AsyncIterator[bytes]:
        yield b"a"
        await asyncio.sleep(2)

    await problem(await client.post("/documents?name=a.txt", data=stalled()), 408)


async def test_every_write_is_guarded(tmp_path: Path) -> None:
    """Without the token no write reaches its handler, nor does a path that is not there answer; reads need none."""
    async with serving(tmp_path, token="secret") as client:  # noqa: S106  a test's
        for path in ("/documents?name=a.txt", "/nowhere"):
            await problem(await client.post(path, data=b"a"), 401)
        given = {"Authorization": "Bearer secret"}
        assert (await client.post("/documents?name=a.txt", data=b"a", headers=given)).status == 202
        assert (await client.get("/openapi.json")).status == 200
    assert files(tmp_path) == {"a.txt": b"a"}


async def test_a_foreign_page_cannot_upload(client: Client, tmp_path: Path) -> None:
    """A form on another site, sent by a browser on this machine, is refused."""
    headers = {"Origin": "https://elsewhere.example.org", "Sec-Fetch-Site": "cross-site"}
    await problem(await client.post("/documents?name=a.txt", data=b"a", headers=headers), 403)
    assert files(tmp_path) == {}
