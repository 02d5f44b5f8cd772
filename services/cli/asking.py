"""Asking the api, and failing with a line and an exit code."""

from typing import TYPE_CHECKING, Any, NoReturn

import typer

from services.api.client import Refused, Unreachable, ask
from services.cli.app import EXIT_NOTHING, EXIT_UNREACHABLE, EXIT_USAGE

if TYPE_CHECKING:
    from services.runtime.settings import Settings


def settings(**given: Any) -> "Settings":
    """Read the settings; a wrong one ends the command."""
    from services.runtime.settings import WrongSetting, load

    try:
        return load(**given)
    except WrongSetting as error:
        fail(str(error), EXIT_USAGE)


def asked(api: str | None, path: str, member: str, **query: Any) -> dict[str, Any]:
    """Ask the api at `api`, or where it is by the settings; see `client.ask`. Whatever goes wrong ends the command."""
    base = api or address(settings())
    try:
        return ask(base, path, member, **query)
    except Unreachable as error:
        start = "start everything with `khabar up`, or only the api with `khabar api`"
        fail(f"the api does not answer at {base} ({error}); {start}", EXIT_UNREACHABLE)
    except Refused as error:
        codes = {400: EXIT_USAGE, 503: EXIT_UNREACHABLE}
        fail(str(error), codes.get(error.status, EXIT_NOTHING))


def address(settings: "Settings") -> str:
    """Return where the api is: what `khabar up` noted, else what the settings say."""
    noted = _noted(settings, "api")
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.api_host, settings.api_host)  # noqa: S104  compared
    return noted or f"http://{host}:{settings.api_port}"


def with_servers() -> "Settings":
    """Read the settings, with the addresses of the servers that `khabar up` has started where none are set."""
    given = settings()
    urls = {"amqp_url": (given.amqp_url, "rabbitmq"), "mongo_url": (given.mongo_url, "mongod")}
    noted = {field: _noted(given, server) for field, (url, server) in urls.items() if url is None}
    return settings(**{field: url for field, url in noted.items() if url})


def _noted(settings: "Settings", what: str) -> str:
    """Return the address that `khabar up` has noted; empty while it does not run."""
    try:
        return (settings.state_dir / f"{what}.address").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong, and end the command."""
    typer.echo(f"khabar: {message}", err=True)
    raise typer.Exit(code)
