"""A stand-in for what a colleague builds: replaced by the api's own list of stories."""

from services.runtime.ports import Database


async def article_ids(database: Database, story_id: str, limit: int) -> list[str]:
    """Return the ids of a story's articles."""
    rows = await database["stories"].find({"_id": story_id}, limit=1)
    found: list[str] = rows[0]["articles"] if rows else []
    return found[:limit]
