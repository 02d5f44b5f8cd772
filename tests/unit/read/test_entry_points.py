"""Formats that others add, through entry points."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from services.ingest import read as readers
from services.ingest.draft import Draft, Item
from services.ingest.read import File, Limits, formats, read, suffixes
from services.ingest.read.format import Reader


def read_shouted(file: File, _: Limits) -> list[Item]:
    """Read a text in capitals."""
    return [Draft(None, file.raw.decode().lower())]


SHOUTED = Reader("shouted", "a shout", frozenset({".loud", ".txt"}), read=read_shouted)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Pretend that a package with these entry points is installed."""
    named: list[str] = []

    def entry_points(group: str) -> list[EntryPoint]:
        return [EntryPoint(f"format{number}", value, group) for number, value in enumerate(named)]

    monkeypatch.setattr(readers, "entry_points", entry_points)
    formats.cache_clear()
    suffixes.cache_clear()
    yield named
    formats.cache_clear()
    suffixes.cache_clear()


def test_a_format_is_added_and_may_take_a_suffix_over(installed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its suffixes are known, and it goes before what is built in."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    installed.append("test_entry_points:SHOUTED")
    assert ".loud" in suffixes()
    for name in ("a.loud", "a.txt"):
        [item] = read(File(name, b"NEWS OF THE DAY"), Limits())
        assert isinstance(item, Draft)
        assert (item.text, item.format) == ("news of the day", "shouted")


def test_what_is_no_format_is_told(installed: list[str]) -> None:
    """An entry point that names something else fails, with its name."""
    installed.append("json:loads")
    with pytest.raises(TypeError, match=r"khabar\.formats is no Reader or Container"):
        formats()
