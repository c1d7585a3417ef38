"""The headers of every answer, which tell browsers what pages may do and may not."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response

HEADERS: Final = {
    # Files of this server alone: no script, style or image of a text can act, wherever it slips in.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # A query stands in the address of its page: the sites that results link to are not told.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def init_security(app: Flask) -> None:
    """Put :data:`HEADERS` on every answer of ``app``.

    An answer that carries one of another value keeps its own, as one for other sites' scripts does.
    """

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
