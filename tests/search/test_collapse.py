"""Collapsed answers: each text once in every order, with its copies, and counts of texts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import Document
from index.array_types import F32
from index.reader import IndexReader
from search.answer import Answer, FirstCopy, HitCopies
from search.batch.export import Export, find
from search.engine import Engine
from search.limits import LIMITS
from search.matching import sorting
from search.matching.matcher import Matched
from search.request import BadRequest, Matches, Operator, Request, Sort
from tests.copied_texts import printed, story
from tests.homes import MakeHome, add_to, delete_from, mark_deleted

COLLAPSED = Request(query="ميناء", collapse="copies", limit=100)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two stories in several papers, one in one paper, and a copy without a date or the word."""
    home = tmp_path_factory.mktemp("copies")
    alone = Document(id="alone", title="ميناء", text=story(3), source="صحيفة 0", date="2015-08-09")
    other = Document(id="other", text=story(1), source="صحيفة 1")
    add_to(home, [*printed(1, 3), *printed(2, 2, first_day=4), alone, other])
    return home


@pytest.fixture
def engine(home: Path) -> Iterator[Engine]:
    with closing(Engine.open(home)) as engine:
        yield engine


def ids(answer: Answer) -> list[str]:
    return [hit.id for hit in answer.hits]


def collapsed(**changes: Any) -> Request:
    return msgspec.structs.replace(COLLAPSED, **changes)


def test_each_text_is_one_hit(engine: Engine) -> None:
    whole = engine.search(collapsed(collapse=None))
    assert (whole.total, whole.texts, whole.listed_total) == (6, None, 6)
    assert all(hit.copies is None for hit in whole.hits)
    found = engine.search(COLLAPSED)
    assert (found.total, found.texts, found.listed_total) == (6, 3, 3)
    assert len(found.hits) == 3
    assert engine.search(collapsed(collapse="none")).hits == whole.hits


def test_a_hit_tells_of_its_copies_in_the_whole_archive(engine: Engine) -> None:
    found = {hit.id.split("-")[0]: hit.copies for hit in engine.search(COLLAPSED).hits}
    assert found["story1"] == HitCopies(
        documents=4,
        matching=3,
        sources=3,
        first=FirstCopy(
            id="story1-0", title="ميناء 1 في الصحيفة 0", date="2015-08-01", source="صحيفة 0"
        ),
        last_date="2015-08-03",
    )
    assert found["alone"] is None


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["alone", "story2-1", "story1-2"]),
        ("oldest", ["story1-0", "story2-0", "alone"]),
        # A text stands where its first copy arrived.
        ("arrival", ["alone", "story2-0", "story1-0"]),
    ],
)
def test_the_first_of_the_order_is_listed(engine: Engine, sort: Sort, expected: list[str]) -> None:
    assert ids(engine.search(collapsed(sort=sort))) == expected


def test_counts_are_those_of_the_narrower_searches(engine: Engine) -> None:
    found = engine.search(collapsed(facets=("source", "month"), levels=True, timeline="day"))
    (source, month) = found.facets
    counts = {each.value: each.documents for each in source.values}
    assert counts == {"صحيفة 0": 3, "صحيفة 1": 2, "صحيفة 2": 1}
    for name, count in counts.items():
        assert engine.search(collapsed(sources=(name,))).texts == count
    assert [each.documents for each in month.values] == [3]
    assert {each.documents for each in found.levels} == {3}
    assert found.timeline is not None
    for each in found.timeline.bins:
        within = engine.search(collapsed(after=each.value, before=each.value))
        assert within.texts == each.documents


def test_close_matches_are_counted_as_texts_too(engine: Engine) -> None:
    found = engine.search(collapsed(matches="close"))
    assert (found.close_total, found.close_texts, found.listed_total) == (6, 3, 3)


def test_ranks_and_exports_have_each_text_once(engine: Engine) -> None:
    assert engine.rank(COLLAPSED).total == 3
    rows = find(engine, Export(request=COLLAPSED))
    assert (rows.total, len(rows.numbers)) == (3, 3)


