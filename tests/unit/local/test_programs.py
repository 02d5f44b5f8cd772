"""Finding the servers' programs."""

from pathlib import Path

import pytest

from services.local import programs
from services.local.programs import MissingProgram, find_mongod, find_rabbitmq_server


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_a_program_on_path_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the user put on PATH wins over what is packaged."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_rabbitmq_server() != _program(tmp_path / "rabbitmq-server")
    assert find_rabbitmq_server() == tmp_path / "rabbitmq-server"
    assert find_mongod() != _program(tmp_path / "mongod")
    assert find_mongod() == tmp_path / "mongod"


def test_debians_wrapper_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wrapper changes to another user, so the program beside it is taken."""
    _program(tmp_path / "lib" / "rabbitmq-script-wrapper")
    real = _program(tmp_path / "lib" / "rabbitmq-server")
    (tmp_path / "sbin").mkdir()
    (tmp_path / "sbin" / "rabbitmq-server").symlink_to("../lib/rabbitmq-script-wrapper")
    monkeypatch.setenv("PATH", str(tmp_path / "sbin"))
    assert find_rabbitmq_server() == real


def test_a_missing_program_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the program, the package, and the way without installing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "_RABBITMQ_FOLDER", tmp_path)
    monkeypatch.setattr(programs, "_MONGOD_WHEEL", "no-such-distribution")
    with pytest.raises(MissingProgram, match=r"rabbitmq-server was not found.*apt-get install.*docker compose up"):
        find_rabbitmq_server()
    with pytest.raises(MissingProgram, match=r"mongod was not found.*pip install.*docker compose up"):
        find_mongod()
