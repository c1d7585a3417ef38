"""Proximity: words that are neighbours in a query and in a document.

Where all words of a query are common, its neighbours are scored as one term of BM25F each, with the
inverse document frequency of the bigram: the ordered bigrams of Metzler and Croft 2005. For other
queries the runs of the second stage suffice (``search.reranking.runs``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from search.query.nodes import Node, Phrase, Related, Word, wanted_parts, words
from search.query.query_words import PhraseTerm, phrase_terms, written_words
from search.query.syntax import TextField


class QueryWord(NamedTuple):
    """A written word of a query and the field that it must match in, None for any.

    ``continues`` says that it is part of one term with the word before it.
    """

    word: str
    field: TextField | None
    continues: bool = False


def word_runs(tree: Node) -> list[list[QueryWord]]:
    """The written words of a query in its order, in runs of one field without a pattern or filter
    between them; synonyms are left out."""
    found: list[list[QueryWord]] = [[]]
    for part in wanted_parts(tree):
        one_term = isinstance(part, Related) and part.one_term
        for leaf in words(part.node) if isinstance(part, Related) else (part,):
            if not isinstance(leaf, Word | Phrase):
                found.append([])
                continue
            if found[-1] and found[-1][-1].field != leaf.field:
                found.append([])
            terms = phrase_terms(leaf.text) if isinstance(leaf, Phrase) else _terms(leaf)
            for place, term in enumerate(terms):
                if term.begun:
                    found.append([])
                else:
                    continues = one_term and place > 0
                    found[-1].append(QueryWord(term.word, leaf.field, continues=continues))
    return [run for run in found if run]


def _terms(leaf: Word) -> Iterator[PhraseTerm]:
    for word in written_words(leaf.text):
        yield PhraseTerm(word, begun=False)


def neighbour_pairs(runs: Sequence[Sequence[QueryWord]]) -> Iterator[tuple[QueryWord, QueryWord]]:
    """Each pair of neighbours within a run, once, without those that are one term."""
    pairs = (pair for run in runs for pair in pairwise(run) if not pair[1].continues)
    yield from dict.fromkeys((one._replace(continues=False), other) for one, other in pairs)
