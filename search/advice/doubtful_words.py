"""Doubtful words: those of a query that may be misspelled although documents were found.

A word is doubtful if its form occurs nowhere, so that only other words of its class answered, or
if its form is rare and a form one edit away is far more frequent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from arabic.analyzer import analyze
from arabic.folding import fold
from search.advice.edit_costs import DOUBLED
from search.advice.speller import CLITICS, FREQUENCY_WEIGHT, FREQUENT, SHORTEST, Speller
from search.advice.term_counts import level_of
from search.matching.matcher import Matcher
from search.matching.term_expansion import EMPTY, class_key
from search.query.nodes import Node, Phrase, Word, wanted_parts
from search.query.query_words import written_words
from search.request import Level

TIMES: Final = FREQUENT
"""How many times more frequent another form must be than one that occurs."""

_WORDS_FOR_ONE: Final = 1_000_000
_LEAST_RARE: Final = 3
"""A form is rare if it occurs no more often than once in so many words, or this many times."""

_SHARE_OF_CLASS: Final = 100
"""A form that occurs nowhere and that the analyzer reads well is expected as often as a hundredth
of its class."""

_SMALLER_SHARE: Final = 1_000
"""The same for a form that occurs: its own occurrences say more."""

_SHORTEST_BASE: Final = 3
"""Letters of a base that is read well; shorter ones are often what is left of a misspelling."""

_LEAST_OF_LEXICON: Final = 0.2
_LEAST_OF_OTHERS: Final = -0.1
_LEAST_OF_MISSING: Final = -4.5
_LEAST_OF_OWN_CLASS: Final = -3.0
"""How much likelier a correction must be than the word as typed, as natural logarithms: for rare
forms of the lexicon; for other rare forms; for forms that occur nowhere but are read well; for
these, if the correction is of the same class."""

_NARROW: Final[tuple[Level, ...]] = ("exact", "form")
"""Levels at which a word finds its own form, whatever its class is."""

_LEXICON: Final = frozenset({"noun", "verb"})
_LOOKED_AT: Final = 8


class DoubtfulWord(NamedTuple):
    """A word of a query, with its level and field, and the occurrences of its form."""

    node: Word
    occurrences: int

    @property
    def as_written(self) -> Word:
        """The word that matches its form alone."""
        return msgspec.structs.replace(self.node, level="form")


def rare_words(matched: Node, level: Level, matcher: Matcher) -> tuple[DoubtfulWord, ...]:
    """The words of a query that are missing or rare in the archive, in its order, each once.

    Only numbers of the vocabulary are looked up.
    """
    occurrences = matcher.index.vocabulary.occurrences
    most = max(_LEAST_RARE, matcher.index.manifest.words // _WORDS_FOR_ONE)
    found: list[DoubtfulWord] = []
    for word, leaf in _words(matched):
        form = matcher.lists.classes(word).form
        own = 0 if form is None else int(occurrences[form])
        if own <= most and len(word) >= SHORTEST:
            found.append(DoubtfulWord(Word(word, level_of(leaf, level), leaf.field), own))
    return tuple(dict.fromkeys(found))


def _words(matched: Node) -> Iterator[tuple[str, Word | Phrase]]:
    """The words with the leaf of each; a word with synonyms is right."""
    for leaf in wanted_parts(matched):
        if isinstance(leaf, Word | Phrase):
            for word in written_words(leaf.text):
                yield word, leaf


def is_doubtful(rare: DoubtfulWord, matcher: Matcher, speller: Speller) -> bool:
    """Whether a correction is likelier than a missing or rare word as typed."""
    word = rare.node.text
    if rare.occurrences and not speller.has_neighbour(word, TIMES * rare.occurrences):
        return False
    analysis = analyze(word, matcher.index.vocabulary.attested)
    is_read = analysis.source != "light" and len(analysis.base) >= _SHORTEST_BASE
    if not rare.occurrences and not is_read:
        return True
    level = rare.node.level
    assert level is not None
    own = class_key(word, matcher.lists.classes(word), level)
    has_class = level not in _NARROW
    least = _LEAST_OF_MISSING
    if rare.occurrences:
        in_lexicon = is_read and has_class and analysis.source in _LEXICON
        least = _LEAST_OF_LEXICON if in_lexicon else _LEAST_OF_OTHERS
    expected = rare.occurrences
    if is_read and has_class:
        expected += _expected_occurrences(rare, matcher)
    typed = FREQUENCY_WEIGHT * math.log(1 + expected)
    particles_differ = differs_by_particles(rare, matcher)
    for each in speller.corrections(word, _LOOKED_AT):
        if each.edits > 1:
            continue
        whole = each.prefix + each.form
        own_class = own == class_key(whole, matcher.lists.classes(whole), level) != EMPTY
        if own_class and (rare.occurrences or (particles_differ and each.cost > DOUBLED)):
            continue
        enough = _LEAST_OF_OWN_CLASS if own_class else least
        if each.log_likelihood - typed >= enough:
            return each.occurrences >= TIMES * rare.occurrences
    return False


def differs_by_particles(rare: DoubtfulWord, matcher: Matcher) -> bool:
    """Whether the archive has the word, only without its particles or with others before it."""
    vocabulary = matcher.index.vocabulary
    analysis = analyze(rare.node.text, vocabulary.attested)
    bare = analysis.form.removeprefix(fold(analysis.prefix))
    stem = matcher.lists.classes(rare.node.text).stem
    return any(
        (form := vocabulary.form(clitics + bare)) is not None and vocabulary.stem_of(form) == stem
        for clitics in ("", *CLITICS)
    )


def _expected_occurrences(rare: DoubtfulWord, matcher: Matcher) -> int:
    """How often a form that is read well may be expected by its class alone."""
    vocabulary = matcher.index.vocabulary
    classes = matcher.lists.classes(rare.node.text)
    if classes.stem is None:
        return 0
    share = _SMALLER_SHARE if rare.occurrences else _SHARE_OF_CLASS
    return vocabulary.stem_occurrences(classes.stem) // share
