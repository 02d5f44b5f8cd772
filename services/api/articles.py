"""Articles with their revisions, sightings and enrichments."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from schemas import events
from schemas.article import Article, instant
from schemas.events import WithdrawalRequest
from services.api.paging import Order, Page, cut, read_page
from services.api.parameters import AskedArticles, AskedText
from services.api.problems import Problem
from services.runtime.ports import Database, Publisher, Query, Row

SIGHTINGS = 100
"""How many sightings an article shows, the newest."""
TEXT_BYTES = 16 * 1024 * 1024
"""How much text a page holds before it ends early."""
_NEWEST: Order = {"ingested_at": str, "_id": str}
_LATEST: Order = {"revision": int}
_FIELDS = [name for name in Article.model_fields if name not in ("article_id", "text")]


async def list_articles(database: Database, asked: AskedArticles) -> dict[str, Any]:
    """List articles, the newest first."""
    collection = database["articles"]
    page = await read_page(collection, _where(asked), _NEWEST, asked.limit, asked.cursor, ["_id", *_FIELDS])
    if asked.text:
        page = await _with_text(database, "articles", page, _NEWEST)
    return {"items": await _complete(database, page.rows), "next": page.next}


async def get_article(database: Database, article_id: str) -> dict[str, Any]:
    """Return one article.

    Raises:
        Problem: 404, or 410 for one that was withdrawn.
    """
    row = await database["articles"].get(article_id)
    [answer] = await _complete(database, [_present(row, article_id)])
    return answer


async def withdraw_article(database: Database, publisher: Publisher, article_id: str) -> dict[str, Any]:
    """Ask ingest to withdraw an article; return what was asked.

    Raises:
        Problem: 404, or 410 for one that was withdrawn.
    """
    rows = await database["articles"].find({"_id": article_id}, fields=["language", "source", "withdrawn"], limit=1)
    row = _present(rows[0] if rows else None, article_id)
    request = WithdrawalRequest(
        article_id=article_id, language=row["language"], source=row["source"], requested_at=datetime.now(UTC)
    )
    await publisher.publish([events.withdrawal_requested(request)])
    return {"article_id": article_id, "requested_at": instant(request.requested_at)}


async def list_revisions(database: Database, article_id: str, asked: AskedText) -> dict[str, Any]:
    """List an article's revisions, the latest first.

    Raises:
        Problem: 404, or 410 for one that was withdrawn.
    """
    # It is read before the others: what it was is among them if it is replaced meanwhile.
    fields = ["_id", "withdrawn", *_FIELDS, *(["text"] if asked.text else [])]
    rows = await database["articles"].find({"_id": article_id}, fields=fields, limit=1)
    current = _present(rows[0] if rows else None, article_id)
    where = {"article_id": article_id, "revision": {"$lt": current["revision"]}, "withdrawn": {"$ne": True}}
    page = await read_page(database["revisions"], where, _LATEST, asked.limit, asked.cursor, ["_id", *_FIELDS])
    if not asked.cursor:
        page = cut(Page([current, *page.rows], page.next), _LATEST, asked.limit)
    if asked.text:
        page = await _with_text(database, "revisions", page, _LATEST)
    return {"items": [_article(row | {"_id": article_id}) for row in page.rows], "next": page.next}


def _present(row: Row | None, article_id: str) -> Row:
    if row is None:
        raise Problem(404, f"there is no article {article_id}")
    if row.get("withdrawn"):
        raise Problem(410, f"the article {article_id} was withdrawn")
    return row


def _where(asked: AskedArticles) -> Query:
    where: dict[str, Any] = {"withdrawn": {"$ne": True}}
    if asked.language:
        where["language"] = {"$regex": f"^{re.escape(asked.language)}(-|$)"}
    if asked.source:
        where["source.slug"] = asked.source
    ingested = {"$gte": asked.since and instant(asked.since), "$lt": asked.until and instant(asked.until)}
    published = {"$gte": asked.published_since, "$lt": asked.published_until}
    for name, bounds in (("ingested_at", ingested), ("published_instant", published)):
        if stated := {operator: value for operator, value in bounds.items() if value is not None}:
            where[name] = stated
    return where


async def _with_text(database: Database, name: str, page: Page, order: Order) -> Page:
    """Add the texts that lack, to no more rows than keep the page within its size, at least to one."""
    here = {"$match": {"_id": {"$in": [row["_id"] for row in page.rows]}}}
    size = {"$project": {"size": {"$strLenBytes": {"$ifNull": ["$text", ""]}}}}
    sizes = {row["_id"]: row["size"] for row in await database[name].aggregate([here, size])}
    length, left = 0, TEXT_BYTES
    while length < len(page.rows) and (left := left - sizes.get(page.rows[length]["_id"], 0)) >= 0:
        length += 1
    page = cut(page, order, length)
    found = await database[name].find({"_id": {"$in": [row["_id"] for row in page.rows]}}, fields=["text"])
    texts = {row["_id"]: row for row in found}
    return Page([{"text": ""} | row | texts.get(row["_id"], {}) for row in page.rows], page.next)


async def _complete(database: Database, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Answer articles with what other collections know of them."""
    ids = [row["_id"] for row in rows]
    enrichments, sightings = await asyncio.gather(
        database["enrichments"].find({"_id": {"$in": ids}}, fields=["revision", "enrichments", "made"]),
        database["sightings"].aggregate(_sightings(ids)),
    )
    enriched = {row["_id"]: row for row in enrichments}
    sighted: dict[str, Row] = {row["_id"]: row for row in sightings}
    return [
        {
            **_article(row),
            "sightings": [_sighting(one) for one in reversed(sighted.get(row["_id"], {}).get("newest", []))],
            "sightings_total": sighted.get(row["_id"], {}).get("total", 0),
            "enrichments": _of_revision(enriched.get(row["_id"], {}), row["revision"]),
        }
        for row in rows
    ]


def _of_revision(row: Row, revision: int) -> dict[str, Any]:
    """Return the enrichments of this revision: each says of which it is, or else is of the row's."""
    answers, made = row.get("enrichments"), row.get("made")
    if not isinstance(answers, dict):
        return {}
    entries = made.items() if isinstance(made, dict) else ()
    told = {name: one.get("revision") for name, one in entries if isinstance(one, dict)}
    return {name: answer for name, answer in answers.items() if told.get(name, row.get("revision")) == revision}


def _sightings(ids: Sequence[str]) -> list[Query]:
    newest = {
        "n": SIGHTINGS,
        "sortBy": {"seen_at": -1, "_id": -1},
        "output": {"document": "$document", "seen_at": "$seen_at"},
    }
    group = {"_id": "$article_id", "total": {"$sum": 1}, "newest": {"$topN": newest}}
    return [{"$match": {"article_id": {"$in": ids}}}, {"$group": group}]


def _article(row: Row) -> dict[str, Any]:
    names = [*_FIELDS, "text"] if "text" in row else _FIELDS
    return {"article_id": row["_id"], **{name: row[name] for name in names if name in row}}


def _sighting(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row["document"], "seen_at": row["seen_at"]}
