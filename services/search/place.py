"""The articles of a place, for whoever narrows a search to them. What an article tells of is the enrich process's."""

from services.runtime.ports import Database, Query

ENRICHMENTS = "enrichments"
PLACES = "enrichments.places"


def tells_of(code: str) -> Query:
    """Make the condition that an enrichments row names a place, or one in it if it is a country."""
    return {"$or": [{f"{PLACES}.code": code}, {f"{PLACES}.country": code}]}


async def article_ids(database: Database, code: str, limit: int) -> list[str]:
    """Return the ids of articles that name a place, up to `limit`, in no order."""
    return [row["_id"] for row in await database[ENRICHMENTS].find(tells_of(code), fields=["_id"], limit=limit)]


def telling_of(code: str) -> list[Query]:
    """Make the stages that keep, of search rows, those whose article names a place: for when these are many."""
    named: list[Query] = [{"$match": tells_of(code)}, {"$project": {"_id": 1}}]
    return [
        {"$lookup": {**_its_enrichments(), "pipeline": named, "as": "told"}},
        {"$match": {"told": {"$ne": []}}},
        {"$unset": "told"},
    ]


def with_places(name: str) -> list[Query]:
    """Make the stages that add to search rows the codes of the places their articles name, each once."""
    codes: list[Query] = [{"$project": {"codes": f"${PLACES}.code"}}]
    return [
        {"$lookup": {**_its_enrichments(), "pipeline": codes, "as": name}},
        {"$set": {name: {"$setUnion": [{"$ifNull": [{"$first": f"${name}.codes"}, []]}]}}},
    ]


def _its_enrichments() -> Query:
    return {"from": ENRICHMENTS, "localField": "_id", "foreignField": "_id"}
