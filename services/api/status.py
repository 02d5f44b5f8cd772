"""How things stand: files by state, articles by stage, queues, dead letters, and whether all is at rest."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, get_args

from schemas import topology
from schemas.article import instant
from services.api.counts import Counts
from services.api.parameters import DocumentState
from services.api.rest import Stage, at_rest, collections
from services.runtime.errors import Unavailable
from services.runtime.ports import Database
from services.search.collection import KEY, POINTERS

CACHED_S = 0.2
REST_FACTOR = 4
"""A status that took long to read is kept this many times as long, so that asking cannot eat the server."""
BROKER_TIMEOUT_S = 2.0
_DONE = {"store": "stored", "index": "indexed", "enrich": "enriched"}


class Depths(Protocol):
    """The broker, as far as the status needs it."""

    async def depths(self, names: Sequence[str]) -> dict[str, int]:
        """Count the messages ready in each queue. Raises Unavailable."""


class StatusBoard:
    """Answers with the status, read at most every `CACHED_S` seconds, and less often where reading is slow."""

    def __init__(self, database: Database, broker: Depths, queues: Sequence[str], version: str) -> None:
        self._database = database
        self._counted = Counts(database)
        self._broker = broker
        self._queues = queues
        self._version = version
        self._reading = asyncio.Lock()
        self._read_at = 0.0
        self._took_s = 0.0
        self._last: dict[str, Any] = {}

    async def status(self) -> dict[str, Any]:
        """Return the status. Raises Unavailable when MongoDB is away; the broker may be."""
        async with self._reading:
            began = time.monotonic()
            if began - self._read_at > max(CACHED_S, REST_FACTOR * self._took_s):
                self._last = await self._read()
                self._read_at = time.monotonic()
                self._took_s = self._read_at - began
            return self._last

    async def _read(self) -> dict[str, Any]:
        counts, (depths, down) = await asyncio.gather(self._counts(), self._depths())
        dead_queues = [topology.dead_queue(name) for name in topology.BINDINGS]
        if depths is None:
            queues, dead = None, await self._database["dead_letters"].count({})
        else:
            queues = {name: {"ready": ready, "unacked": None} for name, ready in depths.items()}
            dead = sum(depths.get(name, 0) for name in dead_queues)
        return {**counts, "queues": queues, "dead": dead, "down": down, "version": self._version}

    async def _counts(self) -> dict[str, Any]:
        """Count what MongoDB tells, in the order `rest` asks for: files, then stages, then what was published."""
        database = self._database
        documents = _by_state(await self._counted.documents())
        where = await collections(database)
        tallies, scans = await asyncio.gather(
            asyncio.gather(*(self._counted.stage(name) for name in where.values())),
            database["scans"].find({}, sort=[("at", -1)], limit=1),
        )
        published = await self._counted.published()
        stages = [Stage(*place, done) for place, done in zip(where.items(), tallies, strict=True)]
        idle = not documents["pending"] and await at_rest(database, self._counted, stages, published)
        enrichments, index = await asyncio.gather(self._counted.coverage(), self._index(where["index"]))
        return {
            "documents": documents,
            "articles": {"published": published.present, **{_DONE[one.consumer]: one.done.present for one in stages}},
            "enrichments": enrichments,
            "index": index,
            "withdrawn": published.withdrawn,
            "idle": idle,
            "scanned_at": _told(scans[0]["at"]) if scans else None,
        }

    async def _index(self, collection: str) -> dict[str, Any]:
        """Tell by which versions of the analyser articles are indexed, and how far a rebuild has come."""
        alive = {"alive": {"$gt": ["$building.until", "$$NOW"]}}
        versions, rows = await asyncio.gather(
            self._counted.versions(collection),
            self._database[POINTERS].aggregate([{"$match": {"_id": KEY}}, {"$set": alive}]),
        )
        building = rows[0].get("building") if rows else None
        rebuilding = building and {
            **{name: building[name] for name in ("version", "done", "total")},
            "started_at": _told(building["started_at"]),
            "alive": rows[0]["alive"],
        }
        return {"versions": versions, "rebuilding": rebuilding or None}

    async def _depths(self) -> tuple[dict[str, int] | None, Mapping[str, str]]:
        try:
            async with asyncio.timeout(BROKER_TIMEOUT_S):
                return await self._broker.depths(self._queues), {}
        except Unavailable as outage:
            return None, {outage.server: outage.detail}
        except TimeoutError:
            return None, {"rabbitmq": f"no answer within {BROKER_TIMEOUT_S:g} s"}


def _by_state(counts: Mapping[str, int]) -> dict[str, int]:
    states = {state: counts.get(state, 0) for state in get_args(DocumentState)}
    return {"seen": sum(states.values()), **states}


def _told(moment: datetime) -> str:
    return instant(moment.replace(tzinfo=UTC))
