"""The articles of a story, for whoever narrows something to them."""

from services.runtime.ports import Database


async def article_ids(database: Database, story_id: str, limit: int) -> list[str]:
    """Return the ids of a story's articles, ascending, up to `limit`; none if there is no such story.

    Args:
        database: where the enrich process keeps `stories`.
        story_id: its id, or that of any article in it. A story's id is the least of its articles' and may change as it
            grows, so an id that was noted earlier finds it as well.
        limit: at most so many.
    """
    rows = await database["stories"].find({"articles": story_id}, fields=["articles"], limit=1)
    return sorted(rows[0]["articles"])[:limit] if rows else []
