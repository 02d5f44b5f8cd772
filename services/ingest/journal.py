"""The journal: one row for every file ever seen, in exactly one state, and the lease of whoever works on it.

All times are the server's (`$$NOW`), so ingesters need not agree on one. A lease carries a token that grows each time
it changes hands, and a row is finished only under the token it was taken with: who was too slow changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from schemas.article import DocumentRef
from schemas.reasons import Reason
from services.ingest import files
from services.ingest.files import Found
from services.ingest.identity import document_id
from services.runtime.ports import Database, Query, Row, Update

HISTORY = 20
"""How many past states a row keeps."""


class State(StrEnum):
    """The one state a document is in."""

    PENDING = "pending"
    PUBLISHED = "published"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    VANISHED = "vanished"


@dataclass(frozen=True)
class Look:
    """A file at a look, as it is to be entered: with its fingerprint, unless it could not be read."""

    found: Found
    sha256: str | None
    sidecar_sha256: str | None = None

    @property
    def document_id(self) -> str:
        """The document's id, from its path."""
        return document_id(self.found.path)


@dataclass(frozen=True)
class Document:
    """A file this ingester holds the lease of."""

    document_id: str
    found: Found
    owner: str
    noticed_at: datetime
    """When this signature was first noticed: the same however often the file is taken up again."""
    settled: Row | None = None
    """What it came to when it was last finished: `sha256`, `sidecar`, `state`, `reason`, `detail`, `items`."""

    def ref(self, item: int = 0) -> DocumentRef:
        """Name the document, and one of its items, as articles do."""
        return DocumentRef(document_id=self.document_id, path=self.path, name=self.name, item=item)

    @property
    def path(self) -> str:
        """The path, as it is shown."""
        return files.shown(self.found.path)

    @property
    def name(self) -> str:
        """The file's name, as it is shown."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Outcome:
    """What a document came to."""

    document: Document
    state: State
    reason: Reason | None = None
    detail: str | None = None
    items: int = 0


class Journal:
    """The `documents`, `items` and `scans` collections, which belong to ingest."""

    def __init__(self, database: Database, lease_s: float) -> None:
        self._database = database
        self._documents = database["documents"]
        self._items = database["items"]
        self._scans = database["scans"]
        self._lease_ms = int(lease_s * 1000)
        self._me = uuid4().hex

    async def setup(self) -> None:
        """Create the indexes."""
        await self._documents.ensure_index([("state", 1), ("lease.until", 1)])
        newest_first = [("first_seen_at", -1), ("_id", -1)]
        await self._documents.ensure_index(newest_first)
        await self._documents.ensure_index([("state", 1), *newest_first])
        await self._documents.ensure_index([("state", 1), ("reason", 1), *newest_first])
        await self._items.ensure_index([("document_id", 1), ("item", 1)])
        await self._items.ensure_index([("state", 1)])
        await self._scans.ensure_index([("at", 1)], expireAfterSeconds=86_400)

    async def due(self, found: Sequence[Found]) -> tuple[list[Found], list[Found]]:
        """Part the files that may need work from those known at just this signature: done, or in somebody's hands."""
        by_id = {document_id(file.path): file for file in found}
        pipeline: list[Query] = [
            {"$match": {"_id": {"$in": list(by_id)}}},
            {"$project": {"signature": 1, "free": _free_and_pending()}},
        ]
        rows = {row["_id"]: row for row in await self._documents.aggregate(pipeline)}
        known = {key for key, row in rows.items() if row["signature"] == str(by_id[key].signature) and not row["free"]}
        return (
            [file for key, file in by_id.items() if key not in known],
            [by_id[key] for key in known],
        )

    async def take(self, looks: Sequence[Look]) -> list[Document]:
        """Enter files as pending and lease those that are new, changed, or pending in nobody's hands."""
        owner = f"{self._me}/{uuid4().hex[:8]}"
        by_id = {look.document_id: look for look in looks}
        now = await self._database.now()
        there = await self._documents.insert([self._fresh(key, look, owner, now) for key, look in by_id.items()])
        await self._documents.update([self._taking(by_id[key], owner) for key in there])
        ours = {"_id": {"$in": list(there)}, "lease.owner": owner}
        retaken = await self._documents.find(ours, fields=["noticed_at", "settled"]) if there else []
        return [
            *(Document(key, look.found, owner, now) for key, look in by_id.items() if key not in there),
            *(
                Document(row["_id"], by_id[row["_id"]].found, owner, row["noticed_at"], row.get("settled"))
                for row in retaken
            ),
        ]

    async def overdue(self, limit: int) -> list[bytes]:
        """Return the paths of pending files whose lease has run out: their ingester died, or set them aside."""
        pipeline: list[Query] = [
            {"$match": {"state": State.PENDING, "$expr": {"$lt": ["$lease.until", "$$NOW"]}}},
            {"$limit": limit},
            {"$project": {"path_bytes": 1}},
        ]
        return [bytes(row["path_bytes"]) for row in await self._documents.aggregate(pipeline)]

    async def renew(self, documents: Sequence[Document]) -> None:
        """Hold the leases longer."""
        await self._lease_until(documents, self._lease_ms)

    async def release(self, documents: Sequence[Document], again_in_s: float) -> None:
        """Leave files pending, to be taken up again after a pause."""
        await self._lease_until(documents, int(again_in_s * 1000) - 1)

    async def finish(self, outcomes: Sequence[Outcome]) -> None:
        """Enter what the documents came to, where they are still ours."""
        alike: dict[tuple[object, ...], list[Outcome]] = {}
        for outcome in outcomes:
            key = (outcome.state, outcome.reason, outcome.detail, outcome.items, outcome.document.owner)
            alike.setdefault(key, []).append(outcome)
        for group in alike.values():
            await self._documents.update_all(_held([outcome.document for outcome in group]), _finished(group[0]))

    async def vanish(self, paths: Sequence[bytes]) -> None:
        """Enter pending files that nobody holds and that are gone."""
        gone = {
            "_id": {"$in": [document_id(path) for path in paths]},
            "state": State.PENDING,
            "$expr": {"$lt": ["$lease.until", "$$NOW"]},
        }
        await self._documents.update_all(gone, [{"$set": {"state": State.VANISHED, "updated_at": "$$NOW"}}])

    async def enter_items(self, items: Sequence[Row]) -> None:
        """Enter what each item of a document came to; `_id` is `<document_id>/<item>`."""
        by_id = {item["_id"]: item for item in items}
        there = await self._items.insert(items)
        await self._items.update([Update({"_id": key}, {"$set": by_id[key]}) for key in there])

    async def scanned(self) -> None:
        """Note that every file there was when a walk began has been entered."""
        await self._scans.update([Update({"_id": self._me}, [{"$set": {"at": "$$NOW"}}], upsert=True)])

    async def _lease_until(self, documents: Sequence[Document], milliseconds: int) -> None:
        if documents:
            until = {"$add": ["$$NOW", milliseconds]}
            await self._documents.update_all(_held(documents), [{"$set": {"lease.until": until}}])

    def _fresh(self, key: str, look: Look, owner: str, now: datetime) -> Row:
        until = now + timedelta(milliseconds=self._lease_ms)
        return {
            "_id": key,
            **_facts(look),
            "path": files.shown(look.found.path),
            "path_bytes": look.found.path,
            "state": State.PENDING,
            "first_seen_at": now,
            "noticed_at": now,
            "updated_at": now,
            "lease": {"owner": owner, "token": 1, "until": until},
        }

    def _taking(self, look: Look, owner: str) -> Update:
        signature = str(look.found.signature)
        changed: Query = {"$and": [{"$ne": ["$signature", signature]}, _free()]}
        taken: Query = {
            **_facts(look),
            "state": State.PENDING,
            "noticed_at": {"$cond": [{"$eq": ["$signature", signature]}, "$noticed_at", "$$NOW"]},
            "updated_at": "$$NOW",
            "lease": {
                "owner": owner,
                "token": {"$add": ["$lease.token", 1]},
                "until": {"$add": ["$$NOW", self._lease_ms]},
            },
        }
        due: Query = {"$or": [changed, _free_and_pending()]}
        change = [{"$replaceWith": {"$cond": [due, {"$mergeObjects": ["$$ROOT", taken]}, "$$ROOT"]}}]
        return Update({"_id": look.document_id}, change)


