"""The application that every command belongs to, and the options they share."""

from typing import Annotated

import typer

EXIT_NOTHING = 1
EXIT_USAGE = 2
EXIT_UNREACHABLE = 3
EXIT_INTERRUPTED = 130
_EXIT_CODES = (
    "Exit codes: 0 done, 1 nothing found or failed, 2 wrong usage or setting, 3 the service cannot be reached."
)
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
