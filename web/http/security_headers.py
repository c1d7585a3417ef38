"""Security headers of every answer."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response

HEADERS: Final = {
    # Files of this server alone: a script or style inside a document text cannot run.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # The address of a page has the query: sites that results link to do not get it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def init_security_headers(app: Flask) -> None:
    """Add :data:`HEADERS` to every answer of ``app`` that does not have them yet."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
