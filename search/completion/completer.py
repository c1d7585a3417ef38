"""Completion of typed text with words of the archive and phrases of titles."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import fold_beginnings
from arabic.function_words import is_function_word
from arabic.lexicon import load_lexicon
from index.array_types import Mask
from search.answer import Completion, Completions, IndexInfo
from search.completion.prefixes import CONTENT, PrefixIndex, WordCompletion
from search.completion.title_phrases import TitlePhrase, TitlePhrases
from search.completion.typed_input import TypedInput, read_typed
from search.limits import Limits
from search.matching.deadline import OutOfTime
from search.matching.matcher import Matcher
from search.query.nodes import Node, complete
from search.query.parser import parse
from search.query.query_words import forms
from search.query.request_checks import check_typed
from search.query.synonyms import SynonymExpander
from search.query.syntax import is_operator, repaired

# If fewer words with two documents or more have the prefix, clitics are removed from it.
_FEW: Final = 4
# The documents of this many times the wanted completions are counted.
_COUNTED: Final = 2
# The longest phrase that is not a continuation of the words before it.
_NEW_PHRASE_WORDS: Final = 3
_QUERIES_KEPT: Final = 32
_RANKS_KEPT: Final = 8_192


class _TimedCompletions(NamedTuple):
    """Completions, and whether time ran out."""

    completions: tuple[Completion, ...]
    timed_out: bool


class _Candidates(NamedTuple):
    """Completions: ``phrases`` that continue the words before as titles do, ``words``,
    ``new_phrases`` that do not continue them, and ``other_words``, of a lower class."""

    phrases: list[Completion]
    words: list[Completion]
    new_phrases: list[Completion]
    other_words: list[Completion]

    def ordered(self, limit: int, *, words_first: bool) -> tuple[Completion, ...]:
        """At most ``limit`` completions, each text once."""
        words, rare = self.words, list[Completion]()
        if any(each.documents > 1 for each in self.phrases):
            # A word of one document is often misspelled.
            rare = [each for each in words if each.documents == 1]
            words = [each for each in words if each.documents > 1]
        if words_first:
            found = _shared(words, self.phrases, limit - limit // 2, limit)
        else:
            found = _shared(self.phrases, words, limit - limit // 4, limit)
        return _shared(found, [*self.new_phrases, *rare, *self.other_words], limit, limit)


class _CountedWord(NamedTuple):
    """A candidate with its number of documents."""

    candidate: WordCompletion
    documents: int


class _SpelledWord(NamedTuple):
    """A counted candidate and the text with it."""

    counted: _CountedWord
    text: str


class Completer:
    """Completes typed text from one open index; caches the words of its titles."""

    def __init__(
        self,
        matcher: Matcher,
        synonyms: SynonymExpander,
        limits: Limits,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._matcher = matcher
        self._synonyms = synonyms
        self._limits = limits
        self._clock = clock
        self._index = matcher.index
        self._forms = matcher.index.vocabulary.forms
        self._prefixes = PrefixIndex(matcher, limits)
        self._titles: TitlePhrases | None = None
        self._deadline = 0.0
        # A cache must not hold a reference to its owner, or the index would stay mapped after it.
        own = weakref.proxy(self)
        self._matching = lru_cache(_QUERIES_KEPT)(lambda before: own._matched(before))
        self._is_weak = lru_cache(_RANKS_KEPT)(lambda rank: is_function_word(own._form(rank)))

    def suggest(self, text: str, limit: int | None, info: IndexInfo) -> Completions:
        """At most ``limit`` completions of a text (None: the default of the limits).

        The last word is completed with forms of the archive, and the text is continued with phrases
        of titles. Every completion finds documents. Raises BadRequest.
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

    def _complete(self, text: str, limit: int) -> _TimedCompletions:
        # Loading what all completions share does not count against the deadline.
        load_lexicon()
        if self._titles is None:
            self._titles = TitlePhrases(self._index, self._limits.suggest_title_words)
        self._deadline = self._clock() + self._limits.suggest_seconds
        typed = read_typed(text, self._limits)
        if typed is None:
            return _TimedCompletions((), False)
        offered = _Candidates([], [], [], [])
        timed_out = False
        try:
            among = None if typed.earlier is None else self._matching(typed.earlier)
            for start in range(max(1, len(typed.before))):
                self._add_phrases(offered, self._titles, typed, start, among, limit)
            self._add_words(offered, typed, among, limit)
            if typed.before and len(offered.phrases) + len(offered.words) < limit:
                start = len(typed.before)
                self._add_phrases(offered, self._titles, typed, start, among, limit)
        except OutOfTime:
            timed_out = True
        return _TimedCompletions(offered.ordered(limit, words_first=not typed.before), timed_out)

    def _check_time(self) -> None:
        if self._clock() > self._deadline:
            raise OutOfTime

    def _matched(self, earlier: Node) -> Mask:
        """A mask of the documents that match the query before the word."""
        tree = self._synonyms.expand(earlier, "stem").tree
        left = max(0.0, self._deadline - self._clock())
        matched = self._matcher.match(tree, "stem", seconds=left)
        if not matched.complete:
            raise OutOfTime
        mask = np.zeros(self._index.size, bool)
        mask[matched.documents] = True
        return mask

    def _found(self, text: str, typed: TypedInput, documents: int) -> int:
        """How many documents a completed text finds, of ``documents`` that have all its words: a
        compound of a typed word and a completed one must stand side by side."""
        if typed.earlier is None or not typed.before:
            return documents
        tree = complete(parse(text).tree)
        earlier = self._synonyms.compounds(typed.earlier, "stem")
        if all(" " not in each for each in self._synonyms.compounds(tree, "stem") - earlier):
            return documents
        return min(documents, int(np.count_nonzero(self._matched(tree))))

    def _is_valid(self, words: Sequence[str], forms_read: Sequence[str], typed: TypedInput) -> bool:
        """Whether words parse to these forms, keep within the limits of a query, and differ from
        the typed word."""
        return (
            typed.terms + len(words) <= self._limits.query_terms
            and (len(words) > 1 or words[0] != typed.word)
            and all(
                not is_operator(word)
                and len(form) <= self._limits.word_code_points
                and forms(word) == (form,)
                for word, form in zip(words, forms_read, strict=True)
            )
        )

    def _are_short(self, beginnings: Sequence[str]) -> bool:
        """Whether a typed word has too few letters to be completed."""
        return min(map(len, beginnings)) < self._limits.suggest_letters

    # Words

    def _add_words(
        self, offered: _Candidates, typed: TypedInput, among: Mask | None, limit: int
    ) -> None:
        """Complete the word being typed."""
        beginnings = fold_beginnings(typed.word)
        if self._are_short(beginnings):
            return
        counted: list[_CountedWord] = []
        stems = self._prefixes.stems(typed.before)
        for candidates in self._prefixes.candidates(beginnings):
            likely = self._prefixes.with_new_stems(candidates, stems)
            if among is not None:
                likely = self._prefixes.related(likely, among)
            for candidate in _likeliest(likely, limit):
                self._check_time()
                documents = self._prefixes.documents(candidate, among)
                if documents:
                    counted.append(_CountedWord(candidate, documents))
            if sum(each.documents > 1 for each in counted) >= _FEW:
                break
        self._offer(offered, counted, typed, limit)

    def _offer(
        self,
        offered: _Candidates,
        counted: Sequence[_CountedWord],
        typed: TypedInput,
        limit: int,
    ) -> None:
        """Offer the first candidates that find documents."""
        found: list[_SpelledWord] = []
        try:
            for each in sorted(counted, key=_word_order):
                if len(found) == limit:
                    break
                self._check_time()
                spelled = self._spelled(each, typed)
                if spelled is not None:
                    found.append(spelled)
        finally:
            for counted_word, text in sorted(found, key=lambda each: _word_order(each.counted)):
                is_content = counted_word.candidate.word_class == CONTENT
                kept = offered.words if is_content else offered.other_words
                documents = counted_word.documents
                kept.append(Completion(text=text, kind="word", documents=documents))

    def _spelled(self, word: _CountedWord, typed: TypedInput) -> _SpelledWord | None:
        """A candidate with its spelling and what the text with it finds; None if it finds nothing
        or cannot be a word of the query."""
        candidate = word.candidate
        spelled = self._prefixes.spelled(candidate)
        if not spelled:
            return None
        if not self._is_valid([spelled], [self._prefixes.letters(candidate)], typed):
            return None
        text = typed.head + spelled
        documents = self._found(text, typed, word.documents)
        return _SpelledWord(word._replace(documents=documents), text) if documents else None

    # Phrases

    def _add_phrases(
        self,
        offered: _Candidates,
        titles: TitlePhrases,
        typed: TypedInput,
        start: int,
        among: Mask | None,
        limit: int,
    ) -> None:
        """Continue the text with phrases of titles after ``typed.before[start:]``."""
        names, beginnings = typed.before[start:], fold_beginnings(typed.word)
        if any(self._forms.find(form) is None for form in names):
            return
        if not names and self._are_short(beginnings):
            return
        self._check_time()
        is_new = bool(typed.before) and not names
        phrases = offered.new_phrases if is_new else offered.phrases
        most = self._limits.suggest_phrase_words
        found = titles.phrases(
            self._forms.places(names),
            self._prefixes.rank_ranges(beginnings),
            among=among,
            words=min(_NEW_PHRASE_WORDS, most) if is_new else most,
            places=self._limits.suggest_places,
            weak=self._is_weak,
        )
        if is_new:
            found = [each for each in found if not self._is_weak(each.ranks[0])]
        self._check_time()
        for phrase, documents in _counted(found[: _COUNTED * limit], titles):
            if len(phrases) == limit:
                return
            words = titles.spelled(phrase)
            text = typed.head + " ".join(words)
            is_known = any(
                f"{each.text} ".startswith(f"{text} ")
                for each in (*offered.phrases, *offered.new_phrases)
            )
            forms_read = [self._form(rank) for rank in phrase.ranks]
            if is_known or not self._is_valid(words, forms_read, typed):
                continue
            if is_new:
                documents = self._found(text, typed, documents)
            if documents:
                phrases.append(Completion(text=text, kind="phrase", documents=documents))

    def _form(self, rank: int) -> str:
        form: str = self._forms[int(self._forms.order[rank])]
        return form


def _counted(phrases: Sequence[TitlePhrase], titles: TitlePhrases) -> list[tuple[TitlePhrase, int]]:
    """The phrases with their numbers of documents, the most frequent first."""
    counted = [(each, titles.document_count(each)) for each in phrases]
    return sorted(counted, key=lambda each: (-each[1], each[0].ranks))


def _word_order(word: _CountedWord) -> tuple[int, bool, int]:
    return word.candidate.word_class, word.candidate.changed, -word.documents


def _likeliest(candidates: Sequence[WordCompletion], limit: int) -> list[WordCompletion]:
    """The candidates to count: content words before others."""
    content = [each for each in candidates if each.word_class == CONTENT][: _COUNTED * limit]
    rest = [each for each in candidates if each.word_class != CONTENT]
    return [*content, *rest[: max(0, limit - len(content))]]


def _shared(
    first: Sequence[Completion], second: Sequence[Completion], share: int, limit: int
) -> tuple[Completion, ...]:
    """``share`` of the first, or more if the second are too few for the rest; each text once."""
    texts = {completion.text for completion in first}
    second = [completion for completion in second if completion.text not in texts]
    kept = first[: max(share, limit - len(second))]
    return (*kept, *second[: limit - len(kept)])
