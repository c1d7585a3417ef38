"""The place of a document among the hits of the search it came from, and the hits beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from search.answer import RankedIds
from search.limits import LIMITS
from search.request import Request

SPANS: Final = (10, 200)
"""Hits before and after a place that are ranked to find a document; the second where the archive
has changed and it is not within the first."""


class PlacedHit(msgspec.Struct, frozen=True):
    """A hit with its place in the whole answer, from 1."""

    id: str
    place: int


class HitPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a document is among the hits of a search.

    ``place`` is 0 where it was not found near the place that was asked for; ``total`` counts the
    hits that the search lists. ``previous`` and ``next`` are None at the ends of the answer.
    """

    total: int
    place: int = 0
    previous: PlacedHit | None = None
    next: PlacedHit | None = None
    timed_out: bool = False


def find_place(
    rank: Callable[[Request], RankedIds], request: Request, document_id: str, place: int
) -> HitPlace:
    """Find a document near a place of an answer, and the hits beside it.

    Only ids are ranked: no text is read for it. Hits that were deleted since the search are passed
    over, and a document that has moved is found within ``SPANS``.

    :param rank: answers a request with the ids of its hits.
    :param request: the search, with the matches that its page lists.
    :param place: where the document was, from 1.
    """
    found, is_whole = HitPlace(total=0), False
    for span in SPANS:
        found, is_whole = _place_near(rank, request, document_id, place, span)
        if is_whole:
            return found
    # It has moved to an end of the window, where a neighbour is outside of it.
    if found.place and found.place != place:
        return find_place(rank, request, document_id, found.place)
    return found


def _place_near(
    rank: Callable[[Request], RankedIds], request: Request, document_id: str, place: int, span: int
) -> tuple[HitPlace, bool]:
    """The document among the hits up to ``span`` from a place, and whether it was found with the
    hits on both sides of it, or the answer ends there."""
    first = max(1, place - span)
    last = min(place + span, LIMITS.depth_by_page)
    window = msgspec.structs.replace(request, offset=first - 1, limit=last - first + 1)
    ranked = rank(window)
    found = _place_within(ranked, document_id)
    is_start = first == 1 or found.previous is not None
    is_end = last >= min(ranked.total, LIMITS.depth_by_page) or found.next is not None
    return found, bool(found.place) and is_start and is_end


def _place_within(ranked: RankedIds, document_id: str) -> HitPlace:
    found = HitPlace(total=ranked.total, timed_out=ranked.timed_out)
    if document_id not in ranked.ids:
        return found
    hits = [PlacedHit(id_, at) for id_, at in zip(ranked.ids, ranked.places, strict=True)]
    index = ranked.ids.index(document_id)
    return msgspec.structs.replace(
        found,
        place=hits[index].place,
        previous=hits[index - 1] if index else None,
        next=hits[index + 1] if index + 1 < len(hits) else None,
    )


def page_with(request: Request, place: int) -> Request:
    """The search at the page that lists the hit at a place, from 1."""
    if request.offset < place <= request.offset + request.limit:
        return request
    return msgspec.structs.replace(request, offset=(place - 1) // request.limit * request.limit)
