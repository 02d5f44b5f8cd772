"""Asking the api, with nothing but the standard library: for the command line."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

TIMEOUT_S = 30.0


class Unreachable(Exception):
    """Nobody answers there, or not with what the api would say."""


class Refused(Exception):
    """The api answered with a problem; the message is its detail."""

    def __init__(self, status: int, detail: str) -> None:
        self.status = status
        super().__init__(detail)


def ask(
    base: str, path: str, member: str, *, method: str = "GET", token: str | None = None, **query: Any
) -> dict[str, Any]:
    """Ask a route of the api at `base`; what is None is not asked for. The answer must have `member`.

    Raises:
        Refused: the api answered with a problem.
        Unreachable: there was no such answer.
    """
    given = urlencode({name: value for name, value in query.items() if value is not None})
    url = f"{base.rstrip('/')}{path}{'?' if given else ''}{given}"
    if not url.startswith(("http://", "https://")):
        raise Unreachable("the address must start with http:// or https://")
    try:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        request = urllib.request.Request(url, method=method, headers=headers)  # noqa: S310  the scheme was looked at
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
            return _object(answer.read(), member)
    except urllib.error.HTTPError as error:
        raise Refused(error.code, _detail(error)) from None
    except urllib.error.URLError as error:
        raise Unreachable(str(error.reason)) from None
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from None


def _object(body: bytes, member: str) -> dict[str, Any]:
    answer = json.loads(body)
    if not isinstance(answer, Mapping) or member not in answer:
        raise ValueError("the answer is none of the api's")
    return dict(answer)


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        return str(_object(error.read(), "detail")["detail"])
    except (OSError, ValueError):
        return f"{error.code} {error.reason}"
