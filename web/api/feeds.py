"""What other programs read of an archive: an Atom feed of any query, where to take a whole answer,
and the description by which a browser adds warraq to its search engines."""

from __future__ import annotations

import re
from typing import Final

import msgspec
from flask import Blueprint, Response, current_app, render_template, request, url_for

from search.engine import Engine
from search.request import Request
from web import localization
from web.http import delivery
from web.parameters import (
    Pairs,
    ParameterError,
    address,
    noop,
    read_language,
    read_pairs,
    read_request,
    write_pairs,
)
from web.paths import path

feeds: Final = Blueprint("feeds", __name__)

ENTRIES: Final = 50
"""Entries of a feed, the last added first."""

FEED: Final = ("q", "level", "source", "after", "before", "operator", "lang")
"""Parameters of a feed: those of a search that say what is found."""

_NO_HOST: Final = re.compile(r"[^A-Za-z0-9.-]+")
_UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@feeds.get("/search.atom")
def atom() -> Response:
    """Answer with the documents that a query found last, as an Atom feed (RFC 4287)."""
    pairs = read_pairs(request.query_string, FEED)
    read_language(pairs)
    if not dict(pairs).get("q", "").strip():
        raise ParameterError(noop("The parameter “%(name)s” is missing."), "q")
    asked = followed(read_request(pairs))
    engine: Engine = current_app.extensions["warraq"].engine()
    answer = engine.search(msgspec.structs.replace(asked, limit=ENTRIES))
    if answer.timed_out:
        delivery.partial()
    body = render_template(
        "feed.xml",
        answer=answer,
        updated=max((hit.added_at or "" for hit in answer.hits), default=answer.index.built_at),
        tag=f"tag:{_NO_HOST.sub('-', request.host).strip('-.')},2026:warraq",  # RFC 4151
        query=address("", [pair for pair in write_pairs(asked) if pair[0] != "sort"])[1:],
        marked=[pair for pair in write_pairs(asked) if pair[0] in ("q", "level")],
        here=_outside(request.script_root + request.path, pairs),
        page=_outside(path("pages.search"), _spoken(write_pairs(asked))),
        document=lambda id_, given: _outside(
            url_for("pages.document", document_id=id_), _spoken(given)
        ),
        writable=writable,
    )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


@feeds.get("/opensearch.xml")
def opensearch() -> Response:
    """Answer with the description of the search (OpenSearch 1.1)."""
    read_language(read_pairs(request.query_string, ("lang",)))
    body = render_template(
        "opensearch.xml",
        page=_outside(path("pages.search"), _spoken([])),
        suggestions=_outside(
            path("api.suggest"), [("format", "opensearch"), ("lang", localization.current())]
        ),
        feed=_outside(path("feeds.atom"), _spoken([])),
        icon=_outside(url_for("static", filename="favicon.svg"), []),
        here=_outside(request.script_root + request.path, _spoken([])),
    )
    return Response(body, content_type="application/opensearchdescription+xml; charset=utf-8")


def followed(asked: Request) -> Request:
    """Return the request whose feed follows another: what it finds, in the order of arrival."""
    return Request(
        query=asked.query,
        level=asked.level,
        sources=asked.sources,
        after=asked.after,
        before=asked.before,
        operator=asked.operator,
        sort="arrival",
    )


def feed_address(asked: Request) -> str:
    """Return the address of the feed of a request, in the language of the page."""
    return address(path("feeds.atom"), _spoken(write_pairs(followed(asked))))


def export_address(asked: Request, written: str) -> str:
    """Return the address of a whole answer as a file."""
    plain = msgspec.structs.replace(followed(asked), sort=asked.sort)
    return address(path("api.export"), [*write_pairs(plain), ("format", written)])


def writable(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)


def _spoken(pairs: Pairs) -> list[tuple[str, str]]:
    spoken = localization.current()
    kept = [pair for pair in pairs if pair[0] != "sort"]
    return kept if spoken == localization.PAGE_LANGUAGE else [*kept, ("lang", spoken)]


def _outside(where: str, pairs: Pairs) -> str:
    return request.host_url.rstrip("/") + address(where, pairs)
