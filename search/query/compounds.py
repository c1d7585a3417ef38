"""Compounds of a query: names and expressions that an archive has as one word and as several."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from arabic.compounds import (
    KUNYA_CASES,
    PARTICLES,
    SONS,
    SpellingCounts,
    are_one_word,
    expression_spellings,
    frequent_from,
    is_designation,
    is_kunya,
    is_kunya_in_use,
    is_name_of_son,
    is_parted,
    is_son,
    joined_form,
    may_be_my_father,
    may_be_one_word,
    may_be_parts,
    may_have_lost_space,
    name_in,
    pattern_of,
    same_names,
    son_spellings,
    splits,
)
from index.vocabulary import Vocabulary

CountPairs = Callable[[int, int], int]
"""How often one form, by number, directly follows another."""

_CACHED: Final = 8_192
_PARTS_CACHED: Final = 32_768
_SHORTEST: Final = 5
_LONGEST: Final = 24
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_CLITICS: Final = re.compile("[وف]?(?:[بلك]?ال|لل|[بلك])?")


class Compound(NamedTuple):
    """The spellings of one word, as forms with spaces, those that occur in the archive.

    ``required`` says that words side by side in a query are this one word and nothing else.
    ``name`` is a name that takes particles only; ``with_particles`` are forms of it in one word.
    """

    spellings: tuple[str, ...]
    required: bool = True
    name: bool = False
    with_particles: tuple[str, ...] = ()


class CompoundFinder:
    """Finds the compounds of one vocabulary; ``count_pairs`` is asked for candidates only."""

    def __init__(self, vocabulary: Vocabulary, count_pairs: CountPairs) -> None:
        self._vocabulary = vocabulary
        self._count_pairs = count_pairs
        self._frequent = frequent_from(vocabulary.occurrences.total())
        self._number = lru_cache(_PARTS_CACHED)(vocabulary.form)
        # A cache must not hold a reference to its owner, or the index would stay mapped after it.
        own = weakref.proxy(self)
        self.of_pair = lru_cache(_CACHED)(lambda first, second: own._of_pair(first, second))
        self.of_word = lru_cache(_CACHED)(lambda word: own._of_word(word))
        self._in_use = lru_cache(_CACHED)(lambda second: own._kunya_in_use(second))

    def of_expression(self, words: Sequence[str]) -> Compound | None:
        """The fixed expression that some forms are, side by side."""
        spellings = expression_spellings(words)
        if not spellings:
            return None
        return Compound(tuple(self._attested(spellings)))

    def of_son(self, words: Sequence[str], rest: Compound | None) -> Compound | None:
        """The name that ابن in any spelling and the word or words after it are; ``rest`` is the
        compound of these, if they are one."""
        first, second = words[:2]
        if not is_son(first) or not _are_letters(second):
            return None
        pairs = {son: self._pairs(son, second) for son in SONS}
        if not is_name_of_son(pairs, self._occurrences(second)):
            return None
        rests = dict.fromkeys((" ".join(words[1:]), *(rest.spellings if rest else ())))
        return Compound(tuple(self._attested(son_spellings(tuple(rests)))), name=True)

    def is_designation(self, word: str, number: str, following: str) -> bool:
        """Whether a form and the number after it are one name; ``following`` is the form after
        both, empty if there is none, which may belong to the number: ثورة 25 يناير."""
        if not number.isdecimal() or not _are_letters(word):
            return False
        pair = self._pairs(word, number)
        counts = SpellingCounts(self._occurrences(word), self._occurrences(number), pair, 0, 0)
        if not is_designation(word, number, counts, self._frequent):
            return False
        return not following or self._pairs(number, following) <= pair

    def _of_pair(self, first: str, second: str) -> Compound | None:
        """The compound that two forms side by side may be."""
        pattern = pattern_of(first, second)
        if pattern == "name":
            return self._name(first, second)
        if pattern is not None and is_kunya(first):
            return self._kunya(first, second)
        together = joined_form(first, second)
        joined = self._occurrences(together)
        if (not joined and pattern is None) or not _are_letters(first, second):
            return None
        counts = self._counts(first, second, joined)
        required = are_one_word(first, second, counts, self._frequent)
        if not required and not may_have_lost_space(counts, self._frequent):
            return None
        return Compound(tuple(self._attested((f"{first} {second}", together))), required)

    def _kunya(self, first: str, second: str) -> Compound | None:
        """The name that أبو in any case and a word are; all its cases are names, or none is."""
        if not _are_letters(first, second):
            return None
        in_use = self._in_use(second)
        is_name = not may_be_my_father(first) if in_use is None else in_use
        return self._name(first, second) if is_name else None

    def _kunya_in_use(self, second: str) -> bool | None:
        """Whether the archive has a kunya with a second word, see ``is_kunya_in_use``."""
        pairs = {case: self._pairs_with_particles(case, second) for case in KUNYA_CASES}
        joined = {case: self._occurrences(case + second) for case in KUNYA_CASES}
        return is_kunya_in_use(pairs, joined, second, self._occurrences(second))

    def _of_word(self, word: str) -> Compound | None:
        """The compound that one form may be."""
        if not _SHORTEST <= len(word) <= _LONGEST or not _are_letters(word):
            return None
        expression = self.of_expression([word])
        if expression is not None:
            return expression
        stem = self._stem_of(word)
        own = stem if stem in word else ""
        found = next(filter(None, map(self._of_base, [own] if own else _bases(word))), None)
        if own or not stem:
            return found
        # The stem of a rare spelling is that of another one, whose letters may part elsewhere.
        other = self._of_base(stem)
        if found is None or other is None:
            return found or other
        spellings = dict.fromkeys((*found.spellings, *other.spellings))
        return found._replace(spellings=tuple(spellings))

    def _of_base(self, base: str) -> Compound | None:
        if len(base) < _SHORTEST:
            return None
        joined = self._occurrences(base)
        name = name_in(base)
        if name is not None and (pattern_of(*name) == "name" or self._is_parted(*name, joined)):
            return self._name(*name)
        for first, second in splits(base):
            if not (one := self._occurrences(first)) or not (other := self._occurrences(second)):
                continue
            if not may_be_parts((first, one), (second, other), joined, self._frequent):
                continue
            if self._is_parted(first, second, joined):
                return Compound((f"{first} {second}",))
        return None

    def _is_parted(self, first: str, second: str, joined: int) -> bool:
        if self._numbers(first, second) is None:
            return False
        counts = self._counts(first, second, joined)
        return is_parted(first, second, counts, self._frequent)

    def _stem_of(self, word: str) -> str:
        """The name of the stem of a form, empty if the vocabulary does not have the form."""
        number = self._number(word)
        return "" if number is None else self._vocabulary.stems[self._vocabulary.stem_of(number)]

    def _name(self, first: str, second: str) -> Compound:
        names = list(same_names(first, second))
        parted = (f"{one} {other}" for one, other in names)
        together = [one + other for one, other in names]
        joined = list(self._attested(together))
        behind = self._attested(f"{particle}{word}" for word in together for particle in PARTICLES)
        return Compound((*self._attested(parted), *joined), True, True, tuple(behind))

    def _attested(self, spellings: Iterable[str]) -> Iterator[str]:
        for spelling in spellings:
            if all(self._number(word) is not None for word in spelling.split()):
                yield spelling

    # Counts

    def _pairs(self, first: str, second: str) -> int:
        """How often one form directly follows another."""
        numbers = self._numbers(first, second)
        return 0 if numbers is None else self._count_pairs(*numbers)

    def _pairs_with_particles(self, first: str, second: str) -> int:
        """How often one form, alone or behind particles, directly precedes another."""
        return sum(self._pairs(particle + first, second) for particle in ("", *PARTICLES))

    def _occurrences(self, form: str) -> int:
        number = self._number(form)
        return 0 if number is None else int(self._vocabulary.occurrences[number])

    def _numbers(self, first: str, second: str) -> tuple[int, int] | None:
        """The numbers of two forms, None if one of them does not occur."""
        one = self._number(first)
        other = None if one is None else self._number(second)
        return None if one is None or other is None else (one, other)

    def _counts(self, first: str, second: str, joined: int) -> SpellingCounts:
        """The counts of a pair; pairs that cannot be a compound are not counted."""
        one, other = self._occurrences(first), self._occurrences(second)
        letters = self._base_length(joined_form(first, second))
        countable = (
            not joined
            or pattern_of(first, second) is not None
            or may_be_one_word(one, other, joined, letters)
        )
        pair = self._pairs(first, second) if countable else 0
        return SpellingCounts(one, other, pair, joined, letters)

    def _base_length(self, joined: str) -> int:
        """The length of the stem of a joined spelling, or of the spelling if it does not occur."""
        return len(self._stem_of(joined) or joined)


def _bases(word: str) -> Iterator[str]:
    """A form, then without its particles."""
    yield word
    clitics = _CLITICS.match(word)
    if clitics is not None and clitics[0]:
        yield word[clitics.end() :]


def _are_letters(*words: str) -> bool:
    return all(_LETTERS.fullmatch(word) for word in words)
