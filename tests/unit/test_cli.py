"""The `khabar` command: what it says, where, and with which exit code."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner, Result

from schemas.identity import document_id
from services import cli
from services.cli.ask import _marked

ROOT = Path(__file__).parents[2]
PROCESSES = ("up", "ingest", "store", "index", "enrich", "api")
COMMANDS = (*PROCESSES, "status", "search", "documents", "stories", "withdraw", "replay", "reindex")
STATUS = {
    "documents": {"seen": 3, "pending": 0, "published": 3, "duplicate": 0, "rejected": 0, "vanished": 0},
    "articles": {"published": 3, "stored": 3, "indexed": 3, "enriched": 2},
    "queues": {"khabar.index": {"ready": 4, "unacked": None}},
    "dead": 1,
    "idle": False,
    "down": {},
}
HIT = {
    "article_id": "0" * 32,
    "title": "خبر\x1b[31m",
    "snippet": "متن",
    "score": 1.25,
    "language": "ur",
    "published_at": None,
    "source": {"slug": "paper"},
}
FILE = {"state": "rejected", "reason": "empty", "items_total": 0, "path": "a/خبر.txt", "detail": "no text"}


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


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command where nobody has set anything."""
    for name in [name for name in os.environ if name.startswith("KHABAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KHABAR_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "160")
    return lambda *arguments: CliRunner().invoke(cli.app, arguments)


def test_every_command_helps(run: Run) -> None:
    """Each command is listed, explains itself and has --json; those that ask have an example."""
    listed = run("--help").output
    for command in COMMANDS:
        told = run(command, "--help")
        assert told.exit_code == 0
        assert "--json" in told.output
        assert f"  {command} " in listed
    assert "Exit codes" in listed
    assert "..." not in listed.partition("\n")[2]
    assert all("Example" in run(command, "--help").output for command in ("up", "status", "search", "documents"))


def test_help_comes_at_once() -> None:
    """Help needs no driver: it imports nothing that is heavy."""
    heavy = ("aio_pika", "motor", "pymongo", "pydantic", "aiohttp", "rich.console", "asyncio")
    code = f"import sys, services.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.strip() == "[]"


def test_the_version_is_told(run: Run) -> None:
    """--version says which Khabar this is."""
    told = run("--version")
    assert (told.exit_code, told.output.split()[0]) == (0, "khabar")


@pytest.mark.parametrize("arguments", [["frob"], ["search"], ["search", "a", "--limit", "0"], ["status", "--loud"]])
def test_wrong_usage_is_exit_code_2(run: Run, arguments: list[str]) -> None:
    """What cannot be meant is refused before anything is asked."""
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("command", [["status"], ["up"], ["store"], ["search", "a"]])
def test_a_wrong_setting_is_one_line_that_names_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], command: list[str]
) -> None:
    """Whatever is run, a wrong setting is told in one line, with exit code 2."""
    monkeypatch.setenv("KHABAR_API_PORT", "many")
    done = run(*command)
    assert done.exit_code == 2
    told = done.stderr + capfd.readouterr().err
    assert told.startswith("khabar: KHABAR_API_PORT: ")
    assert told.count("\n") == 1
    assert done.stdout == ""


def test_an_api_that_is_not_there_is_exit_code_3(run: Run) -> None:
    """When nobody answers, the message says where it asked and how to start it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    done = run("status", "--json", "--api", url)
    assert done.exit_code == 3
    assert url in done.stderr
    assert "khabar up" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("url", ["localhost:8080", "file:///etc/passwd", "http://", "http://[", "http://127.0.0.1:x"])
def test_an_address_that_is_none_is_exit_code_3(run: Run, url: str) -> None:
    """An address that cannot be asked is told of, not stumbled over."""
    done = run("status", "--api", url)
    assert done.exit_code == 3
    assert "Traceback" not in done.stderr


def test_the_noted_address_is_asked(run: Run, api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is the one given, else the one `khabar up` has noted, else the one that is set."""
    api.answer = STATUS
    (tmp_path / "api.address").write_text("http://127.0.0.1:9\n")
    assert run("status", "--json", "--api", api.url).exit_code == 0
    assert run("status", "--json").exit_code == 3
    (tmp_path / "api.address").write_text(f"{api.url}\n")
    assert run("status", "--json").exit_code == 0
    (tmp_path / "api.address").unlink()
    monkeypatch.setenv("KHABAR_API_PORT", str(urlsplit(api.url).port))
    monkeypatch.setenv("KHABAR_API_HOST", "0.0.0.0")  # noqa: S104  nothing is bound
    assert run("status", "--json").exit_code == 0
    assert len(api.asked) == 3


