"""Tables and JSON, with text from outside made safe for a terminal."""

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.table import Table

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def print_json(answer: Mapping[str, Any]) -> None:
    """Print an answer for programs; indented on a terminal."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def print_table(table: "Table", below: str | None) -> None:
    """Print a table, and a line below it."""
    from rich.console import Console

    console = Console()
    console.print(table)
    if below:
        console.out(below, highlight=False)


def table_of(*columns: str) -> "Table":
    """Make a table; what is too long for its last column is folded."""
    from rich.table import Table

    table = Table(*columns)
    table.columns[-1].overflow = "fold"
    return table


def isolated(text: str) -> str:
    """Make text from outside safe for a terminal, and keep its direction from reordering what stands beside it."""
    from services.local.display import plain

    return f"{_ISOLATE}{plain(text)}{_END_ISOLATE}"
