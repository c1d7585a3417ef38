"""Health checks in plain text: ``/healthz`` for the process, ``/readyz`` for the engine."""

from __future__ import annotations

from typing import Final

from flask import Response, current_app

from corpus.messages import render
from web.pages.blueprint import engine, pages
from web.problems import RETRY_SECONDS, status_message

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
        response = Response(
            f"{render(status_message(503), 'en')}\n", 503, content_type=CONTENT_TYPE
        )
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return Response("ready\n", content_type=CONTENT_TYPE)
