"""Progress of long work: on a terminal only, and never on stdout."""

import sys

import pytest

from services.cli.progress import Progress


async def _work(progress: Progress) -> None:
    with progress:
        await progress.show(3, 9)
        progress.note("khabar.enrich is full")
        progress.note("")
        await progress.show(9, 9)


async def test_a_bar_is_shown_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Someone who waits sees what for; stdout stays the result's."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    await _work(Progress("replay", quiet=False))
    told = capsys.readouterr()
    assert "replay" in told.err
    assert "9/9" in told.err
    assert told.out == ""


@pytest.mark.parametrize(("terminal", "quiet"), [(True, True), (False, False)])
async def test_nothing_is_shown_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], terminal: bool, quiet: bool
) -> None:
    """In a pipe, and with --json, there is no bar."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    await _work(Progress("replay", quiet=quiet))
    assert capsys.readouterr() == ("", "")
