"""What of coverage a person wants to see at a glance: gaps, and an index that is being built."""

from collections.abc import Iterator, Mapping
from typing import Any


def covered(status: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Yield, for a status, what is not as it should be: of what, which state, and how many articles."""
    for name, enricher in status.get("enrichments", {}).items():
        newest = str(enricher["version"])
        for state, number in _gaps(enricher["languages"], newest).items():
            if number:
                yield name, state, number
    if rebuilding := status.get("index", {}).get("rebuilding"):
        state = "rebuilt so far" if rebuilding["alive"] else "rebuilt before its builder died"
        yield "index", f"{state}, of {rebuilding['total']}", rebuilding["done"]


def _gaps(languages: Mapping[str, Any], newest: str) -> dict[str, int]:
    cells = list(languages.values())
    older = (number for cell in cells for version, number in cell["done"].items() if version != newest)
    return {
        "failed": sum(sum(cell["failed"].values()) for cell in cells),
        "missing": sum(cell["missing"] for cell in cells),
        "outdated": sum(older),
    }
