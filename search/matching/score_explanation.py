"""The explanation of a score: every share of it, with the words of the document that it is for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

import msgspec
import numpy as np

from arabic.folding import fold, fold_exact
from arabic.tokenizer import words as split_words
from corpus.document import Document
from search.answer import IndexInfo
from search.explanation import Evidence, ScoreExplanation, WordOccurrences
from search.matching.matcher import Matcher
from search.matching.posting_lists import PostingLists, Scored, fields
from search.matching.ranking_parameters import RANKED_LEVELS
from search.matching.scorer import Share
from search.matching.term_expansion import ClassKey, WordClasses
from search.query.nodes import Leaf, Node, Related, wanted_parts, words
from search.query.query_words import written_words
from search.query.syntax import TextField
from search.request import Level, Request

_WordTest: TypeAlias = Callable[[str], bool]
"""Whether a written word is of a class."""


_DIGITS: Final = 4


class _DocumentWords(NamedTuple):
    """The words of a document by field, as written."""

    title: list[str]
    body: list[str]

    def of(self, field: TextField) -> list[str]:
        return self.title if field == "title" else self.body


def explanation(
    matcher: Matcher,
    request: Request,
    tree: Node,
    document: Document,
    number: int,
    info: IndexInfo,
) -> ScoreExplanation:
    """Explain why a document answers a request or does not.

    ``tree`` is the expanded tree of the request, ``number`` that of the document in the archive. A
    document that is not indexed yet matches nothing.
    """
    (places,) = np.nonzero((matcher.index.numbers == number) & matcher.index.live)
    found = matcher.match(tree, request.level, sources=request.sources, scored=False).documents
    evidence = tuple(
        each for place in places.tolist() for each in _evidence(matcher, tree, place, document)
    )
    return ScoreExplanation(
        query=request.query,
        id=document.id,
        level=request.level,
        matched=bool(np.isin(places, found).any()),
        score=round(sum(each.score for each in evidence), _DIGITS),
        evidence=evidence,
        absent=_absent(matcher, tree, request.level, document),
        expansions=(),
        index=info,
    )


def _evidence(matcher: Matcher, tree: Node, place: int, document: Document) -> tuple[Evidence, ...]:
    """The shares of the score of a document, number ``place`` within the index, largest first."""
    explainer = _Explainer(matcher, place, document)
    found = [each for share in matcher.scorer.shares(tree) for each in explainer.evidence(share)]
    return tuple(sorted(_joined(found), key=lambda each: -each.score))


def _absent(matcher: Matcher, tree: Node, level: Level, document: Document) -> tuple[str, ...]:
    """The words of a query that a document has neither at their level nor as a synonym, as they
    were typed."""
    document_words = _split(document)
    found: list[str] = []
    for part in wanted_parts(tree):
        if isinstance(part, Related):
            leaves = (*words(part.node), *part.others)
            if not any(_has(matcher, leaf, level, document_words) for leaf in leaves):
                found += [leaf.text for leaf in words(part.node)]
        elif not _has(matcher, part, level, document_words):
            found.append(part.text)
    return tuple(dict.fromkeys(found))


def _has(matcher: Matcher, leaf: Leaf, level: Level, document_words: _DocumentWords) -> bool:
    """Whether every word of a leaf occurs in the fields that it may match in."""
    return all(
        any(is_of_class(word) for field in fields(leaf.field) for word in document_words.of(field))
        for is_of_class in (
            _class_test(matcher.lists, key) for key in matcher.lists.keys(leaf, level)
        )
    )


def _split(document: Document) -> _DocumentWords:
    return _DocumentWords(list(split_words(document.title)), list(split_words(document.text)))


def _class_test(lists: PostingLists, key: ClassKey) -> _WordTest:
    vocabulary = lists.vocabulary
    group = lists.members(key)
    if key.kind in ("exact", "marked"):
        spellings = {vocabulary.spelling(term) for term in group.terms.tolist()}
        return lambda word: fold_exact(word) in spellings
    forms = {vocabulary.forms[form] for form in group.forms.tolist()}
    return lambda word: fold(word) in forms


class _Explainer:
    """Explains the shares of one document."""

    def __init__(self, matcher: Matcher, place: int, document: Document) -> None:
        self._lists = matcher.lists
        self._parameters = matcher.scorer.parameters
        self._place = place
        self._document_words = _split(document)

    def evidence(self, share: Share) -> Iterator[Evidence]:
        """The evidence of a share, if the document has any of it."""
        if share.classes is not None:
            yield from self._of_levels(share, share.classes)
            return
        score = share.weight * self._gain(Scored(share.documents, share.gains))
        if not score:
            return
        others: tuple[str, ...] = ()
        level: Level | None = None
        if share.related is not None:
            others, level = tuple(other.text for other in share.related.others), "stem"
        yield Evidence(
            kind=share.kind,
            text=share.text or " ".join(others),
            score=score,
            documents=len(share.documents),
            field=share.field,
            level=level,
            others=others,
            words=self._words(share),
        )

    def _gain(self, scored: Scored) -> float:
        found = np.flatnonzero(scored.documents == self._place)
        return float(scored.gains[found[0]]) if len(found) else 0.0

    def _of_levels(self, share: Share, classes: WordClasses) -> Iterator[Evidence]:
        narrower: tuple[_WordTest, ...] = ()
        for level in RANKED_LEVELS:
            key = classes.scored_key(level)
            if key is None:
                continue
            is_of_class = _class_test(self._lists, key)
            scored = self._lists.scored(key, share.field)
            score = self._parameters.level_weight(level) * self._gain(scored)
            if score and (level != "stem" or share.related is None):
                yield Evidence(
                    kind="word",
                    text=share.text,
                    score=score,
                    documents=len(scored.documents),
                    field=share.field,
                    level=level,
                    words=self._matching(share.field, [is_of_class], narrower),
                )
            narrower = (*narrower, is_of_class)

    def _words(self, share: Share) -> tuple[WordOccurrences, ...]:
        lists = self._lists
        if share.kind == "bigram":
            return self._pairs(share)
        if share.kind == "title":
            keys = [key for key in map(self._stem, written_words(share.text)) if key is not None]
        elif share.related is not None:
            keys = [key for other in share.related.others for key in lists.keys(other, "form")]
            keys += [share.key] if share.key is not None else []
            if share.related.one_term:
                keys += [
                    key for leaf in words(share.related.node) for key in lists.keys(leaf, "stem")
                ]
        else:
            keys = [share.key] if share.key is not None else []
        return self._matching(share.field, [_class_test(lists, key) for key in keys])

    def _stem(self, word: str) -> ClassKey | None:
        stem = self._lists.classes(word).stem
        return None if stem is None else ClassKey("stem", stem)

    def _pairs(self, share: Share) -> tuple[WordOccurrences, ...]:
        wanted = tuple(map(fold, written_words(share.text)))
        written = {field: self._document_words.of(field) for field in fields(share.field)}
        counts = {
            field: Counter(
                f"{one} {other}"
                for one, other in zip(
                    self._document_words.of(field), self._document_words.of(field)[1:], strict=False
                )
                if (fold(one), fold(other)) == wanted
            )
            for field, found in written.items()
        }
        return _standings(counts)

    def _matching(
        self,
        field: TextField | None,
        any_of: Sequence[_WordTest],
        none_of: Sequence[_WordTest] = (),
    ) -> tuple[WordOccurrences, ...]:
        """The words of the document that pass any of the first tests and none of the others."""

        def wanted(word: str) -> bool:
            return any(test(word) for test in any_of) and not any(test(word) for test in none_of)

        return _standings(
            {name: Counter(filter(wanted, self._document_words.of(name))) for name in fields(field)}
        )


def _standings(counts: dict[TextField, Counter[str]]) -> tuple[WordOccurrences, ...]:
    title, body = counts.get("title", Counter()), counts.get("body", Counter())
    found = [WordOccurrences(word, title[word], body[word]) for word in {**title, **body}]
    return tuple(sorted(found, key=lambda each: (-each.title - each.body, each.word)))


def _joined(found: Iterable[Evidence]) -> Iterator[Evidence]:
    """The evidence with the scores of a word that the query repeats added up."""
    scores: defaultdict[Evidence, float] = defaultdict(float)
    for each in found:
        scores[msgspec.structs.replace(each, score=0.0)] += each.score
    for each, score in scores.items():
        yield msgspec.structs.replace(each, score=round(score, _DIGITS))
