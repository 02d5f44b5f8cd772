"""A stand-in for the api, and the `khabar` command where nobody has set anything."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner, Result

from services import cli

Run = Callable[..., Result]
STATUS = {
    "documents": {"seen": 3, "pending": 0, "published": 3, "duplicate": 0, "rejected": 0, "vanished": 0},
    "articles": {"published": 3, "stored": 3, "indexed": 3, "enriched": 2},
    "queues": {"khabar.index": {"ready": 4, "unacked": None}},
    "dead": 1,
    "idle": False,
    "down": {},
}


class Api:
    """A stand-in for the api: it answers what it is told to, and remembers what it was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.status = 200
        self.answer: Any = {}
        self.asked: list[str] = []
        self.requests: list[tuple[str, str]] = []
        self.tokens: set[str] = set()

    @property
    def query(self) -> dict[str, list[str]]:
        """What was asked last."""
        return parse_qs(urlsplit(self.asked[-1]).query)


@pytest.fixture
def api() -> Iterator[Api]:
    """A stand-in, served."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            served.requests.append((self.command, self.path))
            if token := self.headers.get("Authorization"):
                served.tokens.add(token)
            body = json.dumps(served.answer).encode()
            self.send_response(served.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_DELETE = do_GET  # noqa: N815  the name is the base class's

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    served = Api(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command where nobody has set anything."""
    for name in [name for name in os.environ if name.startswith("KHABAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KHABAR_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "160")
    return lambda *arguments: CliRunner().invoke(cli.app, arguments)
