"""The command that withdraws articles."""

import os
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from services.cli.app import EXIT_NOTHING, EXIT_USAGE, ApiUrl, AsJson, app
from services.cli.asking import asked, fail, settings
from services.cli.printing import isolated, print_json

_ARTICLE_ID = re.compile("[0-9a-f]{32}")


@app.command(epilog="Examples: khabar withdraw 1f0c…   khabar withdraw --yes seeds/wrong.txt")
def withdraw(
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLE…", help="Article ids, or files in the watched folder.")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask whether this is meant.")] = False,
    api: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw articles for good.

    Their text is removed from every collection, and no file brings them back; subscribers are told. The files stay
    where they are. The log and dead letters keep the text until their time is over.
    """
    ids = [article_id for given in articles for article_id in _ids(api, given)]
    titles = {article_id: asked(api, f"/articles/{article_id}", "title")["title"] for article_id in ids}
    if not yes:
        _confirm(titles)
    token = settings().api_token
    secret = token.get_secret_value() if token else None
    answers = [asked(api, f"/articles/{key}", "article_id", method="DELETE", token=secret) for key in titles]
    if as_json:
        return print_json({"items": answers})
    for article_id, title in titles.items():
        typer.echo(f"withdrawn: {article_id} {isolated(title or '(no title)')}")
    return None


def _ids(api: str | None, given: str) -> list[str]:
    """Return the id that is given, or those of the articles in the file that is."""
    if _ARTICLE_ID.fullmatch(given):
        return [given]
    from schemas.identity import document_id

    path = Path(given).absolute()
    root = settings().seeds_dir.absolute()
    inside = path.relative_to(root) if path.is_relative_to(root) else Path(given)
    answer = asked(api, f"/documents/{document_id(os.fsencode(inside))}", "items")
    ids = list(dict.fromkeys(item["article_id"] for item in answer["items"] if item["article_id"]))
    if not ids:
        fail(f"{isolated(given)} has no articles", EXIT_NOTHING)
    if answer["items_total"] > len(answer["items"]):
        fail(f"{isolated(given)} has {answer['items_total']} articles: withdraw them by their ids", EXIT_USAGE)
    return ids


def _confirm(titles: dict[str, str | None]) -> None:
    if not sys.stdin.isatty():
        fail("withdrawing cannot be undone: say --yes", EXIT_USAGE)
    for article_id, title in titles.items():
        typer.echo(f"{article_id} {isolated(title or '(no title)')}", err=True)
    if not typer.confirm(f"Withdraw {len(titles)} for good?", err=True):
        raise typer.Exit(EXIT_NOTHING)
