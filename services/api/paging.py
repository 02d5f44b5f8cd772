"""Pages of a collection, newest first, with a cursor that stays right while rows are added."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from services.api.problems import Problem
from services.runtime.ports import Collection, Query, Row

Order = Mapping[str, type]
"""The fields rows are sorted by, all descending, the last one unique, each with its type."""


@dataclass(frozen=True)
class Page:
    """Some rows, and where to go on; None after the last."""

    rows: list[Row]
    next: str | None


async def read_page(
    collection: Collection, where: Query, order: Order, limit: int, cursor: str | None, fields: Sequence[str]
) -> Page:
    """Read a page. `fields` must have all that rows are sorted by.

    Raises:
        Problem: 400, the cursor is none of ours.
    """
    conditions = [where, _after(order, cursor)] if cursor else [where]
    sort = [(name, -1) for name in order]
    rows = await collection.find({"$and": conditions}, fields=fields, sort=sort, limit=limit + 1)
    return cut(Page(rows, None), order, limit)


def cut(page: Page, order: Order, length: int) -> Page:
    """Shorten a page to some rows, at least one."""
    if len(page.rows) <= length:
        return page
    rows = page.rows[: max(length, 1)]
    return Page(rows, _encode([rows[-1][name] for name in order]))


def _after(order: Order, cursor: str) -> Query:
    """Match what comes after the cursor's row: less in the first field, or the same there and less in the next."""
    values = dict(zip(order, _decode(order, cursor), strict=True))
    names = list(order)
    branches = [
        {**{same: values[same] for same in names[:depth]}, name: {"$lt": values[name]}}
        for depth, name in enumerate(names)
    ]
    # Said once more for the planner: an `$or` alone would not bound the index.
    return {"$or": branches, "$and": [{names[0]: {"$lte": values[names[0]]}}]}


def _encode(values: Sequence[Any]) -> str:
    told = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(orjson.dumps(told)).rstrip(b"=").decode()


def _decode(order: Order, cursor: str) -> list[Any]:
    try:
        values = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        return [_typed(kind, value) for kind, value in zip(order.values(), values, strict=True)]
    except (ValueError, TypeError, binascii.Error):
        raise Problem(400, "cursor: must be `next` of the page before", parameter="cursor") from None


def _typed(kind: type, value: Any) -> Any:
    if kind is datetime:
        read = datetime.fromisoformat(value)
        return read if read.tzinfo else read.replace(tzinfo=UTC)
    if type(value) is not kind or (isinstance(value, int) and abs(value) >= 2**63):
        raise TypeError
    return value
