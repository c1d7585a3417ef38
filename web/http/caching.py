"""Validators: the ETag of an answer, and 304 while it is current.

An answer depends on its whole address, with host and root, which its links have; on the state of
archive and index; on the key of the reader; and on the release of the program. The ETag is a digest
of these, so it is known without computing the answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.http import generate_etag, quote_etag

from web.http.authorization import caller

_PACKAGES: Final = ("arabic", "corpus", "index", "search", "web")


def init_caching(app: Flask, cached: Container[str], for_a_day: Container[str]) -> None:
    """Give ``app`` validators.

    :param cached: names of the endpoints whose answers depend on archive and index alone.
    :param for_a_day: names of those whose answers depend on the current day as well.
    """
    release = _release(Path(app.root_path))

    @app.before_request
    def answer_not_modified() -> ResponseReturnValue | None:
        if request.method not in ("GET", "HEAD") or request.endpoint not in cached:
            return None
        g.tag = _tag(release, dated=request.endpoint in for_a_day)
        if request.if_none_match.star_tag or not request.if_none_match.contains_weak(g.tag):
            return None
        return Response(status=304)

    @app.after_request
    def add_validators(response: Response) -> Response:
        tag = g.get("tag")
        if g.get("partial"):
            response.headers["Cache-Control"] = "no-store"
        elif tag is not None and response.status_code in (200, 304):
            response.headers["ETag"] = quote_etag(tag, weak=True)
        return response


def mark_partial() -> None:
    """Mark the current answer as cut short, so that it is not cached."""
    g.partial = True


def _tag(release: str, *, dated: bool) -> str:
    state = current_app.extensions["warraq"].engine().state
    day = datetime.now(UTC).date().isoformat() if dated else ""
    reader = caller().key
    key_id = "" if reader is None else reader.id
    parts = (release, state, day, key_id, request.root_url, request.path, "")
    return generate_etag("\n".join(map(str, parts)).encode() + request.query_string)


def _release(folder: Path) -> str:
    """A digest of the code, templates and translations of the program."""
    digest = hashlib.blake2b(digest_size=9)
    for path in sorted(
        each for package in _PACKAGES for each in (folder.parent / package).rglob("*")
    ):
        if path.suffix in (".py", ".html", ".mo"):
            digest.update(path.read_bytes())
    return digest.hexdigest()
