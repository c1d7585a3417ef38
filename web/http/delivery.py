"""How answers travel: validators and 304, gzip, and leave for scripts of other sites.

An answer depends on its address, on the state of archive and index, and on the program. That makes
its ETag, so a copy that is still good is told from these alone, without asking the question again.
gzip is a few lines over zlib: an extension would bring two more codecs to build, and nothing here
is secret, so that compression betrays nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.http import generate_etag, quote_etag

from web.paths import API_V1

TAGGED: Final = frozenset(
    {
        "api.search",
        "api.facets",
        "api.document",
        "api.explain",
        "api.analyze",
        "api.suggest",
        "api.stats",
        "api.timeline",
        "api.similar",
        "api.export",
        "feeds.atom",
        "pages.search",
        "pages.document",
        "pages.explain",
        "pages.analyze",
    }
)
"""Endpoints whose answers depend on archive and index alone."""

DATED: Final = frozenset({"pages.document"})
"""Endpoints whose answers tell the day as well."""

LEAST_BYTES: Final = 700
"""A body is compressed from here on; less fits a packet either way."""

_LEVEL: Final = 4
_COMPRESSIBLE: Final = ("text/", "application/", "image/svg+xml")
_PROGRAM: Final = ("corpus", "index", "search", "web")
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
_EXPOSED: Final = (
    "ETag, X-Total, X-Generation, Content-Disposition, Retry-After, RateLimit, RateLimit-Policy"
)


def init_delivery(app: Flask) -> None:
    """Give ``app`` validators, gzip and CORS; before anything else that changes responses, so that
    this is the last to see them."""
    release = _release(Path(app.root_path))

    @app.before_request
    def known_already() -> ResponseReturnValue | None:
        if request.method not in ("GET", "HEAD") or request.endpoint not in TAGGED:
            return None
        g.tag = _tag(release)
        if request.if_none_match.star_tag or not request.if_none_match.contains_weak(g.tag):
            return None
        return Response(status=304)

    @app.after_request
    def sent(response: Response) -> Response:
        tag = g.get("tag")
        if g.get("partial"):
            response.headers["Cache-Control"] = "no-store"
        elif tag is not None and response.status_code in (200, 304):
            response.headers["ETag"] = quote_etag(tag, weak=True)
        if request.path.startswith(API_V1):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = _EXPOSED
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            if request.method == "OPTIONS":
                response.headers.update(_PREFLIGHT)
        return _compressed(response)


def partial() -> None:
    """Say that the answer at hand was cut short, so that no copy of it is kept."""
    g.partial = True


def _tag(release: str) -> str:
    state = current_app.extensions["warraq"].engine().state
    day = datetime.now(UTC).date().isoformat() if request.endpoint in DATED else ""
    asked = f"{release}\n{state}\n{day}\n{request.path}\n".encode() + request.query_string
    return generate_etag(asked)


def _release(folder: Path) -> str:
    """What the program is: a digest of its pages, sentences and code."""
    digest = hashlib.blake2b(digest_size=9)
    for path in sorted(
        each for package in _PROGRAM for each in (folder.parent / package).rglob("*")
    ):
        if path.suffix in (".py", ".html", ".mo"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _compressed(response: Response) -> Response:
    if not (response.mimetype or "").startswith(_COMPRESSIBLE):
        return response
    response.vary.add("Accept-Encoding")
    if (
        response.status_code in (204, 206, 304)
        or "Content-Encoding" in response.headers
        or not request.accept_encodings["gzip"]
    ):
        return response
    if response.is_streamed and not response.direct_passthrough:
        response.response = _pieces(response.iter_encoded())
    else:
        response.direct_passthrough = False
        body = response.get_data()
        if len(body) < LEAST_BYTES:
            return response
        response.set_data(gzip.compress(body, _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    tag, weak = response.get_etag()
    if tag is not None and not weak:
        response.set_etag(tag, weak=True)
    return response


def _pieces(body: Iterator[bytes]) -> Iterator[bytes]:
    """The body as gzip, piece by piece."""
    packer = zlib.compressobj(_LEVEL, wbits=31)
    for piece in body:
        packed = packer.compress(piece)
        if packed:
            yield packed
    yield packer.flush()
