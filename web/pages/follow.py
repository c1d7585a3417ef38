"""The page "follow this search": its feed, and its line for ``warraq alerts``."""

from __future__ import annotations

from typing import Final

import msgspec
from flask import redirect, render_template
from werkzeug.wrappers import Response

from search.alerts.stored_queries import StoredQuery, stored_query_line
from search.request import Request
from web.api.feeds import feed_url, newest_first
from web.pages.blueprint import engine, pages, search_pairs
from web.pages.links import link, page_linker
from web.pages.refinements import RefinementLinks
from web.parameters import read_request, write_pairs

FILE: Final = "queries.jsonl"
"""The name of the file of stored queries in examples."""

_ID_LENGTH: Final = 100


@pages.get("/follow")
def follow() -> str | Response:
    """Show how to learn of new documents that a search finds; without ``q`` go to the search."""
    search_request = _followed(read_request(search_pairs()))
    if not search_request.query.strip():
        return redirect(link("pages.search"))
    # Also refuses a query that cannot be answered, as the search page does.
    found = engine().rank(msgspec.structs.replace(search_request, limit=1))
    stored = msgspec.structs.replace(search_request, matches=None)
    refinements = RefinementLinks(search_request, page_linker("pages.follow"))
    return render_template(
        "follow.html",
        form=search_request,
        found=found,
        filters=refinements.active_filters(),
        feed=feed_url(search_request),
        line=stored_query_line(StoredQuery(query_id(stored), stored)).rstrip(),
        command=f"warraq alerts {FILE} --collapse",
        file=FILE,
        results=link("pages.search", write_pairs(search_request)),
    )


def follow_address(search_request: Request) -> str:
    """The address of the page about following a search."""
    return link("pages.follow", write_pairs(_followed(search_request)))


def query_id(search_request: Request) -> str:
    """An id for a stored query: its words and filters."""
    parts = [
        search_request.query,
        *search_request.sources,
        search_request.after,
        search_request.before,
        search_request.level if search_request.level != "stem" else None,
        search_request.operator if search_request.operator != "all" else None,
    ]
    return " ".join(" ".join(part for part in parts if part).split())[:_ID_LENGTH].strip()


def _followed(search_request: Request) -> Request:
    """The part of a search that decides what is found."""
    return msgspec.structs.replace(newest_first(search_request), sort="relevance")
