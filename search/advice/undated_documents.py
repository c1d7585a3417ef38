"""Documents without a date, beside an answer that dates cut, order or count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from index.array_types import Integers
from search.advice import query_rewriting
from search.answer import Relation, Undated
from search.matching.matcher import Matched
from search.query.nodes import (
    Addressed,
    DateRange,
    FieldMissing,
    Node,
    Related,
    children,
    conjunction,
    leaves,
    normalise,
    unparse,
    wanted_nodes,
    with_children,
)
from search.request import DATE_FACETS, Request, Sort

WITHOUT_DATE: Final = FieldMissing("date")

BY_DATE: Final[frozenset[Sort]] = frozenset({"newest", "oldest"})
"""Orders in which documents without a date come last."""


def count_undated(
    request: Request,
    typed: Node,
    tree: Node,
    matched: Matched,
    dates: Integers,
    match: Callable[[Node], Matched],
) -> Undated | None:
    """The documents without a date that the dates of a request leave out, else those that it has
    in an order by date, a timeline or a facet by date; None for none, and for other requests.

    ``typed`` is the tree of the query, ``tree`` the one that was matched, with the dates of the
    request; ``dates[n]`` are those of all documents as yyyymmdd, 0 for none; ``match`` matches
    another tree.
    """
    if any(isinstance(node, Addressed) for node in leaves(typed)):
        return None
    wanted = list(wanted_nodes(tree))
    left_out = any(isinstance(node, DateRange) for node in wanted)
    if left_out:
        found = match(_with_undated(tree))
        others = found.documents[dates[found.documents] == 0]
        count = len(np.setdiff1d(others, matched.documents, assume_unique=True))
        complete = matched.complete and found.complete
    elif WITHOUT_DATE in wanted:
        return None
    elif request.sort in BY_DATE or request.timeline or set(request.facets) & set(DATE_FACETS):
        count = int(np.count_nonzero(dates[matched.documents] == 0))
        complete = matched.complete
    else:
        return None
    if not count:
        return None
    relation: Relation = "exact" if complete else "at_least"
    return Undated(
        documents=count, left_out=left_out, query=_query_of(request, typed), relation=relation
    )


def _with_undated(node: Node) -> Node:
    """A tree that documents without a date match as if they had one in each range."""
    if isinstance(node, DateRange):
        return WITHOUT_DATE
    if isinstance(node, Related):
        return node
    inside = children(node)
    return with_children(node, [_with_undated(each) for each in inside]) if inside else node


def _query_of(request: Request, typed: Node) -> str:
    """The query for these documents, to be asked without the dates of the request."""
    if any(isinstance(node, DateRange) for node in leaves(typed)):
        tree = normalise(conjunction((_with_undated(typed), WITHOUT_DATE)))
        return unparse(tree, operator=request.operator)
    return query_rewriting.narrowed(request, typed, WITHOUT_DATE, unparse(WITHOUT_DATE))
