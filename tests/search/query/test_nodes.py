"""The tree of a query: normal form, writing, and the words that may match."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.nodes import (
    And,
    DateRange,
    Everything,
    FieldIs,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    leaves,
    normalise,
    unparse,
    words,
)
from search.query.parser import parse
from search.query.syntax import TextField
from search.query.tokens import trimmed
from search.request import Level, Operator

A, B, C = Word("a"), Word("b"), Word("c")

NORMAL: list[tuple[Node, Node]] = [
    (And((A, And((B, C)))), And((A, B, C))),
    (Or((A, Or((B, C)))), Or((A, B, C))),
    (And((A,)), A),
    (And(()), Nothing()),
    (And((A, Nothing())), A),
    (Or((Nothing(), Nothing())), Nothing()),
    (Not(A), And((Everything(), Not(A)))),
    (Not(Not(A)), A),
    (Not(Nothing()), Nothing()),
    (And((Not(A), Not(B))), And((Everything(), Not(A), Not(B)))),
    (And((Everything(), A)), A),
    (And((Everything(), Everything())), Everything()),
    (Or((A, Not(B))), Or((A, And((Everything(), Not(B)))))),
    (Not(Or((A, B))), And((Everything(), Not(Or((A, B)))))),
]


@pytest.mark.parametrize(("tree", "normal"), NORMAL)
def test_normal_form(tree: Node, normal: Node) -> None:
    assert normalise(tree) == normal


WRITTEN: list[tuple[Node, str]] = [
    (And((A, B)), "a b"),
    (And((A, Or((B, C)))), "a (b OR c)"),
    (Or((A, And((B, C)))), "a OR (b c)"),
    (And((A, Not(B))), "a -b"),
    (And((Everything(), Not(Or((A, B))))), "-(a OR b)"),
    (Word("OR"), "\\OR"),
    (Word("أو"), "\\أو"),
    (Word("title:x"), "title\\:x"),
    (Word("12:30"), "12:30"),
    (Word("كتب", "root", "title"), "title:root:كتب"),
    (Word("أحمد", "exact"), "=أحمد"),
    (Phrase("a b", 10), '"a b"~10'),
    (Phrase('قال "نعم"'), '«قال "نعم"»'),
    (Phrase('a "b" «c»'), "''a \"b\" «c»''"),
    (Prefix("كتب", "body"), "body:كتب*"),
    (Wildcard("كت?ب", "title"), "title:كت?ب"),
    (Wildcard("مك?ب*"), "مك?ب*"),
    (Word("كت?ب"), "كت\\?ب"),
    (Fuzzy("كلمة", 2), "كلمة~2"),
    (FieldIs("source", "وكالة الأنباء"), 'source:"وكالة الأنباء"'),
    (DateRange("2016-12-01", "2016-12-01"), "date:2016-12-01"),
    (DateRange("2016-12-01", None), "date:2016-12-01.."),
    (Everything(), "*"),
    (Nothing(), ""),
]


@pytest.mark.parametrize(("tree", "query"), WRITTEN)
def test_a_tree_is_written_as_a_query(tree: Node, query: str) -> None:
    assert unparse(tree) == query
    assert parse(query).tree == tree


def test_a_tree_is_written_for_the_operator_any() -> None:
    assert unparse(And((A, Or((B, C)), Not(A))), operator="any") == "a AND (b OR c) AND -a"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("a -b (c OR كتب*) source:s", (A, C, Prefix("كتب"))),
        ('"a b"~3 كلمة~1', (Phrase("a b", 3), Fuzzy("كلمة", 1))),
        ("-a", ()),
        ("c -(a -b)", (C, B)),
        ("", ()),
    ],
)
def test_words_are_those_that_may_match(query: str, found: tuple[Leaf, ...]) -> None:
    assert words(parse(query).tree) == found


def test_leaves_include_excluded_ones() -> None:
    assert tuple(leaves(parse("a -(b OR c)").tree)) == (A, B, C)


LETTERS = "abONRDT?12كتبأوليسةى\u064e\u0640\u200c:*~^-=\"«»'()|&\\/,،؟ .\n"
TEXTS = st.one_of(
    st.text(alphabet=LETTERS, min_size=1, max_size=12),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6),
    st.sampled_from(["OR", "AND", "NOT", "أو", "ليس", "title:x", "a*b", "12:30", "U.S.A", "a,b"]),
)
WORDS = TEXTS.map(lambda text: trimmed(text)[0]).filter(bool)
SINGLE = WORDS.filter(lambda text: trimmed(text) == (text, 1))
PATTERNS = st.tuples(
    st.lists(st.from_regex("[كتى]{1,3}", fullmatch=True), min_size=2, max_size=4).map("?".join),
    st.sampled_from(["", "*"]),
).map("".join)
# A phrase can be written if it lacks a kind of quotation mark.
PHRASES = TEXTS.filter(lambda text: bool(trimmed(text)[0]) and '"' not in text and "＂" not in text)
FIELDS: st.SearchStrategy[TextField | None] = st.sampled_from([None, "title", "body"])
LEVELS: st.SearchStrategy[Level | None] = st.sampled_from([None, *get_args(Level)])
DAYS = st.dates().map(lambda day: day.isoformat()).filter(lambda day: "0600" < day < "2200")
RANGES = st.tuples(DAYS, DAYS).map(sorted).map(lambda days: DateRange(days[0], days[1]))
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, WORDS, LEVELS, FIELDS),
    st.builds(Phrase, PHRASES, st.integers(0, 200), LEVELS, FIELDS),
    st.builds(Prefix, SINGLE, FIELDS),
    st.builds(Wildcard, PATTERNS, FIELDS),
    st.builds(Fuzzy, SINGLE, st.sampled_from([1, 2]), FIELDS),
    st.builds(FieldIs, st.sampled_from(["source", "author", "section"]), WORDS),
    RANGES,
    DAYS.map(lambda day: DateRange(day, None)),
    DAYS.map(lambda day: DateRange(None, day)),
    st.just(Everything()),
    st.just(Nothing()),
)
TREES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda nodes: And(tuple(nodes))),
        st.lists(inner, max_size=4).map(lambda nodes: Or(tuple(nodes))),
        inner.map(Not),
    ),
    max_leaves=12,
)
OPERATORS: st.SearchStrategy[Operator] = st.sampled_from(["all", "any"])


@given(TREES, OPERATORS)
def test_a_written_tree_is_parsed_back(tree: Node, operator: Operator) -> None:
    normal = normalise(tree)
    assert normalise(normal) == normal
    assert parse(unparse(normal, operator=operator), operator=operator).tree == normal


@given(TREES)
def test_a_tree_is_restored_from_json(tree: Node) -> None:
    assert msgspec.json.decode(msgspec.json.encode(tree), type=Node) == tree


@given(TREES)
def test_words_are_leaves(tree: Node) -> None:
    assert set(words(tree)) <= set(leaves(tree))