def test_the_servers_that_up_has_started_are_used(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that work on the servers find those of `khabar up`, unless others are set."""
    (tmp_path / "mongod.address").write_text("mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100\n")
    (tmp_path / "rabbitmq.address").write_text("amqp://127.0.0.1:9/\n")
    for command in (["reindex"], ["replay", "--to", "index"]):
        done = run(*command)
        assert done.exit_code == 3
        assert "127.0.0.1:9" in done.stderr
    monkeypatch.setenv("KHABAR_MONGO_URL", "mongodb://127.0.0.1:8/?serverSelectionTimeoutMS=100")
    assert "127.0.0.1:8" in run("reindex").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["replay"],
        ["replay", "--to", "api"],
        ["replay", "--to", "index", "frob=1"],
        ["replay", "--to", "index", "--after", "x"],
        ["replay", "--to", "store", "missing=counts"],
        ["replay", "--to", "enrich", "--where", "missing=nobody"],
    ],
)
def test_a_replay_that_cannot_be_meant_is_exit_code_2(run: Run, arguments: list[str]) -> None:
    """Nothing is sent, and nobody is asked, where a condition is none."""
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")


def test_the_status_is_told(run: Run, api: Api) -> None:
    """For people a table with every count and what waits in queues; with --json the answer as it is."""
    api.answer = STATUS
    told = run("status", "--api", api.url)
    assert told.exit_code == 0
    assert "working" in told.stdout
    assert "khabar.index" in told.stdout
    assert json.loads(run("status", "--api", api.url, "--json").stdout) == STATUS


def test_gaps_are_told_at_a_glance(run: Run, api: Api) -> None:
    """For people the status names the enrichers that lack something, and how far a new index has come; no others."""
    whole = {"done": {"2": 7}, "failed": {}, "unsupported": {}, "missing": 0}
    gaps = {"done": {"1": 31, "2": 7}, "failed": {"2": 32}, "unsupported": {"2": 5}, "missing": 33}
    enrichments = {
        "counts": {"version": 2, "languages": {"ur": whole}},
        "places": {"version": 2, "languages": {"ur": gaps, "others": whole}},
    }
    rebuilding = {"version": 3, "done": 34, "total": 99, "started_at": "2026-01-01T00:00:00.000Z", "alive": True}
    index = {"versions": {"2": 99}, "rebuilding": rebuilding}
    api.answer = {**STATUS, "enrichments": enrichments, "index": index}
    lines = run("status", "--api", api.url).stdout.splitlines()
    cells = [tuple(cell.strip() for cell in line.strip("│").split("│")) for line in lines]
    assert {cell for cell in cells if cell[0] in ("counts", "places", "index")} == {
        ("places", "outdated", "31"),
        ("places", "failed", "32"),
        ("places", "missing", "33"),
        ("index", "rebuilt so far, of 99", "34"),
    }


def test_a_server_that_is_away_is_told(run: Run, api: Api) -> None:
    """A status without the broker is a status, and says so on stderr."""
    api.answer = {**STATUS, "queues": None, "down": {"rabbitmq": "nobody there"}}
    told = run("status", "--api", api.url)
    assert (told.exit_code, told.stderr) == (0, "rabbitmq is away: nobody there\n")


def test_hits_are_told(run: Run, api: Api) -> None:
    """Hits are shown in isolation, so that no text disorders its row or the terminal; filters are passed on."""
    api.answer = {"total": 7, "exact": False, "took_ms": 1.0, "hits": [HIT]}
    told = run("search", "حكومت", "--language", "ur", "--since", "2026-05-01", "--limit", "3", "--api", api.url)
    assert told.exit_code == 0
    assert "\u2068خبر\ufffd[31m\u2069" in told.stdout
    assert "at least 7 found" in told.stdout
    assert api.query == {"q": ["حكومت"], "language": ["ur"], "since": ["2026-05-01"], "limit": ["3"]}
    assert json.loads(run("search", "a", "--api", api.url, "--json").stdout) == api.answer


def test_a_search_passes_its_options_on(run: Run, api: Api) -> None:
    """Every filter reaches the api; facets are told below the hits."""
    facets = {"language": [{"value": "ur", "count": 2}], "source": [], "place": [], "day": []}
    api.answer = {"total": 2, "exact": True, "took_ms": 1.0, "hits": [HIT], "facets": facets}
    flags = ["--place", "SY", "--story", "s1", "--published-since", "2026-05-01", "--published-until", "2026-06-01"]
    told = run("search", "--facets", "--offset", "5", *flags, "--api", api.url, "--", "-a b")
    assert told.exit_code == 0, told.stderr
    assert api.query == {
        "q": ["-a b"],
        "limit": ["10"],
        "offset": ["5"],
        "facets": ["true"],
        "place": ["SY"],
        "story": ["s1"],
        "published_since": ["2026-05-01"],
        "published_until": ["2026-06-01"],
    }
    assert "language: \u2068ur\u2069 2" in told.stdout


def test_what_may_have_been_meant_is_told(run: Run, api: Api) -> None:
    """A search that finds nothing tells what may have been meant, or why it cannot find anything."""
    api.answer = {"total": 0, "exact": True, "hits": [], "did_you_mean": "پاکستان", "note": None}
    assert run("search", "پاکتسان", "--api", api.url).stderr.endswith("did you mean \u2068پاکستان\u2069?\n")
    api.answer |= {"did_you_mean": None, "note": "there is no word in the query"}
    assert run("search", "؟", "--api", api.url).stderr.endswith(": there is no word in the query\n")


def test_what_was_met_stands_out() -> None:
    """On a terminal what was looked for is set off, at the letters it is, behind the mark that isolates the text."""
    marked = _marked("ab خبر cd", [[3, 6]], "bold")
    assert [(str(marked)[span.start : span.end], span.style) for span in marked.spans] == [("خبر", "bold reverse")]


def test_nothing_found_is_exit_code_1(run: Run, api: Api) -> None:
    """A search or a list that finds nothing says so on stderr; its JSON is the answer all the same."""
    api.answer = {"total": 0, "exact": True, "hits": [], "items": [], "next": None}
    for arguments in (["search", "a"], ["documents", "--state", "rejected"]):
        for flags in ([], ["--json"]):
            done = run(*arguments, *flags, "--api", api.url)
            assert done.exit_code == 1
            assert done.stderr.startswith("khabar: ")
            assert (json.loads(done.stdout) if flags else done.stdout) == (api.answer if flags else "")


def test_stories_are_told(run: Run, api: Api) -> None:
    """Stories are listed with how they are alike; one is shown with its articles and what each two have in common."""
    story = {
        "story_id": "0" * 32,
        "title": "خبر\x1b[31m",
        "size": 2,
        "kinds": ["copy"],
        "languages": ["ur"],
        "last": "now",
    }
    api.answer = {"items": [story], "next": None}
    told = run("stories", "--language", "ur", "--limit", "3", "--api", api.url)
    assert told.exit_code == 0
    assert "\u2068خبر\ufffd[31m\u2069" in told.stdout
    assert "copy" in told.stdout
    assert api.query == {"language": ["ur"], "limit": ["3"]}
    pair = {
        "articles": ["1" * 32, "2" * 32],
        "kind": "trim",
        "similarity": 0.4,
        "containment": 1.0,
        "phrases": ["پانی"],
    }
    api.answer = story | {"members": [HIT], "pairs": [pair, pair | {"phrases": None}]}
    told = run("stories", "a/b", "--api", api.url)
    assert api.asked[-1] == "/stories/a%2Fb"
    assert all(part in told.stdout for part in ("trim", "40%", "100%", "1" * 32, "\u2068پانی\u2069"))
    assert json.loads(run("stories", "a", "--api", api.url, "--json").stdout) == api.answer
    api.answer = {"items": [], "next": None}
    assert run("stories", "--api", api.url).exit_code == 1


def test_files_are_told(run: Run, api: Api) -> None:
    """Files are shown with why they were not taken, and whether there are more."""
    api.answer = {"items": [FILE], "next": "x"}
    told = run("documents", "--state", "rejected", "--reason", "empty", "--limit", "1", "--api", api.url)
    assert told.exit_code == 0
    assert "a/خبر.txt" in told.stdout
    assert "no text" in told.stdout
    assert "there are more" in told.stdout
    assert api.query == {"state": ["rejected"], "reason": ["empty"], "limit": ["1"]}


@pytest.mark.parametrize(("status", "code"), [(400, 2), (404, 1), (500, 1), (503, 3)])
def test_what_the_api_refuses_is_told_in_its_words(run: Run, api: Api, status: int, code: int) -> None:
    """A problem's detail is the message; the exit code tells wrong usage, failure and outage apart."""
    api.status, api.answer = status, {"detail": "since: must be a date"}
    done = run("search", "a", "--api", api.url)
    assert (done.exit_code, done.stderr) == (code, "khabar: since: must be a date\n")


@pytest.mark.parametrize("answer", [None, [], "x", {"error": 1}])
@pytest.mark.parametrize("status", [200, 500])
def test_a_stranger_at_that_address_is_no_crash(run: Run, api: Api, status: int, answer: Any) -> None:
    """What another server says there is told, not stumbled over."""
    api.status, api.answer = status, answer
    done = run("status", "--api", api.url)
    assert done.exit_code in (1, 3)
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("khabar: ")


def test_the_command_runs(tmp_path: Path) -> None:
    """The installed command's function runs and gives back its exit code, soon enough for a person."""
    began = time.monotonic()
    code = "import sys; sys.argv[0] = 'khabar'; from services.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.startswith("Usage: khabar")
    assert time.monotonic() - began < 5


def test_withdrawing_asks_first(run: Run, api: Api) -> None:
    """Without --yes, and nobody there to ask, nothing is withdrawn."""
    api.answer = {"title": "خبر", "article_id": "a" * 32}
    told = run("withdraw", "a" * 32, "--api", api.url)
    assert told.exit_code == 2
    assert "--yes" in told.output
    assert {method for method, _ in api.requests} == {"GET"}


def test_articles_are_withdrawn_by_id_or_by_file(run: Run, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each article is withdrawn once, with the token that is set; a file means the articles in it."""
    monkeypatch.setenv("KHABAR_API_TOKEN", "secret")
    item = {"article_id": "b" * 32}
    api.answer = {"title": None, "article_id": "b" * 32, "items": [item, item], "items_total": 2}
    told = run("withdraw", "--yes", "b" * 32, "seeds/sub/خبر.txt", "--json", "--api", api.url)
    assert told.exit_code == 0, told.output
    assert json.loads(told.output) == {"items": [api.answer]}
    assert [path for method, path in api.requests if method == "DELETE"] == [f"/articles/{'b' * 32}"]
    assert f"/documents/{document_id(os.fsencode('sub/خبر.txt'))}" in api.asked
    assert api.tokens == {"Bearer secret"}


def test_a_file_without_articles_is_told(run: Run, api: Api) -> None:
    """A file that was rejected has nothing to withdraw."""
    api.answer = {"items": [{"article_id": None}], "items_total": 1}
    told = run("withdraw", "--yes", "seeds/empty.txt", "--api", api.url)
    assert told.exit_code == 1
    assert "no articles" in told.output
