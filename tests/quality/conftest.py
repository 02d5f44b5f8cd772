"""Figures: what a quality test measured, held to its floor, and shown in one table at the end (`make quality`)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
_FIGURES = pytest.StashKey["Figures"]()


@dataclass
class Figures:
    """The figures of a run."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def at_least(self, what: str, value: float, floor: float, misses: Any = ()) -> None:
        """Note a figure, and fail below its floor, showing the first misses."""
        self.rows.append((what, f"{value:.4g}", f">= {floor:g}"))
        assert value >= floor, f"{what}: {value} is below {floor}; {list(misses)[:10]}"

    def at_most(self, what: str, value: float, ceiling: float, misses: Any = ()) -> None:
        """Note a figure, and fail above its ceiling."""
        self.rows.append((what, f"{value:.4g}", f"<= {ceiling:g}"))
        assert value <= ceiling, f"{what}: {value} is above {ceiling}; {list(misses)[:10]}"

    def all_of(self, what: str, right: int, total: int, misses: Any = ()) -> None:
        """Note how many of how many are right, and fail if one is not."""
        self.rows.append((what, f"{right}/{total}", "all"))
        assert total > 0, f"{what}: there is nothing to measure"
        assert right == total, f"{what}: {right} of {total}; {list(misses)[:10]}"


def pytest_configure(config: pytest.Config) -> None:
    """Begin an empty table."""
    config.stash[_FIGURES] = Figures()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table."""
    rows = config.stash[_FIGURES].rows
    if rows:
        terminalreporter.section("figures")
        width = max(len(what) for what, _, _ in rows)
        for what, value, wanted in rows:
            terminalreporter.write_line(f"{what:<{width}}  {value:>10}  wanted {wanted}")


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest) -> Figures:
    """Return the table of this run."""
    return request.config.stash[_FIGURES]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of real data; skip where there is none."""
    if not CORPUS.is_dir():
        pytest.skip("no ../shared/corpus beside the repository")
    return CORPUS


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
