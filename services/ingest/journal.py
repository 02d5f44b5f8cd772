"""The journal: one row for every file ever seen, in exactly one state, and the lease of whoever works on it.

All times are the server's (`$$NOW`), so ingesters need not agree on one. A lease carries a token that grows each time
it changes hands, and a row is finished only under the token it was taken with: who was too slow changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from schemas.article import DocumentRef
from schemas.reasons import Reason
from services.ingest import files
from services.ingest.files import Found, Signature
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
class Document:
    """A file this ingester holds the lease of."""

    document_id: str
    found: Found
    token: int
    owner: str
    noticed_at: datetime
    """When this signature was first noticed: the same however often the file is taken up again."""
    settled: Row | None
    """What the file came to when it was last finished: `sha256`, `state`, `reason`, `detail`, `items`."""

    def ref(self, item: int = 0) -> DocumentRef:
        """Name the document, and one of its items, as articles do."""
        path = files.shown(self.found.path)
        return DocumentRef(document_id=self.document_id, path=path, name=path.rpartition("/")[2], item=item)


@dataclass(frozen=True)
class Outcome:
    """What a document came to."""

    document: Document
    state: State
    signature: Signature
    sha256: str | None = None
    reason: Reason | None = None
    detail: str | None = None
    items: int = 0


@dataclass(frozen=True)
class Taken:
    """What became of a try to take files up."""

    documents: list[Document]
    known: list[Found]
    """Files whose rows already carry this signature: done, or in somebody's hands."""


class Journal:
    """The `documents` and `items` collections, which belong to ingest."""

    def __init__(self, database: Database, lease_s: float) -> None:
        self._documents = database["documents"]
        self._items = database["items"]
        self._scans = database["scans"]
        self._lease_ms = int(lease_s * 1000)
        self._me = uuid4().hex

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._documents.ensure_index([("state", 1), ("lease.until", 1)])
        await self._documents.ensure_index([("state", 1), ("reason", 1), ("_id", 1)])
        await self._items.ensure_index([("document_id", 1), ("item", 1)])
        await self._items.ensure_index([("article_id", 1)])
        await self._scans.ensure_index([("at", 1)], expireAfterSeconds=86_400)

    async def take(self, found: Sequence[Found]) -> Taken:
        """Enter files that are new or changed as pending, and lease those and any that nobody holds any more."""
        owner = f"{self._me}/{uuid4().hex[:8]}"
        by_id = {document_id(file.path): file for file in found}
        await self._documents.update([self._taking(key, file, owner) for key, file in by_id.items()])
        rows = await self._documents.find({"_id": {"$in": list(by_id)}}, fields=_TAKEN_FIELDS)
        documents, known = [], []
        for row in rows:
            file = by_id[row["_id"]]
            if row["lease"]["owner"] == owner:
                documents.append(_document(row, file, owner))
            elif row["signature"] == str(file.signature):
                known.append(file)
        return Taken(documents, known)

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
        await self._documents.update(
            [
                Update(_held(document), [{"$set": {"lease.until": self._from_now(self._lease_ms)}}])
                for document in documents
            ]
        )

    async def release(self, documents: Sequence[Document], again_in_s: float) -> None:
        """Leave files pending, to be taken up again after a pause."""
        until = self._from_now(int(again_in_s * 1000) - 1)
        await self._documents.update(
            [Update(_held(document), [{"$set": {"lease.until": until}}]) for document in documents]
        )

    async def finish(self, outcomes: Sequence[Outcome]) -> None:
        """Enter what the documents came to, where they are still ours."""
        await self._documents.update([_finishing(outcome) for outcome in outcomes])

    async def vanish(self, paths: Sequence[bytes]) -> None:
        """Enter pending files that nobody holds and that are gone."""
        gone = {
            "_id": {"$in": [document_id(path) for path in paths]},
            "state": State.PENDING,
            "$expr": {"$lt": ["$lease.until", "$$NOW"]},
        }
        rows = await self._documents.find(gone, fields=["_id"])
        change = [{"$set": {"state": State.VANISHED, "updated_at": "$$NOW"}}]
        await self._documents.update([Update({**gone, "_id": row["_id"]}, change) for row in rows])

    async def enter_items(self, items: Sequence[Row]) -> None:
        """Enter what each item of a document came to; `_id` is `<document_id>/<item>`."""
        await self._items.update([Update({"_id": item["_id"]}, {"$set": item}, upsert=True) for item in items])

    async def scanned(self) -> None:
        """Note that every file there was when a walk began has been entered."""
        await self._scans.update([Update({"_id": self._me}, [{"$set": {"at": "$$NOW"}}], upsert=True)])

    def _taking(self, key: str, file: Found, owner: str) -> Update:
        signature = str(file.signature)
        same = {"$eq": ["$signature", signature]}
        free = {"$lt": [{"$ifNull": ["$lease.until", _LONG_AGO]}, "$$NOW"]}
        due = {"$or": [{"$ne": ["$signature", signature]}, {"$eq": ["$state", State.PENDING]}]}
        taken = {
            "path": {"$literal": files.shown(file.path)},
            "path_bytes": {"$literal": file.path},
            "first_seen_at": {"$ifNull": ["$first_seen_at", "$$NOW"]},
            "noticed_at": {"$cond": [same, "$noticed_at", "$$NOW"]},
            "updated_at": "$$NOW",
            "state": State.PENDING,
            "signature": signature,
            "size": file.signature.size,
            "lease": {
                "owner": owner,
                "token": {"$add": [{"$ifNull": ["$lease.token", 0]}, 1]},
                "until": self._from_now(self._lease_ms),
            },
        }
        change = [{"$replaceWith": {"$cond": [{"$and": [free, due]}, {"$mergeObjects": ["$$ROOT", taken]}, "$$ROOT"]}}]
        return Update({"_id": key}, change, upsert=True)

    def _from_now(self, milliseconds: int) -> Query:
        return {"$add": ["$$NOW", milliseconds]}


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_TAKEN_FIELDS = ["signature", "lease", "noticed_at", "settled"]


def _document(row: Row, file: Found, owner: str) -> Document:
    return Document(row["_id"], file, row["lease"]["token"], owner, row["noticed_at"], row.get("settled"))


def _held(document: Document) -> dict[str, Any]:
    return {"_id": document.document_id, "lease.owner": document.owner, "lease.token": document.token}


def _finishing(outcome: Outcome) -> Update:
    settled = {
        "sha256": outcome.sha256,
        "state": outcome.state,
        "reason": outcome.reason,
        "detail": {"$literal": outcome.detail},
        "items": outcome.items,
    }
    entry = {"at": "$$NOW", "state": outcome.state, "reason": outcome.reason, "sha256": outcome.sha256}
    history = {"$slice": [{"$concatArrays": [{"$ifNull": ["$history", []]}, [entry]]}, -HISTORY]}
    change = {
        **settled,
        "settled": settled,
        "history": history,
        "signature": str(outcome.signature),
        "updated_at": "$$NOW",
        "lease.until": _LONG_AGO,
    }
    return Update(_held(outcome.document), [{"$set": change}])
