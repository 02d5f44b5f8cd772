"""Who may write: whoever has the token, or, where none is set and only this machine reaches us, this machine's users.

Without a token the danger is a web page in a user's browser, which can reach a loopback address too. So a write must
not come from another site's page, and must name us by a loopback name, which a name that was rebound to us is not.
"""

import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from services.api.problems import Handler, Problem

_READS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Guard:
    """What decides about writes."""

    token: str | None
    host: str
    """The address the api binds."""

    def check(self, headers: Mapping[str, str]) -> None:
        """Let a write pass.

        Raises:
            Problem: 401 without the right token, 403 where only a token would do or for a page of another site.
        """
        if self.token is not None:
            return _check_token(self.token, headers.get("Authorization", ""))
        if not is_loopback(self.host):
            raise Problem(403, "writes need a token here: set KHABAR_API_TOKEN, since KHABAR_API_HOST is not loopback")
        return _check_origin(headers)


def middleware(guard: Guard) -> Middleware:
    """Have every write checked, also of routes that are not there."""

    @web.middleware
    async def check_writes(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method not in _READS:
            guard.check(request.headers)
        return await handler(request)

    return check_writes


def is_loopback(host: str) -> bool:
    """Tell whether a host, a name or an address, means this machine only."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _check_token(token: str, authorization: str) -> None:
    scheme, _, given = authorization.partition(" ")
    right = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), token.encode())
    if scheme.lower() != "bearer" or not right:
        what = "this token is not the right one" if given else "a token is needed"
        headers = {"WWW-Authenticate": 'Bearer realm="khabar"'}
        raise Problem(401, f"{what}: send Authorization: Bearer with KHABAR_API_TOKEN", headers=headers)


def _check_origin(headers: Mapping[str, str]) -> None:
    host = headers.get("Host", "")
    if not is_loopback(_hostname(host)):
        raise Problem(403, f"writes without a token must name this machine as localhost, not as {host!r}")
    # Browsers say where a page is from in one of these, or in both; programs in none.
    if headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise Problem(403, "a page of another site may not write here")
    origin = headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        raise Problem(403, f"a page of {origin} may not write here")


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