def _facts(look: Look) -> Row:
    return {
        "signature": str(look.found.signature),
        "size": look.found.signature.size,
        "sha256": look.sha256,
        "sidecar": look.sidecar_sha256,
    }


def _free() -> Query:
    return {"$lt": ["$lease.until", "$$NOW"]}


def _free_and_pending() -> Query:
    return {"$and": [{"$eq": ["$state", State.PENDING]}, _free()]}


def _held(documents: Sequence[Document]) -> Query:
    """Match the rows that are still held; an owner's name is used for one `take` only, so it fences."""
    return {
        "_id": {"$in": [document.document_id for document in documents]},
        "lease.owner": documents[0].owner,
        "state": State.PENDING,
    }


def _finished(outcome: Outcome) -> list[Query]:
    settled = {
        "state": outcome.state,
        "reason": outcome.reason,
        "detail": {"$literal": outcome.detail},
        "items": outcome.items,
    }
    entry = {"at": "$$NOW", "state": outcome.state, "reason": outcome.reason, "sha256": "$sha256"}
    history = {"$slice": [{"$concatArrays": [{"$ifNull": ["$history", []]}, [entry]]}, -HISTORY]}
    change = {
        **settled,
        "settled": settled | {"sha256": "$sha256", "sidecar": "$sidecar"},
        "history": history,
        "updated_at": "$$NOW",
        "lease.until": _LONG_AGO,
    }
    return [{"$set": change}]


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
