"""The explanation of a score: every share of it, with the words of the document that it is for."""

from __future__ import annotations

import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Final, NamedTuple, assert_never

import msgspec
import numpy as np

from arabic.folding import fold, fold_exact
from arabic.tokenizer import tokenize
from corpus.document import Document
from search.answer import IndexInfo
from search.explanation import Evidence, ScoreExplanation, WordOccurrences
from search.matching.deadline import CheckTime, Deadline, OutOfTime
from search.matching.matcher import Matcher
from search.matching.posting_lists import PostingLists, Scored, fields
from search.matching.scorer import ScoredList, ScoredWord, Share
from search.matching.term_expansion import ClassKey
from search.query.nodes import Leaf, Node, Related, wanted_parts, words
from search.query.query_words import written_words
from search.query.syntax import TextField
from search.request import Level, Request

_DIGITS: Final = 4

_WORDS_AT_ONCE: Final = 4_096
"""Words of the document that are read before the clock is."""


class _FieldWords:
    """The words of a field of a document, as written, read until the time is over."""

    def __init__(self, text: str, check_time: CheckTime) -> None:
        self._check_time = check_time
        self.counts: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}
        self._order = array("I")
        self._exact: dict[str, list[str]] | None = None
        try:
            for chunk in _word_parts(text):
                check_time()
                for word in chunk:
                    self.counts[word] += 1
                    self._order.append(self._numbers.setdefault(word, len(self._numbers)))
        except OutOfTime:
            pass  # the explanation says that it is not complete
        self._forms: dict[str, list[str]] = _by(fold, self.counts)

    def spelled(self, classes: Iterable[_ClassNames]) -> set[str]:
        """The words of any of some classes."""
        return {word for names in classes for word in self._of(names)}

    def _of(self, names: _ClassNames) -> Iterator[str]:
        if names.exact and self._exact is None:
            self._exact = _by(fold_exact, self.counts)
        known = (self._exact or {}) if names.exact else self._forms
        smaller = known.keys() & names.names
        return (word for name in smaller for word in known[name])

    def pairs(self, first: str, second: str) -> Counter[str]:
        """How often two forms stand side by side, by the words as written."""
        found: Counter[str] = Counter()
        ones, others = self._forms.get(first), self._forms.get(second)
        if not ones or not others:
            return found
        self._check_time()
        order = np.frombuffer(self._order, np.uint32)
        wanted = [[self._numbers[word] for word in words] for words in (ones, others)]
        both = np.isin(order[:-1], wanted[0]) & np.isin(order[1:], wanted[1])
        kinds, counts = np.unique(
            order[:-1][both].astype(np.uint64) << np.uint64(32) | order[1:][both],
            return_counts=True,
        )
        written = list(self._numbers)
        for kind, count in zip(kinds.tolist(), counts.tolist(), strict=True):
            found[f"{written[kind >> 32]} {written[kind & 0xFFFFFFFF]}"] = count
        return found


def _word_parts(text: str) -> Iterator[list[str]]:
    """The written words of a text, some thousand at once."""
    found = (token for token in tokenize(text))
    while part := [text[start:end] for start, end in islice(found, _WORDS_AT_ONCE)]:
        yield part


