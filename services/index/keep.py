"""What an index process does beside indexing: it sees to it that the index is of its analyser's version.

When it starts, rows of an older version are reason for a rebuild. Later it takes up a rebuild whose builder has died,
whoever that was, and drops what is retired. And it merges segments of words. Any number of processes may do so: the
lease lets one build, and what two merge does no harm.
"""

import asyncio
import os
import socket
from uuid import uuid4

import structlog

from services.index.pointer import Busy, LostLease, PointerRow
from services.index.rebuild import Incomplete, Rebuild, Stopped
from services.runtime import metrics
from services.runtime.backoff import wait_for
from services.runtime.errors import Unavailable
from services.runtime.ports import Database
from services.search.segments import merge
from services.text.tokens import ANALYSER_VERSION

log = structlog.get_logger()

LOOK_S = 5.0
"""The pause between two looks."""
REST = 1.0
"""A rebuild beside indexing rests as long as it works."""
AGAIN_S = 600.0
"""The pause after a rebuild that could not be ended."""


def holder_name() -> str:
    """Name this builder, for people and for the lease."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


async def keep(database: Database, stop: asyncio.Event) -> None:
    """Look after the index until stopped; outages are waited out."""
    row = PointerRow(database, holder_name())
    wanted = True
    pause = LOOK_S
    while not stop.is_set():
        try:
            if (wanted and await _is_outdated(database, row)) or await _is_abandoned(row):
                await Rebuild(database, row, stop, rest=REST).run()
            wanted = False
            await row.tidy()
            while await merge(database) and not stop.is_set():
                pass
            pause = LOOK_S
        except Unavailable as outage:
            metrics.OUTAGES.labels(outage.server).inc()
            log.warning("server.unavailable", server=outage.server, detail=outage.detail)
        except Stopped:
            break
        except (Busy, LostLease) as verdict:
            log.info("reindex.left_to_another", why=str(verdict))
            wanted = False
        except Incomplete as verdict:
            log.error("reindex.incomplete", why=str(verdict))  # noqa: TRY400  a verdict has no traceback to show
            pause = AGAIN_S
        except Exception:
            log.exception("reindex.failed")  # indexing goes on; the old index is searched
            pause = AGAIN_S
        await wait_for(stop, pause)


async def _is_outdated(database: Database, row: PointerRow) -> bool:
    """Tell whether the index has rows of an older version, and nobody has built it for a newer one."""
    now = await row.read()
    if now.get("version", 0) > ANALYSER_VERSION:
        return False
    older = {"revision": {"$gte": 1}, "version": {"$lt": ANALYSER_VERSION}}
    return bool(await database[now["current"]].find(older, fields=["_id"], limit=1))


async def _is_abandoned(row: PointerRow) -> bool:
    building = (await row.read())["building"]
    return bool(building) and not building["alive"] and building["version"] == ANALYSER_VERSION
