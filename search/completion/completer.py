"""Suggest as you type: words and phrases of the archive that what is typed may become."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import fold
from arabic.function_words import is_function_word
from arabic.lexicon import load_lexicon
from index.arrays import Array
from search.answer import Completion, Completions, IndexInfo
from search.completion.input import Typed, read_typed
from search.completion.prefixes import CONTENT, LAST, Beginnings, Candidate
from search.completion.title_phrases import TitlePhrase, Titles
from search.limits import Limits
from search.matching.matcher import Matcher
from search.query.nodes import Node
from search.query.query_words import forms
from search.query.request_checks import check_typed
from search.query.synonyms import SynonymExpander
from search.query.syntax import is_operator, repaired

# Where fewer words than that, in two documents or more, begin with what was typed, particles are
# taken off.
_FEW: Final = 4
# Of so many times the completions asked for, the documents are counted.
_COUNTED: Final = 2
# A phrase that follows none of the words before it is no longer than that.
_LOOSE_WORDS: Final = 3
_QUERIES_KEPT: Final = 32
_RANKS_KEPT: Final = 8_192


class _Found(NamedTuple):
    """Completions, and whether there was no time for all of them."""

    completions: tuple[Completion, ...]
    timed_out: bool


class _Offered(NamedTuple):
    """Completions: ``phrases`` that titles have behind the words before, ``words``, ``loose``
    phrases that follow none of those words, and the ``rest`` of the words, which say little."""

    phrases: list[Completion]
    words: list[Completion]
    loose: list[Completion]
    rest: list[Completion]

    def ordered(self, limit: int, *, words_first: bool) -> tuple[Completion, ...]:
        """So many of them, no text twice."""
        words, slips = self.words, list[Completion]()
        if any(each.documents > 1 for each in self.phrases):
            # A word of one document is often a slip.
            slips = [each for each in words if each.documents == 1]
            words = [each for each in words if each.documents > 1]
        if words_first:
            found = _shared(words, self.phrases, limit - limit // 2, limit)
        else:
            found = _shared(self.phrases, words, limit - limit // 4, limit)
        return _shared(found, [*self.loose, *slips, *self.rest], limit, limit)


class _Counted(NamedTuple):
    """A word that may be offered, with its documents."""

    candidate: Candidate
    documents: int


class _OutOfTime(Exception):
    """The deadline has passed."""


class Completer:
    """Completes what is typed from one opened index, and keeps the words of its titles."""

    def __init__(
        self,
        matcher: Matcher,
        relater: SynonymExpander,
        limits: Limits,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._matcher = matcher
        self._relater = relater
        self._limits = limits
        self._clock = clock
        self._index = matcher.index
        self._forms = matcher.index.vocabulary.forms
        self._beginnings = Beginnings(matcher, limits)
        self._titles: Titles | None = None
        self._deadline = 0.0
        # What is kept must not keep its owner, or the index would stay mapped after it.
        own = weakref.proxy(self)
        self._matching = lru_cache(_QUERIES_KEPT)(lambda before: own._matched(before))
        self._is_weak = lru_cache(_RANKS_KEPT)(lambda rank: is_function_word(own._form(rank)))

    def suggest(self, text: str, limit: int | None, info: IndexInfo) -> Completions:
        """What a text may become, at most ``limit`` completions (None: as many as usual).

        The word being typed is completed over the forms of the archive, and what is typed is
        continued as titles go on. Nothing is offered that finds nothing. Raises BadRequest.
        """
        started = time.monotonic()
        most = self._limits.suggest_limit if limit is None else limit
        check_typed(text, most, self._limits)
        text = repaired(text)
        found = self._complete(text, most)
        return Completions(
            query=text,
            completions=found.completions,
            took_ms=round((time.monotonic() - started) * 1000, 3),
            timed_out=found.timed_out,
            index=info,
        )

    def _complete(self, text: str, limit: int) -> _Found:
        # What is read once for all questions has the time that it takes.
        load_lexicon()
        if self._titles is None:
            self._titles = Titles(self._index, self._limits.suggest_title_words)
        self._deadline = self._clock() + self._limits.suggest_seconds
        typed = read_typed(text, self._limits)
        if typed is None:
            return _Found((), False)
        offered = _Offered([], [], [], [])
        timed_out = False
        try:
            among = None if typed.earlier is None else self._matching(typed.earlier)
            for start in range(max(1, len(typed.before))):
                self._add_phrases(offered, self._titles, typed, start, among, limit)
            self._add_words(offered, typed, among, limit)
            if typed.before and len(offered.phrases) + len(offered.words) < limit:
                start = len(typed.before)
                self._add_phrases(offered, self._titles, typed, start, among, limit)
        except _OutOfTime:
            timed_out = True
        return _Found(offered.ordered(limit, words_first=not typed.before), timed_out)

    def _check_time(self) -> None:
        if self._clock() > self._deadline:
            raise _OutOfTime

    def _matched(self, earlier: Node) -> Array:
        """The documents of the query before the word, a boolean a document."""
        tree = self._relater.expand(earlier, "stem").tree
        left = max(0.0, self._deadline - self._clock())
        matched = self._matcher.match(tree, "stem", seconds=left)
        if not matched.complete:
            raise _OutOfTime
        mask = np.zeros(self._index.size, bool)
        mask[matched.documents] = True
        return mask

    def _is_offered(self, words: Sequence[str], read: Sequence[str], typed: Typed) -> bool:
        """Whether words are read as such, and as these forms, within the limits of a query, and
        are more than what was typed."""
        return (
            typed.terms + len(words) <= self._limits.query_terms
            and (len(words) > 1 or words[0] != typed.word)
            and all(
                not is_operator(word)
                and len(form) <= self._limits.word_code_points
                and forms(word) == (form,)
                for word, form in zip(words, read, strict=True)
            )
        )

    # Words

    def _add_words(self, offered: _Offered, typed: Typed, among: Array | None, limit: int) -> None:
        """Complete the word being typed."""
        letters = fold(typed.word)
        if len(letters) < self._limits.suggest_letters:
            return
        counted: list[_Counted] = []
        stems = self._beginnings.stems(typed.before)
        for candidates in self._beginnings.candidates(letters):
            likely = self._beginnings.of_new_stems(candidates, stems)
            if among is not None:
                likely = self._beginnings.related(likely, among)
            for candidate in _likeliest(likely, limit):
                self._check_time()
                documents = self._beginnings.documents(candidate, among)
                if documents:
                    counted.append(_Counted(candidate, documents))
            if sum(each.documents > 1 for each in counted) >= _FEW:
                break
        counted.sort(
            key=lambda each: (each.candidate.says, each.candidate.changed, -each.documents)
        )
        for candidate, documents in counted:
            if len(offered.words) + len(offered.rest) == limit:
                return
            self._check_time()
            word = self._beginnings.spelled(candidate)
            if word and self._is_offered([word], [self._beginnings.letters(candidate)], typed):
                kept = offered.words if candidate.says == CONTENT else offered.rest
                text = typed.head + word
                kept.append(Completion(text=text, kind="word", documents=documents))

    # Phrases

    def _add_phrases(
        self,
        offered: _Offered,
        titles: Titles,
        typed: Typed,
        start: int,
        among: Array | None,
        limit: int,
    ) -> None:
        """Continue what is typed as titles go on behind the words before from ``start`` on."""
        names, letters = typed.before[start:], fold(typed.word)
        if any(self._forms.find(form) is None for form in names):
            return
        if not names and len(letters) < self._limits.suggest_letters:
            return
        self._check_time()
        loose = bool(typed.before) and not names
        phrases = offered.loose if loose else offered.phrases
        most = self._limits.suggest_phrase_words
        first, end = self._forms.places((letters, letters + LAST))
        found = titles.phrases(
            self._forms.places(names),
            first,
            end,
            among=among,
            words=min(_LOOSE_WORDS, most) if loose else most,
            places=self._limits.suggest_places,
            weak=self._is_weak,
        )
        if loose:
            found = [each for each in found if not self._is_weak(each.ranks[0])]
        self._check_time()
        for phrase, documents in _counted(found[: _COUNTED * limit], titles):
            if len(phrases) == limit:
                return
            words = titles.spelled(phrase)
            text = typed.head + " ".join(words)
            told = any(
                f"{each.text} ".startswith(f"{text} ")
                for each in (*offered.phrases, *offered.loose)
            )
            if not told and self._is_offered(
                words, [self._form(rank) for rank in phrase.ranks], typed
            ):
                phrases.append(Completion(text=text, kind="phrase", documents=documents))

    def _form(self, rank: int) -> str:
        form: str = self._forms[int(self._forms.order[rank])]
        return form


def _counted(phrases: Sequence[TitlePhrase], titles: Titles) -> list[tuple[TitlePhrase, int]]:
    """The phrases with their documents, the most frequent first."""
    counted = [(each, titles.document_count(each)) for each in phrases]
    return sorted(counted, key=lambda each: (-each[1], each[0].ranks))


def _likeliest(candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    """Those whose documents are counted: words that say little in the place of no other."""
    content = [each for each in candidates if each.says == CONTENT][: _COUNTED * limit]
    rest = [each for each in candidates if each.says != CONTENT]
    return [*content, *rest[: max(0, limit - len(content))]]


def _shared(
    first: Sequence[Completion], second: Sequence[Completion], share: int, limit: int
) -> tuple[Completion, ...]:
    """So many of the first, or more where the second are fewer than what is left; no text twice."""
    told = {completion.text for completion in first}
    second = [completion for completion in second if completion.text not in told]
    kept = first[: max(share, limit - len(second))]
    return (*kept, *second[: limit - len(kept)])
