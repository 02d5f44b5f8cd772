"""Errors as RFC 9457 problem documents, whatever went wrong and wherever."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from aiohttp import web

from services.runtime.errors import Unavailable

log = structlog.get_logger()

CONTENT_TYPE = "application/problem+json"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Problem(Exception):
    """Verdict: the request is answered with an error. `more` are members of the document beside the usual ones."""

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more
        super().__init__(detail)


@web.middleware
async def answer_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into a problem document."""
    try:
        return await handler(request)
    except Problem as problem:
        return _document(request, problem)
    except Unavailable as outage:
        detail = f"{outage.server} cannot be used just now: {outage.detail}"
        down = {outage.server: outage.detail}
        return _document(request, Problem(503, detail, headers={"Retry-After": "1"}, down=down))
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        return _document(request, _of_aiohttp(request, error))
    except Exception:
        log.exception("request.failed", method=request.method, path=request.path)
        return _document(request, Problem(500, "something went wrong here; the log of the api tells what"))


def _of_aiohttp(request: web.Request, error: web.HTTPException) -> Problem:
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        return Problem(405, f"{request.method} is not possible here, only {allowed}", headers={"Allow": allowed})
    if isinstance(error, web.HTTPNotFound):
        return Problem(404, f"there is nothing at {request.path}; /openapi.json lists what there is")
    return Problem(error.status, error.text or error.reason)


def _document(request: web.Request, problem: Problem) -> web.Response:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path,
        **problem.more,
    }
    return web.Response(
        body=orjson.dumps(body), status=problem.status, content_type=CONTENT_TYPE, headers=problem.headers
    )
