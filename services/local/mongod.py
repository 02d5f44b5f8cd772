"""A private MongoDB: a replica set of one member, on the loopback address only.

A replica set knows its members by host and port, so the port is remembered and taken again when it is free; when it is
not, `initiate` writes the new one into the set.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from services.local.child import Child
from services.local.ports import LOOPBACK, free_port
from services.local.programs import find_mongod
from services.local.server import Server

MONGO_PORT = 27017
REPLICA_SET = "khabar"
_GRACE_S = 20.0
_LEAST_CACHE_GB, _MOST_CACHE_GB = 0.5, 8.0
_OPLOG_MB = 512
EVICTION = "eviction_dirty_target=60,eviction_dirty_trigger=80,eviction_updates_target=40,eviction_updates_trigger=60"
"""How much of the cache, in per cent, may be changed pages before they are written, and before writers must help.

The words of one batch of articles are all over the search index. By default changed pages are written from 5 per cent
on, again and again, for a few words each: with 300,000 articles that took four times the processor time of indexing.
"""

Initiate = Callable[[str, str, str], Awaitable[None]]
"""Given a URL, `host:port` and a name: make the server there the one member, under that address, of the set so named.

Safe to repeat; raises Unavailable while the server does not answer. It is `initiate_replica_set` of the adapters.
"""


def mongod(home: Path, env: Mapping[str, str], initiate: Initiate, usual_port: int | None = MONGO_PORT) -> Server:
    """Prepare a private mongod with its data in `home`, on the port it had before, else the usual, else a free one.

    Args:
        home: Its folder, made if missing.
        env: Its environment.
        initiate: Makes or mends the replica set; safe to repeat.
        usual_port: The port to prefer at the first start; None for any.

    Raises:
        MissingProgram: MongoDB is not installed.
    """
    home = home.resolve()
    (home / "data").mkdir(parents=True, exist_ok=True)
    port = _remembered_port(home / "port", usual_port)
    child = Child("mongod", _command(home / "data", port), env, home / "mongod.log", _GRACE_S)

    async def probe() -> None:
        # A refused connection is told at once; the driver would wait for seconds.
        _, writer = await asyncio.open_connection(LOOPBACK, port)
        writer.close()
        await initiate(f"mongodb://{LOOPBACK}:{port}/", f"{LOOPBACK}:{port}", REPLICA_SET)

    return Server(f"mongodb://{LOOPBACK}:{port}/?replicaSet={REPLICA_SET}", child, probe)


def _remembered_port(file: Path, usual: int | None) -> int:
    known = file.read_text().strip() if file.is_file() else ""
    port = free_port(int(known) if known.isdecimal() else usual)
    file.write_text(f"{port}\n")
    return port


def _cache_gb() -> float:
    """Take a quarter of this machine's memory, within bounds.

    A search index takes in words in no order: with half a gigabyte and 20,000 articles mongod wrote pages out and read
    them in again all the time, and with 300,000 and 3 GB searches were slow. It takes only what there is to keep.
    """
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min(_MOST_CACHE_GB, max(_LEAST_CACHE_GB, memory / 4 / 1024**3))


def _command(data: Path, port: int) -> list[str]:
    return [
        str(find_mongod()),
        *("--dbpath", str(data), "--port", str(port), "--bind_ip", LOOPBACK, "--nounixsocket"),
        *("--replSet", REPLICA_SET, "--oplogSize", str(_OPLOG_MB)),
        *("--wiredTigerCacheSizeGB", f"{_cache_gb():.2f}"),
        *("--wiredTigerEngineConfigString", EVICTION),
        # mongod 6.0.5 must not offer zlib to strangers.
        *("--networkMessageCompressors", "disabled"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        "--quiet",
    ]
