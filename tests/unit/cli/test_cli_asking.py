"""Whom the command asks, and what it makes of an answer that is none."""

import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.unit.cli.conftest import STATUS, Api, Run


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
