"""Folds copies: of documents with the same text or most of it, one is listed with the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from search.comparison.shared_passages import seed_hashes
from search.coverage.compared import ComparedDocument

_COPY: Final = 0.5
"""The share of the shingles of the shorter text that the longer one has, of copies."""

_FEW: Final = 20
"""Shingles of the shortest text that has copies."""


class Folded(NamedTuple):
    """A listed document with its other copies, the earliest first."""

    document: ComparedDocument
    copies: tuple[ComparedDocument, ...]


def fold_copies(documents: Sequence[ComparedDocument]) -> list[Folded]:
    """The documents with copies of an earlier one of them folded, in their order."""
    groups: list[tuple[frozenset[int], list[ComparedDocument]]] = []
    for each in documents:
        shingles = frozenset(seed_hashes(each.words.keys).tolist())
        for leader, members in groups:
            fewest = min(len(leader), len(shingles))
            if fewest >= _FEW and len(leader & shingles) >= _COPY * fewest:
                members.append(each)
                break
        else:
            groups.append((shingles, [each]))
    return [Folded(members[0], tuple(sorted(members[1:], key=_arrival))) for _, members in groups]


def _arrival(document: ComparedDocument) -> tuple[str, int]:
    return document.row.date or "~", document.row.number
