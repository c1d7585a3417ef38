"""Health checks: ``/healthz`` for the process, ``/readyz`` for the engine."""

from __future__ import annotations

from typing import Final

from flask import Response, current_app

from web.pages.blueprint import engine, pages
from web.paths import current_path
from web.problems import MEDIA_TYPE, RETRY_SECONDS, encode_problem, status_message

CONTENT_TYPE: Final = "text/plain; charset=utf-8"


@pages.get("/healthz")
def healthz() -> Response:
    """Answer 200: the process is running."""
    return Response("ok\n", content_type=CONTENT_TYPE)


@pages.get("/readyz")
def readyz() -> Response:
    """Answer 200 if a search is answered, 503 if not."""
    try:
        engine().check()
    except Exception as error:  # noqa: BLE001 - searches would raise it too
        current_app.logger.warning("%s", error)
        problem = encode_problem(503, status_message(503), instance=current_path())
        response = Response(problem, 503, content_type=MEDIA_TYPE)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return Response("ready\n", content_type=CONTENT_TYPE)
