"""Matching and its limits: the deadline, the cache, warnings, and every kind of node."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Document
from corpus.messages import Message
from index.array_types import Array
from index.reader import IndexReader, Postings
from search.limits import LIMITS, Limits
from search.matching.matcher import Matched, Matcher
from search.query.nodes import Prefix, Word, leaves
from search.query.parser import parse
from search.request import LEVELS, Level
from tests.homes import add_to
from tests.reference import Reference
from tests.search import node_examples

DOCUMENTS = [
    Document(
        id="1",
        title="المكتبة العامة",
        text="كتب قديمة في المكتبة.",
        date="2016-12-03",
        source="بريد",
    ),
    Document(
        id="2",
        title="سوق الكتب",
        text="كتاب جديد والسوق قديم.",
        date="2016",
        source="أسواق",
    ),
    Document(
        id="3",
        text="قمح وخبز، كتاب عن القمح",
        date="2017-03",
        author="رنا الحلو",
    ),
    Document(id="4", title="خبز", text="سوق الخبز القديم", section="اقتصاد"),
]


class Clock:
    """A clock that advances ``step`` seconds at every reading."""

    def __init__(self, step: float = 0.0) -> None:
        self.now = 0.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("match")
    add_to(home, DOCUMENTS)
    return home


@pytest.fixture(scope="module")
def index(home: Path) -> Iterator[IndexReader]:
    with closing(IndexReader.current(home)) as reader:
        yield reader


Ask = Callable[..., Matched]


@pytest.fixture
def ask(index: IndexReader) -> Ask:
    def match(
        query: str,
        level: Level = "stem",
        *,
        limits: Limits = LIMITS,
        step: float = 0.0,
        sources: tuple[str, ...] = (),
    ) -> Matched:
        matcher = Matcher(index, limits=limits, clock=Clock(step))
        return matcher.match(parse(query).tree, level, sources=sources)

    return match


@pytest.mark.parametrize(
    ("query", "level", "expected"),
    [
        ("كتاب", "form", [2, 3]),
        ("كتاب", "root", [1, 2, 3]),
        ("سوق خبز", "stem", [4]),
        ("سوق OR قمح", "stem", [2, 3, 4]),
        ("سوق -خبز", "stem", [2]),
        ("NOT سوق", "stem", [1, 3]),
        ("سوق (كتاب OR خبز)", "stem", [2, 4]),
        ("title:سوق", "stem", [2]),
        ("body:سوق", "stem", [2, 4]),
        ('"المكتبه العامه"', "stem", [1]),
        ('"العامة المكتبة"', "stem", []),
        ('"العامة المكتبة"~1', "stem", [1]),
        ('"سوق قديم"', "stem", []),
        ('stem:"سوق الخبز"', "exact", [4]),
        ('"كتاب القمح"~1', "stem", [3]),
        ("كتا*", "stem", [2, 3]),
        ("قزحستان~2", "stem", []),
        ("القيح~1", "stem", [3]),
        ("ق?ح", "stem", [3]),
        ("كت؟ب", "stem", [2, 3]),
        ("ق?ي*", "stem", [1, 2]),
        ("خ?ح", "stem", []),
        ("*", "stem", [1, 2, 3, 4]),
        ("", "stem", []),
        ("،؟", "stem", []),
        ("قزحستان", "stem", []),
        ("سوق قزحستان", "stem", []),
        ("source:بريد", "stem", [1]),
        ("source:اسواق", "stem", [2]),  # folded where nothing is written so
        ('author:"رنا الحلو"', "stem", [3]),
        ("section:اقتصاد سوق", "stem", [4]),
        ("date:2016", "stem", [1, 2]),
        ("date:2016-12", "stem", [1, 2]),
        ("date:2016-11", "stem", [2]),
        ("after:2017", "stem", [3]),
        ("before:2016-06", "stem", [2]),
        ("date:2016-12-04..2017-03-01", "stem", [2, 3]),
        ("-date:2016", "stem", [3, 4]),
    ],
)
def test_matching_documents(
    index: IndexReader, ask: Ask, query: str, level: Level, expected: list[int]
) -> None:
    found = ask(query, level)
    assert index.numbers[found.documents].tolist() == expected
    assert len(found.scores) == len(found.documents)
    assert not found.timed_out


def test_filters_and_exclusions_score_zero(ask: Ask) -> None:
    assert ask("NOT سوق").scores.tolist() == [0.0, 0.0]
    assert ask("date:2016").scores.tolist() == [0.0, 0.0]
    assert ask("سوق -خبز").scores.tolist() == ask("سوق").scores[:1].tolist()


def test_sources_of_a_request(index: IndexReader, ask: Ask) -> None:
    assert index.numbers[ask("*", sources=("بريد", "أسواق")).documents].tolist() == [1, 2]
    found = ask("*", sources=("صحيفة",))
    assert len(found.documents) == 0
    assert len(found.warnings) == 1
    assert found.warnings == (Message.of("value_not_found", field="source", value="صحيفة"),)


@pytest.mark.parametrize(
    ("query", "limits"),
    [
        ("ال*", Limits(prefix_forms=1)),
        ("خبزا~2", Limits(fuzzy_forms=1)),
        ("root:كتاب", Limits(expansion_forms=1)),
    ],
)
def test_a_cut_class_adds_a_warning(ask: Ask, query: str, limits: Limits) -> None:
    assert ask(query).warnings == ()
    (warning,) = ask(query, limits=limits).warnings
    assert (warning.code, warning.params["used"]) == ("too_many_forms", 1)


def test_a_pattern_without_matches_adds_a_warning(ask: Ask) -> None:
    assert ask("ق?ح").warnings == ()
    (warning,) = ask("خبز؟ومتى").warnings
    assert warning == Message.of("no_wildcard_match", word="خبز?ومتى")


# The deadline


def test_a_search_in_time(ask: Ask) -> None:
    assert not ask("سوق OR كتاب OR قمح", step=0.1).timed_out


QUERIES = (
    "سوق",
    "سوق كتاب",
    "سوق OR كتاب OR قمح",
    "سوق -كتاب",
    "NOT (سوق OR كتاب OR خبز)",
    '"المكتبة العامة"',
    '"قمح كتاب"~5',
    "كت* OR سو*",
    "(سوق OR (كتاب -قمح)) OR خبز",
    "*",
)


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_past_its_deadline_returns_a_part(ask: Ask, query: str) -> None:
    """Nothing is raised and only matching documents are found, wherever the time ends."""
    whole = set(ask(query).documents.tolist())
    ends = 0
    for step in (3.0, 1.5, 0.9, 0.6, 0.45, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05, 0.01):
        found = ask(query, step=step)
        assert set(found.documents.tolist()) <= whole
        assert len(found.scores) == len(found.documents)
        if not found.timed_out:
            assert set(found.documents.tolist()) == whole
        ends += found.timed_out
    assert ends


def test_alternatives_before_the_deadline_are_returned(index: IndexReader, ask: Ask) -> None:
    found = ask("سوق OR كتاب OR قمح", step=0.6)
    assert found.timed_out
    assert index.numbers[found.documents].tolist() == [2, 4]


# The cache


def test_a_class_is_read_once(index: IndexReader, monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = Matcher(index)
    first = matcher.match(Word("سوق"), "stem")

    def postings(field: str, terms: Array) -> Postings:
        raise AssertionError(f"{field} is read again")

    monkeypatch.setattr(index, "postings", postings)
    again = matcher.match(Word("سُـوق"), "stem")
    assert again.documents.tolist() == first.documents.tolist()


def test_answers_without_a_cache_are_the_same(index: IndexReader) -> None:
    small, large = Matcher(index, limits=Limits(class_cache_bytes=0)), Matcher(index)
    for query in (*QUERIES, *QUERIES):
        tree = parse(query).tree
        one, other = small.match(tree, "stem"), large.match(tree, "stem")
        assert one.documents.tolist() == other.documents.tolist()
        np.testing.assert_allclose(one.scores, other.scores)


def test_answers_do_not_depend_on_earlier_queries(index: IndexReader) -> None:
    """No query may write into cached arrays."""
    matcher = Matcher(index)
    before = {query: matcher.match(parse(query).tree, "stem") for query in QUERIES}
    for query in reversed(QUERIES):
        after = matcher.match(parse(query).tree, "stem")
        assert after.documents.tolist() == before[query].documents.tolist()
        assert after.scores.tolist() == before[query].scores.tolist()


# Expansions and counts


def test_expansions_of_a_leaf(index: IndexReader) -> None:
    matcher = Matcher(index)
    (leaf,) = leaves(parse('"المكتبة، العامة"').tree)
    groups = matcher.expansions(leaf, "stem")  # type: ignore[arg-type]
    assert [[index.vocabulary.forms[form] for form in group.forms] for group in groups] == [
        ["المكتبه"],
        ["العامه"],
    ]
    (group,) = matcher.expansions(Prefix("كتا"), "stem")
    assert [index.vocabulary.forms[form] for form in group.forms] == ["كتاب"]


def test_documents_of_forms(index: IndexReader) -> None:
    matcher = Matcher(index)
    form = index.vocabulary.form("كتاب")
    other = index.vocabulary.form("كتب")
    assert form is not None
    assert other is not None
    assert matcher.document_count([form]) == 2
    assert matcher.document_count([form, other]) == 3


def test_a_rarer_class_is_more_important(index: IndexReader) -> None:
    matcher = Matcher(index)
    (rare,) = matcher.expansions(Word("قمح"), "stem")
    (common,) = matcher.expansions(Word("سوق"), "stem")
    assert matcher.importance(rare) > matcher.importance(common) > 0


@pytest.mark.parametrize("name", node_examples.NODES)
@pytest.mark.parametrize("level", LEVELS)
def test_every_kind_of_node_matches_by_its_definition(
    tmp_path_factory: pytest.TempPathFactory, name: str, level: Level
) -> None:
    home = tmp_path_factory.getbasetemp() / "node-examples"
    if not home.exists():
        add_to(home, node_examples.DOCUMENTS)
    with closing(IndexReader.current(home)) as index:
        found = Matcher(index).match(node_examples.NODES[name], level).documents
        numbers = set(index.numbers[found].tolist())
        documents = [
            (number, node_examples.DOCUMENTS[number - 1]) for number in index.numbers.tolist()
        ]
        reference = Reference(documents, index.vocabulary)
        assert numbers == reference.matching(node_examples.NODES[name], level)
