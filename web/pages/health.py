"""Health checks: ``/healthz`` for the process, ``/readyz`` for the engine."""

from __future__ import annotations

from typing import Final

from flask import Response, current_app

from corpus.messages import Message, WarraqError
from web.http.authorization import caller
from web.pages.blueprint import engine, pages
from web.problems import RETRY_SECONDS, problem_document, status_message

CONTENT_TYPE: Final = "text/plain; charset=utf-8"


@pages.get("/healthz")
def healthz() -> Response:
    """Answer 200: the process is running."""
    return Response("ok\n", content_type=CONTENT_TYPE)


@pages.get("/readyz")
def readyz() -> Response:
    """Answer 200 if a search is answered, 503 if not, with the reason for operators."""
    try:
        engine().check()
    except Exception as error:  # noqa: BLE001 - searches would raise it too
        current_app.logger.warning("%s", error)
        response = problem_document(503, _reason(error))
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return Response("ready\n", content_type=CONTENT_TYPE)


def _reason(error: Exception) -> Message:
    """The reason of a failure, which names folders of the server, for operators alone."""
    if isinstance(error, WarraqError) and caller().may("operate"):
        return error.message
    return status_message(503)
