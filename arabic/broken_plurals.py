"""Broken plurals: the singular of a noun whose plural has other vowels (حرائق, حريق).

The templates give the possible singulars, the lexicon of arramooz lists many pairs, some of them
rare or wrong, and the archive decides between the candidates by how often they occur as nouns.
Many words have the shape of a plural and are none (دفاع, وصول, محافظ). So a shape that singulars
share needs the lexicon, and a word that the lexicon also has as a singular needs a frequent
candidate, and no plural of its own (كتاب has كتب, and is not taken for the plural of كاتب).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

from arabic.attestation import Attested
from arabic.folding import HEH, TEH_MARBUTA, fold, fold_exact, strip_marks
from arabic.lexicon import load_lexicon, read_noun_numbers
from arabic.plural_templates import (
    LONGEST,
    SHORTEST,
    PossibleSingular,
    Template,
    match_templates,
    possible_singulars,
)

_NOT_PLURALS: Final = frozenset({"اربعه", "اربعاء"})
"""A number and a weekday that the lexicon has as plurals of ربيع."""

_EXCEPTIONS: Final = {"نساء": "امراه", "نسوه": "امراه", "شباب": "شاب"}
"""Plurals that the rules refuse: of another root, and more frequent than the singular explains."""

_WITH_ARTICLE: Final = {"امراه": "المراه"}
"""Nouns that lose their alef after the article."""

_ARTICLES: Final = ("ال", "وال", "بال", "لل")

# A verb or particle takes no article: what stands without it counts in proportion.
_BARE_FOR_ARTICLE: Final = 10
_LEAST_WITH_ARTICLE: Final = 2
# A name such as الجزائر hardly ever stands without its article.
_LEAST_BARE_SHARE: Final = 0.01
_LEAST_BARE_OF_SINGULAR: Final = 0.03
_ARTICLE_OF_NAME: Final = 0.03
_PREPOSITION_OF_NAME: Final = 0.12

# The score of a candidate is the decimal logarithm of its count; the lexicon adds to it, a later
# shape and another plural take from it.
_LISTED_GAIN: Final = 0.5
_FREQUENT_GAIN: Final = 0.6
_SHAPE_COST: Final = 0.05
_OTHER_PLURAL_COST: Final = 1.0
_NO_TEMPLATE_COST: Final = 1.0

# The least count of a singular, as a share of the count of its plural.
_LEAST_LISTED: Final = 0.02
_LEAST_UNLISTED: Final = 0.05
_LEAST_NOT_SURE: Final = 0.1
# The greatest, where the lexicon does not have the pair: rare words look like plurals by chance.
_MOST_UNLISTED: Final = 40
_LEAST_AMBIGUOUS: Final = 0.3
_LEAST_INFINITIVE: Final = 0.4
# The greatest, for a word that the lexicon also has as a singular.
_MOST_AMBIGUOUS: Final = 30

# Shares of the count of a word from which another word is taken as its inflection.
_OWN_PLURAL: Final = 0.05
_OTHER_PLURAL: Final = 0.1
_SOUND_PLURAL: Final = 0.1
_NOUN_OF_NISBA: Final = 0.1

_VERB_LETTERS: Final = 3
_WEAK_LETTERS: Final = frozenset("اويءؤئتنه")


class _Candidate(NamedTuple):
    """A possible singular with its score, and how often it occurs as a noun.

    ``listed`` says that the lexicon has the pair, ``template`` is None
    where no template gives it.
    """

    score: float
    form: str
    nouns: int
    listed: bool
    template: Template | None

    @property
    def sure(self) -> bool:
        """Whether hardly any singular has the shape of the plural."""
        return self.template is not None and self.template.sure


def singular_of(word: str, attested: Attested) -> str | None:
    """The form of the singular of a broken plural; None for other words. Never raises.

    ``word`` is a noun without affixes in its most frequent spelling, or its form. A written ``أ``
    or ``إ`` is evidence: أعمال is a plural, إعمال an infinitive. ``attested`` gives the attestation
    of forms in an archive; without it, there are no plurals.
    """
    word = strip_marks(fold_exact(word))
    form = fold(word)
    if not SHORTEST <= len(word) <= LONGEST or not _is_noun(form, attested):
        return None
    if form in _EXCEPTIONS:
        return _EXCEPTIONS[form]
    return _Plural(word, attested).find_singular()


def count_as_noun(form: str, attested: Attested) -> int:
    """How often a form occurs as a noun: with the article, and without it in proportion."""
    written = _WITH_ARTICLE.get(form, "ال" + form)[2:]
    definite = sum(attested(article + written).occurrences for article in _ARTICLES)
    return definite + min(attested(form).occurrences, _BARE_FOR_ARTICLE * definite)


def looks_like_name(form: str, attested: Attested) -> bool:
    """Whether a form may be a name: it never occurs without the article (الطائف), or it hardly
    takes it and often follows a preposition, as places do (في مسقط)."""
    bare, prepositional, _ = attested(form)
    definite = attested(_WITH_ARTICLE.get(form, "ال" + form)).occurrences
    if bare < _LEAST_BARE_OF_SINGULAR * definite:
        return True
    return definite < _ARTICLE_OF_NAME * bare and prepositional > _PREPOSITION_OF_NAME * bare


def _is_noun(form: str, attested: Attested) -> bool:
    """Whether a form occurs both with and without the article."""
    definite = attested("ال" + form).occurrences
    if definite < _LEAST_WITH_ARTICLE or form in _NOT_PLURALS:
        return False
    bare = attested(form).occurrences
    return bare >= _LEAST_BARE_SHARE * definite and form not in load_lexicon().particles


class _Plural:
    """A word that may be a broken plural, with the evidence for it."""

    def __init__(self, word: str, attested: Attested) -> None:
        self.word = word
        self.form = fold(word)
        self.attested = attested
        self.numbers = read_noun_numbers()
        self.listed = self.numbers.singulars.get(word)
        self.is_singular = word in self.numbers.singular
        self.is_infinitive = word in self.numbers.infinitives
        self.count = self._count(self.form)

    def _count(self, form: str) -> int:
        return count_as_noun(form, self.attested)

    def find_singular(self) -> str | None:
        """The form of the singular; None if there is none, or if it is rather a plural itself."""
        best = self._best_candidate()
        if best is None:
            return None
        further = _Plural(best.form, self.attested)._best_candidate()
        if further is not None and further.form != self.form:
            return None
        return best.form

    def _best_candidate(self) -> _Candidate | None:
        """The candidate of the highest score, if the evidence is sufficient."""
        candidates = list(self._candidates())
        if not candidates:
            return None
        if self.is_singular and not any(
            each.listed and self._is_frequent_enough(each) for each in candidates
        ):
            return None
        best = max(candidates, key=lambda each: (each.score, each.form))
        if best.nouns < self.count and not best.listed and self._is_plural_of_name():
            return None
        if not self._is_frequent_enough(best) or self._is_inflected(best):
            return None
        return best

    def _is_plural_of_name(self) -> bool:
        """Whether the lexicon has the word as a plural of what is a name in the archive (قطر)."""
        return any(looks_like_name(form, self.attested) for form in self.listed or ())

    def _candidates(self) -> Iterator[_Candidate]:
        for template, radicals in match_templates(self.word):
            if self._is_possible(template):
                for possible in possible_singulars(template, radicals):
                    candidate = self._candidate(possible)
                    if candidate is not None:
                        yield candidate
        if self.listed and not self.is_singular:
            for form in self.listed - {self.form}:
                count = self._count(form)
                if (
                    count
                    and self._has_letters_of(form)
                    and not looks_like_name(form, self.attested)
                ):
                    yield _Candidate(
                        math.log10(1 + count) - _NO_TEMPLATE_COST, form, count, True, None
                    )

    def _has_letters_of(self, form: str) -> bool:
        """Whether the word has the strong consonants of a form; some pairs of the lexicon are
        wrong."""
        return set(form) - _WEAK_LETTERS <= set(self.form)

    def _is_possible(self, template: Template) -> bool:
        """Whether the word can have a template: the lexicon has it as a plural, or the template is
        sure and its hamza and ة are written."""
        if self.is_singular and template.no_singular:
            return False
        if self.listed is not None:
            return True
        hamza = template.plural[0] != "أ" or self.word[0] in "أآ"
        teh_marbuta = template.plural[-1] != TEH_MARBUTA or self.word[-1] == TEH_MARBUTA
        return template.sure and not self.is_singular and hamza and teh_marbuta

    def _candidate(self, possible: PossibleSingular) -> _Candidate | None:
        """The candidate for a possible singular; None without evidence for it."""
        form, shape = possible.form, possible.shape
        listed = self.listed is not None and form in self.listed
        if form == self.form or self.attested(form).occurrences < _LEAST_WITH_ARTICLE:
            return None
        if ("!" in shape and not listed) or ("?" in shape and self.is_infinitive):
            return None
        count = 0 if looks_like_name(form, self.attested) else self._count(form)
        if not count or ("~" in shape and not _has_doubled_root(form)):
            return None
        if listed:
            if self._is_nisba(form, count):
                return None
            gain = _LISTED_GAIN + (_FREQUENT_GAIN if count >= self.count else 0.0)
        else:
            cost = _OTHER_PLURAL_COST if self._has_other_plural(form, count) else 0.0
            gain = -_SHAPE_COST * possible.place - cost
        return _Candidate(math.log10(1 + count) + gain, form, count, listed, possible.template)

    def _is_nisba(self, form: str, count: int) -> bool:
        """Whether a form is rather an adjective of a noun (طبي of طب)."""
        return form.endswith("ي") and self._count(form[:-1]) >= _NOUN_OF_NISBA * count

    def _has_other_plural(self, form: str, count: int) -> bool:
        """Whether a singular has another plural, so that it hardly needs this one."""
        for plural in self.numbers.plurals.get(form, frozenset()) - {self.form}:
            # The hamza that would decide (أعداد, إعداد) is not known of a form in ا.
            is_plural = plural.startswith("ا") or plural not in self.numbers.singular
            if is_plural and self._count(plural) >= _OTHER_PLURAL * self.count:
                return True
        return form.endswith(HEH) and self._count(form[:-1] + "ات") >= _OWN_PLURAL * count

    def _is_frequent_enough(self, candidate: _Candidate) -> bool:
        """Whether the count of the singular is in proportion to that of the plural."""
        share = candidate.nouns / self.count
        if self.is_infinitive:
            return _LEAST_INFINITIVE <= share <= _MOST_AMBIGUOUS and not self._is_verb(
                candidate.form
            )
        if self.is_singular:
            return _LEAST_AMBIGUOUS <= share <= _MOST_AMBIGUOUS
        if not candidate.listed:
            return _LEAST_UNLISTED <= share <= _MOST_UNLISTED
        return share >= (_LEAST_LISTED if candidate.sure else _LEAST_NOT_SURE)

    def _is_inflected(self, candidate: _Candidate) -> bool:
        """Whether the word has a plural of its own, or is rather a verb."""
        if candidate.sure:
            return False
        return self._is_verb(self.form) or (self.is_singular and self._has_own_plural(candidate))

    def _has_own_plural(self, candidate: _Candidate) -> bool:
        """Whether the word has a plural, so that it is rather a singular."""
        own = self.numbers.plurals.get(self.form, frozenset()) - {candidate.form}
        if any(self._count(plural) >= _OWN_PLURAL * self.count for plural in own):
            return True
        sound = self.form.removesuffix(HEH) + "ات"
        has_sound_plural = self._count(sound) >= _SOUND_PLURAL * self.count
        # A plural may have a plural again (طرقات), but is then rarer than its singular, and does
        # not have the shape of خيار.
        is_singular = candidate.nouns < self.count or self.form[2:-1] == "ا"
        return has_sound_plural and is_singular

    def _is_verb(self, form: str) -> bool:
        """Whether a form of three letters is a verb more often than a noun with the article."""
        if len(form) != _VERB_LETTERS:
            return False
        inflected = ("ي" + form, "ت" + form, form + "ت", form + "وا", f"ي{form}ون")
        verbs = sum(self.attested(each).occurrences for each in inflected)
        return verbs > self.attested("ال" + form).occurrences


def _has_doubled_root(form: str) -> bool:
    """Whether the last two radicals of a noun are equal (مقر: قرر)."""
    nouns = load_lexicon().nouns
    root = nouns.get(form) or nouns.get(form.removesuffix(HEH) + TEH_MARBUTA) or ""
    return len(root) == _VERB_LETTERS and root[1] == root[2]
