"""Changing the row that says where the index is: by whoever holds the lease of a rebuild, under the server's clock.

Each change is one update whose condition the server evaluates; whether it was made shows when the row is read again.
See `services/search/collection.py` for the row.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.runtime.ports import Database, Query, Row, Update
from services.search.collection import KEPT_S, KEY, POINTERS
from services.search.layout import COLLECTION

LEASE_S = 20.0
"""How long a builder may be silent. The longest article, if nearly all its words differ, takes it nine seconds."""
GRACE_S = 5 * KEPT_S
"""How long the old collection stays, and is written to, after the switch."""
CLOSED_S = 3 * KEPT_S
"""How long after its end nobody writes to it any more."""


class Busy(Exception):
    """Another builder is at work."""


class LostLease(Exception):
    """The lease has passed to somebody else: this builder was silent for too long."""


@dataclass(frozen=True)
class Build:
    """The lease of a rebuild, as its builder holds it."""

    collection: str
    old: str
    after: str
    """The id up to which it has come; empty at the beginning."""
    done: int
    ready: bool
    """Whether articles that arrive are written to it."""


class PointerRow:
    """The row, for one builder."""

    def __init__(self, database: Database, holder: str) -> None:
        self._rows = database[POINTERS]
        self._database = database
        self._holder = holder

    async def read(self) -> Row:
        """Return the row; in `building`, `alive` says whether its lease still holds."""
        alive = {"alive": {"$gt": ["$building.until", "$$NOW"]}}
        rows = await self._rows.aggregate(
            [
                {"$match": {"_id": KEY}},
                {"$set": {"building": {"$cond": ["$building", {"$mergeObjects": ["$building", alive]}, None]}}},
            ]
        )
        return rows[0] if rows else {"_id": KEY, "current": COLLECTION, "number": 0, "building": None}

    async def begin(self, version: int, total: int) -> Build:
        """Take the lease: of the rebuild that was left unfinished if it is for this version, else of a new one.

        Args:
            version: The analyser's.
            total: How many articles there are, for people.

        Raises:
            Busy: another builder holds it.
        """
        await self._rows.insert([{"_id": KEY, "current": COLLECTION, "number": 0}])
        ours = {"holder": self._holder, "until": _from_now(LEASE_S)}
        number = {"$add": ["$number", 1]}
        fresh = {
            **ours,
            "collection": {"$concat": [f"{COLLECTION}_", {"$toString": number}]},
            "version": version,
            "ready": False,
            "after": "",
            "done": 0,
            "total": total,
            "started_at": "$$NOW",
        }
        left = {"$and": ["$building", {"$lt": ["$building.until", "$$NOW"]}]}
        same = {"$and": [left, {"$eq": ["$building.version", version]}]}
        abandoned = {"$cond": [left, [_closed("$building.collection")], []]}
        anew = {
            "number": number,
            "building": fresh,
            "retired": {"$concatArrays": [{"$ifNull": ["$retired", []]}, abandoned]},
        }
        change = {
            "$switch": {
                "branches": [
                    {"case": same, "then": _with({"building": {"$mergeObjects": ["$building", ours]}})},
                    {"case": {"$or": [left, {"$not": ["$building"]}]}, "then": _with(anew)},
                ],
                "default": "$$ROOT",
            }
        }
        await self._change(change)
        row = await self.read()
        if not self._is_ours(row):
            raise Busy(_told(row["building"]))
        building = row["building"]
        return Build(building["collection"], row["current"], building["after"], building["done"], building["ready"])

    async def renew(self, **progress: Any) -> None:
        """Keep the lease, and note progress. Raises LostLease."""
        told = {**progress, "until": _from_now(LEASE_S)}
        await self._change(self._if_ours({"building": {"$mergeObjects": ["$building", told]}}))
        if not self._is_ours(await self.read()):
            raise LostLease

    async def switch(self) -> None:
        """Have the new collection searched from now on, and retire the old one. Raises LostLease."""
        new = (await self.read())["building"]
        old = {"collection": "$current", "open": True, "at": "$$NOW"}
        retired = {"$concatArrays": [{"$ifNull": ["$retired", []]}, [old]]}
        change = {
            "current": "$building.collection",
            "version": "$building.version",
            "built_at": "$$NOW",
            "retired": retired,
            "building": None,
        }
        await self._change(self._if_ours(change))
        if not new or (await self.read())["current"] != new["collection"]:
            raise LostLease

    async def release(self) -> None:
        """Let anybody take the rebuild up at once."""
        await self._change(self._if_ours({"building": {"$mergeObjects": ["$building", {"until": "$$NOW"}]}}))

    async def tidy(self) -> bool:
        """Close and drop what is retired, when its time has come; return whether something is left to drop.

        Anybody may do so, any number of times: what has been closed is written to by nobody, what is dropped is read by
        nobody.
        """
        if not (await self.read()).get("retired"):
            return False
        closing = {"$cond": [_past("$$this.open", GRACE_S), _closed("$$this.collection"), "$$this"]}
        await self._change(_with({"retired": {"$map": {"input": "$retired", "in": closing}}}))
        over = {"$filter": {"input": "$retired", "cond": _past({"$not": ["$$this.open"]}, CLOSED_S)}}
        [told] = await self._rows.aggregate([{"$match": {"_id": KEY}}, {"$project": {"over": over}}])
        names = [retired["collection"] for retired in told["over"]]
        for name in names:
            await self._database[name].drop()
        left = {"$filter": {"input": "$retired", "cond": {"$not": {"$in": ["$$this.collection", names]}}}}
        if names:
            await self._change(_with({"retired": left}))
        return bool((await self.read()).get("retired"))

    async def _change(self, replaced: Query | str) -> None:
        await self._rows.update([Update({"_id": KEY}, [{"$replaceWith": replaced}])])

    def _if_ours(self, fields: Query) -> Query:
        return {"$cond": [{"$eq": ["$building.holder", self._holder]}, _with(fields), "$$ROOT"]}

    def _is_ours(self, row: Row) -> bool:
        return bool(row["building"]) and row["building"]["holder"] == self._holder


def _with(fields: Query) -> Query:
    return {"$mergeObjects": ["$$ROOT", fields]}


def _from_now(seconds: float) -> Query:
    return {"$dateAdd": {"startDate": "$$NOW", "unit": "millisecond", "amount": int(seconds * 1000)}}


def _closed(collection: str) -> Query:
    return {"collection": collection, "open": False, "at": "$$NOW"}


def _past(state: Query | str, seconds: float) -> Query:
    """Build the condition that a retired collection has been in this state for so long."""
    return {"$and": [state, {"$lt": ["$$this.at", _from_now(-seconds)]}]}


def _told(building: Row) -> str:
    since: datetime = building["started_at"]
    how_far = f"{building['done']} of {building['total']}"
    return f"{building['holder']} is rebuilding the index, {how_far} articles, since {since:%Y-%m-%d %H:%M} UTC"