def test_a_deleted_copy_is_not_counted(make_home: MakeHome) -> None:
    home = make_home(printed(1, 3))
    mark_deleted(home, ["story1-0"])
    with closing(Engine.open(home)) as engine:
        (hit,) = engine.search(COLLAPSED).hits
        assert hit.copies is not None
        assert (hit.copies.documents, hit.copies.first.id) == (2, "story1-1")
    delete_from(home, ["story1-1"])
    with closing(Engine.open(home)) as engine:
        (hit,) = engine.search(COLLAPSED).hits
        assert hit.copies is None


def test_documents_with_most_of_the_words_are_other_texts(make_home: MakeHome) -> None:
    home = make_home([Document(id="all", text="بحر سفينة شراع"), *printed(1, 4, about="بحر سفينة")])
    asked = Request(query="بحر سفينة شراع")
    with closing(Engine.open(home)) as engine:
        every = engine.search(asked).most_words
        texts = engine.search(msgspec.structs.replace(asked, collapse="copies")).most_words
    assert every is not None
    assert texts is not None
    assert (len(every.hits), len(texts.hits), texts.total) == (4, 1, 4)


# Groups


def test_groups_come_in_the_order_of_their_earliest_documents(engine: Engine) -> None:
    found = engine.copies(Request(query="ميناء"))
    assert [group.first.id for group in found.groups] == ["story1-0", "story2-0"]
    assert [(group.documents, group.matching) for group in found.groups] == [(4, 3), (2, 2)]
    assert [copy.id for copy in found.groups[0].copies] == [
        *(f"story1-{paper}" for paper in range(3)),
        "other",  # undated
    ]
    assert (found.total, found.documents) == (2, 5)
    overlaps = [copy.overlap for copy in found.groups[0].copies]
    assert overlaps[0] == 1.0
    assert all(each is not None and each > 0.8 for each in overlaps)


def test_groups_by_size_and_pages_of_them(engine: Engine) -> None:
    everything = Request(query="*", limit=1)
    pages = [
        engine.copies(msgspec.structs.replace(everything, offset=offset), 2, "size")
        for offset in range(3)
    ]
    assert [[group.documents for group in page.groups] for page in pages] == [[4], [2], []]
    assert engine.copies(everything, 3).total == 1
    assert engine.copies(everything, 5).total == 0


def test_a_group_has_two_documents_at_least(engine: Engine) -> None:
    with pytest.raises(BadRequest) as refused:
        engine.copies(Request(query="*"), 1)
    assert refused.value.parameter == "min"


def test_the_copies_of_a_document(engine: Engine) -> None:
    found = engine.copies_of(["story1-1", "alone", "no-such"], 2, 1)
    assert list(found) == ["story1-1", "alone"]
    assert [copy.id for copy in found["story1-1"].copies] == ["story1-1", "story1-2"]
    assert found["story1-1"].copies[0].overlap == 1.0
    assert (found["alone"].documents, found["alone"].copies) == (1, ())


def test_a_group_lists_so_many_copies(make_home: MakeHome) -> None:
    home = make_home(printed(1, 4))
    limits = msgspec.structs.replace(LIMITS, copies_listed=3)
    with closing(Engine.open(home, limits=limits)) as engine:
        (group,) = engine.copies(Request(query="*")).groups
    assert (group.documents, len(group.copies)) == (4, 3)
    assert LIMITS.hit_copies < LIMITS.copies_listed < LIMITS.page_size_max


def test_copies_are_not_compared_after_the_time(make_home: MakeHome) -> None:
    home = make_home(printed(1, 3))
    with closing(Engine.open(home)) as engine:
        engine._copies._clock = lambda: math.inf
        group = engine.copies_of(["story1-0"], 3)["story1-0"]
    assert [copy.overlap for copy in group.copies] == [None] * 3


# Any archive

