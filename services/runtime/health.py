"""Liveness, readiness and metrics over HTTP, the same on every process."""

import asyncio
import errno
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from services.runtime.errors import Unavailable

log = structlog.get_logger()

Ping = Callable[[], Awaitable[None]]
PING_TIMEOUT_S = 4.0


class Health:
    """Pings by name. A ping is registered where its resource is made, and raises Unavailable when that is away."""

    def __init__(self) -> None:
        self._pings: dict[str, Ping] = {}

    def register(self, name: str, ping: Ping) -> None:
        """Have `/readyz` ask this ping."""
        self._pings[name] = ping

    async def down(self) -> dict[str, str]:
        """Ask all pings at once; return what is down, and why."""
        answers = await asyncio.gather(*(_ask(ping) for ping in self._pings.values()))
        return {name: answer for name, answer in zip(self._pings, answers, strict=True) if answer is not None}

    def routes(self) -> list[web.RouteDef]:
        """Return the routes `/healthz`, `/readyz` and `/metrics`."""
        return [
            web.get("/healthz", self._live),
            web.get("/readyz", self._ready),
            web.get("/metrics", _metrics),
        ]

    async def _live(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "live"})

    async def _ready(self, _: web.Request) -> web.Response:
        down = await self.down()
        body = {"status": "unavailable" if down else "ready", "down": down}
        return web.json_response(body, status=503 if down else 200)


async def serve(app: web.Application, host: str, port: int, *, fixed: bool) -> tuple[web.AppRunner, int]:
    """Serve an application; return its runner, to be cleaned up by the caller, and its port.

    If the port is taken and not `fixed`, any free one is used, so that a process can run beside itself.

    Raises:
        OSError: the address cannot be bound.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        if fixed or error.errno != errno.EADDRINUSE:
            await runner.cleanup()
            raise
        await web.TCPSite(runner, host, 0).start()
    bound: int = runner.addresses[0][1]
    log.info("http.listening", host=host, port=bound)
    return runner, bound


async def _ask(ping: Ping) -> str | None:
    try:
        async with asyncio.timeout(PING_TIMEOUT_S):
            await ping()
    except Unavailable as error:
        return error.detail
    except TimeoutError:
        return f"no answer within {PING_TIMEOUT_S:g} s"
    return None


async def _metrics(_: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
