"""The journal, as people read it: each file with its state, its items and its history."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from schemas.article import instant
from services.api.paging import Order, read_page
from services.api.parameters import AskedDocuments
from services.api.problems import Problem
from services.runtime.ports import Database, Query, Row

ITEMS_LISTED = 20
"""How many items a file shows in a list."""
ITEMS_SHOWN = 1000
"""How many items a file shows by itself."""
_NEWEST: Order = {"first_seen_at": datetime, "_id": str}
_FIELDS = [
    *("_id", "path", "state", "reason", "detail", "size", "items"),
    *("settled.sha256", "first_seen_at", "updated_at", "history"),
]
_ITEM_FIELDS = ("item", "state", "reason", "detail", "article_id", "revision", "content_hash")


async def list_documents(database: Database, asked: AskedDocuments) -> dict[str, Any]:
    """List files, those first that were noticed last."""
    where: dict[str, Any] = {}
    if asked.state:
        where["state"] = asked.state
    if asked.reason:
        # Only rejected files have one, and the index begins with the state.
        where["$and"] = [{"state": "rejected"}, {"reason": asked.reason.value}]
    page = await read_page(database["documents"], where, _NEWEST, asked.limit, asked.cursor, _FIELDS)
    return {"items": await _with_items(database, page.rows, ITEMS_LISTED), "next": page.next}


async def get_document(database: Database, document_id: str) -> dict[str, Any]:
    """Return one file.

    Raises:
        Problem: 404, nobody has noticed it yet.
    """
    rows = await database["documents"].find({"_id": document_id}, fields=_FIELDS, limit=1)
    if not rows:
        raise Problem(404, f"there is no document {document_id}, or it has not been noticed yet")
    [answer] = await _with_items(database, rows, ITEMS_SHOWN)
    return answer


async def _with_items(database: Database, rows: Sequence[Row], most: int) -> list[dict[str, Any]]:
    # Items are numbered from 0 without a gap, so this bounds them for each file.
    where: Query = {"document_id": {"$in": [row["_id"] for row in rows]}, "item": {"$lt": most}}
    found = await database["items"].find(where, sort=[("document_id", 1), ("item", 1)])
    items: defaultdict[str, list[Row]] = defaultdict(list)
    for item in found:
        items[item["document_id"]].append(item)
    return [_answer(row, items[row["_id"]]) for row in rows]


def _answer(row: Row, items: Sequence[Row]) -> dict[str, Any]:
    total = row.get("items") or 0
    pending = row["state"] == "pending"  # then what it came to before no longer holds
    return {
        "document_id": row["_id"],
        "path": row["path"],
        "name": row["path"].rpartition("/")[2],
        "state": row["state"],
        "reason": None if pending else row.get("reason"),
        "detail": None if pending else row.get("detail"),
        "size": row.get("size"),
        "sha256": row.get("settled", {}).get("sha256"),
        "first_seen_at": _told(row["first_seen_at"]),
        "updated_at": _told(row["updated_at"]),
        # Rows of items which an earlier version of the file had stay behind.
        "items": [_item(item) for item in items if item["item"] < total],
        "items_total": total,
        "history": [{**entry, "at": _told(entry["at"])} for entry in row.get("history", [])],
    }


def _item(row: Row) -> dict[str, Any]:
    return {name: row.get(name) for name in _ITEM_FIELDS}


def _told(moment: datetime) -> str:
    """Format a date of MongoDB's, which is naive UTC."""
    return instant(moment.replace(tzinfo=UTC))
