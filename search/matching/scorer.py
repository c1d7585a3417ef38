"""The scorer: the score of a document is the sum of its shares, one for each part of a query.

An explanation of a score lists the shares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Literal, NamedTuple, TypeAlias, assert_never

import numpy as np

from arabic.vocalization import is_vocalized
from index.array_types import F32, F64, U8, U32, Mask
from search.matching import kernels
from search.matching.deadline import CheckTime, OutOfTime, no_deadline
from search.matching.posting_lists import ClassSequence, PostingLists
from search.matching.proximity import QueryWord, neighbour_pairs, word_runs
from search.matching.pruning import Bounded, ordered
from search.matching.ranking_parameters import RANKED_LEVELS, RankedLevel, RankingParameters
from search.matching.term_expansion import (
    ClassKey,
    WordClasses,
    class_key,
    marked_key,
)
from search.query.nodes import (
    Fuzzy,
    Node,
    Part,
    PatternKind,
    Phrase,
    Prefix,
    Related,
    Wildcard,
    Word,
    spellings_of,
    wanted_parts,
    words,
)
from search.query.query_words import phrase_terms, written_words
from search.query.syntax import TextField
from search.request import Level

ListKind: TypeAlias = Literal["related", "marks", "bigram"] | PatternKind


class ScoredWord(NamedTuple):
    """A word of a query, scored at ``levels``. ``text`` is what was typed.

    Its stem is left to a ``ScoredList`` if it has synonyms; its root to the second stage, unless it
    matches at that level.
    """

    text: str
    field: TextField | None
    classes: WordClasses
    levels: tuple[RankedLevel, ...]


class ScoredList(NamedTuple):
    """Any other part of a query: documents with their scores, which count ``weight``.

    ``documents[n]``, each once, has ``gains[n]``. ``key`` is the class of a part that has only one;
    that of ``related`` is the stem of the word.
    """

    kind: ListKind
    text: str
    field: TextField | None
    documents: U32
    gains: F32
    weight: float = 1.0
    key: ClassKey | None = None
    related: Related | None = None


Share: TypeAlias = ScoredWord | ScoredList
"""A part of a query that adds to scores."""


class Scorer:
    """Scores trees with the posting lists of one opened index."""

    def __init__(self, lists: PostingLists, parameters: RankingParameters) -> None:
        self.lists = lists
        self.parameters = parameters

    def score(
        self,
        tree: Node,
        level: Level,
        wanted: Mask,
        check_time: CheckTime = no_deadline,
        best: int | None = None,
    ) -> F64:
        """The scores of the documents of ``wanted[N]`` for the words of a query, by the number of
        the document within the index.

        ``level`` is that of words without their own. The ``best`` documents (None: all) are the
        right ones with their whole scores; others may have a part of theirs, since common words
        are scored last, for the documents that may still be among the best (MAXSCORE, Turtle and
        Flood 1995). After the deadline the scores are those of the shares that were added before.
        """
        scores: F64 = np.zeros(len(wanted))
        bounded: list[Bounded[Share]] = []
        with suppress(OutOfTime):
            for share in self.shares(tree, level):
                bounded.append(self._bounded(share))
                check_time()
        with suppress(OutOfTime):
            for share, narrow in ordered(bounded, len(wanted)):
                if best is not None and narrow is not None:
                    flags: U8 = wanted.view(np.uint8)
                    wanted = kernels.within_reach(scores, flags, best, narrow).view(bool)
                self._add(scores, share, wanted)
                check_time()
        return scores

    def _add(self, scores: F64, share: Share, wanted: Mask) -> None:
        match share:
            case ScoredWord(_, field, classes, levels):
                self.lists.add_word(scores, classes, field, levels, wanted)
            case ScoredList():
                kernels.add(scores, share.documents, share.gains, share.weight)
            case _:
                assert_never(share)

    def _bounded(self, share: Share) -> Bounded[Share]:
        match share:
            case ScoredWord(_, field, classes, levels):
                return Bounded(share, *self.lists.bound(classes, field, levels))
            case ScoredList():
                most = share.weight * float(share.gains.max(initial=0.0))
                return Bounded(share, most, 0)
            case _:
                assert_never(share)

    def shares(self, tree: Node, level: Level) -> Iterator[Share]:
        """Every share of a query; ``level`` is that of words without their own."""
        runs = word_runs(tree)
        marks = self.parameters.marked_spelling * _vocalized_share(runs)
        for part in wanted_parts(tree):
            yield from self._of_part(part, level, marks)
        if self._is_common(runs):
            for first, second in neighbour_pairs(runs):
                yield from self._of_bigram(first, second)

    def _of_part(self, part: Part, level: Level, marks: float) -> Iterator[Share]:
        match part:
            case Prefix(text) | Wildcard(text) | Fuzzy(text):
                for key in self.lists.keys(part, "form"):
                    scored = self.lists.scored(key, part.field)
                    yield ScoredList(part.kind, text, part.field, *scored, key=key)
            case Word(text):
                for word in written_words(text):
                    yield from self._of_word(word, part.field, part.level or level, marks)
            case Phrase():
                yield from self._of_phrase(part, level, marks)
            case Related(one_term=True):
                yield self._of_spellings(part)
            case Related(Word(text, own, field)) if len(single := written_words(text)) == 1:
                yield from self._of_word(single[0], field, own or level, marks, part)
            case Related(inner):
                for leaf in words(inner):
                    yield from self._of_part(leaf, level, marks)
                yield self.related(part)
            case _:
                assert_never(part)

    def _of_phrase(self, phrase: Phrase, level: Level, marks: float) -> Iterator[Share]:
        for term in phrase_terms(phrase.text):
            if term.begun:
                yield from self._of_part(Prefix(term.word, phrase.field), level, marks)
            else:
                yield from self._of_word(term.word, phrase.field, phrase.level or level, marks)

    def _of_word(
        self,
        word: str,
        field: TextField | None,
        level: Level,
        marks: float,
        related: Related | None = None,
    ) -> Iterator[Share]:
        """The share of a written word over its levels, then that of its synonyms and that of the
        spellings whose diacritics agree with it."""
        lists = self.lists
        classes = lists.classes(word)
        levels: list[RankedLevel] = ["form"]
        levels += ["stem"] if related is None else []
        levels += ["root"] if level == "root" else []
        yield ScoredWord(word, field, classes, tuple(levels))
        if related is not None:
            yield self.related(related, word, class_key(word, classes, "stem"))
        if marks and is_vocalized(word) and classes.form is not None:
            key = marked_key(word)
            yield ScoredList("marks", word, field, *lists.scored(key, field), marks, key=key)

    def related(
        self, related: Related, word: str = "", beside: ClassKey | None = None
    ) -> ScoredList:
        """The share of the synonyms of a node, as one term with the class ``beside``."""
        field = related.others[0].field
        synonyms = [
            ClassSequence(tuple(self.lists.keys(other, "form"))) for other in related.others
        ]
        found = self.lists.synonyms(synonyms, related.weight, beside, field)
        weight = self.parameters.stem
        return ScoredList("related", word, field, *found, weight, key=beside, related=related)

    def _of_spellings(self, related: Related) -> ScoredList:
        """The share of the spellings of one word, as one term with the weight of all levels."""
        spellings = spellings_of(related)
        sequences = (ClassSequence(tuple(self.lists.keys(leaf, "stem"))) for leaf in spellings)
        # Two cases of a name may be of one stem.
        found = self.lists.synonyms(
            tuple(dict.fromkeys(sequences)), related.weight, None, spellings[0].field
        )
        weight = sum(map(self.parameters.level_weight, RANKED_LEVELS))
        text = spellings[0].text
        return ScoredList("related", text, spellings[0].field, *found, weight, related=related)

    def _is_common(self, runs: Sequence[Sequence[QueryWord]]) -> bool:
        """Whether every word of a query is common, so that only their order can tell documents
        apart."""
        every = [(self.lists.classes(each.word), each.field) for run in runs for each in run]
        idfs = (self.lists.idf(classes, "form", field) for classes, field in every)
        return all(idf < self.parameters.common_idf for idf in idfs)

    def _of_bigram(self, first: QueryWord, second: QueryWord) -> Iterator[ScoredList]:
        one, other = (self.lists.classes(each.word).key("form") for each in (first, second))
        if one is None or other is None:
            return
        found = self.lists.bigram(one, other, first.field)
        text = f"{first.word} {second.word}"
        yield ScoredList("bigram", text, first.field, *found, self.parameters.bigram)


def _vocalized_share(runs: Sequence[Sequence[QueryWord]]) -> float:
    """The share of vocalized words in a query: the more of them have diacritics, the more these
    matter."""
    typed = [each.word for run in runs for each in run]
    return sum(map(is_vocalized, typed)) / max(1, len(typed))
