"""What `khabar up` has to run, and where everything will be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.local.child import Child
from services.local.mongod import Initiate, mongod
from services.local.ports import LOOPBACK, free_port, is_free
from services.local.rabbitmq import rabbitmq
from services.local.server import Server
from services.local.workers import workers
from services.runtime.settings import Settings, WrongSetting

_DEFAULT_API_PORT = 8080
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only compared with


@dataclass(frozen=True)
class Plan:
    """Children to run and addresses to use."""

    servers: Sequence[Server]
    workers: Sequence[Child]
    amqp_url: str
    api_url: str
    seeds_dir: Path
    logs_dir: Path


def make_plan(settings: Settings, env: Mapping[str, str], initiate: Initiate) -> Plan:
    """Decide on servers and ports: a server is only started here if its URL is not set. Makes the watched folder.

    Raises:
        MissingProgram: a server has to be started and is not installed.
        WrongSetting: the api's port was asked for by name and is taken.
    """
    settings.seeds_dir.mkdir(parents=True, exist_ok=True)
    state = settings.state_dir.resolve()
    servers: list[Server] = []
    amqp_url, mongo_url = settings.amqp, settings.mongo
    if settings.amqp_url is None:
        servers.append(rabbitmq(state / "rabbitmq", env))
        amqp_url = servers[-1].url
    if settings.mongo_url is None:
        servers.append(mongod(state / "mongod", env, initiate))
        mongo_url = servers[-1].url
    api_port = _api_port(settings)
    return Plan(
        servers=servers,
        workers=workers(settings, env, amqp_url, mongo_url, api_port),
        amqp_url=amqp_url,
        api_url=_http(settings.api_host, api_port),
        seeds_dir=settings.seeds_dir.resolve(),
        logs_dir=state / "logs",
    )


def _http(bound_to: str, port: int) -> str:
    host = LOOPBACK if bound_to in _EVERYWHERE else bound_to
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _api_port(settings: Settings) -> int:
    asked_for = "api_port" in settings.model_fields_set and settings.api_port
    if asked_for and not is_free(settings.api_port):
        raise WrongSetting(f"KHABAR_API_PORT: port {settings.api_port} is taken")
    return free_port(settings.api_port or _DEFAULT_API_PORT)
