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
    from rich.text import Text


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
    epilog="Examples: khabar search 'حكومت'   khabar search '\"اسکائی نیوز\" -کھیل' --language ur"
    "   khabar search 'title:syria raqq*' --published-since 2026-05-01 --facets",
    rich_help_panel="Ask",
)
def search(
    query: Annotated[
        str,
        typer.Argument(
            help='What to look for: words in any spelling, "words in a row", -word for what is not wanted, begin*, '
            "title:word. Put -- before a query that begins with a minus."
        ),
    ],
    language: Annotated[str | None, typer.Option(help="Only this language, such as ur.")] = None,
    source: Annotated[str | None, typer.Option(help="Only this publisher, by its slug.")] = None,
    place: Annotated[str | None, typer.Option(help="Only articles that name this place, by its code.")] = None,
    story: Annotated[str | None, typer.Option(help="Only articles of this story, by its id.")] = None,
    since: Annotated[str | None, typer.Option(help="Only ingested at or after this ISO 8601 time.")] = None,
    until: Annotated[str | None, typer.Option(help="Only ingested before this ISO 8601 time.")] = None,
    published_since: Annotated[str | None, typer.Option(help="Only published at or after this time.")] = None,
    published_until: Annotated[str | None, typer.Option(help="Only published before this time.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="The most hits.")] = 10,
    offset: Annotated[int, typer.Option(min=0, max=10_000, help="How many hits to leave out.")] = 0,
    facets: Annotated[bool, typer.Option("--facets", help="Count by language, source, place and day.")] = False,
    api: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """Find articles, the best first."""
    filters = {"language": language, "source": source, "place": place, "story": story, "since": since, "until": until}
    filters |= {"published_since": published_since, "published_until": published_until}
    more = {"offset": offset or None, "facets": "true" if facets else None}
    answer = asked(api, "/search", "hits", q=query, limit=limit, **filters, **more)
    if as_json:
        print_json(answer)
    elif answer["hits"]:
        print_table(_hits(answer["hits"]), f"{'' if answer['exact'] else 'at least '}{answer['total']} found")
        for name, counts in (answer.get("facets") or {}).items():
            told = [f"{isolated(facet['value'])} {facet['count']}" for facet in counts]
            typer.echo(f"{name}: {', '.join(told)}")
    if not answer["hits"]:
        fail(_nothing(query, answer), EXIT_NOTHING)


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


def _nothing(query: str, answer: Mapping[str, Any]) -> str:
    told = f"nothing found for {isolated(query)}"
    if answer.get("note"):
        told += f": {answer['note']}"
    if answer.get("did_you_mean"):
        told += f"; did you mean {isolated(answer['did_you_mean'])}?"
    return told


def _hits(hits: Sequence[Mapping[str, Any]]) -> "Table":
    from rich.text import Text

    table = table_of("score", "language", "published", "source", "article")
    for hit in hits:
        title = _marked(hit["title"] or "(no title)", hit.get("title_highlights", ()), "bold")
        piece = _marked(hit["snippet"], hit.get("highlights", ()), "")
        article = Text("\n").join([title, piece, Text(hit["article_id"])])
        table.add_row(f"{hit['score']:.2f}", hit["language"], hit["published_at"] or "", hit["source"]["slug"], article)
    return table


def _marked(text: str, highlights: Sequence[Sequence[int]], style: str) -> "Text":
    """Show a text with what was looked for in it standing out."""
    from rich.text import Text

    shown = Text(isolated(text), style)
    moved = 1  # by the mark that isolates
    for start, end in highlights:
        shown.stylize("bold reverse", start + moved, end + moved)
    return shown


def _files(files: Sequence[Mapping[str, Any]]) -> "Table":
    from rich.text import Text

    table = table_of("state", "reason", "items", "file")
    for file in files:
        told = Text(isolated(file["path"]))
        if file["detail"]:
            told.append(f"\n{isolated(file['detail'])}", style="dim")
        table.add_row(file["state"], file["reason"] or "", str(file["items_total"]), told)
    return table
