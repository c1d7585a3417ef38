"""What to ask instead where nothing was found, or too little; and what was asked, part by part.

Every suggestion was counted as it would be asked: none finds nothing, and none finds no more than
the question itself.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, Literal, NamedTuple

import msgspec

from arabic.folding import fold
from corpus.messages import Message
from search.advice import query_rewriting, relaxations
from search.advice.keyboard_layout import other_layouts
from search.advice.rewordings import COMMONER, Rewording, rewordings
from search.advice.speller import Speller
from search.advice.term_counts import term_counts
from search.advice.trial import Ask, Late, Question, Trial, suggestion
from search.answer import Suggestion, TermCount
from search.matching.matcher import Matcher
from search.query.nodes import Nothing, wanted_parts

OUT_OF_TIME: Final = Message("advice_out_of_time")

_LEAST_KNOWN_BY_STEM: Final = 4
_REWORDINGS: Final = 12
_RELAXED: Final = (
    relaxations.without_filters,
    relaxations.without_quotes,
    relaxations.at_wider_levels,
    relaxations.without_words,
    relaxations.any_of_the_words,
)


class Advice(NamedTuple):
    """What an answer says beside its hits."""

    suggestions: tuple[Suggestion, ...] = ()
    terms: tuple[TermCount, ...] = ()
    warnings: tuple[Message, ...] = ()


class Adviser:
    """Advises on questions to one opened index."""

    def __init__(self, matcher: Matcher, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._matcher = matcher
        self._clock = clock
        self._speller = Speller(matcher.index)

    def advise(self, question: Question, ask: Ask, seconds: float) -> Advice:
        """What may have been meant, or finds more, counted by ``ask``; ``seconds`` are what is
        left for it.

        Slips of the keyboard are told always; all else only on the first page of an answer that is
        whole and has fewer documents than ``limits.few_documents``.
        """
        limits = self._matcher.limits
        deadline = self._clock() + min(seconds, limits.advice_seconds)
        trial = Trial(question, self._matcher, ask, deadline, self._clock)
        told: list[Suggestion] = []
        terms: list[TermCount] = []
        late = False
        try:
            told += self._layouts(trial)
            if self._is_little(question):
                terms.extend(term_counts(question.matched, question.request, trial.count))
                told += self._meant(trial) if not told else ()
                for relaxed in _RELAXED:
                    for each in relaxed(trial):
                        if not _is_told(each, told):
                            told.append(each)
        except Late:
            late = not question.found.timed_out
        return Advice(
            tuple(told[: limits.suggestions]), tuple(terms), (OUT_OF_TIME,) if late else ()
        )

    def _is_little(self, question: Question) -> bool:
        few = len(question.found.documents) < self._matcher.limits.few_documents
        asked = not isinstance(question.typed, Nothing) and not question.request.offset
        return few and asked and not question.found.timed_out

    def _layouts(self, trial: Trial) -> Iterator[Suggestion]:
        for query in other_layouts(trial.question.request.query, self._is_known):
            found = trial.find(query=query)
            if found is not None:
                yield suggestion(trial.question, found, "layout")

    def _is_known(self, word: str) -> bool:
        form, stem, _ = self._matcher.lists.classes(word)
        return form is not None or (stem is not None and len(fold(word)) >= _LEAST_KNOWN_BY_STEM)

    def _meant(self, trial: Trial) -> list[Suggestion]:
        """Rewordings that find something, the likeliest first; where none does as it stands, the
        likeliest that do when less is asked."""
        request, typed, matched, _ = trial.question
        tried = rewordings(
            typed, matched, request.level, self._matcher, self._speller, trial.documents
        )
        queries: dict[str, Rewording] = {}
        for each in tried[:_REWORDINGS]:
            query = query_rewriting.with_words(request, typed, each.changes)
            if query is not None:
                queries.setdefault(query, each)
        others = len(wanted_parts(matched)) > 1
        ranked: list[tuple[float, Suggestion]] = []
        for query, each in queries.items():
            found = trial.find(query=query)
            if found is not None and found.documents >= COMMONER * trial.total:
                # Where other words stand beside it, how well they go together counts as well.
                agreement = math.log(found.documents) if others else 0.0
                worded = suggestion(trial.question, found, _kind(each), *_words(each))
                ranked.append((each.merit + agreement, worded))
        most = self._matcher.limits.spelling_suggestions
        if ranked or trial.total:
            return [told for _, told in sorted(ranked, key=lambda pair: -pair[0])][:most]
        relaxed: dict[int, Suggestion] = {}
        for query, each in islice(queries.items(), most):
            told = _relaxed(trial, each, query)
            if told is not None:
                relaxed.setdefault(told.documents, told)  # as many are the same, of one class
        return list(relaxed.values())


def _is_told(one: Suggestion, told: list[Suggestion]) -> bool:
    """Whether another suggestion asks or finds the same: any of the words find all that those
    without one of them do."""
    return any(
        (each.query, each.level, each.operator, each.without)
        == (one.query, one.level, one.operator, one.without)
        or (each.kind, one.kind, each.documents) == ("omit", "any", one.documents)
        for each in told
    )


def _relaxed(trial: Trial, rewording: Rewording, query: str) -> Suggestion | None:
    """A rewording that asks for less, where asking for less without it finds nothing."""
    other = trial.of(msgspec.structs.replace(trial.question.request, query=query))
    for relaxed in (
        relaxations.without_filters,
        relaxations.without_quotes,
        relaxations.any_of_the_words,
    ):
        for told in relaxed(other):
            word, instead = _words(rewording)
            return msgspec.structs.replace(told, kind=_kind(rewording), word=word, instead=instead)
    return None


def _kind(rewording: Rewording) -> Literal["spelling", "split"]:
    return "split" if rewording.splits else "spelling"


def _words(rewording: Rewording) -> tuple[str, str]:
    """What is replaced, and what by."""
    changes = rewording.changes
    return " ".join(" ".join(words) for words in changes), " ".join(changes.values())
