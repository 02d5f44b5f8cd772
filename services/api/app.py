"""The application: routes, guarded and with every error made a problem document."""

from aiohttp import web

from services.api import guard, problems
from services.api.guard import Guard
from services.api.handlers import Api, as_json
from services.api.openapi import describe
from services.api.parameters import Parameters, parse
from services.api.routes import ROUTES, Handle, Route
from services.runtime.health import Health


def make_app(api: Api, health: Health, guarded_by: Guard) -> web.Application:
    """Make the application."""
    app = web.Application(middlewares=[problems.answer_problems, guard.middleware(guarded_by)])
    app.on_response_prepare.append(_secure)
    app.add_routes(health.routes())
    description = describe(ROUTES, api.version)

    async def openapi(_: web.Request) -> web.Response:
        return as_json(description)

    app.add_routes([web.get("/openapi.json", openapi)])
    app.add_routes([_definition(route, route.handle, api) for route in ROUTES if route.handle])
    return app


def _definition(route: Route, handle: Handle, api: Api) -> web.RouteDef:
    async def endpoint(request: web.Request) -> web.StreamResponse:
        asked: Parameters = parse(route.parameters, request.query)
        answer = await handle(api, request, asked)
        return answer if isinstance(answer, web.StreamResponse) else as_json(answer, route.status)

    make = {"GET": web.get, "POST": web.post, "DELETE": web.delete}[route.method]
    return make(route.path, endpoint)


async def _secure(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["X-Content-Type-Options"] = "nosniff"
