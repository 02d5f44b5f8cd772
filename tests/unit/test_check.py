"""`khabar check`: what would become of a file, without a server."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from services import cli
from services.runtime import logs
from tests.samples import text


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has set anything, and the terminal is wide."""
    for name in [name for name in os.environ if name.startswith("KHABAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "200")
    # It would bind every logger of this process to a stream that the runner closes.
    monkeypatch.setattr(logs, "configure", lambda *_: None)


def check(*paths: Path, options: tuple[str, ...] = ()) -> Result:
    """Run the command."""
    return CliRunner().invoke(cli.app, ["check", *options, *map(str, paths)])


def told(*paths: Path) -> dict[str, Any]:
    """Run the command with --json; return each file's answer by its name."""
    files = json.loads(check(*paths, options=("--json",)).output)["files"]
    return {Path(file["path"]).name: file for file in files}


def test_an_article_is_told_as_it_would_be_published(tmp_path: Path) -> None:
    """Its fields are those of every answer, but for what only publishing gives it."""
    (tmp_path / "a.txt").write_text(".\n" + text(1))
    [item] = told(tmp_path / "a.txt")["a.txt"]["items"]
    article = item["article"]
    assert (article["language"], article["direction"], article["document"]["format"]) == ("ur", "rtl", "plain")
    assert article["title"] == "نئی لائبریری کا افتتاح unique1"
    assert [repair["kind"] for repair in article["repairs"]] == ["stray_line"]
    assert article["encoding"] == {"name": "utf-8", "told_by": "utf8", "confidence": 1.0}
    assert {"revision", "ingested_at"}.isdisjoint(article)


def test_every_file_below_a_folder_is_told_with_its_reason(tmp_path: Path) -> None:
    """Good ones and bad ones, each with its own; a missing one has vanished."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "good.txt").write_text(text(1))
    (tmp_path / "empty.txt").touch()
    (tmp_path / "mixed.jsonl").write_text('{"title": "ایک", "text": "خبر کا متن"}\n{bad\n')
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to("empty.txt")
    files = told(tmp_path, tmp_path / "missing.txt")
    assert {name: (file["state"], file["reason"]) for name, file in files.items()} == {
        "good.txt": ("published", None),
        "empty.txt": ("rejected", "empty"),
        "mixed.jsonl": ("published", None),
        "pipe.txt": ("rejected", "not_regular"),
        "link.txt": ("rejected", "not_regular"),
        "missing.txt": ("vanished", None),
    }
    assert [item["state"] for item in files["mixed.jsonl"]["items"]] == ["published", "rejected"]


def test_exit_codes(tmp_path: Path) -> None:
    """0 when every file would be taken, 1 when one would not."""
    (tmp_path / "good.txt").write_text(text(1))
    (tmp_path / "empty.txt").touch()
    assert check(tmp_path / "good.txt").exit_code == 0
    assert check(tmp_path / "good.txt", tmp_path / "empty.txt").exit_code == 1


def test_what_the_file_says_stands_beside_what_is_made_of_it(tmp_path: Path) -> None:
    """A dropped line is on the left only; what is kept is on both sides; a reason is told in words."""
    (tmp_path / "a.txt").write_text("Published: 2026-05-01\nThe bridge is open\n\nPeople crossed it at noon.\n")
    (tmp_path / "b.pdf.txt").write_bytes(b"\x89PNG\r\n")
    shown = check(tmp_path / "a.txt", tmp_path / "b.pdf.txt").output
    [line] = [line for line in shown.splitlines() if "Published: 2026-05-01" in line and "repaired" not in line]
    assert line.count("2026") == 1
    [line] = [line for line in shown.splitlines() if "People crossed" in line]
    assert line.count("People crossed it at noon.") == 2
    assert "2026-05-01" in shown
    assert "type_mismatch" in shown
    assert "this is a picture" in shown
