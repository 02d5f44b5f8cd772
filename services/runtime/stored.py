"""Reading what is stored of all articles, page by page, for whoever does something with each of them again."""

from collections.abc import AsyncIterator

from schemas import events
from schemas.article import Article
from schemas.events import Event, Withdrawal
from services.runtime.ports import Database, Query, Row

ARTICLES = "articles"
PAGE = 200
"""The most articles of a page."""
PAGE_BYTES = 1024 * 1024
"""How much text a page holds, unless a single article is longer."""


async def pages(database: Database, where: Query, after: str = "") -> AsyncIterator[list[Row]]:
    """Yield the articles, in the order of their ids, a page at a time; withdrawn ones too unless `where` excludes them.

    What is written meanwhile is met or not, by its id.

    Args:
        database: Where they are.
        where: Which ones.
        after: The id to begin after.

    Raises:
        Unavailable: ask again from the last id seen.
    """
    while rows := await _page(database, where, after):
        yield rows
        after = rows[-1]["_id"]


def event_of(row: Row) -> Event:
    """Return the event by which a stored revision was published, the same byte for byte; its withdrawal, if it was."""
    fields = {**row, "article_id": row["_id"]}
    if row.get("withdrawn"):
        return events.withdrawn(Withdrawal.model_validate(fields))
    return events.created(Article.model_validate(fields))


async def _page(database: Database, where: Query, after: str) -> list[Row]:
    """Read a page. Sizes are asked for first: articles are small as a rule, and a few are a thousand times longer."""
    sizes = await database[ARTICLES].aggregate(
        [
            {"$match": {"$and": [where, {"_id": {"$gt": after}}]}},
            {"$sort": {"_id": 1}},
            {"$limit": PAGE},
            {"$project": {"size": {"$strLenBytes": {"$ifNull": ["$text", ""]}}}},
        ]
    )
    taken: list[str] = []
    left = PAGE_BYTES
    for row in sizes:
        left -= row["size"]
        if taken and left < 0:
            break
        taken.append(row["_id"])
    return await database[ARTICLES].find({"_id": {"$in": taken}}, sort=[("_id", 1)]) if taken else []
