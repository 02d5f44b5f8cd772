"""The commands that ask how things stand."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.cli.app import EXIT_NOTHING, ApiUrl, AsJson, app
from services.cli.asking import asked, fail
from services.cli.covered import covered
from services.cli.printing import isolated, print_json, print_table, table_of

if TYPE_CHECKING:
    from rich.table import Table


@app.command(epilog="Example: khabar status --json")
def status(api: ApiUrl = None, as_json: AsJson = False) -> None:
    """Show how things stand.

    Tells of files by state, of articles by stage, of queues and of dead letters.
    """
    answer = asked(api, "/status", "documents")
    if as_json:
        return print_json(answer)
    table = table_of("what", "state", "count")
    for what in ("documents", "articles"):
        for state, count in answer[what].items():
            table.add_row(what, state, str(count))
    for name, depth in (answer["queues"] or {}).items():
        if depth["ready"]:
            table.add_row("messages", name, str(depth["ready"]))
    table.add_row("messages", "dead", str(answer["dead"]))
    for what, state, count in covered(answer):
        table.add_row(what, state, str(count))
    print_table(table, "at rest" if answer["idle"] else "working")
    for server, why in answer["down"].items():
        typer.echo(f"{server} is away: {why}", err=True)
    return None


@app.command(
    epilog="Examples: khabar search 'حكومت'   khabar search --language ur --since 2026-05-01 داعش",
    rich_help_panel="Ask",
)
def search(
    query: Annotated[str, typer.Argument(help="The words to look for, in any spelling.")],
    language: Annotated[str | None, typer.Option(help="Only this language, such as ur.")] = None,
    source: Annotated[str | None, typer.Option(help="Only this publisher, by its slug.")] = None,
    since: Annotated[str | None, typer.Option(help="Only ingested at or after this ISO 8601 time.")] = None,
    until: Annotated[str | None, typer.Option(help="Only ingested before this ISO 8601 time.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="The most hits.")] = 10,
    api: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """Find articles, the best first."""
    filters = {"language": language, "source": source, "since": since, "until": until}
    answer = asked(api, "/search", "hits", q=query, limit=limit, **filters)
    if as_json:
        print_json(answer)
    elif answer["hits"]:
        print_table(_hits(answer["hits"]), f"{'' if answer['exact'] else 'at least '}{answer['total']} found")
    if not answer["hits"]:
        fail(f"nothing found for {isolated(query)}", EXIT_NOTHING)


@app.command(epilog="Example: khabar documents --state rejected --reason empty")
def documents(
    state: Annotated[
        str | None, typer.Option(help="Only files in this state: pending, published, duplicate, rejected or vanished.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Only files rejected for this reason, such as empty.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="The most files.")] = 50,
    api: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """List files and what became of them.

    Those that were noticed last come first.
    """
    answer = asked(api, "/documents", "items", state=state, reason=reason, limit=limit)
    if as_json:
        print_json(answer)
    elif answer["items"]:
        more = f"the newest {limit}; there are more" if answer["next"] else None
        print_table(_files(answer["items"]), more)
    if not answer["items"]:
        fail("there are no such files", EXIT_NOTHING)


def _hits(hits: Sequence[Mapping[str, Any]]) -> "Table":
    from rich.text import Text

    table = table_of("score", "language", "published", "source", "article")
    for hit in hits:
        article = Text.assemble(
            (isolated(hit["title"] or "(no title)"), "bold"), "\n", isolated(hit["snippet"]), "\n", hit["article_id"]
        )
        table.add_row(f"{hit['score']:.2f}", hit["language"], hit["published_at"] or "", hit["source"]["slug"], article)
    return table


def _files(files: Sequence[Mapping[str, Any]]) -> "Table":
    from rich.text import Text

    table = table_of("state", "reason", "items", "file")
    for file in files:
        told = Text(isolated(file["path"]))
        if file["detail"]:
            told.append(f"\n{isolated(file['detail'])}", style="dim")
        table.add_row(file["state"], file["reason"] or "", str(file["items_total"]), told)
    return table
