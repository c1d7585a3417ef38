"""Properties of all queries over the sample archive: operators, levels and pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from search.engine import Engine
from search.request import Level, Request, Sort
from tests.homes import add_to

LEVELS: tuple[Level, ...] = get_args(Level)
SORTS: tuple[Sort, ...] = get_args(Sort)


def found(engine: Engine, query: str, level: Level = "stem") -> frozenset[str]:
    """The ids of all documents that match a query."""
    ranked = engine.rank(Request(query=query, level=level, limit=1_000))
    assert ranked.total == len(ranked.ids) == len(set(ranked.ids))
    return frozenset(ranked.ids)


# Every kind of operand; question words and months of two words are tested below.
WORDS = st.sampled_from(
    ["مكتبة", "وبالمدينة", "سفينة", "كِتَاب", "في", "٢٠١٦", "أسعار", "قافله", "covid-19", "كوفيد-19",
     "نيسان", "غوغل", "Windows", "قزحستان", "الروسية", "على", "ﺗﺪﻣﺮ", "كتـــب"]
)  # fmt: skip
SCOPED = st.tuples(
    st.sampled_from(["", "title:", "نص:", "=", "form:", "جذر:", "title:root:"]), WORDS
).map("".join)
OPERANDS = st.one_of(
    SCOPED,
    st.tuples(WORDS, WORDS, st.sampled_from(["", "~2", "~20"])).map(
        lambda parts: f'"{parts[0]} {parts[1]}"{parts[2]}'
    ),
    st.sampled_from(['stem:"وزير الخارجية"', "«متحف تدمر»", '="أحمد الشريف"', "'' عين الصفصاف ''"]),
    st.sampled_from(["مكت*", "عنوان:ال*", "م?تبة", "ق؟ل*", "واشنطون~1", "ميكروسوفط~2"]),
    st.sampled_from(
        ["source:المشرق", "مصدر:«بريد المشرق»", "date:2016", "بعد:2017", 'date:"رمضان 1437"', "*"]
    ),
)
QUERIES = st.recursive(
    OPERANDS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} OR {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} AND {two[1]})"),
    ),
    max_leaves=4,
)


@given(QUERIES, QUERIES)
def test_and_narrows_or_widens(sample_engine: Engine, one: str, other: str) -> None:
    ones, others = found(sample_engine, one), found(sample_engine, other)
    assert found(sample_engine, f"({one}) ({other})") == ones & others
    assert found(sample_engine, f"({one}) AND ({other})") == ones & others
    assert found(sample_engine, f"({one}) OR ({other})") == ones | others


@given(QUERIES, QUERIES)
def test_a_word_and_its_exclusion_split_an_answer(
    sample_engine: Engine, one: str, other: str
) -> None:
    """Exclusions are not expanded: synonyms of an excluded word may match."""
    ones, others = found(sample_engine, one), found(sample_engine, other)
    without = found(sample_engine, f"({one}) -({other})")
    assert ones - others <= without <= ones
    assert without | (ones & others) == ones
    assert found(sample_engine, f"({one}) NOT ({other})") == without
    if "نيسان" not in other and "غوغل" not in other:
        assert without == ones - others


@given(OPERANDS, OPERANDS)
def test_excluding_either_excludes_both(sample_engine: Engine, one: str, other: str) -> None:
    neither = found(sample_engine, f"-({one} OR {other})")
    assert neither == found(sample_engine, f"-{one} -{other}")
    assert neither == found(sample_engine, f"* NOT {one}") & found(sample_engine, f"* -{other}")


@given(QUERIES)
def test_a_wider_level_finds_all_that_a_narrower_does(sample_engine: Engine, query: str) -> None:
    nested = [found(sample_engine, query, level) for level in LEVELS]
    assert all(narrow <= wide for narrow, wide in pairwise(nested))


@pytest.mark.parametrize(
    "query",
    [
        # question words are omitted at wide levels
        "أين متحف تدمر",
        "كيف يصنع الصابون",
        # names of months, alone, of two words, with two names; foreign names
        "أبريل",
        "تشرين الأول",
        "تشرين الأول/أكتوبر 2016",
        "أيار/مايو",
        "الأول من كانون الثاني",
        "غوغل ميكروسوفت",
        # phrases, which have a level of their own, and chunks of several words
        '"وزير الخارجية" واشنطن',
        "الروسية-التركية",
    ],
)
def test_documents_of_narrow_levels_match_at_wide_levels_with_synonyms(
    sample_engine: Engine, query: str
) -> None:
    nested = [found(sample_engine, query, level) for level in LEVELS]
    assert all(narrow <= wide for narrow, wide in pairwise(nested))


def test_an_exclusion_grows_with_its_level(sample_engine: Engine) -> None:
    """A wider level can find fewer documents only because it excludes more."""
    nested = [found(sample_engine, "-كتاب", level) for level in LEVELS]
    assert all(wide <= narrow for narrow, wide in pairwise(nested))
    assert len(nested[0]) > len(nested[-1])


@given(QUERIES, st.sampled_from(SORTS), st.integers(1, 9))
def test_the_pages_together_are_the_whole_answer(
    sample_engine: Engine, query: str, sort: Sort, size: int
) -> None:
    whole = Request(query=query, sort=sort, limit=100)
    ids = [hit.id for hit in sample_engine.search(whole).hits]
    paged: list[str] = []
    for offset in range(0, min(len(ids), 4 * size) + 1, size):
        page = msgspec.structs.replace(whole, limit=size, offset=offset)
        paged += [hit.id for hit in sample_engine.search(page).hits]
    assert paged == ids[: len(paged)]
    assert len(set(ids)) == len(ids)


# Ties

DATES = ("2016-12-03", None, "2016", "2017-03", "2016-12-03", None)


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Sixty documents that differ only in their six dates, in two segments."""
    home: Path = tmp_path_factory.mktemp("alike")
    documents = [Document(id=f"{n:02}", text="خبر", date=DATES[n % 6]) for n in range(60)]
    add_to(home, documents[:35])
    add_to(home, documents[35:])
    with closing(Engine.open(home)) as engine:
        yield engine


@pytest.mark.parametrize("size", [1, 7, 20, 60])
@pytest.mark.parametrize(
    ("sort", "dates"),
    [
        ("relevance", ["2017-03", "2016-12-03", "2016", None]),
        ("newest", ["2017-03", "2016-12-03", "2016", None]),
        ("oldest", ["2016", "2016-12-03", "2017-03", None]),
    ],
)
def test_ties_are_ordered_by_date_and_number(
    alike: Engine, sort: Sort, dates: list[str | None], size: int
) -> None:
    paged = [
        hit
        for offset in range(0, 60, size)
        for hit in alike.search(Request(query="خبر", sort=sort, limit=size, offset=offset)).hits
    ]
    assert len({hit.id for hit in paged}) == 60
    assert list(dict.fromkeys(hit.date for hit in paged)) == dates
    for date in dates:
        ids = [hit.id for hit in paged if hit.date == date]
        assert ids == sorted(ids)


def test_in_order_of_arrival_the_last_added_document_is_first(alike: Engine) -> None:
    hits = alike.search(Request(query="خبر", sort="arrival", limit=60)).hits
    oldest_first = [hit.id for hit in reversed(hits)]
    assert oldest_first == sorted(oldest_first)
    assert [hit.added_at for hit in hits] == sorted(
        (hit.added_at for hit in hits), key=str, reverse=True
    )
