"""The OpenAPI 3.1 document of the API, made from the table of endpoints and their answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, Final, assert_never

import msgspec

from web.api.endpoints import API_ENDPOINTS, JSON, Endpoint
from web.api.text_body import PLAIN, TEXT
from web.parameter_types import (
    SWITCH_VALUES,
    AnyParameter,
    ChoiceParameter,
    NumberParameter,
    SwitchParameter,
    TextParameter,
)
from web.problems import MEDIA_TYPE, Problem

_REF: Final = "#/components/schemas/{name}"

_KEY: Final = "key"
_KEY_SCHEME: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key of `warraq keys add`. Only a private archive needs one.",
}

ALWAYS: Final = (400, 401, 403, 405, 413, 414, 421, 429, 500, 503)
"""The statuses of problems that every endpoint can answer with."""

_WHEN: Final = {
    400: "An unknown, repeated or unreadable parameter, or a refused query.",
    401: "A key is needed, or the key that was sent does not exist.",
    403: "The key does not allow it.",
    404: "There is no such document.",
    405: "A method that the endpoint does not have.",
    410: "The index has changed since the cursor was made: start again without it.",
    413: "A request body that is too large.",
    414: "An address that is too long.",
    415: "A request body that is compressed, or of a type that has no text.",
    421: "A `Host` that is not a name of the server.",
    429: "Too many requests; wait `Retry-After` seconds.",
    500: "An error of the server; it is in its log.",
    503: "Archive or index cannot be opened or are damaged, or there are too many exports;"
    " try again after `Retry-After` seconds.",
}
_HEADERS: Final = {
    "ETag": "The tag of the answer; send it back as `If-None-Match`.",
    "X-Generation": "The generation of the index that answered.",
    "X-Total": "How many documents match; more than there are lines if the export is cut.",
}


@cache
def document() -> bytes:
    """Return the document as UTF-8 JSON."""
    types = [type_ for endpoint in API_ENDPOINTS for type_ in endpoint.answers.values()]
    _, schemas = msgspec.json.schema_components([*types, Problem], ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in API_ENDPOINTS:
        operations = paths.setdefault(endpoint.address, {})
        operations[endpoint.method.lower()] = _operation(endpoint)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "warraq",
                "version": version("warraq"),
                "summary": "Full-text search over an archive of Arabic texts",
            },
            "security": [{}, {_KEY: []}],
            "paths": paths,
            "components": {
                "schemas": schemas,
                "responses": {str(status): _problem(status) for status in _WHEN},
                "securitySchemes": {_KEY: _KEY_SCHEME},
            },
        }
    )


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation = {
        "operationId": endpoint.name,
        "summary": endpoint.about,
        "parameters": [*_path_parameters(endpoint), *map(_parameter, endpoint.parameters)],
        "responses": _responses(endpoint),
    }
    if endpoint.method == "POST":
        operation["requestBody"] = {"content": _body(endpoint)}
    return operation


def _body(endpoint: Endpoint) -> dict[str, Any]:
    text = {"type": "string", "maxLength": endpoint.body_code_points}
    members = (*endpoint.body_references, *endpoint.body_options)
    own = {each.name: {**_value_schema(each), "description": each.about} for each in members}
    record: dict[str, Any] = {
        "type": "object",
        "properties": {TEXT: text, **own},
        "additionalProperties": False,
    }
    choices = [TEXT, *(each.name for each in endpoint.body_references)]
    if len(choices) == 1:
        record["required"] = choices
    else:
        record["oneOf"] = [{"required": [name]} for name in choices]
    return {PLAIN: {"schema": text}, JSON: {"schema": record}}


def _path_parameters(endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    if "{id}" in endpoint.path:
        yield {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    content = {
        media_type: {"schema": _schema(type_)} for media_type, type_ in endpoint.answers.items()
    }
    names = ("ETag", *endpoint.headers) if endpoint.cached else endpoint.headers
    headers = {
        name: {"description": _HEADERS[name], "schema": {"type": "string"}} for name in names
    }
    responses: dict[str, Any] = {
        "200": {"description": endpoint.about, "content": content, "headers": headers}
    }
    if endpoint.cached:
        responses["304"] = {"description": "The answer of `If-None-Match` is still current."}
    for status in sorted({*ALWAYS, *endpoint.statuses}):
        responses[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return responses


def _parameter(parameter: AnyParameter) -> dict[str, Any]:
    schema = _value_schema(parameter)
    if parameter.required:
        schema["minLength"] = 1
    if parameter.most > 1:
        schema = {"type": "array", "items": schema, "maxItems": parameter.most}
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "required": parameter.required,
        "schema": schema,
    }


def _value_schema(parameter: AnyParameter) -> dict[str, Any]:
    match parameter:
        case TextParameter(longest=None):
            return {"type": "string"}
        case TextParameter(longest=longest):
            return {"type": "string", "maxLength": longest}
        case NumberParameter(low=low, high=high, default=number):
            return {"type": "integer", "minimum": low, "maximum": high, "default": number}
        case SwitchParameter(default=on):
            return {"type": "string", "enum": SWITCH_VALUES, "default": "1" if on else "0"}
        case ChoiceParameter(choices=choices, default=default, most=most):
            schema: dict[str, Any] = {"type": "string", "enum": choices}
            if default is not None and most == 1:
                schema["default"] = default
            return schema
        case _:
            assert_never(parameter)


def _schema(type_: Any) -> dict[str, Any]:
    (schema,), _ = msgspec.json.schema_components([type_], ref_template=_REF)
    return schema


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": f"{HTTPStatus(status).phrase}. {_WHEN[status]}",
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name=Problem.__name__)}}},
    }
