"""Every route there is: one table, from which the application and its description are made."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from services.api import handlers
from services.api.answers.answer import Live, OpenApi, Ready
from services.api.answers.articles import ArticleAnswer, Articles, Revisions, Withdrawing
from services.api.answers.documents import Document, Documents, Uploaded
from services.api.answers.search import Hits
from services.api.answers.status import Status
from services.api.answers.stories import Stories, StoryAnswer
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

Handle = Callable[..., Awaitable[Any]]
"""Takes the `handlers.Api`, the request and the parsed parameters; returns a response, or what to answer as JSON."""


@dataclass(frozen=True)
class Route:
    """One operation. Without `handle` somebody else serves it and it is only described here."""

    method: str
    path: str
    summary: str
    answer: type[BaseModel] | str
    """The model of the JSON answer, or the media type of another."""
    handle: Handle | None = None
    parameters: type[Parameters] = Parameters
    status: int = 200
    problems: Sequence[int] = ()
    """The errors to be expected, besides 400, 500 and 503."""
    upload: bool = False


ROUTES = (
    Route("GET", "/", "The page for people", "text/html", handlers.show_page, AskedPage),
    Route("GET", "/healthz", "Whether the process runs", Live),
    Route("GET", "/readyz", "Whether RabbitMQ and MongoDB can be used; 503 names what is down", Ready),
    Route("GET", "/metrics", "Prometheus metrics", "text/plain"),
    Route("GET", "/openapi.json", "This description", OpenApi),
    Route("GET", "/status", "How things stand; all counts are exact", Status, handlers.get_status),
    Route("GET", "/documents", "Files, newest first", Documents, handlers.list_documents, AskedDocuments),
    Route(
        *("POST", "/documents", "Put a file into the watched folder", Uploaded),
        *(handlers.post_document, AskedUpload),
        status=202,
        problems=(401, 403, 408, 409, 413, 507),
        upload=True,
    ),
    Route(
        *("GET", "/documents/{document_id}", "A file with its items and its history", Document),
        handlers.get_document,
        problems=(404,),
    ),
    Route("GET", "/articles", "Articles, newest first", Articles, handlers.list_articles, AskedArticles),
    Route(
        *("GET", "/articles/{article_id}", "An article; 410 if it was withdrawn", ArticleAnswer),
        handlers.get_article,
        problems=(404, 410),
    ),
    Route(
        *("DELETE", "/articles/{article_id}", "Withdraw an article, for good", Withdrawing),
        handlers.delete_article,
        status=202,
        problems=(401, 403, 404, 410),
    ),
    Route(
        *("GET", "/articles/{article_id}/revisions", "An article's revisions, latest first", Revisions),
        *(handlers.list_revisions, AskedText),
        problems=(404, 410),
    ),
    Route(
        *("GET", "/stories", "Articles that tell the same story, the newest first", Stories),
        *(handlers.list_stories, AskedStories),
    ),
    Route(
        *("GET", "/stories/{story_id}", "A story with its articles, by its id or one of theirs", StoryAnswer),
        handlers.get_story,
        problems=(404,),
    ),
    Route("GET", "/search", "Search in any spelling, best first", Hits, handlers.find, AskedSearch),
)
