"""What each route does: ask, and answer. Decisions are made elsewhere."""

import asyncio
import time
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson
from aiohttp import web

from schemas.article import instant
from services.api import articles, documents, page, stories
from services.api.body import open_body
from services.api.parameters import (
    AskedArticles,
    AskedDocuments,
    AskedPage,
    AskedSearch,
    AskedStories,
    AskedText,
    AskedUpload,
    Parameters,
)
from services.api.problems import Problem
from services.api.status import StatusBoard
from services.api.upload import Folder
from services.runtime.errors import Unavailable
from services.runtime.ports import Database, Publisher
from services.search.filters import Filters
from services.search.query import SearchQuery, search
from services.search.story import article_ids
from services.text.names.aliases import Aliases, aliases

UPLOAD_S = 300.0
HITS_ON_PAGE = 20
STORY_ARTICLES = 1000
"""Articles of a story that are searched, the most."""
MOMENTS = ("since", "until", "published_since", "published_until")


@dataclass(frozen=True)
class Api:
    """What the handlers work with."""

    database: Database
    board: StatusBoard
    folder: Folder
    publisher: Publisher
    version: str
    names: Aliases = field(default_factory=aliases)
    """What else the names in a query are called."""


def as_json(answer: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Answer with JSON: UTF-8, letters not escaped."""
    return web.Response(body=orjson.dumps(answer), status=status, headers=headers, content_type="application/json")


async def get_status(api: Api, _: web.Request, __: Parameters) -> Any:
    """Tell how things stand."""
    return await api.board.status()


async def list_documents(api: Api, _: web.Request, asked: AskedDocuments) -> Any:
    """List files."""
    return await documents.list_documents(api.database, asked)


async def get_document(api: Api, request: web.Request, _: Parameters) -> Any:
    """Show a file."""
    return await documents.get_document(api.database, request.match_info["document_id"])


async def post_document(api: Api, request: web.Request, asked: AskedUpload) -> Any:
    """Take a file."""
    try:
        async with asyncio.timeout(UPLOAD_S):
            body = await open_body(request, api.folder.most_bytes)
            uploaded = await api.folder.take(asked.name or body.name or "", body.chunks, replace=asked.replace)
    except TimeoutError:
        raise Problem(408, f"the body did not arrive within {UPLOAD_S:g} s") from None
    return as_json(asdict(uploaded), 202, {"Location": f"/documents/{uploaded.document_id}"})


async def list_articles(api: Api, _: web.Request, asked: AskedArticles) -> Any:
    """List articles."""
    return await articles.list_articles(api.database, asked)


async def get_article(api: Api, request: web.Request, _: Parameters) -> Any:
    """Show an article."""
    return await articles.get_article(api.database, request.match_info["article_id"])


async def delete_article(api: Api, request: web.Request, _: Parameters) -> Any:
    """Withdraw an article."""
    return await articles.withdraw_article(api.database, api.publisher, request.match_info["article_id"])


async def list_revisions(api: Api, request: web.Request, asked: AskedText) -> Any:
    """List an article's revisions."""
    return await articles.list_revisions(api.database, request.match_info["article_id"], asked)


async def list_stories(api: Api, _: web.Request, asked: AskedStories) -> Any:
    """List stories."""
    return await stories.list_stories(api.database, asked)


async def get_story(api: Api, request: web.Request, _: Parameters) -> Any:
    """Show a story."""
    return await stories.get_story(api.database, request.match_info["story_id"])


async def find(api: Api, _: web.Request, asked: AskedSearch) -> Any:
    """Search."""
    began = time.perf_counter()
    story = await article_ids(api.database, asked.story, STORY_ARTICLES) if asked.story else None
    times = {name: instant(value) for name in MOMENTS if (value := getattr(asked, name)) is not None}
    filters = Filters(language=asked.language, source=asked.source, place=asked.place, story=story, **times)
    query = SearchQuery(asked.q, filters, limit=asked.limit, offset=asked.offset, facets=asked.facets)
    result = asdict(await search(api.database, query, api.names))
    return {**result, "took_ms": round((time.perf_counter() - began) * 1000, 3)}


async def show_page(api: Api, _: web.Request, asked: AskedPage) -> Any:
    """Show people how things stand, and what they look for."""
    try:
        status = await api.board.status()
        result = await search(api.database, SearchQuery(asked.q, limit=HITS_ON_PAGE), api.names) if asked.q else None
    except Unavailable as outage:
        return page.respond(page.outage(outage), 503)
    return page.respond(page.render(status, asked.q or "", result), 200)
