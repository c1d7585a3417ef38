"""Why a document has the score that it has: every share of it, with the words that earned it."""

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
from search.matching.bm25f import RANKED_LEVELS
from search.matching.matcher import Matcher
from search.matching.posting_lists import Lists, Scored, fields
from search.matching.scorer import Share
from search.matching.term_expansion import ClassKey
from search.query.nodes import Leaf, Node, Related, wanted_parts, words
from search.query.query_words import written_words
from search.query.syntax import TextField
from search.request import Level, Request

_Test: TypeAlias = Callable[[str], bool]
"""Whether a written word is one of those meant."""


_DIGITS: Final = 4


class _Read(NamedTuple):
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
    """Why a document of the archive, of this ``number`` there, answers a request or does not.

    ``tree`` is what the request asks for; a document that is not indexed yet matches nothing.
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
        index=info,
    )


def _evidence(matcher: Matcher, tree: Node, place: int, document: Document) -> tuple[Evidence, ...]:
    """What a document, number ``place`` within the index, was scored for, the largest first."""
    explainer = _Explainer(matcher, place, document)
    found = [each for share in matcher.scorer.shares(tree) for each in explainer.evidence(share)]
    return tuple(sorted(_joined(found), key=lambda each: -each.score))


def _absent(matcher: Matcher, tree: Node, level: Level, document: Document) -> tuple[str, ...]:
    """The words that a query asks for and that do not stand in a document at their level, as they
    were typed; where something related stands in their place they are not absent."""
    read = _read(document)
    found: list[str] = []
    for part in wanted_parts(tree):
        if isinstance(part, Related):
            leaves = (*words(part.node), *part.others)
            if not any(_stands(matcher, leaf, level, read) for leaf in leaves):
                found += [leaf.text for leaf in words(part.node)]
        elif not _stands(matcher, part, level, read):
            found.append(part.text)
    return tuple(dict.fromkeys(found))


def _stands(matcher: Matcher, leaf: Leaf, level: Level, read: _Read) -> bool:
    """Whether every word of a leaf stands somewhere in the fields it is sought in."""
    return all(
        any(spells(word) for field in fields(leaf.field) for word in read.of(field))
        for spells in (_spells(matcher.lists, key) for key in matcher.lists.keys(leaf, level))
    )


def _read(document: Document) -> _Read:
    return _Read(list(split_words(document.title)), list(split_words(document.text)))


def _spells(lists: Lists, key: ClassKey) -> _Test:
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
        self._read = _read(document)

    def evidence(self, share: Share) -> Iterator[Evidence]:
        """What a share says of the document, if anything."""
        if share.classes is not None:
            yield from self._of_levels(share)
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

    def _of_levels(self, share: Share) -> Iterator[Evidence]:
        narrower: tuple[_Test, ...] = ()
        for level in RANKED_LEVELS:
            number = getattr(share.classes, level)
            if number is None:
                continue
            key = ClassKey(level, number)
            spells = _spells(self._lists, key)
            scored = self._lists.scored(key, share.field)
            score = self._parameters.of(level) * self._gain(scored)
            if score and (level != "stem" or share.related is None):
                yield Evidence(
                    kind="word",
                    text=share.text,
                    score=score,
                    documents=len(scored.documents),
                    field=share.field,
                    level=level,
                    words=self._standing(share.field, [spells], narrower),
                )
            narrower = (*narrower, spells)

    def _words(self, share: Share) -> tuple[WordOccurrences, ...]:
        lists = self._lists
        if share.kind == "bigram":
            return self._pairs(share)
        if share.kind == "title":
            keys = [key for key in map(self._stem, written_words(share.text)) if key is not None]
        elif share.related is not None:
            keys = [key for other in share.related.others for key in lists.keys(other, "form")]
            keys += [share.key] if share.key is not None else []
        else:
            keys = [share.key] if share.key is not None else []
        return self._standing(share.field, [_spells(lists, key) for key in keys])

    def _stem(self, word: str) -> ClassKey | None:
        stem = self._lists.classes(word).stem
        return None if stem is None else ClassKey("stem", stem)

    def _pairs(self, share: Share) -> tuple[WordOccurrences, ...]:
        wanted = tuple(map(fold, written_words(share.text)))
        counts = {
            field: Counter(
                f"{one} {other}"
                for one, other in zip(self._read.of(field), self._read.of(field)[1:], strict=False)
                if (fold(one), fold(other)) == wanted
            )
            for field in fields(share.field)
        }
        return _standings(counts)

    def _standing(
        self, field: TextField | None, any_of: Sequence[_Test], none_of: Sequence[_Test] = ()
    ) -> tuple[WordOccurrences, ...]:
        """The words of the document that pass any of some tests and none of others."""

        def wanted(word: str) -> bool:
            return any(test(word) for test in any_of) and not any(test(word) for test in none_of)

        return _standings(
            {name: Counter(filter(wanted, self._read.of(name))) for name in fields(field)}
        )


def _standings(counts: dict[TextField, Counter[str]]) -> tuple[WordOccurrences, ...]:
    title, body = counts.get("title", Counter()), counts.get("body", Counter())
    found = [WordOccurrences(word, title[word], body[word]) for word in {**title, **body}]
    return tuple(sorted(found, key=lambda each: (-each.title - each.body, each.word)))


def _joined(found: Iterable[Evidence]) -> Iterator[Evidence]:
    """A word that the query repeats is told once, with all that it earned."""
    scores: defaultdict[Evidence, float] = defaultdict(float)
    for each in found:
        scores[msgspec.structs.replace(each, score=0.0)] += each.score
    for each, score in scores.items():
        yield msgspec.structs.replace(each, score=round(score, _DIGITS))
