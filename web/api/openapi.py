"""The OpenAPI 3.1 document of the API, made from the table of its routes and the records of its
answers."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, Final

import msgspec

from web.api.endpoints import ROUTES, Parameter, Route, types
from web.paths import API_V1
from web.problems import MEDIA_TYPE, Problem

_REF: Final = "#/components/schemas/{name}"

ALWAYS: Final = (400, 405, 413, 414, 429, 500, 503)
"""The statuses of a problem that any address can end in."""

_WHEN: Final = {
    400: "An unknown, repeated or unreadable parameter, or a refused query.",
    404: "There is no such document.",
    405: "A method that the address does not take.",
    410: "The index has changed since the cursor was made: begin again.",
    413: "A request body that is too large.",
    414: "An address that is too long.",
    429: "Too many requests; wait `Retry-After` seconds.",
    500: "A fault of the server; it is in its log.",
    503: "Archive or index cannot be opened; try again after `Retry-After` seconds.",
}
_HEADERS: Final = {
    "ETag": "The state of the index and the question; send it back as `If-None-Match`.",
    "X-Generation": "The generation of the index that answered.",
    "X-Total": "How many documents match; more than there are lines where the export is cut.",
}


@cache
def document() -> bytes:
    """Return the document as UTF-8 JSON."""
    _, schemas = msgspec.json.schema_components([*types(), Problem], ref_template=_REF)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "warraq",
                "version": version("warraq"),
                "summary": "Full-text search over an archive of Arabic texts",
            },
            "paths": {API_V1 + route.path: _operations(route) for route in ROUTES},
            "components": {
                "schemas": schemas,
                "responses": {str(status): _problem(status) for status in _WHEN},
            },
        }
    )


def _operations(route: Route) -> dict[str, Any]:
    found = {"get": _operation(route)}
    if route.posted:
        asked = msgspec.structs.replace(
            route,
            name=f"{route.name}_text",
            about=route.posted,
            parameters=tuple(each for each in route.parameters if not each.needed),
            statuses=(),
            headers=(),
        )
        text = {"type": "string", "maxLength": route.posted_most}
        body = {"content": {"text/plain": {"schema": text}}}
        found["post"] = _operation(asked) | {"requestBody": body}
    return found


def _operation(route: Route) -> dict[str, Any]:
    path = (
        [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
        if "{id}" in route.path
        else []
    )
    content = {
        media_type: {"schema": _schema(type_)} for media_type, type_ in route.answers.items()
    }
    headers = {
        name: {"description": _HEADERS[name], "schema": {"type": "string"}}
        for name in route.headers
    }
    responses: dict[str, Any] = {
        "200": {"description": route.about, "content": content, "headers": headers}
    }
    if "ETag" in route.headers:
        responses["304"] = {"description": "What `If-None-Match` names is still the answer."}
    for status in sorted({*ALWAYS, *route.statuses}):
        responses[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return {
        "operationId": route.name,
        "summary": route.about,
        "parameters": [*path, *map(_parameter, route.parameters)],
        "responses": responses,
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if parameter.low is not None:
        schema = {"type": "integer", "minimum": parameter.low, "maximum": parameter.high}
    if parameter.choices:
        schema["enum"] = parameter.choices
    if parameter.longest is not None:
        schema["maxLength"] = parameter.longest
    if parameter.needed:
        schema["minLength"] = 1
    if parameter.usual is not None:
        schema["default"] = parameter.usual
    if parameter.most > 1:
        schema = {"type": "array", "items": schema, "maxItems": parameter.most}
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "required": parameter.needed,
        "schema": schema,
    }


def _schema(type_: Any) -> dict[str, Any]:
    (schema,), _ = msgspec.json.schema_components([type_], ref_template=_REF)
    return schema


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": f"{HTTPStatus(status).phrase}. {_WHEN[status]}",
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name=Problem.__name__)}}},
    }
