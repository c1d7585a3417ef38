"""CORS headers: which other sites may read the API by scripts. None may read a page.

None may read the API either unless the operator names it: a browser on the machine, or in the
network, of a server reaches what the site that it shows cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from flask import Flask, Response, request

from corpus.messages import WarraqError
from web.paths import API_V1

ANY_ORIGIN: Final = "*"

_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
_EXPOSED: Final = (
    "ETag, X-Total, X-Generation, Content-Disposition, Retry-After, RateLimit, RateLimit-Policy"
)
_ORIGIN: Final = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<host>[a-z0-9_.-]+|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?"
)
_PORTS: Final = {"http": "80", "https": "443"}
_SHOWN: Final = 80


class OriginError(WarraqError, ValueError):
    """A text that is not the origin of a site."""


def read_origins(given: Iterable[str]) -> frozenset[str]:
    """Return origins as browsers write them: in lower case, without the port of the scheme.

    :param given: origins, ``https://example.org``; ``*`` for every site.
    :raises OriginError: a text is not an origin, such as an address with a path, or ``null``.
    """
    return frozenset(ANY_ORIGIN if each == ANY_ORIGIN else _read_origin(each) for each in given)


def _read_origin(given: str) -> str:
    try:
        found = _ORIGIN.fullmatch(given.lower().encode("ascii").decode())
    except UnicodeError:  # browsers send the form of a name in ASCII
        found = None
    if found is None:
        raise OriginError("bad_origin", given=given[:_SHOWN])
    port = found["port"]
    tail = "" if port in (None, _PORTS.get(found["scheme"])) else f":{port}"
    return f"{found['scheme']}://{found['host']}{tail}"


def init_cors(app: Flask, origins: frozenset[str]) -> None:
    """Add CORS headers to the answers of the API, none if ``origins`` is empty.

    Call it before :func:`web.http.security_headers.init_security_headers`, whose resource policy
    an API that every site may read replaces.

    :param origins: those of :func:`read_origins`.
    """

    @app.after_request
    def add_headers(response: Response) -> Response:
        if origins and request.path.startswith(API_V1):
            _add_headers(response, origins)
        return response


def _add_headers(response: Response, origins: frozenset[str]) -> None:
    if ANY_ORIGIN in origins:
        allowed = ANY_ORIGIN
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        response.vary.add("Origin")  # a cache must not give one site the answer to another
        allowed = request.headers.get("Origin", "")
        if allowed not in origins:
            return
    response.headers["Access-Control-Allow-Origin"] = allowed
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    if request.method == "OPTIONS":
        response.headers.update(_PREFLIGHT)
