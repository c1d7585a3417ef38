"""Did you mean: queries with other words for those that stand nowhere, or suspiciously seldom.

A word may be a slip of another (``speller``), two words written as one, or one as two. What
is likeliest comes first: the frequency of the words against the cost of the slips.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from typing import Final, NamedTuple

from arabic.folding import fold
from search.advice.speller import SLIP, Speller
from search.advice.term_counts import level_of
from search.answer import Level
from search.matching.matcher import Matcher
from search.matching.term_expansion import ClassKey, class_key
from search.query.nodes import And, Node, Not, Or, Phrase, Related, Word, conjunction, wanted_parts
from search.query.query_words import written_words

Count = Callable[[Node], int]
"""How many documents of the whole archive match a node."""

SUSPICIOUS: Final = 20
"""A word of more documents is taken for what was meant."""

COMMONER: Final = 10
"""How many times commoner a word must be to be offered for one that stands somewhere."""

UNLIKELY: Final = 8.0
"""A rewording so much less likely than the best, as a logarithm, is not offered beside it."""

_SLIGHT: Final = 1.0
"""The cost of a slip may be no more where the word stands somewhere."""

_WORDS: Final = 3
_OPTIONS: Final = 5
_LOOKED_AT: Final = 16
_JOINED: Final = 0.5
_GLUED: Final = 0.5
_APART: Final = 2.0
_SELDOM_ONE: Final = math.log(0.88 / 0.12)
"""Of the words of news that hold a ة, 88 in 100 are two words without their space."""
_HALF: Final = 2
_SPLITS: Final = 2
_LEFT: Final = -2 * SLIP


class Rewording(NamedTuple):
    """Other words for some of a query's; ``merit`` is the logarithm of how likely they were meant,
    up to a constant, and ``splits`` says that they are the same letters with spaces put in."""

    changes: dict[tuple[str, ...], str]
    merit: float
    splits: bool


class _Doubt(NamedTuple):
    """A word of a query that may be a slip."""

    node: Word
    documents: int


class _Option(NamedTuple):
    """What may stand for a word; nothing for the word as it is."""

    instead: str
    merit: float
    splits: bool = False


def rewordings(
    typed: Node, matched: Node, level: Level, matcher: Matcher, speller: Speller, count: Count
) -> list[Rewording]:
    """Rewordings of a query, the likeliest first; whether any finds anything is not known yet.

    ``typed`` is the query as it was read, ``matched`` with its relations; its words are taken at
    ``level`` unless they say otherwise.
    """
    doubts = _doubts(matched, level, count)
    options = [list(_options(doubt, matcher, speller, count)) for doubt in doubts]
    as_it_is = sum(_as_it_is(doubt).merit for doubt in doubts)
    found = []
    for chosen in product(*options):
        changes: dict[tuple[str, ...], str] = {
            (doubt.node.text,): option.instead
            for doubt, option in zip(doubts, chosen, strict=True)
            if option.instead
        }
        if changes:
            splits = all(option.splits for option in chosen if option.instead)
            found.append(Rewording(changes, sum(option.merit for option in chosen), splits))
    found += [
        Rewording(each.changes, each.merit + as_it_is, each.splits)
        for each in (*_joins(typed, matcher), *_glued(matched, speller, count))
    ]
    found.sort(key=lambda each: (-each.merit, tuple(each.changes.values())))
    return [each for each in found if each.merit >= found[0].merit - UNLIKELY]


def _doubts(matched: Node, level: Level, count: Count) -> list[_Doubt]:
    """The rarest of the words that stand nowhere or seldom, in the order of the query."""
    found: dict[Word, int] = {}
    for part in wanted_parts(matched):
        leaf = part.node if isinstance(part, Related) else part
        if not isinstance(leaf, Word | Phrase):
            continue
        if isinstance(part, Related) and count(part) > SUSPICIOUS:
            continue  # another spelling of a name
        for word in written_words(leaf.text):
            node = Word(word, level_of(leaf, level), leaf.field)
            found[node] = count(node)
    rare = [_Doubt(node, documents) for node, documents in found.items()]
    rare = [doubt for doubt in rare if doubt.documents <= SUSPICIOUS]
    rarest = sorted(rare, key=lambda doubt: doubt.documents)[:_WORDS]
    return [doubt for doubt in rare if doubt in rarest]


def _as_it_is(doubt: _Doubt) -> _Option:
    return _Option("", math.log(1 + doubt.documents) if doubt.documents else _LEFT)


def _options(doubt: _Doubt, matcher: Matcher, speller: Speller, count: Count) -> Iterator[_Option]:
    """What may stand for a word, one of each class, and the word as it is if it stands anywhere."""
    word, level = doubt.node.text, doubt.node.level
    assert level is not None
    seen: set[ClassKey] = {class_key(word, matcher.lists.classes(word), level)}
    options = []
    for each in speller.corrections(word, _LOOKED_AT):
        if doubt.documents and (
            each.cost > _SLIGHT or each.occurrences < COMMONER * doubt.documents
        ):
            continue
        spelled = speller.spelled(each)
        key = class_key(spelled, matcher.lists.classes(spelled), level)
        if key not in seen:
            seen.add(key)
            options.append(_Option(spelled, each.merit))
        if len(options) == _OPTIONS:
            break
    options += _splits(doubt, matcher, count)
    if doubt.documents or not options:
        options.append(_as_it_is(doubt))
    yield from options


def _splits(doubt: _Doubt, matcher: Matcher, count: Count) -> Iterator[_Option]:
    """Two words of the archive that a word may be, written without the space between them."""
    vocabulary, word = matcher.index.vocabulary, doubt.node.text
    halves = []
    for place in range(_HALF, len(word) - _HALF + 1):
        forms = [vocabulary.form(fold(half)) for half in (word[:place], word[place:])]
        rarer = min(0 if form is None else int(vocabulary.occurrences[form]) for form in forms)
        if rarer:
            halves.append((-rarer, f"{word[:place]} {word[place:]}"))
    for _, both in sorted(halves)[:_SPLITS]:
        documents = count(Phrase(both, level="form", field=doubt.node.field))
        if doubt.documents and documents < COMMONER * doubt.documents:
            continue
        away = 0.0 if documents else _APART
        yield _Option(both, math.log(1 + documents) - SLIP * _GLUED - away, splits=True)


def _joins(typed: Node, matcher: Matcher) -> Iterator[Rewording]:
    """Words side by side that are one word of the archive, written with a space in it."""
    for first, second in _neighbours(typed):
        joined = first.text + second.text
        form = matcher.index.vocabulary.form(fold(joined))
        if form is not None and len(written_words(joined)) == 1:
            occurrences = int(matcher.index.vocabulary.occurrences[form])
            merit = math.log(1 + occurrences) - SLIP * _JOINED
            yield Rewording({(first.text, second.text): joined}, merit, False)


def _neighbours(tree: Node) -> Iterator[tuple[Word, Word]]:
    """Plain words that stand side by side."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, And | Or):
            stack += [child for child in node.nodes if not isinstance(child, Not)]
            for first, second in pairwise(node.nodes):
                if _plain(first) and _plain(second):
                    assert isinstance(first, Word)
                    assert isinstance(second, Word)
                    yield first, second


def _plain(node: Node) -> bool:
    return (
        isinstance(node, Word)
        and node.level is None
        and node.field is None
        and written_words(node.text) == (node.text,)
    )


def _glued(matched: Node, speller: Speller, count: Count) -> Iterator[Rewording]:
    """What is written as one chunk, holds several words, and stands nowhere as they follow one
    another: each by itself, or a slip of one word."""
    for part in wanted_parts(matched):
        if isinstance(part, Word) and len(found := written_words(part.text)) > 1:
            if count(part):
                continue
            apart = conjunction(Word(word, part.level, part.field) for word in found)
            likely = math.log(1 + count(apart))
            yield Rewording({found: " ".join(found)}, likely - _LEFT, True)
            for each in speller.corrections("".join(found), _OPTIONS):
                merit = each.merit - _SELDOM_ONE
                yield Rewording({found: speller.spelled(each)}, merit - _LEFT, False)
