"""The other names of the stem class of a word: the spellings and plurals that were joined to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from arabic.analyzer import analyze
from arabic.spelling_variants import VariantKind
from index.unknown_words import find_stem
from index.vocabulary import ClassName, Vocabulary
from search.query.query_words import form


class OtherNames(NamedTuple):
    """The other names of a class of one kind, in their most frequent spelling."""

    kind: VariantKind
    spellings: tuple[str, ...]


def other_names(vocabulary: Vocabulary, word: str) -> tuple[OtherNames, ...]:
    """The names of the stem class of a written word that are not the word itself, by kind."""
    number = vocabulary.form(form(word))
    if number is not None:
        return _names_besides(vocabulary, number)
    analysis = analyze(word, vocabulary.attested)
    found = find_stem(vocabulary, analysis)
    if found is None:
        return ()
    names = vocabulary.class_names(found.stem)
    if found.kind is None:
        own = next((each for each in names if each.name == analysis.stem), _head(names))
        return _by_kind(names, own)
    spellings = [each.spelling for each in names]
    if not spellings:
        most_frequent = vocabulary.forms_of_stem(found.stem)[:1].tolist()
        terms = [int(vocabulary.terms_of_form(each)[0]) for each in most_frequent]
        spellings = [vocabulary.spelling(term) for term in terms]
    return (OtherNames(found.kind, tuple(dict.fromkeys(spellings))),) if spellings else ()


def _names_besides(vocabulary: Vocabulary, number: int) -> tuple[OtherNames, ...]:
    """The names of the stem class of a form, by kind, without that of the form itself."""
    stem = vocabulary.stem_of(number)
    names = vocabulary.class_names(stem)
    return _by_kind(names, _own_name(vocabulary, number, stem, names)) if names else ()


def _own_name(
    vocabulary: Vocabulary, number: int, stem: int, names: tuple[ClassName, ...]
) -> ClassName | None:
    """The name that a form has itself: the longest that is part of it, of its inflection class if
    there is one; else that of the head."""
    letters = vocabulary.forms[number]
    inflection = vocabulary.inflection_of(number)
    own = [
        each
        for each in names
        if inflection is None or vocabulary.find_inflection(each.name, stem) == inflection
    ]
    inside = [each for each in own if each.name in letters]
    return max(inside, key=lambda each: len(each.name), default=_head(own or names))


def _head(names: Sequence[ClassName]) -> ClassName | None:
    return next((each for each in names if each.kind == "head"), next(iter(names), None))


def _by_kind(names: Sequence[ClassName], own: ClassName | None) -> tuple[OtherNames, ...]:
    found: dict[VariantKind, dict[str, None]] = {}
    for each in names:
        if each == own:
            continue
        # If the word joined the head, the head is a name for the same reason.
        kind: VariantKind = _kind_of(own) if each.kind == "head" else each.kind
        found.setdefault(kind, {})[each.spelling] = None
    return tuple(OtherNames(kind, tuple(spellings)) for kind, spellings in found.items())


def _kind_of(own: ClassName | None) -> VariantKind:
    return "spelling" if own is None or own.kind == "head" else own.kind
