"""Writing rows so that it is safe to repeat, in any order, from several processes."""

from collections.abc import Sequence

from services.runtime.ports import Collection, Query, Row, Update


async def keep_first(collection: Collection, rows: Sequence[Row]) -> None:
    """Keep the first of what has the same `_id`: they all say the same."""
    await collection.insert(_unlike(rows))


async def keep_newest(collection: Collection, rows: Sequence[Row]) -> None:
    """Keep, of what has the same `_id`, the row with the highest `revision` and, of that, the highest `version`.

    The comparison is the server's, in the update itself, so that an older revision that comes late can never win a
    race, and no stale write ends in a duplicate key.
    """
    latest: dict[str, Row] = {}
    for row in rows:
        known = latest.get(row["_id"])
        if known is None or _order(known) < _order(row):
            latest[row["_id"]] = row
    there = await collection.insert(list(latest.values()))
    await collection.update([_replacing_older(latest[key]) for key in there])


def _unlike(rows: Sequence[Row]) -> list[Row]:
    return list({row["_id"]: row for row in rows}.values())


def _order(row: Row) -> tuple[int, int]:
    return row["revision"], row.get("version", 0)


def _replacing_older(row: Row) -> Update:
    revision, version = _order(row)
    has_revision: Query = {"$ifNull": ["$revision", 0]}
    older: Query = {
        "$or": [
            {"$lt": [has_revision, revision]},
            {"$and": [{"$eq": [has_revision, revision]}, {"$lt": [{"$ifNull": ["$version", 0]}, version]}]},
        ]
    }
    change: Query = {"$replaceWith": {"$cond": [older, {"$literal": row}, "$$ROOT"]}}
    return Update({"_id": row["_id"]}, [change], upsert=True)
