"""The `khabar` command: help, wrong usage, wrong settings."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

ROOT = Path(__file__).parents[3]
PROCESSES = ("up", "ingest", "store", "index", "enrich", "api")
COMMANDS = (*PROCESSES, "status", "search", "documents", "stories", "withdraw", "replay", "reindex")


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


def test_the_command_runs(tmp_path: Path) -> None:
    """The installed command's function runs and gives back its exit code, soon enough for a person."""
    began = time.monotonic()
    code = "import sys; sys.argv[0] = 'khabar'; from services.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.startswith("Usage: khabar")
    assert time.monotonic() - began < 5


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
