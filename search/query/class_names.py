"""The other names of the stem class of a word: the spellings and plurals that were joined to it."""

from __future__ import annotations

from typing import NamedTuple

from arabic.analyzer import Analysis, analyze
from arabic.spelling_variants import VariantKind
from index.unknown_words import find_stem
from index.vocabulary import ClassName, Vocabulary


class OtherNames(NamedTuple):
    """The other names of a class of one kind, in their most frequent spelling."""

    kind: VariantKind
    spellings: tuple[str, ...]


def other_names(vocabulary: Vocabulary, word: str) -> tuple[OtherNames, ...]:
    """The names of the stem class of a written word that are not the word itself, by kind."""
    analysis = analyze(word, vocabulary.attested)
    form = vocabulary.form(analysis.form)
    if form is not None:
        return _names_besides(vocabulary, vocabulary.stem_of(form), analysis)
    found = find_stem(vocabulary, analysis)
    if found is None:
        return ()
    if found.kind is None:
        return _names_besides(vocabulary, found.stem, analysis)
    names = [each.spelling for each in vocabulary.class_names(found.stem)]
    if not names:
        forms = vocabulary.forms_of_stem(found.stem)[:1].tolist()
        names = [vocabulary.spelling(int(vocabulary.terms_of_form(form)[0])) for form in forms]
    return (OtherNames(found.kind, tuple(dict.fromkeys(names))),) if names else ()


def _names_besides(vocabulary: Vocabulary, stem: int, analysis: Analysis) -> tuple[OtherNames, ...]:
    """The names of a stem class, by kind, without that of an analyzed word."""
    names = vocabulary.class_names(stem)
    own = _own_name(analysis, names)
    found: dict[VariantKind, dict[str, None]] = {}
    for each in names:
        if each == own:
            continue
        # If the word joined the head, the head is a name for the same reason.
        kind: VariantKind = _kind_of(own) if each.kind == "head" else each.kind
        found.setdefault(kind, {})[each.spelling] = None
    return tuple(OtherNames(kind, tuple(spellings)) for kind, spellings in found.items())


def _own_name(analysis: Analysis, names: tuple[ClassName, ...]) -> ClassName | None:
    """The name that a word has itself: its form, its form without particles, or its stem; else that
    of the head."""
    bare = analysis.form.removeprefix(analysis.prefix)
    by_name = {each.name: each for each in names}
    for name in (analysis.form, bare, analysis.stem):
        if name in by_name:
            return by_name[name]
    return next((each for each in names if each.kind == "head"), None)


def _kind_of(own: ClassName | None) -> VariantKind:
    return "spelling" if own is None or own.kind == "head" else own.kind
