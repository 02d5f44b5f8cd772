"""A private RabbitMQ node: its own data, node name, cookie and ports, on the loopback address only.

It runs without epmd, Erlang's port mapper: the node's distribution port is fixed, so there is nothing to map, no daemon
is left behind, two private nodes never meet, and the boot is some seconds shorter (asking epmd takes two more Erlang
machines). Data stays usable on other ports, since only the node's name is written into it.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.local.child import Child
from services.local.ports import LOOPBACK, free_port
from services.local.programs import find_rabbitmq_server
from services.local.server import Server

AMQP_PORT = 5672
NODE = "khabar@localhost"
_GRACE_S = 20.0
_PROBE_TIMEOUT_S = 2.0
_PROTOCOL_HEADER = b"AMQP\x00\x00\x09\x01"
_CONNECTION_START = b"\x01\x00\x00"
"""A method frame on channel 0: the first thing a broker says to a client it accepts."""

_CONFIG = """\
listeners.tcp.1 = {host}:{port}
log.console = false
log.file.level = info
log.file.rotation.size = 10485760
log.file.rotation.count = 2
disk_free_limit.absolute = 100MB
vm_memory_high_watermark.absolute = 1GB
"""


@dataclass(frozen=True)
class Node:
    """Where a node lives."""

    home: Path
    port: int
    dist_port: int

    @property
    def url(self) -> str:
        """The AMQP address. The user guest may come from the loopback address only."""
        return f"amqp://guest:guest@{LOOPBACK}:{self.port}/"

    @property
    def without_epmd(self) -> str:
        """The arguments that make Erlang find the node at its distribution port without asking epmd."""
        return f"-start_epmd false -erl_epmd_port {self.dist_port}"


@dataclass
class RabbitMQ(Server):
    """The server of a private node."""

    node: Node


def rabbitmq(home: Path, env: Mapping[str, str], usual_port: int | None = AMQP_PORT) -> RabbitMQ:
    """Prepare a private node with its data in `home`, on the usual port if it is free.

    Args:
        home: Its folder, made if missing.
        env: The environment to start from; its RabbitMQ and Erlang settings are left out.
        usual_port: The port to prefer; None for any.

    Raises:
        MissingProgram: RabbitMQ is not installed.
    """
    node = Node(home.resolve(), free_port(usual_port), free_port())
    program = find_rabbitmq_server()
    _write_files(node)
    child = Child("rabbitmq", [str(program)], _environment(node, env), node.home / "output.log", _GRACE_S)

    async def probe() -> None:
        await greet(node.port)

    return RabbitMQ(node.url, child, probe, node)


async def greet(port: int) -> None:
    """Say AMQP's protocol header and wait for Connection.Start.

    Raises:
        OSError: nobody listens, or not a broker.
        TimeoutError: no answer within two seconds.
    """
    async with asyncio.timeout(_PROBE_TIMEOUT_S):
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
        try:
            writer.write(_PROTOCOL_HEADER)
            answer = await reader.read(len(_CONNECTION_START))
        finally:
            writer.close()
    if answer != _CONNECTION_START:
        raise ConnectionError(f"port {port} does not answer as an AMQP broker")


def _write_files(node: Node) -> None:
    node.home.mkdir(parents=True, exist_ok=True)
    (node.home / "rabbitmq.conf").write_text(_CONFIG.format(host=LOOPBACK, port=node.port))
    (node.home / "enabled_plugins").write_text("[].\n")
    (node.home / "advanced.config").write_text("[].\n")
    (node.home / "rabbitmq-env.conf").write_text("")


def _environment(node: Node, env: Mapping[str, str]) -> dict[str, str]:
    """Point every file RabbitMQ reads or writes into the node's home, whatever /etc/rabbitmq says."""
    clean = {name: value for name, value in env.items() if not name.startswith(("RABBITMQ_", "ERL_"))}
    return clean | {
        "HOME": str(node.home),  # Erlang keeps the cookie there
        "RUNNING_UNDER_SYSTEMD": "true",  # no shell between us and Erlang, so signals and exit codes are its own
        "RABBITMQ_NODENAME": NODE,
        "RABBITMQ_CONF_ENV_FILE": str(node.home / "rabbitmq-env.conf"),
        "RABBITMQ_CONFIG_FILE": str(node.home / "rabbitmq.conf"),
        "RABBITMQ_CONFIG_FILES": str(node.home / "conf.d"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(node.home / "advanced.config"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(node.home / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(node.home / "data"),
        "RABBITMQ_LOG_BASE": str(node.home / "log"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
            f"-sname {NODE} {node.without_epmd} -kernel inet_dist_use_interface {{127,0,0,1}}"
        ),
        "ERL_CRASH_DUMP": str(node.home / "log" / "erl_crash.dump"),
    }
