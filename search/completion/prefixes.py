"""The words of an index that begin with some letters, and in how many documents they stand."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import strip_marks
from arabic.function_words import is_function_word
from index.arrays import Array
from search.completion.title_phrases import commonest
from search.limits import Limits
from search.matching import kernels
from search.matching.matcher import Matcher
from search.matching.term_expansion import ClassKey
from search.query.syntax import TEXT_FIELDS

LAST: Final = "\U0010ffff"
"""What no form goes on with: a beginning ends before the beginning with it behind."""

# What may be glued to a word, and what the word begins with in its stead where it stands alone: قمح
# is found as القمح, للمتحف as المتحف.
_PARTICLES: Final = (
    ("", "ال"),
    *(("و", ""), ("ف", ""), ("لل", "ال"), ("ب", ""), ("ل", ""), ("ك", ""), ("ال", "")),
    *(("ولل", "ال"), ("وب", ""), ("ول", ""), ("وال", ""), ("بال", ""), ("وبال", "")),
)
# A word that is no more frequent than this, against chance, among the documents found says nothing
# of them.
_RELATED: Final = 1.2
_BEGINNINGS_KEPT: Final = 2_048

CONTENT, UNRELATED, FUNCTION = range(3)
"""How much a word says: it is offered after those that say more."""


class Candidate(NamedTuple):
    """A form that may complete a word: with ``glued`` before it in the stead of its first ``taken``
    letters; ``says`` is CONTENT, UNRELATED or FUNCTION."""

    form: int
    glued: str = ""
    taken: int = 0
    says: int = CONTENT

    @property
    def changed(self) -> bool:
        """Whether the word is another than the form."""
        return bool(self.glued or self.taken)


class Beginnings:
    """Completes words from the vocabulary of one opened index."""

    def __init__(self, matcher: Matcher, limits: Limits) -> None:
        self._index = matcher.index
        self._vocabulary = matcher.index.vocabulary
        self._lists = matcher.lists
        self._limits = limits
        # What is kept must not keep its owner, or the index would stay mapped after it.
        own = weakref.proxy(self)
        self._beginning = lru_cache(_BEGINNINGS_KEPT)(lambda letters: own._most_frequent(letters))

    def candidates(self, letters: str) -> Iterator[Sequence[Candidate]]:
        """The most frequent forms that begin with folded letters; then those that do so without a
        particle or with the article, one list each."""
        yield self._beginning(letters)
        for glued, begins in _PARTICLES:
            rest = letters[len(glued) :]
            if letters.startswith(glued) and len(rest) >= self._limits.suggest_letters:
                yield [
                    each._replace(glued=glued, taken=len(begins))
                    for each in self._beginning(begins + rest)
                ]

    def _most_frequent(self, letters: str) -> tuple[Candidate, ...]:
        first, end = self._vocabulary.forms.places((letters, letters + LAST))
        forms = self._vocabulary.forms.order[first:end]
        occurrences = self._vocabulary.occurrences[forms]
        most = self._limits.suggest_forms
        least = 1
        if len(forms) > most:
            least = max(1, int(np.partition(occurrences, len(forms) - most)[len(forms) - most]))
        likely = np.flatnonzero(occurrences >= least)
        likely = likely[np.argsort(-occurrences[likely].astype(np.int64), kind="stable")]
        return tuple(
            Candidate(form, says=FUNCTION if is_function_word(self.form(form)) else CONTENT)
            for form in forms[likely[:most]].tolist()
        )

    def stems(self, forms: Iterable[str]) -> set[int]:
        """The stems of those forms that the archive has."""
        numbers = (self._vocabulary.form(form) for form in forms)
        return {self._vocabulary.stem_of(number) for number in numbers if number is not None}

    def of_new_stems(self, candidates: Sequence[Candidate], stems: set[int]) -> list[Candidate]:
        """The first of each stem, those of ``stems`` left out, to which the others are added."""
        found = []
        for each in candidates:
            stem = self._vocabulary.stem_of(each.form)
            if stem not in stems:
                stems.add(stem)
                found.append(each)
        return found

    def related(self, candidates: Sequence[Candidate], among: Array) -> list[Candidate]:
        """Those that stand in some documents (a boolean a document), most often first; told apart
        as UNRELATED are words that stand there no more often than anywhere."""
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
                if each.says == CONTENT and inside[place] < chance * everywhere[place]:
                    each = each._replace(says=UNRELATED)
                found.append(each)
        return found

    def documents(self, candidate: Candidate, among: Array | None) -> int:
        """In how many documents a form stands, or in how many ``among`` some any of its stem."""
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

    def spelled(self, candidate: Candidate) -> str | None:
        """The word in the spelling that most documents have, bare of marks; None where it would
        not find its form, as a particle that is glued to it makes another word of it."""
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
        word = candidate.glued + commonest(counts)[candidate.taken :]
        if candidate.changed:
            stem = self._lists.classes(word).stem
            if stem != self._vocabulary.stem_of(candidate.form):
                return None
        return word

    def letters(self, candidate: Candidate) -> str:
        """The form of the word with what is glued to it."""
        return candidate.glued + self.form(candidate.form)[candidate.taken :]
