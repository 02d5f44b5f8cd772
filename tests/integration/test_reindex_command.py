"""`khabar reindex` as a process of its own."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from services.runtime.ports import Update
from services.search.collection import KEY, POINTERS
from tests.newsroom import START
from tests.old_index import OldIndex
from tests.stack import until

ROOT = Path(__file__).parents[2]


async def test_the_command_survives_a_kill(old_index: OldIndex, mongo_url_db: tuple[str, str]) -> None:
    """`khabar reindex`, killed in the middle, goes on where it was; searches find everything all the while."""
    await old_index.setup(6000)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KHABAR_")}
    environment = {**clean, "KHABAR_MONGO_URL": mongo_url_db[0], "KHABAR_MONGO_DB": mongo_url_db[1]}

    async def start() -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from services.cli import main; main()", "reindex", "--json"),
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    killed = await start()

    async def amid() -> bool:
        building = (await old_index.row()).get("building") or {}
        return bool(600 <= building.get("done", 0) < 5000)

    await until(amid, 30)
    killed.send_signal(signal.SIGKILL)
    await killed.communicate()
    left = (await old_index.row())["building"]
    assert 600 <= left["done"] < 6000
    assert len(await old_index.found("word5999")) == 1
    refused = await start()
    _, told = await refused.communicate()
    assert refused.returncode == 1
    assert b"is rebuilding the index" in told
    over = {"$set": {"building.until": START}}  # rather than wait until the lease has run out
    await old_index.database[POINTERS].update([Update({"_id": KEY}, over)])
    again = await start()
    done, told = await again.communicate()
    assert (again.returncode, told) == (0, b"")
    assert done == b'{"articles": 6000, "left_out": 0}\n'
    assert (await old_index.row())["current"] == left["collection"], "it began anew"
    assert await old_index.names() == {left["collection"]}
