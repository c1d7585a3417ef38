"""Close matches: the documents of an answer that are worth reading in another order than its own.

A close match has at least ``CLOSE_SHARE`` of the best score of the first stage, or every word of
the query in its title or at the beginning of its text. In the order of dates the first hits are so
about the query, not about anything that mentions its words.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from corpus.messages import Message
from index.array_types import I64, Integers, Mask
from index.reader import MATCHED_DOCUMENTS
from search.matching import bm25f
from search.matching.deadline import CheckTime, OutOfTime, no_deadline
from search.matching.matcher import Matched, Matcher
from search.query.nodes import Node, wanted_parts
from search.reranking.match_reader import MatchReader
from search.reranking.matches import BODY, NOWHERE, SYNONYM, TITLE, Matches
from search.reranking.query_terms import query_terms

CLOSE_SHARE: Final = 0.8
"""The share of the best score that a close match has, unless it begins with the words of the query.

Measured with ``benchmarks.quality.date_order``, as is ``BEGINNING_WORDS``.
"""

BEGINNING_WORDS: Final = 60
"""Words of a text that are its beginning, about two sentences of news."""

_BEGINNING_LEVELS: Final = (0, 1, SYNONYM)
"""Form, stem and other spellings: at a beginning, a word of the same root says too little."""

_OUT_OF_TIME: Final = Message("close_matches_out_of_time")


class Listed(NamedTuple):
    """The documents that the pages of an answer list.

    ``close_total`` is their number where they are the close matches, None where they are all.
    """

    matched: Matched
    close_total: int | None = None
    warnings: tuple[Message, ...] = ()


class CloseMatches(NamedTuple):
    """The ``places`` of the close matches among the documents that match, rising.

    ``unread`` is the number of documents that were not read.
    """

    places: I64
    unread: int = 0


class CloseMatchFinder:
    """Finds the close matches in answers of one matcher, with the limits of that."""

    def __init__(self, matcher: Matcher) -> None:
        self._index = matcher.index
        self._lists = matcher.lists
        self._most = matcher.limits.close_matches
        self._reader = MatchReader(matcher.index, matcher.scorer)

    def list_close(
        self, tree: Node, matched: Matched, ranked: Matched, check_time: CheckTime = no_deadline
    ) -> Listed:
        """The close matches of ``ranked``, or all of it where there is no time to find them.

        ``matched`` are the same documents with the scores of the first stage, see :meth:`find`.
        """
        if matched.timed_out:
            return Listed(ranked, warnings=(_OUT_OF_TIME,))
        try:
            found = self.find(tree, matched, check_time)
        except OutOfTime:
            return Listed(ranked._replace(timed_out=True), warnings=(_OUT_OF_TIME,))
        documents, scores = ranked.documents[found.places], ranked.scores[found.places]
        listed = ranked._replace(documents=documents, scores=scores, leading=None)
        matches = len(matched.documents)
        cut = Message.of("close_matches_cut", matches=matches, read=matches - found.unread)
        return Listed(listed, len(found.places), (cut,) if found.unread else ())

    def find(
        self, tree: Node, matched: Matched, check_time: CheckTime = no_deadline
    ) -> CloseMatches:
        """The close matches among the documents that match a tree; raises OutOfTime.

        Every match of a single word, phrase or pattern is one, and every match of filters alone.
        ``matched`` has all documents with their exact scores of the first stage. Of those below
        ``CLOSE_SHARE`` the best ``limits.close_matches`` are read.
        """
        query = query_terms(tree, "stem", self._lists)
        if len(set(wanted_parts(tree))) < 2 or not query.terms or not len(matched.documents):
            return CloseMatches(np.arange(len(matched.documents), dtype=np.int64))
        close = matched.scores >= np.float32(CLOSE_SHARE) * matched.scores.max()
        read, unread = self._best(matched, np.flatnonzero(~close))
        for start in range(0, len(read), MATCHED_DOCUMENTS):
            check_time()
            places = read[start : start + MATCHED_DOCUMENTS]
            documents = matched.documents[places].astype(np.uint32)
            close[places] = _begin_with_all(self._reader.read(query, documents, check_time))
        return CloseMatches(np.flatnonzero(close), unread)

    def _best(self, matched: Matched, places: Integers) -> tuple[Integers, int]:
        """The places with the best scores that are read, rising, and the number of the others."""
        if len(places) <= self._most:
            return places, 0
        documents = matched.documents[places]
        days, numbers = self._index.dates[documents], self._index.numbers[documents]
        best = bm25f.best(matched.scores[places], days, numbers, self._most)
        return np.sort(places[best]), len(places) - self._most


def _begin_with_all(matches: Matches) -> Mask:
    """Whether each document has every word in its title or among the first words of its text."""
    first = matches.occurrences().first[:, :, :, _BEGINNING_LEVELS].min(axis=3)
    title, body = first[:, TITLE] < NOWHERE, first[:, BODY] < BEGINNING_WORDS
    begin: Mask = np.all(title | body, axis=1)
    return begin
