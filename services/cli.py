"""The `khabar` command. Whatever is heavy is imported where it is used, so that help comes at once."""

import importlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from services.api.client import Refused, Unreachable, ask

if TYPE_CHECKING:
    from rich.table import Table

    from services.runtime.settings import Settings

EXIT_NOTHING = 1
EXIT_USAGE = 2
EXIT_UNREACHABLE = 3
_EXIT_CODES = (
    "Exit codes: 0 done, 1 nothing found or failed, 2 wrong usage or setting, 3 the service cannot be reached."
)
_PROCESSES = {
    "ingest": "Watch the folder and publish its articles.",
    "store": "Keep every article and its revisions.",
    "index": "Make articles findable.",
    "enrich": "Add what can be told of each text.",
    "api": "Answer over HTTP.",
}
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"

app = typer.Typer(
    help="Khabar turns a folder of articles into a news wire.",
    epilog=_EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,  # its help takes a third of a second to come
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text for people.")]
ApiUrl = Annotated[
    str | None, typer.Option("--api", metavar="URL", help="The api's address, if it is not the one started here.")
]


def main() -> None:
    """Run the command line."""
    app()


def _show_version(wanted: bool) -> None:
    if wanted:
        from services.api.version import version

        typer.echo(f"khabar {version()}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Take the options of the command itself."""


@app.command(
    epilog="Example: khabar up --seeds ~/news --until-idle --json",
)
def up(
    seeds: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder to watch.", show_default="KHABAR_SEEDS_DIR, or seeds")
    ] = None,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="Stop when everything is dealt with.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run everything on this machine.

    Starts RabbitMQ and MongoDB, unless KHABAR_AMQP_URL and KHABAR_MONGO_URL are set, and all processes; says where to
    drop files and which address to open; stops everything in order at Ctrl-C.
    """
    import asyncio

    from schemas import topology
    from services.adapters.amqp import subscribe
    from services.adapters.mongo import initiate_replica_set
    from services.local.lock import AlreadyRunning
    from services.local.programs import MissingProgram
    from services.local.supervise import WrongSettings
    from services.local.up import UpOptions
    from services.local.up import up as run_up
    from services.runtime import logs
    from services.runtime.settings import WrongSetting

    settings = _settings(seeds_dir=seeds)
    logs.configure("up", settings.log_format, "error")
    queues = topology.queues(settings.retry_delays_s, settings.log_max_age)
    options = UpOptions(
        settings=settings,
        env=os.environ,  # handed on to the children, not read
        initiate=initiate_replica_set,
        subscribe=lambda url: subscribe(url, ["#"], queues),
        until_idle=until_idle,
        as_json=as_json,
    )
    try:
        code = asyncio.run(run_up(options))
    except (WrongSetting, WrongSettings) as error:
        _fail(str(error).removeprefix("khabar: "), EXIT_USAGE)
    except (AlreadyRunning, MissingProgram) as error:
        _fail(str(error), EXIT_NOTHING)
    raise typer.Exit(code)


def _add_process(name: str, told: str) -> None:
    @app.command(name, help=f"{told}\n\nRuns this one process until stopped. Settings come from the environment.")
    def run_process(
        as_json: Annotated[bool, typer.Option("--json", help="Log JSON on a terminal too.")] = False,
    ) -> None:
        from services.runtime.lifecycle import run
        from services.runtime.settings import PREFIX

        if as_json:
            os.environ[f"{PREFIX}LOG_FORMAT"] = "json"
        process = importlib.import_module(f"services.{name}.__main__")
        raise typer.Exit(run(name, process.main))


for _name, _told in _PROCESSES.items():
    _add_process(_name, _told)


@app.command(epilog="Example: khabar status --json")
def status(api: ApiUrl = None, as_json: AsJson = False) -> None:
    """Show how things stand.

    Tells of files by state, of articles by stage, of queues and of dead letters.
    """
    answer = _ask(api, "/status", "documents")
    if as_json:
        return _print_json(answer)
    table = _table("what", "state", "count")
    for what in ("documents", "articles"):
        for state, count in answer[what].items():
            table.add_row(what, state, str(count))
    for name, depth in (answer["queues"] or {}).items():
        if depth["ready"]:
            table.add_row("messages", name, str(depth["ready"]))
    table.add_row("messages", "dead", str(answer["dead"]))
    _print(table, "at rest" if answer["idle"] else "working")
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
    answer = _ask(api, "/search", "hits", q=query, limit=limit, **filters)
    if as_json:
        _print_json(answer)
    elif answer["hits"]:
        _print(_hits(answer["hits"]), f"{'' if answer['exact'] else 'at least '}{answer['total']} found")
    if not answer["hits"]:
        _fail(f"nothing found for {_isolated(query)}", EXIT_NOTHING)


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
    answer = _ask(api, "/documents", "items", state=state, reason=reason, limit=limit)
    if as_json:
        _print_json(answer)
    elif answer["items"]:
        more = f"the newest {limit}; there are more" if answer["next"] else None
        _print(_files(answer["items"]), more)
    if not answer["items"]:
        _fail("there are no such files", EXIT_NOTHING)


def _settings(**given: Any) -> "Settings":
    from services.runtime.settings import WrongSetting, load

    try:
        return load(**given)
    except WrongSetting as error:
        _fail(str(error), EXIT_USAGE)


def _ask(api: str | None, path: str, member: str, **query: Any) -> dict[str, Any]:
    base = api or _address(_settings())
    try:
        return ask(base, path, member, **query)
    except Unreachable as error:
        start = "start everything with `khabar up`, or only the api with `khabar api`"
        _fail(f"the api does not answer at {base} ({error}); {start}", EXIT_UNREACHABLE)
    except Refused as error:
        codes = {400: EXIT_USAGE, 503: EXIT_UNREACHABLE}
        _fail(str(error), codes.get(error.status, EXIT_NOTHING))


def _address(settings: "Settings") -> str:
    """Return where the api is: what `khabar up` noted, else what the settings say."""
    try:
        noted = (settings.state_dir / "api.address").read_text(encoding="utf-8").strip()
    except OSError:
        noted = ""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.api_host, settings.api_host)  # noqa: S104  compared
    return noted or f"http://{host}:{settings.api_port}"


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(f"khabar: {message}", err=True)
    raise typer.Exit(code)


def _print_json(answer: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def _print(table: "Table", below: str | None) -> None:
    from rich.console import Console

    console = Console()
    console.print(table)
    if below:
        console.out(below, highlight=False)


def _table(*columns: str) -> "Table":
    from rich.table import Table

    table = Table(*columns)
    table.columns[-1].overflow = "fold"
    return table


def _hits(hits: Sequence[Mapping[str, Any]]) -> "Table":
    from rich.text import Text

    table = _table("score", "language", "published", "source", "article")
    for hit in hits:
        article = Text.assemble(
            (_isolated(hit["title"] or "(no title)"), "bold"), "\n", _isolated(hit["snippet"]), "\n", hit["article_id"]
        )
        table.add_row(f"{hit['score']:.2f}", hit["language"], hit["published_at"] or "", hit["source"]["slug"], article)
    return table


def _files(files: Sequence[Mapping[str, Any]]) -> "Table":
    from rich.text import Text

    table = _table("state", "reason", "items", "file")
    for file in files:
        told = Text(_isolated(file["path"]))
        if file["detail"]:
            told.append(f"\n{_isolated(file['detail'])}", style="dim")
        table.add_row(file["state"], file["reason"] or "", str(file["items_total"]), told)
    return table


def _isolated(text: str) -> str:
    """Make text from outside safe for a terminal, and keep its direction from reordering what stands beside it."""
    from services.local.display import plain

    return f"{_ISOLATE}{plain(text)}{_END_ISOLATE}"
