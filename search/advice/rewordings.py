"""Rewordings of a query ("did you mean"): other words for those that are missing or very rare.

A word may be a misspelling of another (``speller``), two words written as one, or one word written
as two. Rewordings are ranked by the frequency of their words and the cost of the edits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, product
from typing import Final, NamedTuple

from arabic.folding import fold
from search.advice.doubtful_words import DoubtfulWord
from search.advice.edit_costs import DOUBLED
from search.advice.query_counter import AnsweredQuery
from search.advice.speller import CLITICS, EDIT_WEIGHT, Correction, Speller, log_likelihood
from search.advice.term_counts import level_of
from search.matching.matcher import Matcher
from search.matching.term_expansion import EMPTY, ClassKey, class_key
from search.query.class_names import other_names
from search.query.nodes import And, Node, Not, Or, Phrase, Related, Word, conjunction, wanted_parts
from search.query.query_words import phrase_terms, written_words

Count = Callable[[Node], int]
"""How many documents of the whole archive match a node."""

SUSPICIOUS: Final = 20
"""A word that more documents have is taken to be spelled as intended."""

COMMONER: Final = 10
"""How many times more frequent a word must be to replace one that occurs at all."""

UNLIKELY: Final = 8.0
"""Rewordings whose log-likelihood is lower than the best by more are left out."""

_CHEAP: Final = 1.0
"""The highest edit cost of a replacement for a word that occurs at all."""

_WORDS: Final = 3
_OPTIONS: Final = 5
_LOOKED_AT: Final = 16
_JOINED: Final = 0.5
_GLUED: Final = 0.5
_APART: Final = 2.0
_ONE_WORD_PENALTY: Final = math.log(0.88 / 0.12)
"""88 in 100 words of news that have a ة inside are two words without their space."""
_HALF: Final = 2
_SPLITS: Final = 2
_OWN_CLASS: Final = 1.0
"""How much likelier a spelling of the class of the word must be than another correction."""

_MISSING_WORD: Final = -2 * EDIT_WEIGHT


class Rewording(NamedTuple):
    """Replacements of words of a query; ``log_likelihood`` is up to a constant, and ``splits`` says
    that the replacements only add spaces."""

    changes: dict[tuple[str, ...], str]
    log_likelihood: float
    splits: bool


class _RareWord(NamedTuple):
    """A word of a query that may be misspelled, with its documents: those of its form alone for a
    doubtful word, and ``answered`` if there are more of its class."""

    node: Word
    documents: int
    answered: bool = False


class _Replacement(NamedTuple):
    """A replacement of a word; an empty ``instead`` keeps the word."""

    instead: str
    log_likelihood: float
    splits: bool = False


def rewordings(
    answered: AnsweredQuery,
    doubtful: Sequence[DoubtfulWord],
    matcher: Matcher,
    speller: Speller,
    count: Count,
) -> list[Rewording]:
    """Rewordings of a query that found little, the likeliest first; they are not counted yet.

    ``doubtful`` are the words that may be misspelled, whatever their classes found. ``count`` gives
    the documents that match a node.
    """
    typed, matched = answered.typed, answered.matched
    rare_words = _rare_words(answered, doubtful, count)
    return _likeliest(
        [
            *_replaced(rare_words, matcher, speller, count),
            *_joins(typed, rare_words, matcher),
            *_respaced(rare_words, _unjoined(matched, speller, count)),
        ]
    )


def corrected(
    doubtful: Sequence[DoubtfulWord], matcher: Matcher, speller: Speller, count: Count
) -> list[Rewording]:
    """Rewordings of a query that found enough, of its doubtful words alone."""
    rare_words = [_doubted(each, count) for each in doubtful[:_WORDS]]
    return _likeliest(list(_replaced(rare_words, matcher, speller, count)))


def _respaced(rare_words: Sequence[_RareWord], found: Iterable[Rewording]) -> Iterator[Rewording]:
    """The rewordings beside which the rare words are unchanged."""
    unchanged = sum(_kept(rare).log_likelihood for rare in rare_words)
    for each in found:
        yield each._replace(log_likelihood=each.log_likelihood + unchanged)


def _replaced(
    rare_words: Sequence[_RareWord], matcher: Matcher, speller: Speller, count: Count
) -> Iterator[Rewording]:
    replacements = [list(_replacements(rare, matcher, speller, count)) for rare in rare_words]
    for chosen in product(*replacements):
        changes: dict[tuple[str, ...], str] = {
            (rare.node.text,): replacement.instead
            for rare, replacement in zip(rare_words, chosen, strict=True)
            if replacement.instead
        }
        if changes:
            splits = all(each.splits for each in chosen if each.instead)
            yield Rewording(changes, sum(each.log_likelihood for each in chosen), splits)


def _likeliest(found: list[Rewording]) -> list[Rewording]:
    """The rewordings, the likeliest first, without the unlikely ones."""
    found.sort(key=lambda each: (-each.log_likelihood, tuple(each.changes.values())))
    least = found[0].log_likelihood - UNLIKELY if found else 0.0
    return [each for each in found if each.log_likelihood >= least]


def _rare_words(
    answered: AnsweredQuery, doubtful: Sequence[DoubtfulWord], count: Count
) -> list[_RareWord]:
    """The rarest words that are missing, very rare or doubtful, in the order of the query."""
    found = {each.node: _doubted(each, count) for each in doubtful}
    rare: list[_RareWord] = []
    for part in wanted_parts(answered.matched):
        leaf = part.node if isinstance(part, Related) else part
        if not isinstance(leaf, Word | Phrase):
            continue
        if isinstance(part, Related) and count(part) > SUSPICIOUS:
            continue  # a frequent name in a rare spelling
        for word, begun in phrase_terms(leaf.text):
            if begun and isinstance(leaf, Phrase):
                continue  # a prefix, not a word
            node = Word(word, level_of(leaf, answered.request.level), leaf.field)
            rare.append(found.get(node) or _RareWord(node, count(node)))
    rare = [each for each in dict.fromkeys(rare) if each.documents <= SUSPICIOUS]
    rarest = sorted(rare, key=lambda each: each.documents)[:_WORDS]
    return [each for each in rare if each in rarest]


def _doubted(doubtful: DoubtfulWord, count: Count) -> _RareWord:
    documents = count(doubtful.as_written) if doubtful.occurrences else 0
    return _RareWord(doubtful.node, documents, answered=count(doubtful.node) > documents)


def _kept(rare: _RareWord) -> _Replacement:
    return _Replacement(
        "", log_likelihood(rare.documents, 0.0) if rare.documents else _MISSING_WORD
    )


def _replacements(
    rare: _RareWord, matcher: Matcher, speller: Speller, count: Count
) -> Iterator[_Replacement]:
    """The replacements of a word, and the word itself if it or its class occurs at all.

    Words of one class find the same, so that each class has one replacement, and the class of a
    word has none if the word occurs or was found as the sound spelling of a damaged one; but those
    one edit away are all kept, because one of them is what was meant. Another spelling of its
    class, not only with other clitics, shows that the word was read well: what is less likely than
    that spelling is no replacement.
    """
    word, level = rare.node.text, rare.node.level
    assert level is not None
    own = class_key(word, matcher.lists.classes(word), level)
    names = other_names(matcher.index.vocabulary, word)
    is_damaged = any(each.kind == "extraction" for each in names)
    seen: set[ClassKey] = set()
    found: list[_Replacement] = []
    least = -math.inf
    for each in speller.corrections(word, _LOOKED_AT):
        if each.log_likelihood < least or len(found) == _OPTIONS:
            break
        if rare.documents and (each.cost > _CHEAP or each.occurrences < COMMONER * rare.documents):
            continue
        spelled = speller.spelled(each)
        key = class_key(spelled, matcher.lists.classes(spelled), level)
        likely = each.log_likelihood
        if key == own and key != EMPTY:
            if _differ_by_clitics(fold(word), each):
                continue
            likely -= _OWN_CLASS
            least = max(least, likely)
            if is_damaged or rare.documents:
                continue
        if key not in seen or each.edits == 1:
            seen.add(key)
            found.append(_Replacement(spelled, likely))
    found += [each for each in _splits(rare, matcher, count) if each.log_likelihood >= least]
    if rare.documents or rare.answered or not found:
        found.append(_kept(rare))
    yield from found


def _differ_by_clitics(word: str, other: Correction) -> bool:
    """Whether a form and its correction are one word, with other clitics before it."""
    shorter, longer = sorted((word, other.form), key=len)
    clitics = longer.removesuffix(shorter)
    return other.cost > DOUBLED and clitics != longer and clitics in CLITICS


def _splits(rare: _RareWord, matcher: Matcher, count: Count) -> Iterator[_Replacement]:
    """Two words of the archive that a word may be with the space between them left out."""
    vocabulary, word = matcher.index.vocabulary, rare.node.text
    halves = []
    for place in range(_HALF, len(word) - _HALF + 1):
        forms = [vocabulary.form(fold(half)) for half in (word[:place], word[place:])]
        rarer = min(0 if form is None else int(vocabulary.occurrences[form]) for form in forms)
        if rarer:
            halves.append((-rarer, f"{word[:place]} {word[place:]}"))
    for _, both in sorted(halves)[:_SPLITS]:
        documents = count(Phrase(both, level="form", field=rare.node.field))
        if rare.documents and documents < COMMONER * rare.documents:
            continue
        apart = 0.0 if documents else _APART
        yield _Replacement(both, log_likelihood(documents, _GLUED) - apart, splits=True)


def _joins(typed: Node, rare_words: Sequence[_RareWord], matcher: Matcher) -> Iterator[Rewording]:
    """Neighbouring words that are one word of the archive with a space in it."""
    for first, second in _plain_pairs(typed):
        joined = first.text + second.text
        form = matcher.index.vocabulary.form(fold(joined))
        if form is not None and len(written_words(joined)) == 1:
            occurrences = int(matcher.index.vocabulary.occurrences[form])
            likely = log_likelihood(occurrences, _JOINED)
            pair = (first.text, second.text)
            others = [each for each in rare_words if each.node.text not in pair]
            yield from _respaced(others, [Rewording({pair: joined}, likely, False)])


def _plain_pairs(tree: Node) -> Iterator[tuple[Word, Word]]:
    """Pairs of neighbouring plain words."""
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


def _unjoined(matched: Node, speller: Speller, count: Count) -> Iterator[Rewording]:
    """Replacements of a chunk without spaces that has several words, which never occur in a row:
    the words with spaces, or one word of which the chunk is a misspelling."""
    for part in wanted_parts(matched):
        if isinstance(part, Word) and len(found := written_words(part.text)) > 1:
            if count(part):
                continue
            apart = conjunction(Word(word, part.level, part.field) for word in found)
            likely = log_likelihood(count(apart), 0.0)
            yield Rewording({found: " ".join(found)}, likely - _MISSING_WORD, True)
            for each in speller.corrections("".join(found), _OPTIONS):
                likely = each.log_likelihood - _ONE_WORD_PENALTY - _MISSING_WORD
                yield Rewording({found: speller.spelled(each)}, likely, False)
