"""Enrichers that others add, as distributions that are really installed, if only in a folder of the test's own."""

from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.enrich import installed
from services.enrich.enrichers import ENRICHERS
from services.enrich.handle import enrich
from services.enrich.installed import installed_enrichers
from tests.unit.enrich.test_enrichers import _article

MODULE = """
import datetime
import sys
from services.enrich.enricher import Enricher

SHOUT = Enricher("shout", 3, lambda subject: subject.text.text.upper()[:5], frozenset({"ur"}))
OTHER_SHOUT = Enricher("shout", 9, lambda subject: "another")
CLASH = Enricher("counts", 9, lambda subject: {"words": 0})
NO_ENRICHER = {"name": "x"}
LANGUAGES = Enricher("tongue", 1, lambda subject: 1, frozenset({1}))
UNCALLABLE = Enricher("idle", 1, "work")
ANSWERS = {
    "set": {1, 2}, "date": datetime.date(2026, 1, 1), "surrogate": "\\ud800", "huge": 2 ** 80, "key": {1: 2},
    "zero": {"a\\u0000b": 1}, "long": "x" * 2_000_000,
}
deep = []
for _ in range(100):
    deep = [deep]
ANSWERS["deep"] = deep
ODD = Enricher("odd", 1, lambda subject: ANSWERS[subject.article.title])
PAIR = Enricher("pair", 1, lambda subject: {"pair": (1, 2)})
"""
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a distribution whose entry points are these: their names to what they name."""

    def install(distribution: str = "khabar_shout", module: str = MODULE, **named: str) -> None:
        folder = tmp_path / f"{distribution}-1.0.dist-info"
        folder.mkdir()
        (tmp_path / f"{distribution}.py").write_text(module, encoding="utf-8")
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        lines = [f"{name} = {distribution}:{value}" for name, value in named.items()]
        (folder / "entry_points.txt").write_text("\n".join([f"[{installed.ENTRY_POINTS}]", *lines, ""]))

    monkeypatch.syspath_prepend(str(tmp_path))
    return install


def test_an_enricher_is_added(install: Install) -> None:
    """One that is installed is asked after those that come with Khabar, for the languages it knows."""
    install(shout="SHOUT")
    assert "khabar_shout" in {distribution.name for distribution in distributions()}
    found = installed_enrichers()
    assert [enricher.name for enricher in found] == [*(enricher.name for enricher in ENRICHERS), "shout"]
    assert enrich(_article(), found)["shout"] == "حکومت"
    assert enrich(_article().model_copy(update={"language": "en"}), found)["shout"] == {"unsupported": "en"}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("CLASH", "named counts already"),
        ("NO_ENRICHER", "no Enricher but dict"),
        ("LANGUAGES", "no tags"),
        ("UNCALLABLE", "cannot be called"),
        ("MISSING", "MISSING"),
    ],
)
def test_one_that_cannot_be_used_is_told_of_and_left_out(install: Install, value: str, told: str) -> None:
    """Whatever is wrong with one, the log names it, and the others are there."""
    install(broken=value, shout="SHOUT")
    with capture_logs() as logs:
        names = [enricher.name for enricher in installed_enrichers()]
    assert names == [*(enricher.name for enricher in ENRICHERS), "shout"]
    [line] = [line for line in logs if line["event"] == "enricher.left_out"]
    assert (line["entry_point"], line["log_level"]) == ("broken", "error")
    assert told in line["error"]


@pytest.mark.parametrize(
    "module",
    [
        "def",
        "import nothing_of_that_name",
        "raise SystemExit(1)",
        "raise type('PanicException', (BaseException,), {})",
        "from services.enrich.enricher import Enricher\nX = Enricher('Loud!', 1, len)",
        "from services.enrich.enricher import Enricher\nX = Enricher('loud', 0, len)",
    ],
)
def test_a_module_that_does_not_load_stops_nothing(install: Install, module: str) -> None:
    """A slip in somebody's module, even one that would end the process, costs that module alone."""
    install(distribution="khabar_broken", module=module, broken="X")
    install(shout="SHOUT")
    with capture_logs() as logs:
        assert installed_enrichers()[-1].name == "shout"
    assert [line["entry_point"] for line in logs if line["event"] == "enricher.left_out"] == ["broken"]


def test_of_two_that_clash_the_first_by_name_is_taken(install: Install) -> None:
    """Which one it is does not depend on the order in which distributions are found."""
    install(b_shout="OTHER_SHOUT", a_shout="SHOUT")
    assert installed_enrichers()[-1].version == 3


def test_there_is_an_end_to_how_many_are_added(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names of enrichers are labels of metrics, so their number has a bound."""
    monkeypatch.setattr(installed, "MOST", len(ENRICHERS))
    install(shout="SHOUT")
    assert list(installed_enrichers()) == list(ENRICHERS)


@pytest.mark.parametrize("title", ["set", "date", "surrogate", "huge", "key", "zero", "long", "deep"])
def test_an_answer_that_cannot_be_kept_is_an_error(install: Install, title: str) -> None:
    """What JSON or MongoDB cannot hold fails as that enricher's own, and never reaches the row."""
    install(odd="ODD")
    answers: dict[str, Any] = enrich(_article(title=title), installed_enrichers())
    assert set(answers["odd"]) == {"error"}
    assert answers["counts"]["words"] == 17


def test_an_answer_is_kept_as_json_has_it(install: Install) -> None:
    """What is taken is made plain: a tuple is a list, in the row as in the event."""
    install(pair="PAIR")
    assert enrich(_article(), installed_enrichers())["pair"] == {"pair": [1, 2]}
