"""Why a document answers a query: the records of an explanation of its score."""

from __future__ import annotations

from typing import Literal

import msgspec

from search.answer import Expansion, IndexInfo
from search.request import Level, Operator

CloseKind = Literal["root", "title", "coverage", "window", "passage", "early", "run"]
"""What the second stage of ranking looks at in the best documents."""

EvidenceKind = Literal[
    "word", "related", "marks", "prefix", "wildcard", "fuzzy", "bigram", CloseKind
]


class WordOccurrences(msgspec.Struct, frozen=True):
    """A word as a document writes it, with its number of occurrences in title and body."""

    word: str
    title: int
    body: int


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One contribution to the score of a document.

    ``kind`` is ``word`` for a word of the query (``text``) at one ``level``; ``related`` for its
    stem together with its synonyms (``others``); ``marks`` for equal vowel signs; ``prefix``,
    ``wildcard`` and ``fuzzy`` for patterns; ``bigram`` for two neighbouring words of a query of
    common words that are neighbours in the document. Of the best documents, ``root`` is for words
    of the same roots, ``title`` for a title made of words of the query, ``coverage`` for the words
    that a document has at all, ``window`` for those that stand closest together, ``passage`` for
    its best passage, ``early`` for words near the beginning of its text, ``run`` for words side by
    side in the order of the query. ``words`` are the matching words of the document, without those
    of a narrower level. ``documents`` is how many documents of the archive match (of the best
    documents, for what is looked at only there); ``score`` is the contribution.
    """

    kind: EvidenceKind
    text: str
    score: float
    documents: int
    field: Literal["title", "body"] | None = None
    level: Level | None = None
    others: tuple[str, ...] = ()
    words: tuple[WordOccurrences, ...] = ()


class ScoreExplanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a document matches a query, or does not (``matched``).

    The scores of ``evidence``, the largest first, add up to ``score``, the score of the hit.
    ``absent`` are the words of the query that the document does not have at their level;
    ``expansions`` are those of the query, ``operator`` is that of the answer. ``timed_out`` says
    that time ran out, so that evidence, words and their counts may be missing.
    """

    query: str
    id: str
    level: Level
    operator: Operator = "all"
    matched: bool
    score: float
    evidence: tuple[Evidence, ...]
    absent: tuple[str, ...]
    expansions: tuple[Expansion, ...]
    timed_out: bool = False
    index: IndexInfo
