"""The entities that articles name: places and well-known organisations, by id. The enrich process tells them.

A row of `enrichments` has under `ENTITIES` how often its article names each, and a wildcard index gives the articles of
an entity in the order of that. So entities are a field of the score as title and text are: an article is found that
names what was asked for by another name, in another language, or by a word that means it only in its context.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from services.runtime.ports import Database, Query
from services.search.layout import UNIT, USUAL_LENGTH, B
from services.search.wanted import Wanted

ENRICHMENTS = "enrichments"
ENTITIES = "enrichments.entities"
NAMED = "named"
"""Under which a row that was found by an entity has the strengths of those that are looked for."""
WEIGHT = 0.5
"""What naming an entity once counts, beside a word of the text."""
MOST_NAMING = 200
"""Articles taken of each entity, those that name it most. Such a row costs the server three times what others do."""
MOST_SCANNED = 1_000
"""Articles of each entity that are looked through for those in the language that is asked for."""
_PLACES = "enrichments.places"


def entities_of(wanted: Wanted) -> list[str]:
    """List the entities that are looked for."""
    return list(dict.fromkeys(entity for clause in wanted.clauses for entity in clause.entities))


def has_entity(entity: str) -> Query:
    """Make the condition that an enrichments row names an entity; a country is named with any place in it."""
    if not entity or "." in entity or entity.startswith("$"):
        return {"_id": {"$in": []}}  # no id is so, and it would be no path to a field
    return {f"{ENTITIES}.{entity}": {"$gte": 1}}


async def count_naming(database: Database, entities: Sequence[str]) -> Mapping[str, int]:
    """Count the articles that name each, up to one more than are taken. Raises Unavailable."""
    rows = database[ENRICHMENTS]
    counts = await asyncio.gather(*(rows.count(has_entity(entity), limit=MOST_NAMING + 1) for entity in entities))
    return dict(zip(entities, counts, strict=True))


def naming_most(entity: str, entities: Sequence[str], collection: str, language: Sequence[Query]) -> list[Query]:
    """Make the stages that begin in `enrichments` and give the search rows of the articles that name an entity most.

    Args:
        entity: that one.
        entities: those whose strengths a row gets.
        collection: where the search rows are.
        language: conditions on the language.
    """
    narrowed: list[Query] = [{"$limit": MOST_SCANNED}, {"$match": {"$and": list(language)}}] if language else []
    strengths: dict[str, Any] = {each: _strength(f"${ENTITIES}.{each}") for each in entities}
    found = {"from": collection, "localField": "_id", "foreignField": "_id", "as": "row"}
    return [
        {"$match": has_entity(entity)},
        {"$sort": {f"{ENTITIES}.{entity}": -1}},
        *narrowed,
        {"$limit": MOST_NAMING},
        {"$lookup": found},
        {"$set": {"row": {"$first": "$row"}}},
        {"$match": {"row.length": {"$gte": 0}}},  # neither missing nor withdrawn
        {"$set": {f"row.{NAMED}": strengths}},
        {"$replaceRoot": {"newRoot": "$row"}},
    ]


def _strength(count: str) -> Query:
    """Build the expression of an entity's strength in an article: as that of a word, see `layout.strength`."""
    norm = {"$add": [1 - B, {"$multiply": [B / USUAL_LENGTH, "$row.length"]}]}
    sure = {"$cond": [{"$isNumber": count}, {"$max": [0, count]}, 0]}  # others may write there too
    return {"$divide": [{"$multiply": [WEIGHT * UNIT, sure]}, norm]}


async def article_ids(database: Database, entity: str, limit: int) -> list[str]:
    """Return the ids of articles that name an entity, up to `limit`, in no order. Raises Unavailable."""
    return [row["_id"] for row in await database[ENRICHMENTS].find(has_entity(entity), fields=["_id"], limit=limit)]


def asking_each(entity: str) -> list[Query]:
    """Make the stages that keep, of search rows, those whose article names an entity: for when these are many."""
    found: list[Query] = [{"$match": has_entity(entity)}, {"$project": {"_id": 1}}]
    return [
        {"$lookup": {**_its_enrichments(), "pipeline": found, "as": "told"}},
        {"$match": {"told": {"$ne": []}}},
        {"$unset": "told"},
    ]


def with_places(name: str) -> list[Query]:
    """Make the stages that add to search rows the codes of the places their articles name, each once."""
    codes: list[Query] = [{"$project": {"codes": f"${_PLACES}.code"}}]
    return [
        {"$lookup": {**_its_enrichments(), "pipeline": codes, "as": name}},
        {"$set": {name: {"$setUnion": [{"$ifNull": [{"$first": f"${name}.codes"}, []]}]}}},
    ]


def _its_enrichments() -> Query:
    return {"from": ENRICHMENTS, "localField": "_id", "foreignField": "_id"}
