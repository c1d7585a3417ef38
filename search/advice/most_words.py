"""Most of the words: the documents that have most of the words of a query that found few with all.

They are no part of the answer: a list of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from index.array_types import F32, U8, Integers, Mask
from search.advice.query_counter import QueryCounter
from search.matching import bm25f
from search.query.nodes import (
    And,
    Everything,
    Node,
    Or,
    Part,
    conjunction,
    unparse,
    wanted_parts,
)

LEAST_PARTS: Final = 3
"""Words or phrases that a query must require: one of two is not most of them."""

LEAST_WEIGHT: Final = 2 / 3
"""The share of the inverse document frequencies of a query that a document must have, unless it has
all parts but one."""

_LEAST_FOUND: Final = 2


class PartialMatches(NamedTuple):
    """The best documents with most parts of a query, the best first, of ``total``.

    ``documents[n]`` are numbers within the index, with ``scores[n]``; ``missing[n]`` are the parts
    that a document lacks, as typed.
    """

    documents: Integers
    scores: F32
    missing: tuple[tuple[str, ...], ...]
    total: int


def most_words(counter: QueryCounter, size: int, most: int) -> PartialMatches | None:
    """The ``most`` best documents that lack some part of the answered query but have most of them;
    None where there are none.

    ``size`` is the number of documents of the index, deleted ones included. Filters and excluded
    words hold for them too. Raises OutOfTime.
    """
    parts, others = _parts(counter.answered.matched)
    if len(parts) < LEAST_PARTS:
        return None
    matches = [counter.match_node(part).documents for part in parts]
    weights = [bm25f.idf(size, len(found)) for found in matches]
    documents = np.flatnonzero(_has_most(matches, weights, size))
    if len(documents) and (others or counter.answered.request.sources):
        allowed = counter.match_node(conjunction([Everything(), *others]), filtered=True).documents
        documents = np.intersect1d(documents, allowed, assume_unique=True)
    if not len(documents):
        return None
    scores = counter.score(documents)
    best = np.argsort(-scores, kind="stable")[:most]
    missing = tuple(_missing(document, parts, matches) for document in documents[best].tolist())
    return PartialMatches(documents[best], scores[best], missing, len(documents))


def _parts(matched: Node) -> tuple[list[Node], list[Node]]:
    """The nodes that a query requires words of, each once, and its other conditions."""
    whole = conjunction([matched])
    nodes = dict.fromkeys(whole.nodes) if isinstance(whole, And) else {}
    parts: list[Node] = []
    others: list[Node] = []
    for node in nodes:
        searches = isinstance(node, Part | Or) and wanted_parts(node)
        (parts if searches else others).append(node)
    return parts, others


def _has_most(matches: Sequence[Integers], weights: Sequence[float], size: int) -> Mask:
    """Which documents are in most of the lists, but not in all."""
    counts: U8 = np.zeros(size, np.uint8)
    sums: F32 = np.zeros(size, np.float32)
    for found, weight in zip(matches, weights, strict=True):
        counts[found] += 1
        sums[found] += np.float32(weight)
    parts = len(matches)
    enough = (counts == parts - 1) | (sums >= LEAST_WEIGHT * sum(weights))
    most: Mask = enough & (counts < parts) & (counts >= _LEAST_FOUND)
    return most


def _missing(document: int, parts: Sequence[Node], matches: Sequence[Integers]) -> tuple[str, ...]:
    """The parts that a document lacks; ``matches`` are sorted."""
    return tuple(
        unparse(part)
        for part, found in zip(parts, matches, strict=True)
        if not _contains(found, document)
    )


def _contains(found: Integers, document: int) -> bool:
    place = int(np.searchsorted(found, document))
    return place < len(found) and int(found[place]) == document
