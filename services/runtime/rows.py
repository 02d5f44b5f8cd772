"""Writing rows so that it is safe to repeat, in any order, from several processes."""

from collections.abc import Callable, Sequence

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
    await collection.update([replacing_older(latest[key]) for key in there])


async def keep_merged(collection: Collection, rows: Sequence[Row], merging: Callable[[Row], Update]) -> None:
    """Insert what is not there, and merge the rest into what is.

    Args:
        collection: Where to.
        rows: Any number of the same `_id`.
        merging: Makes the update that merges a row. It must come to the same in whatever order and however often it is
            made: the server does it, so that nothing which somebody else wrote meanwhile is lost.
    """
    first = {row["_id"]: row for row in reversed(rows)}
    more = [row for row in rows if row is not first[row["_id"]]]
    there = await collection.insert(list(first.values()))
    await collection.update([merging(row) for row in (*(first[key] for key in there), *more)])


def _unlike(rows: Sequence[Row]) -> list[Row]:
    return list({row["_id"]: row for row in rows}.values())


def _order(row: Row) -> tuple[int, int]:
    return row["revision"], row.get("version", 0)


def replacing_older(row: Row) -> Update:
    """Make the update that puts a row in the place of one with a lower revision or, of the same, a lower version."""
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
