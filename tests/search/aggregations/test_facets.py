"""Facets and counts by level of an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from corpus.messages import Message
from search.aggregations.facets import by_keyword, by_month, by_year, facet
from search.answer import Answer, Facet, FacetValue
from search.engine import Engine
from search.limits import LIMITS, Limits
from search.matching.value_spellings import ValueSpellings
from search.request import FACETS, BadRequest, Request
from tests.homes import add_to, delete_from

DAYS = np.array([20161203, 20161231, 20161200, 20160000, 20170301, 0])


def pairs(found: list[FacetValue] | tuple[FacetValue, ...]) -> list[tuple[str, int]]:
    return [(each.value, each.documents) for each in found]


# On arrays


def test_by_year() -> None:
    assert pairs(by_year(DAYS)) == [("2016", 4), ("2017", 1)]


def test_a_date_without_a_month_is_in_no_month() -> None:
    assert pairs(by_month(DAYS)) == [("2016-12", 3), ("2017-03", 1)]


def test_by_keyword() -> None:
    values = ["", "أسواق", "بريد", "صدى", "بَريد"]
    spellings = ValueSpellings(values, np.array([3, 2, 3, 1, 1]))
    counts = np.array([1, 2, 3, 0, 1])
    assert pairs(by_keyword(counts, spellings)) == [("أسواق", 2), ("بريد", 4)]


def test_an_empty_answer_has_no_facet_values() -> None:
    none = np.zeros(0, np.int64)
    no_values = ValueSpellings([], none)
    assert by_year(none) == by_month(none) == by_keyword(none, no_values) == []


def test_a_facet_lists_the_largest_counts_and_sums_up_the_rest() -> None:
    counts = [FacetValue(*each) for each in (("د", 1), ("ج", 4), ("ب", 4), ("أ", 2))]
    found = facet("source", counts, 15, limit=2, relation="exact")
    assert pairs(found.values) == [("ب", 4), ("ج", 4)]
    assert (found.others, found.missing, found.relation) == (3, 4, "exact")


days = st.builds(
    lambda year, month, day: year * 10_000 + month * 100 + (day if month else 0) if year else 0,
    st.sampled_from([0, 622, 2015, 2016, 2017]),
    st.integers(0, 12),
    st.integers(0, 31),
)


@given(st.lists(days, max_size=40), st.integers(0, 5))
def test_every_document_is_counted_once(dates: list[int], limit: int) -> None:
    column = np.array(dates, np.int32)
    for name, counted in (("year", by_year(column)), ("month", by_month(column))):
        found = facet(name, counted, len(dates), limit=limit, relation="exact")
        listed = sum(each.documents for each in found.values)
        assert listed + found.others + found.missing == len(dates)
        assert len(found.values) <= limit
        assert pairs(found.values) == sorted(pairs(found.values), key=lambda each: -each[1])
        unit = 10_000 if name == "year" else 100
        known = Counter(date // unit for date in dates if date // unit % 100 or name == "year")
        known.pop(0, None)
        assert len(counted) == len(known)
        assert sum(each.documents for each in counted) == sum(known.values())


# Of an answer

DOCUMENTS = [
    Document(id="1", title="مكتبة", text="كتب قديمة", date="2016-12-03", source="بريد"),
    Document(id="2", title="كتب", text="كتاب جديد", date="2016", source="أسواق", author="رنا"),
    Document(id="3", text="قمح وخبز، كتاب", date="2017-03", author="رنا", section="اقتصاد"),
    Document(id="4", text="كتاب عن الخبز", source="بريد"),
    Document(id="5", text="كتاب محذوف", source="بريد", date="2016-12-03"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("facets")
    add_to(home, DOCUMENTS)
    delete_from(home, ["5"])
    return home


@pytest.fixture(scope="module")
def engine(home: Path) -> Iterator[Engine]:
    with closing(Engine.open(home)) as engine:
        yield engine


def counted(engine: Engine, query: str, **options: object) -> Answer:
    request = {"query": query, "facets": FACETS, "levels": True, **options}
    return engine.search(msgspec.convert(request, Request))


def shown(found: Facet) -> tuple[list[tuple[str, int]], int, int]:
    return pairs(found.values), found.others, found.missing


def test_the_facets_of_an_answer(engine: Engine) -> None:
    found = {each.name: shown(each) for each in counted(engine, "*").facets}
    assert found.keys() == set(FACETS)
    assert (
        found.items()
        >= {
            "source": ([("بريد", 2), ("أسواق", 1)], 0, 1),
            "author": ([("رنا", 2)], 0, 2),
            "section": ([("اقتصاد", 1)], 0, 3),
            "year": ([("2016", 2), ("2017", 1)], 0, 1),
            "month": ([("2016-12", 1), ("2017-03", 1)], 0, 2),
        }.items()
    )


def test_a_facet_counts_the_spellings_of_a_name_together(tmp_path: Path) -> None:
    sources = ("الضفة ", "الضفه", "الضفَّة\u200f", "الضفة", "جريدة الضفة", "\u200f", "شاطئ")
    add_to(tmp_path, [Document(id=str(n), text="كتاب", source=s) for n, s in enumerate(sources)])
    with closing(Engine.open(tmp_path)) as engine:
        (source,) = engine.search(Request(query="كتاب", facets=("source",))).facets
        assert shown(source) == ([("الضفة", 4), ("جريدة الضفة", 1), ("شاطئ", 1)], 0, 1)
        assert len(source.values[0].spellings) == 4
        assert source.values[1].spellings == ()
        for each in source.values:
            found = engine.search(Request(query="كتاب", sources=(each.value,)))
            assert (found.total, found.warnings) == (each.documents, ())


def test_only_requested_facets_are_counted(engine: Engine) -> None:
    answer = engine.search(Request(query="*"))
    assert (answer.facets, answer.levels) == ((), ())
    answer = engine.search(Request(query="*", facets=("year", "source", "year")))
    assert [each.name for each in answer.facets] == ["year", "source"]


def test_filters_apply_to_the_counts(engine: Engine) -> None:
    answer = counted(engine, "كتاب", sources=("بريد",), before="2016")
    assert answer.total == 0
    assert all(shown(each) == ([], 0, 0) for each in answer.facets)
    assert [each.documents for each in answer.levels] == [0, 0, 0, 0, 1]


def test_a_facet_lists_as_many_values_as_the_limit(home: Path) -> None:
    with closing(Engine.open(home, limits=Limits(facet_values=1))) as engine:
        source = counted(engine, "*").facets[0]
    assert shown(source) == ([("بريد", 2)], 1, 1)


def test_an_unknown_facet_is_refused(engine: Engine) -> None:
    with pytest.raises(BadRequest) as caught:
        engine.search(Request(query="*", facets=("price",)))
    assert caught.value.parameter == "facet"
    assert caught.value.message == Message("unknown_facet", {"given": "price", "facets": FACETS})


def test_the_query_is_counted_at_each_level(engine: Engine) -> None:
    assert [
        (each.level, each.documents, each.relation) for each in counted(engine, "كتاب").levels
    ] == [
        ("exact", 3, "exact"),
        ("form", 3, "exact"),
        ("particles", 3, "exact"),
        ("stem", 3, "exact"),
        ("root", 4, "exact"),
    ]


def test_counts_past_the_deadline_are_lower_bounds_or_left_out(home: Path) -> None:
    """The level of the request has a lower bound; other levels and facets are left out rather than
    zero."""
    with closing(Engine.open(home, limits=Limits(search_seconds=0.0))) as engine:
        answer = counted(engine, "كتاب")
    assert (answer.timed_out, answer.total_relation) == (True, "at_least")
    assert answer.facets == ()
    assert "facets_out_of_time" in {each.code for each in answer.warnings}
    assert [(each.level, each.relation) for each in answer.levels] == [("stem", "at_least")]
    late = Message.of("levels_out_of_time", levels=("exact", "form", "particles", "root"))
    assert late in answer.warnings


# Properties, over the sample archive

WORDS = ("مكتبة", "تدمر", "سفينة", "القمح", "كتاب", "في", "المدينة", "نهر", "2016", "قال", "أسعار")

words = st.sampled_from(WORDS)
queries = st.one_of(
    words,
    st.lists(words, min_size=2, max_size=3, unique=True).map(" OR ".join),
    st.lists(words, min_size=2, max_size=2, unique=True).map(" ".join),
    st.tuples(words, words).map(lambda pair: f'"{pair[0]} {pair[1]}"~8'),
    words.map(lambda word: word[:3] + "*"),
)


@given(queries)
def test_a_facet_counts_each_document_of_the_answer_once(sample_engine: Engine, query: str) -> None:
    answer = counted(sample_engine, query)
    for each in answer.facets:
        listed = sum(value.documents for value in each.values)
        assert listed + each.others + each.missing == answer.total
        assert len(each.values) <= LIMITS.facet_values


@given(queries)
def test_a_value_counts_what_its_filter_finds(sample_engine: Engine, query: str) -> None:
    for each in counted(sample_engine, query).facets:
        for value in each.values[:1]:
            part = f"date:{value.value}" if each.name in ("year", "month") else ""
            part = part or f'{each.name}:"{value.value}"'
            total = sample_engine.search(Request(query=f"({query}) {part}")).total
            # A date without a month is in no month of the facet, but may match the filter.
            assert value.documents <= total if each.name == "month" else value.documents == total


@given(queries, words)
def test_another_word_narrows_every_count(sample_engine: Engine, query: str, word: str) -> None:
    whole, narrow = (counted(sample_engine, each) for each in (query, f"({query}) {word}"))
    assert narrow.total <= whole.total
    for wide, less in zip(whole.facets, narrow.facets, strict=True):
        if not wide.others:
            known = dict(pairs(wide.values))
            assert all(each.documents <= known[each.value] for each in less.values)
    for at_wide, at_narrow in zip(whole.levels, narrow.levels, strict=True):
        assert at_narrow.documents <= at_wide.documents


@given(queries)
def test_a_wider_level_finds_no_fewer_documents(sample_engine: Engine, query: str) -> None:
    levels = counted(sample_engine, query).levels
    counts = [each.documents for each in levels]
    assert counts == sorted(counts)
    for each in levels:
        assert sample_engine.search(Request(query=query, level=each.level)).total == each.documents
