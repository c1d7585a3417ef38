"""Which copies the results page lists: one of each text, unless its address asks for every copy."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from search.answer import Answer
from search.request import Collapse, Request
from web.pages.listed_matches import with_matches
from web.parameters import Pairs, write_pairs

DEFAULT: Collapse = "copies"


class ListedCopies(msgspec.Struct, frozen=True):
    """The copies that the page lists, and the address of the search that lists the others.

    ``texts`` is the number of texts if only one document of each is listed and there are fewer than
    documents. ``other_address`` is empty if there is nothing else to list.
    """

    texts: int | None
    other_address: str


def with_collapse(request: Request) -> Request:
    """The request with copies collapsed where its address does not say."""
    return msgspec.structs.replace(request, collapse=request.collapse or DEFAULT)


def as_listed(request: Request) -> Request:
    """The request for the hits that the page lists, as the place of a hit counts them."""
    return with_collapse(with_matches(request))


def listed_copies(request: Request, answer: Answer, link: Callable[[Pairs], str]) -> ListedCopies:
    """What the page says of the copies that it lists.

    :param request: the search as the address names it.
    :param link: makes the address of a search from its parameters.
    """
    if request.collapse == "none":
        return ListedCopies(None, _address(request, None, link))
    documents = answer.total if answer.close_total is None else answer.close_total
    if answer.listed_total < documents:
        return ListedCopies(answer.listed_total, _address(request, "none", link))
    return ListedCopies(None, "")


def _address(request: Request, collapse: Collapse | None, link: Callable[[Pairs], str]) -> str:
    return link(write_pairs(msgspec.structs.replace(request, collapse=collapse, offset=0)))
