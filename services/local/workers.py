"""Khabar's five processes as children."""

import sys
from collections.abc import Mapping

from services.local.child import Child
from services.local.ports import free_port
from services.runtime.settings import PREFIX, Settings

_PORTS = {"ingest": 8081, "store": 8082, "index": 8083, "enrich": 8084}
"""The four workers and the usual ports of their health; the api tells of its own on the port it serves."""
_GRACE_S = 15.0


def health_ports() -> dict[str, int]:
    """Choose a free port for the health of each worker."""
    return {name: free_port(usual) for name, usual in _PORTS.items()}


def workers(
    settings: Settings, env: Mapping[str, str], amqp_url: str, mongo_url: str, ports: Mapping[str, int]
) -> list[Child]:
    """Prepare one process for each name in `ports`, wired to these servers.

    Args:
        settings: Where the folders are.
        env: The environment to start from; what it says of anything else is passed on.
        amqp_url: RabbitMQ's address.
        mongo_url: MongoDB's address.
        ports: The HTTP port of each process.
    """
    state = settings.state_dir.resolve()
    wiring = {
        "AMQP_URL": amqp_url,
        "MONGO_URL": mongo_url,
        "SEEDS_DIR": str(settings.seeds_dir.resolve()),
        "STATE_DIR": str(state),
        "API_PORT": str(ports["api"]),
    }
    shared = {**env, **{PREFIX + name: value for name, value in wiring.items()}}
    return [
        Child(
            name,
            [sys.executable, "-m", f"services.{name}"],
            shared | {PREFIX + "HEALTH_PORT": str(port)},
            state / "logs" / f"{name}.log",
            _GRACE_S,
        )
        for name, port in ports.items()
    ]
