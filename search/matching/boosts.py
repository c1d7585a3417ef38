"""What speaks for a document beyond its single words: neighbours of the query that stand side by
side in it, and a title that the query names.

Neighbours are scored as one term in the manner of BM25F, with the inverse document frequency of the
commoner of the two (the ordered bigrams of Metzler and Croft 2005, with that frequency in place of
the bigram's own). A title counts by the importance of the query's words in it, times the cube of
the share of its words that are theirs: a title that is named whole says what a document is about, a
word of a long one hardly does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from index.arrays import Array
from search.query.nodes import Node, Phrase, Related, Word, wanted_parts, words
from search.query.query_words import written_words
from search.query.syntax import TextField


class Asked(NamedTuple):
    """A written word of a query and the field it is sought in."""

    word: str
    field: TextField | None


def runs(tree: Node) -> list[list[Asked]]:
    """The written words that a query asks for, in its order; what is neither word nor phrase parts
    them, as does another field. What a relation brings stays out."""
    found: list[list[Asked]] = [[]]
    for part in wanted_parts(tree):
        for leaf in words(part.node) if isinstance(part, Related) else (part,):
            if not isinstance(leaf, Word | Phrase):
                found.append([])
                continue
            if found[-1] and found[-1][-1].field != leaf.field:
                found.append([])
            found[-1] += (Asked(word, leaf.field) for word in written_words(leaf.text))
    return [run for run in found if run]


def neighbours(found: Sequence[Sequence[Asked]]) -> Iterator[tuple[Asked, Asked]]:
    """Each two words of a run that stand side by side, once."""
    yield from dict.fromkeys(pair for run in found for pair in pairwise(run))


class Titles(NamedTuple):
    """In which titles a class stands: ``documents``, each once, with how many words of the title
    are of the class, and what the class is worth."""

    documents: Array
    counts: Array
    idf: float


def title_gains(titles: Iterable[Titles], lengths: Array) -> tuple[Array, Array]:
    """Documents, each once, and what each gets for its title: ``Σ idf · (Σ count / length)³``.

    ``lengths[N]`` are the words of every title; no two of ``titles`` are of one class.
    """
    found = [each for each in titles if len(each.documents)]
    if not found:
        return np.zeros(0, np.uint32), np.zeros(0, np.float32)
    standing = np.concatenate([each.documents for each in found])
    order = np.argsort(standing, kind="stable")
    standing = standing[order]
    starts = np.flatnonzero(np.concatenate([[True], standing[1:] != standing[:-1]]))
    idfs = np.repeat([each.idf for each in found], [len(each.documents) for each in found])
    worth = np.add.reduceat(idfs[order], starts)
    named = np.add.reduceat(np.concatenate([each.counts for each in found])[order], starts)
    documents = standing[starts]
    shares = np.minimum(1.0, named / np.maximum(lengths[documents], 1))
    return documents, (worth * shares**3).astype(np.float32)
