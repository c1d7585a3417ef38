"""Errors as answers: RFC 9457 problem documents for the API, a page for readers."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

import msgspec
from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from corpus.messages import Language, Message, render
from corpus.schema import ArchiveError
from index.arrays import DamagedError
from index.reader import NoIndexError
from search.answer import Mark
from search.engine import EngineError
from search.request import BadRequest, Stale
from web.access.private_files import PrivateFileError
from web.localization import current_language
from web.message_html import message_html
from web.paths import API_ROOT, current_path

MEDIA_TYPE: Final = "application/problem+json"

RETRY_SECONDS: Final = 5
"""The ``Retry-After`` of an answer without archive or index."""

HTTP_NAMES: Final = {"query": "q"}
"""Names of parameters in an address, where the engine has another for them."""

STATUS_CODES: Final = MappingProxyType(
    {
        400: "unreadable_request",
        404: "unknown_address",
        405: "method_not_allowed",
        408: "slow_request",
        413: "request_too_large",
        414: "address_too_long",
        429: "too_many_requests",
        431: "headers_too_long",
        500: "server_error",
        501: "unsupported_transfer_coding",
        503: "archive_unavailable",
    }
)
"""The code of the message of an HTTP status."""

_TWINS: Final = "warraq.json_twins"
_PAGE_ONLY: Final = b"hit="
"""The start of the parameter that a page has, and its twin has not."""
_IN_QUERY: Final = "%=&+!$'()*,/:;?@~"


class Problem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A problem document of RFC 9457; the parameters of its message are further members.

    ``code`` and ``detail`` are those of the message. ``parameter`` names the parameter that caused
    the problem. ``position`` is the part of the query that caused it, in code points.
    """

    title: str
    status: int
    detail: str
    instance: str = ""
    code: str
    parameter: str = ""
    position: Mark | None = None


def status_message(status: int) -> Message:
    """Return the message of an HTTP status.

    :raises KeyError: the status has none.
    """
    return Message(STATUS_CODES[status])


def encode_problem(
    status: int,
    message: Message,
    *,
    language: Language = "en",
    instance: str = "",
    parameter: str = "",
) -> bytes:
    """Return a problem document as UTF-8 JSON; its title is the phrase of the status."""
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=render(message, language),
        instance=instance,
        code=message.code,
        parameter=parameter,
        position=Mark(*message.span) if message.span else None,
    )
    return msgspec.json.encode({**msgspec.to_builtins(problem), **message.params})


def problem_document(
    status: int, message: Message, *, language: Language = "en", parameter: str = ""
) -> Response:
    """Answer the current request with a problem document."""
    body = encode_problem(
        status, message, language=language, instance=current_path(), parameter=parameter
    )
    return Response(body, status, content_type=MEDIA_TYPE)


def answer_problem(status: int, message: Message, *, parameter: str = "") -> Response:
    """Answer the current request with a problem: a document under ``/api/`` and for a script, which
    sends JSON, else a page."""
    if request.path.startswith(API_ROOT) or request.is_json:
        return problem_document(status, message, language=current_language(), parameter=parameter)
    page = render_template(
        "problem.html",
        status=status,
        detail=message_html(message),
        parameter=parameter,
        twin=_twin_address(),
    )
    return make_response(page, status)


def _twin_address() -> str:
    """The address of the same problem as a document, empty where the page has no JSON twin."""
    twin = current_app.extensions[_TWINS].get(request.endpoint)
    if twin is None:
        return ""
    taken = (pair for pair in request.query_string.split(b"&") if not pair.startswith(_PAGE_ONLY))
    query = quote(b"&".join(taken), safe=_IN_QUERY)
    return url_for(twin, **request.view_args or {}) + (f"?{query}" if query else "")


def init_problems(app: Flask, twins: Mapping[str, str]) -> None:
    """Register the answers to every error of a request.

    :param twins: the endpoint of the JSON twin of a page, by the endpoint of the page.
    """
    app.extensions[_TWINS] = twins
    handlers: tuple[tuple[type[Exception], Any], ...] = (
        (BadRequest, _refuse),
        (EngineError, _answer_unavailable),
        (ArchiveError, _answer_unavailable),
        (NoIndexError, _answer_unavailable),
        (PrivateFileError, _answer_unavailable),
        (DamagedError, _answer_damaged),
        (HTTPException, _answer_http_error),
        (Exception, _answer_unexpected),
    )
    for kind, handler in handlers:
        app.register_error_handler(kind, handler)


def _refuse(error: BadRequest) -> Response:
    return answer_problem(
        410 if isinstance(error, Stale) else 400,
        error.message,
        parameter=HTTP_NAMES.get(error.parameter, error.parameter),
    )


def _answer_unavailable(
    error: EngineError | ArchiveError | NoIndexError | PrivateFileError,
) -> Response:
    # The reason names folders of the server: only its log has it.
    current_app.logger.warning("%s", error)
    response = answer_problem(503, status_message(503))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _answer_damaged(error: DamagedError) -> Response:
    return _answer_unavailable(current_app.extensions["warraq"].set_aside(error.message))


def _answer_unexpected(error: Exception) -> Response:
    # Large files of the index are trusted when they are opened: damage in them shows late.
    cause = current_app.extensions["warraq"].find_damage()
    if cause is not None:
        return _answer_unavailable(current_app.extensions["warraq"].set_aside(cause))
    current_app.logger.error("A request could not be answered.", exc_info=error)
    return answer_problem(500, status_message(500))


def _answer_http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error
    response = answer_problem(status, _http_message(status, error))
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _http_message(status: int, error: HTTPException) -> Message:
    if status in STATUS_CODES:
        return status_message(status)
    return Message.of("as_given", sentence=str(error.description))
