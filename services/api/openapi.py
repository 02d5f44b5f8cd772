"""`/openapi.json`: OpenAPI 3.1, made from the table of routes and the models."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic.json_schema import models_json_schema

from services.api import problems
from services.api.answers.answer import ProblemDocument
from services.api.routes import Route

_PROBLEM = ProblemDocument.__name__
_TOLD = {
    400: "A parameter or the body is wrong; `parameter` names it",
    401: "The token is missing or wrong",
    403: "Not allowed from there, or not without a token",
    404: "There is no such thing",
    408: "The body came too slowly",
    409: "The name is taken by another content",
    410: "It was withdrawn",
    413: "The file is larger than KHABAR_MAX_FILE_BYTES",
    500: "A fault of the api's own",
    503: "A server is away; `down` names it",
    507: "The disk is full",
}


def describe(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """Describe all routes."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    bearer = {"type": "http", "scheme": "bearer", "description": "KHABAR_API_TOKEN, where it is set"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Khabar", "version": version, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "paths": paths,
        "components": {"schemas": _schemas(routes), "securitySchemes": {"bearer": bearer}},
    }


def _operation(route: Route) -> dict[str, Any]:
    responses = {str(route.status): _response(route)}
    responses |= {str(status): _problem(status) for status in sorted({400, 500, 503, *route.problems})}
    operation: dict[str, Any] = {
        "operationId": route.handle.__name__ if route.handle else route.path.strip("/").replace(".", "_"),
        "summary": route.summary,
        "parameters": [*_path_parameters(route), *_query_parameters(route)],
        "responses": responses,
    }
    if route.path == "/readyz":
        operation["responses"]["503"] = _response(route)
    if route.upload:
        operation |= {"requestBody": _upload(), "security": [{}, {"bearer": []}]}
    return operation


def _response(route: Route) -> dict[str, Any]:
    if isinstance(route.answer, str):
        return {"description": route.summary, "content": {route.answer: {"schema": {"type": "string"}}}}
    response = {
        "description": (route.answer.__doc__ or "").strip(),
        "content": {"application/json": {"schema": _ref(route.answer.__name__)}},
    }
    if route.upload:
        location = {"description": "Where the file can be asked for", "schema": {"type": "string"}}
        response["headers"] = {"Location": location}
    return response


def _problem(status: int) -> dict[str, Any]:
    return {"description": _TOLD[status], "content": {problems.CONTENT_TYPE: {"schema": _ref(_PROBLEM)}}}


def _upload() -> dict[str, Any]:
    form = {"type": "object", "properties": {"file": {"type": "string", "contentMediaType": "text/plain"}}}
    content = {"application/octet-stream": {}, "multipart/form-data": {"schema": form}}
    return {"required": True, "description": "The file as it is, or one part with a filename", "content": content}


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    schema = {"type": "string"}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema} for name in re.findall(r"{(\w+)}", route.path)
    ]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    schema = _inlined(route.parameters.model_json_schema())
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": facts.pop("description"),
            "schema": _given(facts),
        }
        for name, facts in schema["properties"].items()
    ]


def _given(facts: dict[str, Any]) -> dict[str, Any]:
    """Describe the value a parameter has when it is given: null is how a model says that it is not."""
    facts = {key: value for key, value in facts.items() if key != "title" and not (key == "default" and value is None)}
    if "anyOf" not in facts:
        return facts
    [stated] = [choice for choice in facts.pop("anyOf") if choice != {"type": "null"}]
    return {**stated, **facts}


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """Replace the references in a parameter model's schema: enumerations, which are short."""
    parts = schema.get("$defs", {})

    def inline(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return parts[node["$ref"].rpartition("/")[2]]
            return {key: inline(value) for key, value in node.items()}
        return [inline(value) for value in node] if isinstance(node, list) else node

    return {"properties": inline(schema.get("properties", {})), "required": schema.get("required", [])}


def _schemas(routes: Sequence[Route]) -> dict[str, Any]:
    models = {route.answer for route in routes if not isinstance(route.answer, str)} | {ProblemDocument}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema([(model, "validation") for model in ordered], ref_template=_ref("{model}")["$ref"])
    return dict(schemas["$defs"])


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
