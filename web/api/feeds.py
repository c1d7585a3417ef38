"""The handlers of the Atom feed and of the OpenSearch description, and addresses of feeds."""

from __future__ import annotations

import re
from typing import Final

import msgspec
from flask import Response, render_template, request, url_for

from corpus.xml_text import writable
from search.request import Request
from web import localization
from web.api.endpoints import ATOM, OPENSEARCH_DESCRIPTION
from web.api.routing import engine, handles
from web.http.caching import mark_partial
from web.parameters import Pairs, address, read_request, write_pairs
from web.paths import current_path, path

ENTRIES: Final = 50
"""Entries of a feed, the last added first."""

_NOT_IN_HOST: Final = re.compile(r"[^A-Za-z0-9.-]+")


@handles("atom")
def atom(pairs: Pairs) -> Response:
    """Answer with the matching documents that were added last, as an Atom feed (RFC 4287)."""
    feed_request = newest_first(read_request(pairs))
    answer = engine().search(msgspec.structs.replace(feed_request, limit=ENTRIES))
    if answer.timed_out:
        mark_partial()
    body = render_template(
        "feed.xml",
        answer=answer,
        updated=max((hit.added_at or "" for hit in answer.hits), default=answer.index.built_at),
        tag=f"tag:{_NOT_IN_HOST.sub('-', request.host).strip('-.')},2026:warraq",  # RFC 4151
        query=address("", [pair for pair in write_pairs(feed_request) if pair[0] != "sort"])[1:],
        marked=[pair for pair in write_pairs(feed_request) if pair[0] in ("q", "level")],
        here=_absolute(current_path(), pairs),
        page=_absolute(path("pages.search"), _with_language(write_pairs(feed_request))),
        document=lambda id_, given: _absolute(
            url_for("pages.document", document_id=id_), _with_language(given)
        ),
        writable=writable,
    )
    return Response(body, content_type=f"{ATOM}; charset=utf-8")


@handles("opensearch")
def opensearch(_pairs: Pairs) -> Response:
    """Answer with the description of the search (OpenSearch 1.1)."""
    body = render_template(
        "opensearch.xml",
        page=_absolute(path("pages.search"), _with_language([])),
        suggestions=_absolute(
            path("api.suggest"),
            [("format", "opensearch"), ("lang", localization.current_language())],
        ),
        feed=_absolute(path("feeds.atom"), _with_language([])),
        icon=_absolute(url_for("static", filename="favicon.svg"), []),
        here=_absolute(current_path(), _with_language([])),
    )
    return Response(body, content_type=f"{OPENSEARCH_DESCRIPTION}; charset=utf-8")


def newest_first(search_request: Request) -> Request:
    """Return a request for the same documents, the last added first: for close matches alone, or
    one of each text, only if the request names them."""
    return Request(
        query=search_request.query,
        level=search_request.level,
        sources=search_request.sources,
        after=search_request.after,
        before=search_request.before,
        operator=search_request.operator,
        matches="close" if search_request.matches == "close" else None,
        collapse="copies" if search_request.collapse == "copies" else None,
        sort="arrival",
    )


def feed_address(search_request: Request) -> str:
    """Return the address of the feed of a request, in the language of the page."""
    return address(path("feeds.atom"), _with_language(write_pairs(newest_first(search_request))))


def feed_url(search_request: Request) -> str:
    """Return the whole address of the feed of a request, with the host of the current one."""
    return request.host_url.rstrip("/") + feed_address(search_request)


def export_address(search_request: Request, form: str) -> str:
    """Return the address of all documents of a request as a file.

    :param form: ``jsonl`` or ``csv``.
    """
    unpaged = msgspec.structs.replace(newest_first(search_request), sort=search_request.sort)
    return address(path("api.export"), [*write_pairs(unpaged), ("format", form)])


def _with_language(pairs: Pairs) -> list[tuple[str, str]]:
    language = localization.current_language()
    kept = [pair for pair in pairs if pair[0] != "sort"]
    return kept if language == localization.PAGE_LANGUAGE else [*kept, ("lang", language)]


def _absolute(where: str, pairs: Pairs) -> str:
    return request.host_url.rstrip("/") + address(where, pairs)
