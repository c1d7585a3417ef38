"""Forms in memory: what a reader sends is never written to a temporary file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Flask, Request

from search.limits import LIMITS
from web.limits import SERVER_LIMITS


class MemoryRequest(Request):
    """A request whose files stay in memory; the request guard bounds them together."""

    def _get_file_stream(self, *_given: Any, **_named: Any) -> BytesIO:
        return BytesIO()


def init_request_memory(app: Flask) -> None:
    """Keep the files of forms of ``app`` in memory."""
    app.request_class = MemoryRequest
    # Werkzeug bounds the texts of a form by themselves, and more narrowly.
    app.config["MAX_FORM_MEMORY_SIZE"] = LIMITS.request_body_bytes
    app.config["MAX_FORM_PARTS"] = SERVER_LIMITS.form_parts
