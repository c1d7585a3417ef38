"""The words of an index that begin with a prefix, and their document counts."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import strip_marks
from arabic.function_words import is_function_word
from index.array_types import Mask
from search.completion.title_phrases import commonest
from search.limits import Limits
from search.matching import kernels
from search.matching.matcher import Matcher
from search.matching.term_expansion import ClassKey
from search.query.syntax import TEXT_FIELDS

# Higher than any letter of a form: the forms with prefix P are those from P to P + _LAST.
_LAST: Final = "\U0010ffff"

# Clitics before a word, and what replaces them in the word without them: قمح is found as القمح,
# للمتحف as المتحف.
_CLITICS: Final = (
    ("", "ال"),
    *(("و", ""), ("ف", ""), ("لل", "ال"), ("ب", ""), ("ل", ""), ("ك", ""), ("ال", "")),
    *(("ولل", "ال"), ("وب", ""), ("ول", ""), ("وال", ""), ("بال", ""), ("وبال", "")),
)
# A word must be more frequent than this in the matching documents, relative to all documents, to be
# related to them.
_RELATED: Final = 1.2
_PREFIXES_KEPT: Final = 2_048

CONTENT, UNRELATED, FUNCTION = range(3)
"""Classes of words: completions of a lower class come first."""


class WordCompletion(NamedTuple):
    """A form that may complete a word, with ``clitic`` in the place of its first ``removed``
    letters; ``word_class`` is CONTENT, UNRELATED or FUNCTION."""

    form: int
    clitic: str = ""
    removed: int = 0
    word_class: int = CONTENT

    @property
    def changed(self) -> bool:
        """Whether the word differs from the form."""
        return bool(self.clitic or self.removed)


class PrefixIndex:
    """Completes words from the vocabulary of one open index."""

    def __init__(self, matcher: Matcher, limits: Limits) -> None:
        self._index = matcher.index
        self._vocabulary = matcher.index.vocabulary
        self._lists = matcher.lists
        self._limits = limits
        # A cache must not hold a reference to its owner, or the index would stay mapped after it.
        own = weakref.proxy(self)
        self._by_prefix = lru_cache(_PREFIXES_KEPT)(lambda prefixes: own._most_frequent(prefixes))

    def candidates(self, beginnings: tuple[str, ...]) -> Iterator[Sequence[WordCompletion]]:
        """The most frequent forms with one of the prefixes (``fold_beginnings``), then in one list
        each those without a clitic of the prefix or with the article before it."""
        yield self._by_prefix(beginnings)
        for clitic, replacement in _CLITICS:
            least = len(clitic) + self._limits.suggest_letters
            prefixes = tuple(
                replacement + each[len(clitic) :]
                for each in beginnings
                if each.startswith(clitic) and len(each) >= least
            )
            if prefixes:
                yield [
                    each._replace(clitic=clitic, removed=len(replacement))
                    for each in self._by_prefix(prefixes)
                ]

    def rank_ranges(self, prefixes: Sequence[str]) -> list[tuple[int, int]]:
        """The places of the forms with one of the prefixes in the order of all forms: for each
        prefix the first and the one after the last, sorted. No two ranges overlap."""
        ranges = []
        for each in prefixes:
            if not any(each != other and each.startswith(other) for other in prefixes):
                first, end = self._vocabulary.forms.places((each, each + _LAST))
                ranges.append((first, end))
        return sorted(ranges)

    def _most_frequent(self, prefixes: tuple[str, ...]) -> tuple[WordCompletion, ...]:
        order = self._vocabulary.forms.order
        forms = np.concatenate([order[first:end] for first, end in self.rank_ranges(prefixes)])
        occurrences = self._vocabulary.occurrences[forms]
        most = self._limits.suggest_forms
        least = 1
        if len(forms) > most:
            least = max(1, int(np.partition(occurrences, len(forms) - most)[len(forms) - most]))
        likely = np.flatnonzero(occurrences >= least)
        likely = likely[np.argsort(-occurrences[likely].astype(np.int64), kind="stable")]
        return tuple(
            WordCompletion(
                form, word_class=FUNCTION if is_function_word(self.form(form)) else CONTENT
            )
            for form in forms[likely[:most]].tolist()
        )

    def stems(self, forms: Iterable[str]) -> set[int]:
        """The stems of the forms that the archive has."""
        numbers = (self._vocabulary.form(form) for form in forms)
        return {self._vocabulary.stem_of(number) for number in numbers if number is not None}

    def with_new_stems(
        self, candidates: Sequence[WordCompletion], stems: set[int]
    ) -> list[WordCompletion]:
        """The first candidate of each stem that is not in ``stems``; adds its stem there."""
        found = []
        for each in candidates:
            stem = self._vocabulary.stem_of(each.form)
            if stem not in stems:
                stems.add(stem)
                found.append(each)
        return found

    def related(self, candidates: Sequence[WordCompletion], among: Mask) -> list[WordCompletion]:
        """The candidates that occur in the documents of ``among``, the most frequent first; words
        that are no more frequent there than in all documents become UNRELATED."""
        if not candidates:
            return []
        terms = [self._vocabulary.terms_of_form(each.form) for each in candidates]
        together = np.concatenate(terms)
        order = np.argsort(together, kind="stable")
        of = np.repeat(np.arange(len(terms)), [len(each) for each in terms])[order]
        inside = np.zeros(len(terms))
        everywhere = np.zeros(len(terms))
        for field in TEXT_FIELDS:
            here, all_ = self._index.document_counts(field, together[order], among)
            inside += np.bincount(of, weights=here, minlength=len(terms))
            everywhere += np.bincount(of, weights=all_, minlength=len(terms))
        chance = _RELATED * np.count_nonzero(among) / max(1, int(self._index.live.sum()))
        found = []
        for place in np.argsort(-inside, kind="stable").tolist():
            each = candidates[place]
            if inside[place]:
                if each.word_class == CONTENT and inside[place] < chance * everywhere[place]:
                    each = each._replace(word_class=UNRELATED)
                found.append(each)
        return found

    def documents(self, candidate: WordCompletion, among: Mask | None) -> int:
        """How many documents have the form, or how many of ``among`` have its stem."""
        if among is None:
            terms = self._vocabulary.terms_of_form(candidate.form)
        else:
            stem = self._vocabulary.stem_of(candidate.form)
            terms = self._lists.members(ClassKey("stem", stem)).terms
        mask = np.zeros(self._index.size, bool)
        for field in TEXT_FIELDS:
            kernels.mark(mask.view(np.uint8), self._index.postings(field, terms).documents)
        mask &= self._index.live if among is None else among
        return int(np.count_nonzero(mask))

    def form(self, number: int) -> str:
        """The letters of a form."""
        form: str = self._vocabulary.forms[number]
        return form

    def spelled(self, candidate: WordCompletion) -> str | None:
        """The word in its most frequent spelling without marks; None where the clitic makes it a
        word of another stem."""
        terms = self._vocabulary.terms_of_form(candidate.form)
        counts: Counter[str] = Counter()
        if len(terms) == 1:
            counts[strip_marks(self._vocabulary.spelling(int(terms[0])))] = 1
        else:
            found = sum(
                self._index.document_counts(field, terms, self._index.live)[0]
                for field in TEXT_FIELDS
            )
            for term, count in zip(terms.tolist(), np.atleast_1d(found).tolist(), strict=True):
                counts[strip_marks(self._vocabulary.spelling(term))] += count
        word = candidate.clitic + commonest(counts)[candidate.removed :]
        if candidate.changed:
            stem = self._lists.classes(word).stem
            if stem != self._vocabulary.stem_of(candidate.form):
                return None
        return word

    def letters(self, candidate: WordCompletion) -> str:
        """The form of the word with its clitic."""
        return candidate.clitic + self.form(candidate.form)[candidate.removed :]
