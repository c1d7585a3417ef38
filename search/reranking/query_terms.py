"""The words of a query as the second stage looks for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.matching.posting_lists import PostingLists
from search.matching.term_expansion import ClassKey, WordClasses, pattern_key
from search.query.nodes import (
    Leaf,
    Node,
    Part,
    Pattern,
    Phrase,
    Prefix,
    Related,
    wanted_parts,
    words,
)
from search.query.query_words import PhraseTerm, phrase_terms, written_words
from search.query.syntax import TextField
from search.request import Level


class QueryTerm(NamedTuple):
    """A word of a query by its classes, or a pattern by its class, with the field that it must
    match in, None for any. Words that are typed differently may be one."""

    classes: WordClasses | ClassKey
    field: TextField | None


class OtherSpelling(NamedTuple):
    """Classes that match side by side, as a synonym or another spelling, in place of the words
    number ``of``; ``part`` is what it belongs to."""

    keys: tuple[ClassKey, ...]
    field: TextField | None
    of: tuple[int, ...]
    part: Related


class QueryTerms(NamedTuple):
    """The distinct words of a query.

    ``rooted`` says how often each is typed in a place where the first stage does not score its
    root. ``sequence`` has the number of each in the order of the query, -1 between words that are
    not neighbours; ``spellings`` match beside them; ``typed`` are the words as typed.
    """

    terms: tuple[QueryTerm, ...]
    rooted: tuple[int, ...]
    sequence: tuple[int, ...]
    spellings: tuple[OtherSpelling, ...]
    typed: tuple[str, ...]


def query_terms(tree: Node, level: Level, lists: PostingLists) -> QueryTerms:
    """The words of the parts of a tree that may match in an answer; ``level`` is that of words
    without their own."""
    numbers: dict[QueryTerm, int] = {}
    rooted: Counter[int] = Counter()
    sequence: list[int] = []
    spellings: list[OtherSpelling] = []
    typed: dict[str, None] = {}
    for part in wanted_parts(tree):
        found: dict[int, None] = {}
        for leaf in words(part.node) if isinstance(part, Related) else (part,):
            for each in _terms_of(leaf, lists):
                number = numbers.setdefault(each, len(numbers))
                found[number] = None
                rooted[number] += _is_rooted(part, leaf, level)
                sequence += [-1, number, -1] if isinstance(each.classes, ClassKey) else [number]
            typed[leaf.text] = None
        if isinstance(part, Related):
            spellings += _spellings(part, tuple(found), lists)
    times = tuple(rooted[number] for number in range(len(numbers)))
    return QueryTerms(tuple(numbers), times, tuple(sequence), tuple(spellings), tuple(typed))


def _is_rooted(part: Part, leaf: Leaf, level: Level) -> bool:
    """Whether the second stage scores the root of a word."""
    if isinstance(leaf, Pattern) or (isinstance(part, Related) and part.one_term):
        return False
    return (leaf.level or level) != "root"


def _terms_of(leaf: Leaf, lists: PostingLists) -> Iterator[QueryTerm]:
    if isinstance(leaf, Pattern):
        yield QueryTerm(pattern_key(leaf), leaf.field)
        return
    for word, begun in _terms(leaf):
        yield QueryTerm(pattern_key(Prefix(word)) if begun else lists.classes(word), leaf.field)


def _terms(leaf: Leaf) -> Sequence[PhraseTerm]:
    if isinstance(leaf, Phrase):
        return phrase_terms(leaf.text)
    return [PhraseTerm(word, False) for word in written_words(leaf.text)]


def _spellings(part: Related, of: tuple[int, ...], lists: PostingLists) -> Iterator[OtherSpelling]:
    for other in part.others:
        if of and (keys := tuple(lists.keys(other, "form"))):
            yield OtherSpelling(keys, other.field, of, part)
