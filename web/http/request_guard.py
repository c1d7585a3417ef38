"""What is refused at the door, before anything reads it: bodies too long, packed ones, and names of
this server that are none."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request
from flask_babel import gettext
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestTimeout

from search.limits import LIMITS
from web.parameters import noop
from web.problems import answer_problem

PACKED: Final = noop("The body is packed as %(coding)s; send it as it is.")


def init_door(app: Flask) -> None:
    """Refuse bodies of requests to ``app`` that are longer than the limit, or packed, and requests
    whose header ``Host`` names no host.

    Nothing is unpacked, so nothing can grow.
    """
    app.config["MAX_CONTENT_LENGTH"] = LIMITS.request_body_bytes

    @app.before_request
    def check_host() -> None:
        if not request.host:  # which werkzeug gives for what is no name; addresses are made with it
            raise BadRequest

    @app.before_request
    def check_body() -> Response | None:
        most = LIMITS.request_body_bytes
        if (request.content_length or 0) > most:
            raise RequestEntityTooLarge
        if coding := request.headers.get("Content-Encoding", "").strip():
            response = answer_problem(415, gettext(PACKED, coding=coding[:40]))
            response.headers["Accept-Encoding"] = "identity"
            return response
        if request.content_length or request.headers.get("Transfer-Encoding"):
            try:  # here, so that one that never comes is no failure of a page
                whole = len(request.get_data()) < most or not request.environ["wsgi.input"].read(1)
            except TimeoutError:
                raise RequestTimeout from None
            except (OSError, ParseException):
                raise BadRequest from None
            if not whole:
                raise RequestEntityTooLarge
        return None
