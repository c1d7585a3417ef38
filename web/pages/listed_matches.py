"""Which matches the results page lists: close ones alone in the order of dates, unless its address
names others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from search.answer import Answer
from search.request import Matches, Request, Sort
from web.parameters import Pairs, write_pairs

BY_DATE: Final[frozenset[Sort]] = frozenset({"newest", "oldest"})
"""Orders in which only close matches are listed by default: the first hits can be weak ones."""


class ListedMatches(msgspec.Struct, frozen=True):
    """The matches that the page lists, and the address of the search that lists the others.

    ``close`` is the number of close matches if only they are listed and there are other matches.
    ``other_address`` is empty if there is nothing else to list.
    """

    close: int | None
    other_address: str


def with_matches(request: Request) -> Request:
    """The request with the matches that the page lists where its address names none."""
    if request.matches is None and request.sort in BY_DATE:
        return msgspec.structs.replace(request, matches="close")
    return request


def listed_matches(request: Request, answer: Answer, link: Callable[[Pairs], str]) -> ListedMatches:
    """What the page says of the matches that it lists.

    :param request: the search as the address names it.
    :param link: makes the address of a search from its parameters.
    """
    if answer.close_total is not None and answer.close_total < answer.total:
        return ListedMatches(answer.close_total, _address(request, "all", link))
    if request.matches == "all" and request.sort in BY_DATE:
        return ListedMatches(None, _address(request, "close", link))
    return ListedMatches(None, "")


def _address(request: Request, matches: Matches, link: Callable[[Pairs], str]) -> str:
    """The address of the first page with other matches, named only where it must."""
    first_page = msgspec.structs.replace(request, matches=None, offset=0)
    if (with_matches(first_page).matches or "all") != matches:
        first_page = msgspec.structs.replace(first_page, matches=matches)
    return link(write_pairs(first_page))
