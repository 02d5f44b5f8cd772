"""Stories: articles that tell the same one, and why each two were matched."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from schemas.article import instant
from services.api.paging import Order, read_page
from services.api.parameters import AskedStories
from services.api.problems import Problem
from services.runtime.ports import Database, Query, Row
from services.text.analysed import Analysed
from services.text.shared import shared_phrases

MEMBERS = 200
"""How many articles a story shows, the first."""
PAIRS = 200
"""How many pairs it shows, the most alike."""
EXPLAINED = 20
"""How many of them with what they share in words, which takes reading both texts."""
READ_CHARS = 20_000
"""How much of a text is read for that."""
_NEWEST: Order = {"last": str, "_id": str}
_TOLD = ("story_id", "size", "kinds", "languages", "sources", "first", "last")
_MEMBER = ("title", "language", "source", "published_at", "ingested_at", "document")


async def list_stories(database: Database, asked: AskedStories) -> dict[str, Any]:
    """List stories, those with the newest article first."""
    fields = ["_id", "lead", *_TOLD]
    page = await read_page(database["stories"], _where(asked), _NEWEST, asked.limit, asked.cursor, fields)
    titles = await _titles(database, page.rows)
    return {"items": [_story(row, titles) for row in page.rows], "next": page.next}


async def get_story(database: Database, story_id: str) -> dict[str, Any]:
    """Return a story with its articles and pairs, by its id or that of any article in it.

    Raises:
        Problem: 404.
    """
    rows = await database["stories"].find({"articles": story_id}, limit=1)
    if not rows:
        raise Problem(404, f"there is no story {story_id}, nor one with an article of this id")
    row = rows[0]
    articles = await database["articles"].find(_present(row["articles"]), fields=["_id", *_MEMBER])
    members = sorted(articles, key=lambda article: (article["published_at"] or article["ingested_at"], article["_id"]))
    return {
        **_story(row, {article["_id"]: article["title"] for article in articles}),
        "members": [_named(article) for article in members[:MEMBERS]],
        "pairs": await _pairs(database, row["articles"]),
    }


def _where(asked: AskedStories) -> Query:
    where: dict[str, Any] = {}
    if asked.language:
        where["languages"] = {"$regex": f"^{re.escape(asked.language)}(-|$)"}
    if asked.source:
        where["sources"] = asked.source
    last = {"$gte": asked.since and instant(asked.since), "$lt": asked.until and instant(asked.until)}
    if stated := {operator: value for operator, value in last.items() if value is not None}:
        where["last"] = stated
    return where


async def _titles(database: Database, rows: Sequence[Row]) -> dict[str, str | None]:
    ids = [row["lead"]["article_id"] for row in rows]
    found = await database["articles"].find(_present(ids), fields=["title"])
    return {row["_id"]: row["title"] for row in found}


def _present(ids: Sequence[str]) -> Query:
    return {"_id": {"$in": ids}, "withdrawn": {"$ne": True}}


def _story(row: Row, titles: Mapping[str, str | None]) -> dict[str, Any]:
    told = {name: sorted(row[name]) if isinstance(row[name], list) else row[name] for name in _TOLD}
    return {**told, "title": titles.get(row["lead"]["article_id"])}


def _named(row: Row) -> dict[str, Any]:
    return {"article_id": row["_id"], **{name: row[name] for name in _MEMBER}}


async def _pairs(database: Database, ids: Sequence[str]) -> list[dict[str, Any]]:
    inside = {"articles": {"$not": {"$elemMatch": {"$nin": ids}}}}
    where = {"$and": [{"articles": {"$in": ids}}, inside]}
    pairs = await database["pairs"].find(where, sort=[("similarity", -1), ("_id", 1)], limit=PAIRS)
    texts = await _texts(database, sorted({key for pair in pairs[:EXPLAINED] for key in pair["articles"]}))
    return [
        {
            "articles": pair["articles"],
            "kind": pair["kind"],
            "similarity": pair["similarity"],
            "containment": pair["containment"],
            "order": pair["order"],
            "shared": pair["shared"],
            "phrases": _phrases(pair, texts) if number < EXPLAINED else None,
        }
        for number, pair in enumerate(pairs)
    ]


async def _texts(database: Database, ids: Sequence[str]) -> dict[str, Analysed]:
    beginning = {"language": 1, "text": {"$substrCP": [{"$ifNull": ["$text", ""]}, 0, READ_CHARS]}}
    rows = await database["articles"].aggregate([{"$match": _present(ids)}, {"$project": beginning}])
    return {row["_id"]: Analysed(row["text"], row["language"]) for row in rows}


def _phrases(pair: Row, texts: Mapping[str, Analysed]) -> list[str]:
    one, other = (texts.get(key) for key in pair["articles"])
    return shared_phrases(one, other) if one and other else []
