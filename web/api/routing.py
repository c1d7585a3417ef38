"""Routes of the endpoints: parameters are checked, handlers called, records written as JSON."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final, TypeVar

import msgspec
from flask import Blueprint, Response, current_app, request, url_for

from corpus.messages import Message
from search.engine import Engine
from web.api.endpoints import BY_NAME, JSON, TWINS, Endpoint
from web.http.caching import mark_partial
from web.parameters import Pairs, address, check_required, read_language, read_pairs
from web.paths import API_V1, path
from web.problems import answer_problem

api: Final = Blueprint("api", __name__, url_prefix=API_V1)
feeds: Final = Blueprint("feeds", __name__)

_BLUEPRINTS: Final = MappingProxyType({"api": api, "feeds": feeds})
_ID_SHOWN: Final = 80

Handler = Callable[..., Response | msgspec.Struct]
"""Takes the parameters of a request, and the values of its path by name."""

_Handler = TypeVar("_Handler", bound=Handler)


def handles(name: str) -> Callable[[_Handler], _Handler]:
    """Register a function as the handler of an endpoint of the table.

    It is called with the parameters of the request, which have known names, and with the values of
    the path by name. A record that it returns is answered as JSON.

    :raises KeyError: the table has no endpoint of this name.
    """
    endpoint = BY_NAME[name]

    def register(handler: _Handler) -> _Handler:
        def view(**path_values: str) -> Response:
            answer = handler(_read_pairs(endpoint), **path_values)
            return answer if isinstance(answer, Response) else json_response(answer)

        _BLUEPRINTS[endpoint.blueprint].add_url_rule(
            endpoint.rule, endpoint=endpoint.name, view_func=view, methods=[endpoint.method]
        )
        return handler

    return register


def _read_pairs(endpoint: Endpoint) -> Pairs:
    pairs = read_pairs(request.query_string, endpoint.parameter_names)
    read_language(pairs)
    check_required(pairs, endpoint.parameters)
    return pairs


def json_response(record: object, media_type: str = JSON) -> Response:
    """Return a record as JSON; one that was cut short is not to be cached."""
    if getattr(record, "timed_out", False):
        mark_partial()
    return Response(msgspec.json.encode(record), content_type=media_type)


def no_document(document_id: str) -> Response:
    """Return the problem of a document that is not in the archive."""
    return answer_problem(404, Message.of("no_document", id=document_id[:_ID_SHOWN]))


def engine() -> Engine:
    """Return the engine of this process, opened if need be."""
    opened: Engine = current_app.extensions["warraq"].engine()
    return opened


def twin_address(page: str, pairs: Pairs, **path_values: Any) -> str:
    """Return the address of the JSON twin of a page, with those parameters that it takes.

    :raises KeyError: the page has no twin.
    """
    twin = TWINS[page]
    taken = [pair for pair in pairs if pair[0] in twin.parameter_names]
    base = url_for(twin.flask_name, **path_values) if path_values else path(twin.flask_name)
    return address(base, taken)
