"""Requests that are refused before a handler runs: large, compressed or stalled bodies."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from flask import Flask, Response, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestTimeout

from corpus.messages import Message
from search.limits import LIMITS
from web.problems import answer_problem

_CODING_SHOWN: Final = 40


def init_request_guard(app: Flask) -> None:
    """Refuse requests to ``app`` with a body that is above the limit or compressed.

    Nothing is decompressed, so no body can grow.
    """
    app.config["MAX_CONTENT_LENGTH"] = LIMITS.request_body_bytes

    @app.before_request
    def check_body() -> Response | None:
        if (request.content_length or 0) > LIMITS.request_body_bytes:
            raise RequestEntityTooLarge
        if coding := request.headers.get("Content-Encoding", "").strip():
            message = Message.of("encoded_body", coding=coding[:_CODING_SHOWN])
            response = answer_problem(415, message)
            response.headers["Accept-Encoding"] = "identity"
            return response
        if request.content_length or request.headers.get("Transfer-Encoding"):
            _read_body()
        return None


def _read_body() -> None:
    """Read the body here, so that one that never arrives is not an error of a handler.

    It is read from the server itself: Werkzeug takes a timeout for a client that left.
    """
    most = LIMITS.request_body_bytes
    try:
        body = request.environ["wsgi.input"].read(most + 1)
    except TimeoutError:
        raise RequestTimeout from None
    except (OSError, ParseException):
        raise BadRequest from None
    if len(body) > most:
        raise RequestEntityTooLarge
    if len(body) < (request.content_length or 0):
        raise BadRequest  # the client left
    request.environ["wsgi.input"] = BytesIO(body)
