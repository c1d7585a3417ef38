"""What each word of a text is at every level, with its classes in an archive."""

from __future__ import annotations

from typing import Final

from arabic.folding import fold
from arabic.tokenizer import tokenize
from arabic.word_explanation import explain
from index.arrays import Array
from search.answer import ClassMember, WordAnalysis, WordReading, WordStep
from search.matching.matcher import Matcher
from search.matching.term_expansion import classify

_MEMBERS_SHOWN: Final = 12


def word_analyses(text: str, matcher: Matcher) -> tuple[WordAnalysis, ...]:
    """The words of a text that have letters, in order."""
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
    form, stem, root = classify(vocabulary, word)
    return WordAnalysis(
        word=word,
        start=start,
        end=end,
        exact=analysis.exact,
        form=analysis.form,
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
        stem_members=() if stem is None else _members(vocabulary.forms_of_stem(stem), matcher),
        root_members=() if root is None else _members(vocabulary.forms_of_root(root), matcher),
    )


def _members(forms: Array, matcher: Matcher) -> tuple[ClassMember, ...]:
    return tuple(
        ClassMember(matcher.index.vocabulary.forms[form], matcher.document_count([form]))
        for form in forms[:_MEMBERS_SHOWN].tolist()
    )
