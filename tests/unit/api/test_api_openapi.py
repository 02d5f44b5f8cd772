"""The description of the api cannot drift from the api."""

from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types of its own

from services.api.app import make_app
from services.api.guard import Guard
from services.api.handlers import Api
from services.api.openapi import describe
from services.api.parameters import Parameters
from services.api.routes import ROUTES
from services.api.status import StatusBoard
from services.api.upload import Folder
from services.runtime.health import Health

DESCRIPTION = describe(ROUTES, "1.2.3")


def application() -> web.Application:
    """Make the application without its servers."""
    database: Any = {}
    api = Api(database, StatusBoard(database, database, [], ""), Folder(Path(), 1), database, "1.2.3")
    return make_app(api, Health(), Guard(None, "127.0.0.1"))


def test_every_route_is_described_and_every_description_is_served() -> None:
    """The paths and methods of the description are those of the router."""
    served = {
        (route.method.lower(), route.resource.canonical)
        for route in application().router.routes()
        if route.resource and route.method != "HEAD"
    }
    described = {(method, path) for path, operations in DESCRIPTION["paths"].items() for method in operations}
    assert served == described


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_the_parameters_are_those_that_are_taken(route: Any) -> None:
    """Each route's query parameters are described, with a sentence each; those of the path too."""
    described = DESCRIPTION["paths"][route.path][route.method.lower()]["parameters"]
    model: type[Parameters] = route.parameters
    assert [entry["name"] for entry in described if entry["in"] == "query"] == list(model.model_fields)
    assert all(entry["description"] for entry in described if entry["in"] == "query")
    assert [f"{{{entry['name']}}}" for entry in described if entry["in"] == "path"] == [
        part for part in route.path.split("/") if part.startswith("{")
    ]
    for entry in described:
        Draft202012Validator.check_schema(entry["schema"])
        assert "null" not in str(entry["schema"])


def test_the_schemas_are_sound() -> None:
    """Every schema is valid JSON Schema, and every reference leads somewhere."""

    def references(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [found for value in node.values() for found in references(value)]
        return [found for value in node for found in references(value)] if isinstance(node, list) else []

    schemas = DESCRIPTION["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    assert {reference.removeprefix("#/components/schemas/") for reference in references(DESCRIPTION)} <= set(schemas)
    assert DESCRIPTION["openapi"] == "3.1.0"
    assert DESCRIPTION["info"]["version"] == "1.2.3"


def test_only_writes_ask_for_the_token() -> None:
    """The token is described where it may be needed, and nowhere else."""
    secured = {
        (method, path)
        for path, operations in DESCRIPTION["paths"].items()
        for method, operation in operations.items()
        if "security" in operation
    }
    assert secured == {("post", "/documents")}