WORDS = ("ميناء", "سوق", "جسر", "من", "سفينة")
documents = st.builds(
    lambda number, words, day, source: Document(
        text=" ".join(words) + (" " + story(number, 40) if number else ""),
        date=f"2015-08-{day:02}" if day else None,
        source=f"صحيفة {source}",
    ),
    st.integers(0, 4),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.integers(0, 3),
    st.integers(0, 2),
)


def lowering_others(match: Callable[..., Matched], index: IndexReader) -> Callable[..., Matched]:
    """A matcher that gives all documents but the best ones half of their scores: pruning leaves out
    parts of them only in a large archive."""

    def matched_with_best(*given: Any, best: int | None = None, **named: Any) -> Matched:
        matched = match(*given, best=best, **named)
        if best is None:
            return matched
        scores: F32 = (matched.scores / 2).astype(np.float32)
        kept = sorting.best_places(index, matched, best)
        scores[kept] = matched.scores[kept]
        return matched._replace(scores=scores, leading=None)

    return matched_with_best


def test_scores_are_whole_where_the_best_documents_are_copies(make_home: MakeHome) -> None:
    """The second text comes after more copies of the first than have whole scores at first."""
    stories = (printed(number, 6, about="ميناء " * (5 - number)) for number in range(1, 4))
    home = make_home([each for papers in stories for each in papers])
    with closing(Engine.open(home)) as engine:
        whole = engine.search(collapsed(collapse=None))
        engine._reranker.count = 4
        reranked = engine.search(collapsed(collapse=None))
        match = lowering_others(engine._matcher.match, engine._index)
        engine._matcher.match = match  # type: ignore[method-assign]
        pages = [engine.search(collapsed(limit=1, offset=offset)) for offset in range(3)]
    assert len({hit.id.split("-")[0] for hit in whole.hits[:6]}) == 1
    scores = {hit.id: hit.score for hit in reranked.hits}
    for page in pages:
        (hit,) = page.hits
        assert hit.score == scores[hit.id]
    assert len({page.hits[0].id.split("-")[0] for page in pages}) == 3


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    archive=st.lists(documents, min_size=1, max_size=24),
    query=st.lists(st.sampled_from([*WORDS, '"من سوق"', "*"]), min_size=1, max_size=3),
    sort=st.sampled_from(["relevance", *get_args(Sort)]),
    matches=st.sampled_from(["all", *get_args(Matches)]),
    operator=st.sampled_from(get_args(Operator)),
    reranked=st.integers(1, 6),
)
def test_a_collapsed_answer_is_the_whole_list_collapsed(
    make_home: MakeHome,
    archive: list[Document],
    query: list[str],
    sort: Sort,
    matches: Matches,
    operator: Operator,
    reranked: int,
) -> None:
    """Every page, also where the whole scores of a few documents alone are known at first."""
    home = make_home(
        [msgspec.structs.replace(each, id=f"d{at:02}") for at, each in enumerate(archive)]
    )
    request = Request(
        query=" ".join(query), sort=sort, matches=matches, operator=operator, limit=100
    )
    with closing(Engine.open(home)) as engine:
        engine._reranker.count = reranked
        match = lowering_others(engine._matcher.match, engine._index)
        engine._matcher.match = match  # type: ignore[method-assign]
        whole = engine.search(request)
        text_of = {}
        for hit in whole.hits:
            group = engine.copies_of([hit.id], 1)[hit.id]
            text_of[hit.id] = group.first.id if group.documents > 1 else hit.id
        order = ids(whole) if sort != "arrival" else ids(whole)[::-1]
        first = list({text_of[id_]: id_ for id_ in reversed(order)}.values())
        expected = [id_ for id_ in ids(whole) if id_ in first]
        pages = [
            engine.search(
                msgspec.structs.replace(request, collapse="copies", limit=2, offset=offset)
            )
            for offset in range(0, len(expected) + 1, 2)
        ]
    assert [id_ for page in pages for id_ in ids(page)] == expected
    for page in pages:
        assert page.total == whole.total
        assert page.listed_total == len(expected)
        assert [hit for hit in whole.hits if hit.id in ids(page)] == [
            msgspec.structs.replace(hit, copies=None) for hit in page.hits
        ]
