"""The command that shows what would become of a file, without a server."""

from pathlib import Path
from typing import Annotated

import typer

from services.cli.app import EXIT_NOTHING, AsJson, app
from services.cli.asking import settings
from services.cli.printing import print_json


@app.command(epilog="Examples: khabar check article.txt   khabar check --json ~/news | jq .files[].reason")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files, or folders to look through.")],
    as_json: AsJson = False,
) -> None:
    """Show what would become of a file, without a server.

    Tells what is read in it, what is repaired, and why it would be rejected; what a text file says stands beside what
    is made of it. Copies of what is published already are not told: only a running Khabar knows them.
    """
    from services.cli.checked import show
    from services.ingest.check import check as checked
    from services.ingest.read.readers import Readers
    from services.runtime import logs

    given = settings()
    logs.configure("check", given.log_format, "error")
    readers = Readers.of(given)
    refused = False
    told = []
    try:
        for one in checked(files, readers, given.max_file_bytes):
            refused = refused or not one.candidates
            if as_json:
                told.append(one.as_json())
            else:
                show(one)
    finally:
        readers.close()
    if as_json:
        print_json({"files": told})
    if refused:
        raise typer.Exit(EXIT_NOTHING)
