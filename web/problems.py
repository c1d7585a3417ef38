"""Refusals and failures: RFC 9457 problem documents for the API, a page for readers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import msgspec
from flask import Flask, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from corpus.schema import ArchiveError
from search.answer import Mark
from search.engine import EngineError
from search.request import BadRequest, Stale
from web.localization import sentence, sentence_html
from web.parameters import noop
from web.paths import API_ROOT

MEDIA_TYPE: Final = "application/problem+json"

RETRY_SECONDS: Final = 5
"""When to come again where archive or index cannot be opened."""

HTTP_NAMES: Final = {"query": "q"}
"""Names of parameters in an address, where the engine has another for them."""

TWINS: Final = {
    "pages.search": "api.search",
    "pages.document": "api.document",
    "pages.explain": "api.explain",
    "pages.analyze": "api.analyze",
}
"""The addresses of the API that refuse what these pages refuse."""

_IN_QUERY: Final = "%=&+!$'()*,/:;?@~"

SENTENCES: Final = {
    400: noop("The request cannot be read."),
    404: noop("There is no page at this address."),
    405: noop("This address does not take this method; use GET."),
    408: noop("The request took too long to arrive; send it again."),
    413: noop("The request is too large."),
    414: noop("The address is too long; shorten the query."),
    429: noop("Too many requests came from your address; wait a little and go on more slowly."),
    431: noop("The headers of the request are too long."),
    500: noop("Something went wrong here, not with you. The failure has been written down."),
    501: noop("The body of the request is coded in a way that is not understood here."),
    503: noop("The archive cannot be opened at the moment; its keeper finds why in the log."),
}


class Problem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A problem document of RFC 9457; ``parameter`` names what to change, where one is at fault,
    ``position`` the stretch of the query, in code points."""

    title: str
    status: int
    detail: str
    instance: str = ""
    parameter: str = ""
    position: Mark | None = None


def encode_problem(
    status: int,
    detail: str,
    *,
    instance: str = "",
    parameter: str = "",
    position: Mark | None = None,
) -> bytes:
    """Return a problem document as UTF-8 JSON; its title is the phrase of the status."""
    title = HTTPStatus(status).phrase
    return msgspec.json.encode(
        Problem(
            title=title,
            status=status,
            detail=detail,
            instance=instance,
            parameter=parameter,
            position=position,
        )
    )


def answer_problem(
    status: int,
    detail: str,
    *,
    parameter: str = "",
    position: Mark | None = None,
    html: Markup | None = None,
) -> Response:
    """Answer the request at hand with a problem: a document under ``/api/``, else a page.

    :param html: the sentence of ``detail`` as a page shows it, where that is not plain text.
    """
    if request.path.startswith(API_ROOT):
        body = encode_problem(
            status, detail, instance=request.path, parameter=parameter, position=position
        )
        return Response(body, status, content_type=MEDIA_TYPE)
    page = render_template(
        "problem.html", status=status, detail=html or detail, parameter=parameter, twin=_twin()
    )
    return make_response(page, status)


def _twin() -> str:
    """The address of the same problem as a document, empty where the API has no such address."""
    endpoint = TWINS.get(request.endpoint or "")
    if endpoint is None:
        return ""
    asked = quote(request.query_string, safe=_IN_QUERY)
    return url_for(endpoint, **request.view_args or {}) + (f"?{asked}" if asked else "")


def init_problems(app: Flask) -> None:
    """Register the answers to every error that a request can end in."""

    def refused(error: BadRequest) -> Response:
        parameter = HTTP_NAMES.get(error.parameter, error.parameter)
        place = Mark(*error.message.span) if error.message.span else None
        return answer_problem(
            410 if isinstance(error, Stale) else 400,
            sentence(error),
            parameter=parameter,
            position=place,
            html=sentence_html(error),
        )

    def closed(error: EngineError | ArchiveError) -> Response:
        # The reason names folders of the server: it is for its log.
        app.logger.warning("%s", error)
        response = answer_problem(503, gettext(SENTENCES[503]))
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response

    def failed(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if error.response is not None or status < 400:
            return error
        known: Any = SENTENCES.get(status)
        response = answer_problem(status, gettext(known) if known else str(error.description))
        for name, value in error.get_headers():
            if name not in ("Content-Type", "Content-Length"):
                response.headers[name] = value
        return response

    app.register_error_handler(BadRequest, refused)
    app.register_error_handler(EngineError, closed)
    app.register_error_handler(ArchiveError, closed)
    app.register_error_handler(HTTPException, failed)
