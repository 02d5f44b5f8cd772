"""`python -m schemas`: write the contract as files, or with `--check` tell which files no longer say what it is."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from schemas.asyncapi import asyncapi
from schemas.json_schema import json_schemas

HERE = Path(__file__).parent
NOTE = "# Written by `python -m schemas`; change the models instead.\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the files, with one line for each. Return the exit code: 1 if a checked file differs."""
    parser = argparse.ArgumentParser(prog="python -m schemas", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file differs")
    parser.add_argument("--folder", type=Path, default=HERE, help="where the files are (default: beside the models)")
    options = parser.parse_args(arguments)
    return check(options.folder) if options.check else write(options.folder)


def write(folder: Path) -> int:
    """Write every file, and remove schemas of what there no longer is."""
    wanted = files()
    for path in _left_over(folder, wanted):
        path.unlink()
        _say(f"removed  {path}")
    for name, text in wanted.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        _say(f"written  {path}")
    return 0


def check(folder: Path) -> int:
    """Compare every file with what would be written."""
    wanted = files()
    verdicts = {folder / name: _verdict(folder / name, text) for name, text in wanted.items()}
    verdicts |= dict.fromkeys(_left_over(folder, wanted), "left over")
    for path, verdict in verdicts.items():
        _say(f"{verdict:<9} {path}")
    return int(any(verdict != "same" for verdict in verdicts.values()))


def files() -> dict[str, str]:
    """Return the text of each file by its name, always in the same order."""
    schemas = {
        f"json/{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in json_schemas().items()
    }
    return {**schemas, "asyncapi.yaml": NOTE + "\n".join(_yaml(asyncapi())) + "\n"}


def _verdict(path: Path, text: str) -> str:
    if not path.exists():
        return "missing"
    return "same" if path.read_bytes() == text.encode() else "differs"


def _left_over(folder: Path, wanted: dict[str, str]) -> list[Path]:
    return [path for path in sorted(folder.glob("json/*.schema.json")) if f"json/{path.name}" not in wanted]


def _yaml(node: dict[str, Any], indent: str = "") -> Iterator[str]:
    """Emit YAML: mappings as blocks, and all else as the JSON that YAML is a superset of."""
    for key, value in node.items():
        if isinstance(value, dict) and value:
            yield f"{indent}{key}:"
            yield from _yaml(value, f"{indent}  ")
        else:
            yield f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
