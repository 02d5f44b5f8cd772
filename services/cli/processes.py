"""Running Khabar: everything at once, or one process."""

import importlib
import os
from pathlib import Path
from typing import Annotated

import typer

from services.cli.app import EXIT_NOTHING, EXIT_USAGE, AsJson, app
from services.cli.asking import fail, settings

_PROCESSES = {
    "ingest": "Watch the folder and publish its articles.",
    "store": "Keep every article and its revisions.",
    "index": "Make articles findable.",
    "enrich": "Add what can be told of each text.",
    "api": "Answer over HTTP.",
}


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

    given = settings(seeds_dir=seeds)
    logs.configure("up", given.log_format, "error")
    queues = topology.queues(given.retry_delays_s, given.log_max_age)
    options = UpOptions(
        settings=given,
        env=os.environ,  # handed on to the children, not read
        initiate=initiate_replica_set,
        subscribe=lambda url: subscribe(url, ["#"], queues),
        until_idle=until_idle,
        as_json=as_json,
    )
    try:
        code = asyncio.run(run_up(options))
    except (WrongSetting, WrongSettings) as error:
        fail(str(error).removeprefix("khabar: "), EXIT_USAGE)
    except (AlreadyRunning, MissingProgram) as error:
        fail(str(error), EXIT_NOTHING)
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
