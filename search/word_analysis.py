"""The analysis of each word of a text: its levels, its readings, and its classes in an archive."""

from __future__ import annotations

from typing import Final, assert_never

import msgspec

from arabic.folding import fold
from arabic.spelling_variants import VariantKind
from arabic.tokenizer import tokenize
from arabic.word_explanation import explain
from index.array_types import U32
from search.matching.matcher import Matcher
from search.matching.term_expansion import classify
from search.query.class_names import other_names
from search.request import Level

_MEMBERS_SHOWN: Final = 12


class ClassMember(msgspec.Struct, frozen=True):
    """A form of a class with its number of documents."""

    form: str
    documents: int


class ClassAlias(msgspec.Struct, frozen=True):
    """Another name of a stem class: the word in its most frequent spelling, and why it belongs to
    the class (see ``search.answer.Expansion``)."""

    word: str
    kind: VariantKind


class WordStep(msgspec.Struct, frozen=True):
    """A word after a step of the analysis."""

    name: str
    word: str


class WordReading(msgspec.Struct, frozen=True, kw_only=True):
    """One way to split a word: ``entry`` is its dictionary form, ``source`` where that is from,
    ``cost`` its rank (the lowest is best, within one source)."""

    prefix: str
    base: str
    suffix: str
    entry: str
    source: str
    cost: float


class WordAnalysis(msgspec.Struct, frozen=True, kw_only=True):
    """One word of a text at each level, with its readings and the members of its classes.

    ``start`` and ``end`` are code points of the text. ``prefix``, ``base`` and ``suffix`` are
    the chosen split, ``source`` is where it is from (``noun`` or ``verb`` of the lexicon,
    ``name``, ``corpus``, ``light``, ``other``). ``steps`` are those of the analysis;
    ``readings`` are the possible splits, the chosen one first; ``findings`` are the statistics
    of the archive that decided (``follows_prepositions``: its first letter is not a clitic;
    ``takes_article``: it is not a verb; ``rest_is_commoner``: its first letters are a clitic).
    ``bare`` is the form without its proclitics: the word at the level ``particles``.
    ``bare_members``, ``stem_members`` and ``root_members`` are the most frequent forms of its
    classes in this archive, the most frequent first; ``aliases`` are the other spellings and
    plurals that belong to its stem.
    """

    word: str
    start: int
    end: int
    exact: str
    form: str
    bare: str
    stem: str
    root: str
    prefix: str
    base: str
    suffix: str
    source: str
    documents: int
    steps: tuple[WordStep, ...] = ()
    readings: tuple[WordReading, ...] = ()
    findings: tuple[str, ...] = ()
    bare_members: tuple[ClassMember, ...] = ()
    stem_members: tuple[ClassMember, ...] = ()
    root_members: tuple[ClassMember, ...] = ()
    aliases: tuple[ClassAlias, ...] = ()

    def at(self, level: Level) -> str:
        """The word at a level."""
        match level:
            case "exact":
                return self.exact
            case "form":
                return self.form
            case "particles":
                return self.bare
            case "stem":
                return self.stem
            case "root":
                return self.root
            case _:
                assert_never(level)


def word_analyses(text: str, matcher: Matcher) -> tuple[WordAnalysis, ...]:
    """The analyses of the words of a text that have letters, in their order."""
    return tuple(
        _analysis(text, start, end, matcher)
        for start, end in tokenize(text)
        if fold(text[start:end])
    )


def _analysis(text: str, start: int, end: int, matcher: Matcher) -> WordAnalysis:
    word = text[start:end]
    vocabulary = matcher.index.vocabulary
    explained = explain(word, vocabulary.attested)
    analysis = explained.analysis
    form, bare, stem, root, _ = classify(vocabulary, word)
    return WordAnalysis(
        word=word,
        start=start,
        end=end,
        exact=analysis.exact,
        form=analysis.form,
        bare=analysis.bare if bare is None else vocabulary.bare_name(bare),
        stem=analysis.stem if stem is None else vocabulary.stems[stem],
        root=analysis.root if root is None else vocabulary.roots[root],
        prefix=analysis.prefix,
        base=analysis.base,
        suffix=analysis.suffix,
        source=analysis.source,
        steps=tuple(WordStep(*step) for step in explained.steps),
        readings=tuple(
            WordReading(
                prefix=reading.prefix,
                base=reading.base,
                suffix=reading.suffix,
                entry=reading.entry,
                source=reading.source,
                cost=round(reading.cost, 2),
            )
            for reading in explained.readings
        ),
        findings=explained.findings,
        documents=0 if form is None else matcher.document_count([form]),
        bare_members=() if bare is None else _members(vocabulary.forms_of_bare(bare), matcher),
        stem_members=() if stem is None else _members(vocabulary.forms_of_stem(stem), matcher),
        root_members=() if root is None else _members(vocabulary.forms_of_root(root), matcher),
        aliases=tuple(
            ClassAlias(spelling, each.kind)
            for each in other_names(vocabulary, word)
            for spelling in each.spellings
        ),
    )


def _members(forms: U32, matcher: Matcher) -> tuple[ClassMember, ...]:
    return tuple(
        ClassMember(matcher.index.vocabulary.forms[form], matcher.document_count([form]))
        for form in forms[:_MEMBERS_SHOWN].tolist()
    )
