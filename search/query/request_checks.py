"""What is asked of a request before it is answered."""

from __future__ import annotations

from typing import Final, get_args

import msgspec

from search.answer import BadRequest, FacetName, IndexInfo, Request, Stale
from search.limits import Limits
from search.query.date_ranges import Period, period
from search.query.syntax import repaired

FACETS: Final[tuple[FacetName, ...]] = get_args(FacetName)
"""What the documents of an answer can be counted by."""


def sendable(request: Request) -> Request:
    """The request with its lone surrogates replaced: an answer repeats it, and is sent as UTF-8."""
    return msgspec.structs.replace(
        request,
        query=repaired(request.query),
        sources=tuple(repaired(source) for source in request.sources),
    )


def check_limit(request: Request, most: int) -> None:
    """Raise BadRequest where the number of hits is not from 1 to ``most``."""
    if not 1 <= request.limit <= most:
        raise BadRequest("limit_out_of_range", parameter="limit", most=most, given=request.limit)


def check_page(request: Request, limits: Limits, index: IndexInfo) -> None:
    """Raise BadRequest where the page asked for lies past the limits, or belongs to a walk through
    another index than this one."""
    check_limit(request, limits.page_size_max)
    if request.offset < 0:
        raise BadRequest("negative_offset", parameter="offset", given=request.offset)
    if request.state is not None:
        if request.state != index.state:
            raise Stale("stale_cursor", parameter="cursor")
    elif request.offset + request.limit > limits.depth_by_page:
        raise BadRequest("page_too_deep", parameter="offset", most=limits.depth_by_page)


def check_typed(text: str, limit: int, limits: Limits) -> None:
    """Raise BadRequest for a text too long to be completed, or a number of completions past the
    limits."""
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
    """Raise BadRequest for a facet that there is not."""
    for name in request.facets:
        if name not in FACETS:
            raise BadRequest("unknown_facet", parameter="facet", given=str(name), facets=FACETS)


def days(request: Request) -> tuple[str | None, str | None]:
    """The first and the last day asked for, ISO, None where open; raises BadRequest for what is no
    date and for dates that run backwards."""
    first = _period(request.after, "after")
    last = _period(request.before, "before")
    if first is not None and last is not None and first.first > last.last:
        raise BadRequest(
            "dates_reversed",
            parameter="before",
            first=request.after or "",
            last=request.before or "",
        )
    return first and first.first, last and last.last


def _period(date: str | None, parameter: str) -> Period | None:
    if date is None:
        return None
    found = period(date)
    if found is None:
        raise BadRequest("not_a_date", parameter=parameter, given=date)
    return found
