"""CORS headers: scripts of any site may read the API, and no page."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

from web.paths import API_V1

_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
_EXPOSED: Final = (
    "ETag, X-Total, X-Generation, Content-Disposition, Retry-After, RateLimit, RateLimit-Policy"
)


def init_cors(app: Flask) -> None:
    """Add CORS headers to the answers of the API.

    Call it before :func:`web.http.security_headers.init_security_headers`, whose resource policy
    they replace.
    """

    @app.after_request
    def add_headers(response: Response) -> Response:
        if request.path.startswith(API_V1):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = _EXPOSED
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            if request.method == "OPTIONS":
                response.headers.update(_PREFLIGHT)
        return response
