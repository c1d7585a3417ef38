"""The handlers that list groups of copies, and the copies of a document."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from flask import Response

from search.answer import answer_record
from search.limits import LIMITS
from search.request import Request
from web.api.answers import CopyGroupsAnswer, DocumentCopiesAnswer, Neighbours
from web.api.endpoints import COPIES_MIN, COPIES_ORDER
from web.api.routing import engine, handles, no_document
from web.localization import current_language
from web.parameters import Pairs, address, given_values, read_request, write_pairs
from web.paths import current_path

EVERYTHING = "*"
"""The query for groups of all documents."""


@handles("copies")
def copies(pairs: Pairs) -> CopyGroupsAnswer:
    """Answer with the groups of copies to which the documents of a query belong."""
    given = given_values(pairs)
    asked = read_request(pairs)
    least, order = COPIES_MIN.read(given), COPIES_ORDER.read(given)
    all_of = msgspec.structs.replace(
        asked, query=asked.query if asked.query.strip() else EVERYTHING
    )
    found = engine().copies(all_of, least, order)
    own = [
        (COPIES_MIN.name, str(least) if least != COPIES_MIN.default else ""),
        (COPIES_ORDER.name, order if order != COPIES_ORDER.default else ""),
    ]
    fields = answer_record(found, current_language())
    return CopyGroupsAnswer(**fields, links=neighbours(asked, found.total, own))


@handles("document_copies")
def copies_of_document(pairs: Pairs, document_id: str) -> DocumentCopiesAnswer | Response:
    """Answer with the copies of a document."""
    page = read_request(pairs)
    found = engine().copies_of((document_id,), page.limit, page.offset).get(document_id)
    if found is None:
        return no_document(document_id)
    return DocumentCopiesAnswer(
        **msgspec.structs.asdict(found),
        index=engine().info,
        links=neighbours(page, found.documents),
    )


def neighbours(page: Request, total: int, own: Sequence[tuple[str, str]] = ()) -> Neighbours:
    """The addresses of a page of ``total`` entries and of the pages around it.

    :param own: the parameters of the endpoint that are not those of a search.
    """

    def at(offset: int) -> str:
        moved = msgspec.structs.replace(page, offset=offset)
        return address(current_path(), [*write_pairs(moved), *own])

    end = page.offset + page.limit
    return Neighbours(
        self=at(page.offset),
        previous=at(max(0, page.offset - page.limit)) if page.offset else msgspec.UNSET,
        next=at(end) if end < min(total, LIMITS.depth_by_page) else msgspec.UNSET,
    )