def _by(key: Callable[[str], str], words: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for word in words:
        grouped.setdefault(key(word), []).append(word)
    return grouped


class _ClassNames(NamedTuple):
    """What a word is to be one of a class: one of some forms, or of some exact spellings."""

    names: frozenset[str]
    exact: bool


class _DocumentWords:
    """The words of a document by field, as written."""

    def __init__(self, document: Document, check_time: CheckTime) -> None:
        self.fields: dict[TextField, _FieldWords] = {
            "title": _FieldWords(document.title, check_time),
            "body": _FieldWords(document.text, check_time),
        }


def explanation(
    matcher: Matcher,
    request: Request,
    tree: Node,
    document: Document,
    number: int,
    info: IndexInfo,
    clock: Callable[[], float] = time.monotonic,
) -> ScoreExplanation:
    """Explain why a document answers a request or does not, as far as there is time.

    ``tree`` is the expanded tree of the request, ``number`` that of the document in the archive. A
    document that is not indexed yet matches nothing.
    """
    deadline = Deadline(matcher.limits.search_seconds, clock)
    (places,) = np.nonzero((matcher.index.numbers == number) & matcher.index.live)
    matched = matcher.match(tree, request.level, sources=request.sources, scored=False)
    document_words = _DocumentWords(document, deadline.check)
    evidence: list[Evidence] = []
    absent: tuple[str, ...] = ()
    with suppress(OutOfTime):
        for place in places.tolist():
            evidence += _evidence(
                matcher, tree, request.level, place, document_words, deadline.check
            )
        absent = _absent(matcher, tree, request.level, document_words, deadline.check)
    return ScoreExplanation(
        query=request.query,
        id=document.id,
        level=request.level,
        operator=request.operator,
        matched=bool(np.isin(places, matched.documents).any()),
        score=round(sum(each.score for each in evidence), _DIGITS),
        evidence=tuple(evidence),
        absent=absent,
        expansions=(),
        timed_out=matched.timed_out or deadline.passed,
        index=info,
    )


def _evidence(
    matcher: Matcher,
    tree: Node,
    level: Level,
    place: int,
    document_words: _DocumentWords,
    check_time: CheckTime,
) -> tuple[Evidence, ...]:
    """The shares of the score of a document, number ``place`` within the index, largest first;
    those that were found in time."""
    explainer = _Explainer(matcher, place, document_words)
    found: list[Evidence] = []
    with suppress(OutOfTime):
        for share in matcher.scorer.shares(tree, level):
            found += explainer.evidence(share)
            check_time()
    return tuple(sorted(_joined(found), key=lambda each: -each.score))


def _absent(
    matcher: Matcher,
    tree: Node,
    level: Level,
    document_words: _DocumentWords,
    check_time: CheckTime,
) -> tuple[str, ...]:
    """The words of a query that a document has neither at their level nor as a synonym, as they
    were typed."""
    found: list[str] = []
    for part in wanted_parts(tree):
        check_time()
        if isinstance(part, Related):
            leaves = (*words(part.node), *part.others)
            if not any(_has(matcher, leaf, level, document_words) for leaf in leaves):
                found += [leaf.text for leaf in words(part.node)]
        elif not _has(matcher, part, level, document_words):
            found.append(part.text)
    return tuple(dict.fromkeys(found))


def _has(matcher: Matcher, leaf: Leaf, level: Level, document_words: _DocumentWords) -> bool:
    """Whether every word of a leaf occurs in the fields that it may match in."""
    names = (_names_of(matcher.lists, key) for key in matcher.lists.keys(leaf, level))
    return all(
        any(document_words.fields[field].spelled([each]) for field in fields(leaf.field))
        for each in names
    )


def _names_of(lists: PostingLists, key: ClassKey) -> _ClassNames:
    vocabulary = lists.vocabulary
    group = lists.members(key)
    if key.kind in ("exact", "marked"):
        return _ClassNames(frozenset(map(vocabulary.spelling, group.terms.tolist())), exact=True)
    return _ClassNames(frozenset(vocabulary.forms[form] for form in group.forms.tolist()), False)


class _Explainer:
    """Explains the shares of one document."""

    def __init__(self, matcher: Matcher, place: int, document_words: _DocumentWords) -> None:
        self._lists = matcher.lists
        self._parameters = matcher.scorer.parameters
        self._place = place
        self._fields = document_words.fields

    def evidence(self, share: Share) -> Iterator[Evidence]:
        """The evidence of a share, if the document has any of it."""
        match share:
            case ScoredWord():
                yield from self._of_levels(share)
            case ScoredList():
                yield from self._of_list(share)
            case _:
                assert_never(share)

    def _of_list(self, share: ScoredList) -> Iterator[Evidence]:
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

    def _of_levels(self, share: ScoredWord) -> Iterator[Evidence]:
        narrower: tuple[_ClassNames, ...] = ()
        for level in share.levels:
            key = self._lists.scored_key(share.classes, level)
            if key is None:
                continue
            names = _names_of(self._lists, key)
            scored = self._lists.scored(key, share.field)
            score = self._parameters.level_weight(level) * self._gain(scored)
            if score:
                yield Evidence(
                    kind="word",
                    text=share.text,
                    score=score,
                    documents=len(scored.documents),
                    field=share.field,
                    level=level,
                    words=self._matching(share.field, [names], narrower),
                )
            narrower = (*narrower, names)

    def _words(self, share: ScoredList) -> tuple[WordOccurrences, ...]:
        lists = self._lists
        if share.kind == "bigram":
            return self._pairs(share)
        if share.related is not None:
            keys = [key for other in share.related.others for key in lists.keys(other, "form")]
            keys += [share.key] if share.key is not None else []
            if share.related.one_term:
                keys += [
                    key for leaf in words(share.related.node) for key in lists.keys(leaf, "stem")
                ]
        else:
            keys = [share.key] if share.key is not None else []
        return self._matching(share.field, [_names_of(lists, key) for key in keys])

    def _pairs(self, share: ScoredList) -> tuple[WordOccurrences, ...]:
        first, second = map(fold, written_words(share.text))
        return _standings(
            {name: self._fields[name].pairs(first, second) for name in fields(share.field)}
        )

    def _matching(
        self,
        field: TextField | None,
        any_of: Sequence[_ClassNames],
        none_of: Sequence[_ClassNames] = (),
    ) -> tuple[WordOccurrences, ...]:
        """The words of the document that are of any of the first classes and none of the others."""
        counts: dict[TextField, Counter[str]] = {}
        for name in fields(field):
            own = self._fields[name]
            wanted = own.spelled(any_of) - own.spelled(none_of)
            counts[name] = Counter({word: own.counts[word] for word in wanted})
        return _standings(counts)


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
