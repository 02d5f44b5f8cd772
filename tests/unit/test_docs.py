"""The documents keep up with the code: settings, reasons, metrics, field names are told, and links lead somewhere."""

import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.metrics import MetricWrapperBase

from schemas.article import RepairKind
from schemas.reasons import DeadReason, PublishedAtReason, Reason
from services.ingest.read import names as fields
from services.ingest.read import suffixes
from services.runtime import metrics
from services.runtime.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _formats() -> str:
    """Return the pages about formats, as one."""
    return _page("formats.md") + "".join(path.read_text("utf-8") for path in sorted((DOCS / "formats").glob("*.md")))


def _rows(page: str) -> dict[str, str]:
    """Return the rows of a page's tables by what stands in backticks first: `name` to the second cell."""
    cells = re.findall(r"^\| `([^`]+)` \| ([^|]*) \|", page, re.MULTILINE)
    return {name: value.strip() for name, value in cells}


def _told(default: Any) -> str:
    if default is None:
        return "unset"
    if isinstance(default, tuple):
        return ",".join(map(str, default))
    return f"{default:g}" if isinstance(default, float) else str(default)


def test_every_setting_is_documented_with_its_default() -> None:
    """The settings table lists exactly the settings there are, each with the default the code has."""
    told = {name: value for name, value in _rows(_page("operations.md")).items() if name.startswith(PREFIX)}
    settings = {
        PREFIX + name.upper(): "unset" if field.default is None else f"`{_told(field.default)}`"
        for name, field in Settings.model_fields.items()
    }
    assert told == settings


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("formats.md", [*Reason, *PublishedAtReason, *RepairKind]),
        ("operations.md", [*DeadReason]),
    ],
)
def test_every_reason_is_explained(page: str, names: list[str]) -> None:
    """Whatever reason or kind of repair a file or a message can get has a row that explains it."""
    assert set(map(str, names)) <= _rows(_page(page)).keys()


def test_every_field_name_and_suffix_is_documented() -> None:
    """The names that the JSON reader looks for, and the suffixes that have a reader, are all told."""
    names = {name for table in (fields.TITLE, fields.SUBTITLE, fields.TEXT, fields.SUMMARY) for name in table}
    names |= {name for table in (fields.DATE, fields.UPDATED, fields.LANGUAGE, fields.URL) for name in table}
    names |= {*fields.GUID, *fields.ID, *fields.SOURCE, *fields.AUTHOR, *suffixes()}
    page = _formats()
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []


def test_every_metric_is_documented() -> None:
    """The table of metrics names each of Khabar's own, under the name that Prometheus sees."""
    own = [metric for metric in vars(metrics).values() if isinstance(metric, MetricWrapperBase)]
    assert own
    described = [family for metric in own for family in metric.describe()]
    names = {family.name + ("_total" if family.type == "counter" else "") for family in described}
    told = {name.partition("{")[0] for name in _rows(_page("operations.md"))}
    assert names <= told


def test_every_decision_is_listed() -> None:
    """The index of decisions links to each record, and their numbers have no gap."""
    records = sorted(path.name for path in (DOCS / "decisions").glob("0*.md"))
    assert [int(name[:4]) for name in records] == list(range(1, len(records) + 1))
    assert [name for name in records if f"]({name})" not in _page("decisions/README.md")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    """A relative link or picture in any page names a file of the repository."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    targets = [target for target in _LINK.findall(text) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_readme_names_commands_there_are() -> None:
    """Each `make` target that README and CONTRIBUTING name is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    pages = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    named = set(re.findall(r"(?:\$ |`)make (\w+)", pages))
    assert named
    assert [target for target in sorted(named) if f"\n{target}:" not in makefile] == []
