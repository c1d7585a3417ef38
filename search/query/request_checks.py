"""Checks of a request before it is answered."""

from __future__ import annotations

from typing import Final

import msgspec

from search.answer import IndexInfo
from search.limits import Limits
from search.query.date_ranges import DaySpan, day_span
from search.query.syntax import repaired
from search.request import FACETS, BadRequest, Request, Stale

FEWEST_COPIES: Final = 2
"""Documents of a group of copies at least."""


def sendable(request: Request) -> Request:
    """The request with its lone surrogates replaced: the answer quotes it and is sent as UTF-8."""
    return msgspec.structs.replace(
        request,
        query=repaired(request.query),
        sources=tuple(repaired(source) for source in request.sources),
    )


def check_limit(request: Request, most: int) -> None:
    """Check that the number of hits is from 1 to ``most``; raises BadRequest."""
    if not 1 <= request.limit <= most:
        raise BadRequest("limit_out_of_range", parameter="limit", most=most, given=request.limit)


def check_page(request: Request, limits: Limits, index: IndexInfo) -> None:
    """Check that a page is within the limits and that its cursor belongs to this state of the
    index; raises BadRequest, and Stale for the cursor."""
    check_limit(request, limits.page_size_max)
    if request.offset < 0:
        raise BadRequest("negative_offset", parameter="offset", given=request.offset)
    if request.state is not None:
        if request.state != index.state:
            raise Stale("stale_cursor", parameter="cursor")
    elif request.offset + request.limit > limits.depth_by_page:
        raise BadRequest("page_too_deep", parameter="offset", most=limits.depth_by_page)


def check_copies(least: int) -> None:
    """Check the least number of copies of a group; raises BadRequest."""
    if least < FEWEST_COPIES:
        raise BadRequest("too_few_copies", parameter="min", least=FEWEST_COPIES, given=least)


def check_typed(text: str, limit: int, limits: Limits) -> None:
    """Check the length of a text to complete and the number of completions; raises BadRequest."""
    if len(text) > limits.suggest_code_points:
        raise BadRequest(
            "typed_text_too_long",
            parameter="query",
            most=limits.suggest_code_points,
            found=len(text),
        )
    if not 1 <= limit <= limits.suggest_limit_max:
        raise BadRequest(
            "limit_out_of_range", parameter="limit", most=limits.suggest_limit_max, given=limit
        )


def check_facets(request: Request) -> None:
    """Check that every facet exists; raises BadRequest."""
    for name in request.facets:
        if name not in FACETS:
            raise BadRequest("unknown_facet", parameter="facet", given=str(name), facets=FACETS)


def days(request: Request) -> tuple[str | None, str | None]:
    """The first and the last day of a request, ISO, None for no bound.

    Raises BadRequest for text that is not a date and for dates in reverse order.
    """
    first = _parse_date(request.after, "after")
    last = _parse_date(request.before, "before")
    if first is not None and last is not None and first.first > last.last:
        raise BadRequest(
            "dates_reversed",
            parameter="before",
            first=request.after or "",
            last=request.before or "",
        )
    return first and first.first, last and last.last


def _parse_date(date: str | None, parameter: str) -> DaySpan | None:
    if date is None:
        return None
    found = day_span(date)
    if found is None:
        raise BadRequest("not_a_date", parameter=parameter, given=date)
    return found
