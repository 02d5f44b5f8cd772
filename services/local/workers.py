"""Khabar's five processes as children; of `enrich`, which takes most of the time, as many as pay."""

import os
import sys
from collections.abc import Mapping

from services.local.child import Child
from services.runtime.settings import PREFIX, Settings

_PORTS = {"ingest": 8081, "store": 8082, "index": 8083, "enrich": 8084}
"""The four workers and the usual ports of their health; the api tells of its own on the port it serves."""
_HEALTH_PORT = PREFIX + "HEALTH_PORT"
_ANY = "0"
_GRACE_S = 15.0
_NICE = {"ingest": 5, "store": 3, "index": 2}
"""Who has less to do for an article lets `enrich` go first, and ingest everyone: so all end at about the same time."""
_MOST_BY_ITSELF = 4
"""So many enrich processes are started unasked: one ingester would hardly feed more, and each takes 210 MB."""


def processes(settings: Settings) -> list[str]:
    """Name the processes to run: one of each kind, then `enrich-2`, `enrich-3` and so on.

    Of `enrich` there are as many as are set, else one for each core that this process may use, up to four.
    """
    enrich = settings.enrich_processes or min(len(os.sched_getaffinity(0)), _MOST_BY_ITSELF)
    return [*_PORTS, *(f"enrich-{number}" for number in range(2, enrich + 1)), "api"]


def workers(
    settings: Settings,
    env: Mapping[str, str],
    amqp_url: str,
    mongo_url: str,
    api_port: int,
    health_ports: Mapping[str, int] | None = None,
) -> list[Child]:
    """Prepare all processes, wired to these servers.

    Args:
        settings: Where the folders are, and how many processes are to run.
        env: The environment to start from; what it says of anything else is passed on.
        amqp_url: RabbitMQ's address.
        mongo_url: MongoDB's address.
        api_port: The api's port.
        health_ports: The port of each worker's health, by name, for who has to know them. Each takes its usual one by
            itself, or any other if that is taken at the time.
    """
    state = settings.state_dir.resolve()
    wiring = {
        "AMQP_URL": amqp_url,
        "MONGO_URL": mongo_url,
        "SEEDS_DIR": str(settings.seeds_dir.resolve()),
        "STATE_DIR": str(state),
        "API_PORT": str(api_port),
    }
    shared = {**env, **{PREFIX + name: value for name, value in wiring.items()}}
    shared.pop(_HEALTH_PORT, None)
    names = processes(settings)
    # Only the first of a kind tries the usual port, and not if that is the api's.
    anywhere = {name: _ANY for name in names if _PORTS.get(name, api_port) == api_port}
    ports = anywhere | {name: str(port) for name, port in (health_ports or {}).items()}
    return [
        Child(
            name,
            [sys.executable, "-m", f"services.{name.partition('-')[0]}"],
            shared | ({_HEALTH_PORT: ports[name]} if name in ports else {}),
            state / "logs" / f"{name}.log",
            _GRACE_S,
            _NICE.get(name, 0),
        )
        for name in names
    ]
