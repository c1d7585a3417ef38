"""The stem class of a word that no document has: of another spelling of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from arabic.analyzer import Analysis, classify
from arabic.respellings import damaged, respell
from arabic.spelling_variants import (
    NOT_FOREIGN,
    VariantKind,
    key_sum,
    key_sums,
    same_foreign_word,
)
from index.vocabulary import Vocabulary

_PROCLITICS: Final = tuple("وفبلك")


class FoundStem(NamedTuple):
    """The number of a stem class, and why a word belongs to it: None if it is its own stem."""

    stem: int
    kind: VariantKind | None


def find_stem(vocabulary: Vocabulary, analysis: Analysis) -> FoundStem | None:
    """The stem class that a word belongs to by a rule of orthography, by its stem, or as another
    spelling of a foreign word; None if there is none."""
    root = analysis.root if analysis.source in ("noun", "verb") else ""
    respelled = respell(analysis.form, root, vocabulary.attested)
    if respelled is not None:
        form = vocabulary.form(respelled.form)
        if form is not None:
            return FoundStem(vocabulary.stem_of(form), respelled.kind)
        stem = vocabulary.stem(classify(respelled.form, vocabulary.attested).stem)
        if stem is not None:
            return FoundStem(stem, respelled.kind)
    found = vocabulary.stem(analysis.stem)
    if found is not None:
        return FoundStem(found, None)
    for other in damaged(analysis.form):
        form = vocabulary.form(other)
        if form is not None:
            return FoundStem(vocabulary.stem_of(form), "extraction")
    candidates = [
        candidate
        for name in dict.fromkeys(_names(analysis))
        for candidate in _foreign_candidates(vocabulary, name)
    ]
    return FoundStem(min(candidates)[2], "spelling") if candidates else None


def _names(analysis: Analysis) -> Iterator[str]:
    """What a word may be without its particles and inflection."""
    yield analysis.stem
    yield analysis.form.removeprefix(analysis.prefix)
    if not analysis.prefix and analysis.form[:1] in _PROCLITICS:
        yield analysis.form[1:]


def _foreign_candidates(vocabulary: Vocabulary, word: str) -> list[tuple[float, int, int]]:
    """The stems of which a folded word is another spelling: each with how far it differs and its
    negative number of occurrences before it."""
    found: list[tuple[float, int, int]] = []
    sums = {*key_sums(word), key_sum(word)} - {NOT_FOREIGN}
    for name, number in vocabulary.names_with_keys(sums):
        different = same_foreign_word(word, name, rare=True)
        if different is not None:
            cost = different.consonants + different.vowels
            found.append((cost, -vocabulary.stem_occurrences(number), number))
    return found
