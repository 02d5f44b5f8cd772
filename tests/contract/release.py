"""`python -m tests.contract.release 0.2.0`: keep a copy of the contract as released, for later ones to be held to."""

import sys
from pathlib import Path

from schemas import events
from schemas.__main__ import files
from tests.contract.examples import every_event

RELEASED = Path(__file__).parent / "released"


def keep(version: str) -> None:
    """Write the JSON Schemas and one event of each type. Raises FileExistsError: a release does not change."""
    folder = RELEASED / version
    folder.mkdir(parents=True)
    for name, text in files().items():
        if name.endswith(".schema.json"):
            (folder / Path(name).name).write_text(text, encoding="utf-8")
    (folder / "events.jsonl").write_bytes(b"".join(events.encode(event) + b"\n" for event in every_event().values()))


if __name__ == "__main__":
    keep(sys.argv[1])
