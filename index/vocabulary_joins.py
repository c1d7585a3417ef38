"""Joins of a vocabulary: stems and forms that are spellings of one word get one stem class.

The names that a class has besides that of its stem are its *aliases*. A stem that no document had
before finds its class among the aliases, or by the key that spellings of a word share.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from arabic.analyzer import WordClass, classify
from arabic.attestation import Attested
from arabic.broken_plurals import singular_of
from arabic.defective_nouns import full_noun
from arabic.names import is_name
from arabic.respellings import respell
from arabic.spelling_variants import (
    NOT_FOREIGN,
    Spelling,
    VariantKind,
    find_joins,
    inflected,
    key_sum,
    key_sums,
    without_own_article,
)
from index.array_types import U32, Array
from index.string_arrays import string_arrays
from index.vocabulary import ALIAS_KINDS, AliasKind, Vocabulary

_LEAST_OF_PLURAL: Final = 3


class Alias(NamedTuple):
    """A name of a stem class (see ``index.vocabulary.ClassName``), and its stem."""

    name: str
    stem: str
    kind: AliasKind
    spelling: str


class NewForms(NamedTuple):
    """The forms of a build that have no class yet: ``spellings[n]`` is the most frequent spelling
    of ``forms[n]``, ``classes[n]`` the classes that the analyzer gives it, and
    ``occurrences[n]`` counts it."""

    forms: Sequence[str]
    spellings: Sequence[str]
    classes: Sequence[WordClass]
    occurrences: Sequence[int]


class Joined(NamedTuple):
    """The classes of new forms after joining, and the names that their classes get.

    ``inflections`` has the stem of each form before plurals were joined with singulars.
    """

    classes: list[WordClass]
    inflections: list[str]
    aliases: list[Alias]


class _Head(NamedTuple):
    """The stem that heads the class of a stem, why it does, and the stem that heads the inflections
    and spellings of the same noun, without its plurals or singular."""

    stem: str
    kind: VariantKind
    inflection: str


def join_forms(new: NewForms, before: Vocabulary, attested: Attested) -> Joined:
    """Join the classes of new forms that are spellings of one word, with each other and with the
    classes of a vocabulary.

    A stem that the vocabulary has keeps its class.
    """
    known = {form: place for place, form in enumerate(new.forms)}
    classes = list(new.classes)
    kinds: dict[int, VariantKind] = {}
    for place, form in enumerate(new.forms):
        respelled = respell(form, classes[place].root, attested)
        if respelled is None:
            continue
        target = _classes_of(respelled.form, known, new.classes, before, attested)
        if target.stem != classes[place].stem:
            classes[place], kinds[place] = target, respelled.kind
    singulars = _singulars(new, classes, known, before, attested)
    heads = _heads(new, classes, before, singulars)
    aliases = _Aliases(new, before)
    inflections = []
    for place, each in enumerate(classes):
        head = heads.get(each.stem)
        inflections.append(each.stem if head is None else head.inflection)
        if head is not None and head.stem != each.stem:
            classes[place] = each._replace(stem=head.stem, root="")
            aliases.add(each.stem, head.stem, head.kind, place)
        if place in kinds:
            aliases.add(new.forms[place], classes[place].stem, kinds[place], place)
    return Joined(classes, inflections, aliases.listed([each.stem for each in classes]))


def _singulars(
    new: NewForms,
    classes: Sequence[WordClass],
    known: Mapping[str, int],
    before: Vocabulary,
    attested: Attested,
) -> dict[str, str]:
    """The stem of the singular of each new stem that is a broken plural, or of the noun that it is
    with its lost final ي."""
    found: dict[str, str] = {}
    for stem in dict.fromkeys(each.stem for each in classes):
        if attested(stem).occurrences + attested("ال" + stem).occurrences < _LEAST_OF_PLURAL:
            continue
        if is_name(stem, attested):
            continue
        place = known.get(stem)
        word = stem if place is None else new.spellings[place]
        singular = singular_of(word, attested) or full_noun(stem, attested)
        if singular is None:
            continue
        if is_name(singular, attested):
            continue
        shown = singular if attested(singular).occurrences else "ال" + singular
        target = _classes_of(shown, known, classes, before, attested)
        # Where the singular is read as another word behind a particle, the classes are not those of
        # nouns.
        if target.stem != stem and target.bare in (singular, shown):
            found[stem] = target.stem
    return found


def _classes_of(
    form: str,
    known: Mapping[str, int],
    classes: Sequence[WordClass],
    before: Vocabulary,
    attested: Attested,
) -> WordClass:
    """The classes of a form: of a new form, of the vocabulary, else of the analyzer."""
    place = known.get(form)
    if place is not None:
        return classes[place]
    number = before.forms.find(form)
    if number is not None:
        return WordClass(form, before.stems[before.stem_of(number)], "")
    return classify(form, attested)


def _heads(
    new: NewForms,
    classes: Sequence[WordClass],
    before: Vocabulary,
    singulars: Mapping[str, str],
) -> dict[str, _Head]:
    """The head of the class that each joined stem belongs to."""
    counts: dict[str, int] = {}
    spellings: dict[Spelling, None] = {}
    heads: dict[str, _Head] = {}
    for form, (_, stem, _), count in zip(new.forms, classes, new.occurrences, strict=True):
        if stem in heads:
            continue
        if stem not in counts:
            if before.stems.find(stem) is not None:
                continue
            named = before.class_of_alias(stem)
            if named is not None and named.kind != "head":
                heads[stem] = _Head(before.stems[named.stem], named.kind, stem)
                continue
        counts[stem] = counts.get(stem, 0) + count
        if (word := inflected(form, stem)) is not None:
            spellings[Spelling(word, stem)] = None
    spellings |= dict.fromkeys(Spelling(without_own_article(stem), stem) for stem in counts)
    fixed = _fixed(before, [each.word for each in spellings])
    listed = [*spellings, *fixed]
    counts |= {each.stem: before.stem_occurrences(number) for each, number in fixed.items()}
    fixed_stems = {each.stem for each in fixed}
    for stem in singulars.values():
        if stem not in counts and (number := before.stems.find(stem)) is not None:
            counts[stem] = before.stem_occurrences(number)
            fixed_stems.add(stem)
    plurals = {stem: one for stem, one in singulars.items() if stem in counts and one in counts}
    return heads | _joined_heads(listed, counts, fixed_stems, plurals)


def _joined_heads(
    spellings: Sequence[Spelling],
    counts: Mapping[str, int],
    fixed: Collection[str],
    plurals: Mapping[str, str],
) -> dict[str, _Head]:
    """The heads of stems: spellings are joined first, then plurals with singulars."""
    first = {join.stem: join for join in find_joins(spellings, counts, fixed)}

    def spelling_head(stem: str) -> str:
        return first[stem].head if stem in first else stem

    links = {spelling_head(stem): spelling_head(one) for stem, one in plurals.items()}
    links = {stem: one for stem, one in links.items() if stem != one}
    second = {join.stem: join.head for join in find_joins((), counts, fixed, links)}
    heads = {}
    for stem in dict.fromkeys((*first, *second)):
        own = spelling_head(stem)
        kind = first[stem].kind if own not in second else "plural"
        heads[stem] = _Head(second.get(own, own), kind, own)
    return heads


def _fixed(before: Vocabulary, words: Iterable[str]) -> dict[Spelling, int]:
    """The spellings of a vocabulary that share a key with one of some words, with the numbers of
    their stems."""
    if not len(before.stems):
        return {}
    sums = {found for word in words for found in (*key_sums(word), key_sum(word))}
    return {
        Spelling(without_own_article(name), before.stems[number]): number
        for name, number in before.names_with_keys(sums - {NOT_FOREIGN})
    }


class _Aliases:
    """The aliases of a build, each with its most frequent spelling."""

    def __init__(self, new: NewForms, before: Vocabulary) -> None:
        self._new = new
        self._before = before
        self._best: dict[str, tuple[int, int, str, VariantKind]] = {}

    def add(self, name: str, stem: str, kind: VariantKind, place: int) -> None:
        """Add a form, ``place`` of the new ones, that has a name in the class of a stem."""
        rank = (self._new.forms[place] != name, -self._new.occurrences[place])
        best = self._best.get(name)
        if best is None or rank < self._rank(best, name):
            self._best[name] = (place, self._new.occurrences[place], stem, kind)

    def _rank(self, best: tuple[int, int, str, VariantKind], name: str) -> tuple[bool, int]:
        return self._new.forms[best[0]] != name, -best[1]

    def listed(self, stems: Sequence[str]) -> list[Alias]:
        """The aliases that the vocabulary does not have: the heads of their classes, then the
        others, the most frequent first."""
        found = [
            Alias(name, stem, kind, self._new.spellings[place])
            for name, (place, _, stem, kind) in sorted(
                self._best.items(), key=lambda each: (-each[1][1], each[0])
            )
            if self._before.aliases.find(name) is None
        ]
        heads = {each.stem for each in found}
        named = {each.name for each in found}
        shown = self._spellings_of_heads(heads, stems)
        return [
            *(
                Alias(stem, stem, "head", shown.get(stem, stem))
                for stem in sorted(heads - named)
                if self._before.aliases.find(stem) is None
            ),
            *found,
        ]

    def _spellings_of_heads(self, heads: set[str], stems: Sequence[str]) -> dict[str, str]:
        best: dict[str, tuple[bool, int, str]] = {}
        for place, stem in enumerate(stems):
            if stem in heads:
                form = self._new.forms[place]
                rank = (form != stem, -self._new.occurrences[place], self._new.spellings[place])
                best[stem] = min(best.get(stem, rank), rank)
        found = {stem: spelling for stem, (_, _, spelling) in best.items()}
        return found | {stem: old for stem in heads if (old := self._old_spelling(stem))}

    def _old_spelling(self, stem: str) -> str | None:
        """A spelling of a stem of the vocabulary, of its most frequent form."""
        number = self._before.stems.find(stem)
        forms = () if number is None else self._before.forms_of_stem(number).tolist()
        if not forms:
            return None
        own = self._before.form(stem)
        terms = self._before.terms_of_form(forms[0] if own is None or own not in forms else own)
        return self._before.spelling(int(terms[0]))


def alias_arrays(
    aliases: Sequence[Alias], numbers: Mapping[str, int], before: Vocabulary
) -> dict[str, Array]:
    """The arrays of the aliases of a vocabulary with ``aliases`` added; ``numbers`` has the number
    of each of their stems."""
    return {
        **string_arrays("aliases", [each.name for each in aliases], before.aliases),
        **string_arrays(
            "aliases.spelling",
            [each.spelling for each in aliases],
            before.alias_spellings,
            with_order=False,
        ),
        "aliases.stem": _appended(before.alias_stem, [numbers[each.stem] for each in aliases]),
        "aliases.kind": _appended(
            before.alias_kind, [ALIAS_KINDS.index(each.kind) for each in aliases]
        ),
        "aliases.key": _appended(before.alias_keys, [key_sum(each.name) for each in aliases]),
    }


def _appended(before: U32, values: Iterable[int]) -> U32:
    return np.concatenate((before, np.fromiter(values, np.uint32)))
