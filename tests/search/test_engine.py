"""The engine: search, ranking, paging, marking and lookups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.document import Document
from corpus.messages import Message, render
from search.answer import Answer
from search.engine import Engine, EngineError, archive_path
from search.limits import LIMITS, Limits
from search.matching.matcher import Matcher
from search.request import BadRequest, Request
from tests.homes import MakeHome, add_to
from tests.search.bad_queries import BAD_QUERIES


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """10,050 documents that differ only in their ids."""
    home = tmp_path_factory.mktemp("crowd")
    add_to(home, [Document(id=f"{number}", text="خبر") for number in range(10_050)])
    with closing(Engine.open(home)) as engine:
        yield engine


def ask(engine: Engine, query: str, **options: Any) -> Answer:
    return engine.search(Request(query=query, **options))


# Answers


@pytest.mark.slow
def test_an_answer_is_complete(sample_engine: Engine) -> None:
    answer = ask(sample_engine, "وبالمكتبة", limit=3)
    assert answer.query == "وبالمكتبة"
    assert answer.total > len(answer.hits) == 3
    assert (answer.total_relation, answer.timed_out, answer.warnings) == ("exact", False, ())
    assert answer.took_ms > 0
    assert answer.index == sample_engine.info
    assert answer.index.documents == 66
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)


def test_hits_show_slices_of_the_text(sample_engine: Engine) -> None:
    """Titles and snippets are slices of the document; every mark holds a word of the query."""
    for query in ("المكتبة", '"مدينة تدمر"', "أسعار الزيت", "كتب*", "root:كتب"):
        for hit in ask(sample_engine, query).hits:
            document = sample_engine.document(hit.id)
            assert document is not None
            assert hit.title.text == document.title
            assert hit.snippets
            for snippet in hit.snippets:
                end = snippet.start + len(snippet.text)
                assert snippet.text == document.text[snippet.start : end]
            marked = [
                passage.text[mark.start : mark.end]
                for passage in (hit.title, *hit.snippets)
                for mark in passage.marks
            ]
            assert marked
            assert all(word.strip() == word for word in marked)


def test_marks_include_clitics(sample_engine: Engine) -> None:
    (hit,) = ask(sample_engine, "قنديل OR قناديل", limit=1).hits
    words = {
        passage.text[mark.start : mark.end]
        for passage in (hit.title, *hit.snippets)
        for mark in passage.marks
    }
    assert "قناديل" in words


def test_search_and_rank_agree(sample_engine: Engine) -> None:
    answer = ask(sample_engine, "مدينة OR سوق", limit=50)
    found = sample_engine.rank(Request(query="مدينة OR سوق", limit=50))
    assert found.ids == tuple(hit.id for hit in answer.hits)
    assert found.scores == tuple(hit.score for hit in answer.hits)
    assert (found.total, found.timed_out) == (answer.total, answer.timed_out)


def test_answers_are_the_same_without_caches(sample_engine: Engine) -> None:
    request = Request(query="قنديل OR قناديل OR ديسمبر OR غوغل")
    first, ranked = sample_engine.search(request), sample_engine.rank(request)
    sample_engine.clear_caches()
    again = sample_engine.search(request)
    assert msgspec.structs.replace(again, took_ms=first.took_ms) == first
    assert sample_engine.rank(request) == ranked


def test_plain_text_has_no_query_syntax(sample_engine: Engine) -> None:
    plain = sample_engine.rank(Request(query="تدمر -آثار", plain=True, operator="any"))
    read = sample_engine.rank(Request(query="تدمر -آثار"))
    assert set(read.ids) < set(plain.ids)


def test_any_finds_more_than_all(sample_engine: Engine) -> None:
    every = ask(sample_engine, "تدمر متحف").total
    some = ask(sample_engine, "تدمر متحف", operator="any").total
    assert 0 < every < some


def test_dates_of_the_request_filter(sample_engine: Engine) -> None:
    found = ask(sample_engine, "*", after="2016", before="2016-12", limit=100)
    assert found.total > 3
    assert {(hit.date or "")[:4] for hit in found.hits} == {"2016"}
    arabic = ask(sample_engine, "*", after="كانون الثاني 2016", before="31 ديسمبر 2016", limit=100)
    assert [hit.id for hit in arabic.hits] == [hit.id for hit in found.hits]


@pytest.mark.parametrize(
    ("options", "parameter", "code"),
    [
        ({"after": "2016-13"}, "after", "not_a_date"),
        ({"before": "أمس"}, "before", "not_a_date"),
        ({"after": "9999-99-99"}, "after", "not_a_date"),
        ({"after": "2015-02-29"}, "after", "not_a_date"),
        ({"after": ""}, "after", "not_a_date"),
        ({"after": "2017", "before": "2016"}, "before", "dates_reversed"),
        ({"limit": 0}, "limit", "limit_out_of_range"),
        ({"limit": 101}, "limit", "limit_out_of_range"),
        ({"limit": 10**6}, "limit", "limit_out_of_range"),
        ({"offset": -1}, "offset", "negative_offset"),
        ({"offset": 10**9}, "offset", "page_too_deep"),
    ],
)
def test_invalid_options_are_refused(
    sample_engine: Engine, options: dict[str, Any], parameter: str, code: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        ask(sample_engine, "تدمر", **options)
    assert (refused.value.parameter, refused.value.message.code) == (parameter, code)
    assert str(refused.value).endswith(".")


# Pages


@pytest.mark.slow
def test_the_deepest_page(crowd: Engine) -> None:
    deepest = LIMITS.depth_by_page
    last = ask(crowd, "خبر", limit=100, offset=deepest - 100)
    assert last.total == 10_050
    assert [hit.id for hit in last.hits] == [str(n) for n in range(deepest - 100, deepest)]
    with pytest.raises(BadRequest) as refused:
        ask(crowd, "خبر", limit=100, offset=deepest - 99)
    assert refused.value.message == Message.of("page_too_deep", most=deepest)


def test_pages_neither_repeat_nor_skip(crowd: Engine) -> None:
    seen = [
        hit.id
        for offset in range(0, 300, 30)
        for hit in ask(crowd, "خبر", limit=30, offset=offset).hits
    ]
    assert seen == [str(number) for number in range(300)]


def test_ranking_goes_deeper_than_pages(crowd: Engine) -> None:
    assert len(crowd.rank(Request(query="خبر", limit=LIMITS.batch_limit_max)).ids) == 10_000
    for limit in (0, LIMITS.batch_limit_max + 1):
        with pytest.raises(BadRequest) as refused:
            crowd.rank(Request(query="خبر", limit=limit))
        assert refused.value.message == Message.of(
            "limit_out_of_range", most=LIMITS.batch_limit_max, given=limit
        )


def test_an_offset_past_the_last_hit_has_no_hits(sample_engine: Engine) -> None:
    answer = ask(sample_engine, "تدمر", offset=500)
    assert answer.total > 0
    assert answer.hits == ()


# Any query


def answer_or_refusal(engine: Engine, request: Request) -> Answer | BadRequest:
    try:
        return engine.search(request)
    except BadRequest as error:
        return error


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: ascii(query[:12]))
def test_a_hostile_query_is_answered_or_refused(sample_engine: Engine, query: str) -> None:
    for options in ({}, {"operator": "any"}, {"plain": True}, {"level": "root"}):
        request = msgspec.convert({"query": "", **options}, Request)
        request = msgspec.structs.replace(request, query=query)
        answer = answer_or_refusal(sample_engine, request)
        if isinstance(answer, BadRequest):
            assert answer.parameter == "query"
            assert len(str(answer)) < 400
            continue
        assert not answer.timed_out
        assert all(len(render(warning, "en")) < 600 for warning in answer.warnings)
        found = sample_engine.rank(request)
        assert (found.total, len(found.ids)) == (answer.total, len(answer.hits))


@given(st.text("كتاب تدمر\"'«»()[]*~:=-+|&^\\,؛0 \u200f\u064eANDORNTtile", max_size=40))
def test_random_text_is_answered_or_refused(sample_engine: Engine, query: str) -> None:
    answer = answer_or_refusal(sample_engine, Request(query=query))
    if isinstance(answer, BadRequest):
        assert answer.parameter == "query"
    else:
        assert 0 <= len(answer.hits) <= answer.total <= 66


# Time


class Clock:
    """A clock that advances by a second at each call."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def test_a_search_out_of_time_gives_a_partial_answer(sample_home: Path) -> None:
    with closing(Engine.open(sample_home)) as engine:
        whole = ask(engine, "تدمر OR سوق OR بحر").total
        engine._matcher = Matcher(engine._index, clock=Clock())
        answer = ask(engine, "تدمر OR سوق OR بحر")
        assert answer.timed_out
        assert answer.total_relation == "at_least"
        assert 0 <= answer.total <= whole
        assert len(answer.hits) == min(20, answer.total)
        assert engine.rank(Request(query="تدمر سوق")).timed_out


def test_a_search_without_time_finds_nothing(sample_home: Path) -> None:
    with closing(Engine.open(sample_home, limits=Limits(search_seconds=-1.0))) as engine:
        answer = ask(engine, "تدمر")
        assert (answer.total, answer.total_relation, answer.timed_out) == (0, "at_least", True)


# Documents and lookups


def test_a_whole_document_is_marked(sample_engine: Engine) -> None:
    (hit,) = ask(sample_engine, "المشربيات", limit=1).hits
    document = sample_engine.document(hit.id)
    assert document is not None
    marked = sample_engine.mark(document, "المشربيات")
    assert (marked.title.text, marked.text.text) == (document.title, document.text)
    assert marked.title.marks
    assert marked.text.marks
    with pytest.raises(BadRequest):
        sample_engine.mark(document, "كت" * 50)


def test_an_unknown_document_is_none(sample_engine: Engine) -> None:
    assert sample_engine.document("لا أحد") is None


def test_every_word_is_analyzed_with_its_classes(sample_engine: Engine) -> None:
    word, number = sample_engine.analyze("والمكتبة، ٢٠١٦")
    assert (word.word, word.start, word.end) == ("والمكتبة", 0, 8)
    assert (word.form, word.stem, word.root) == ("والمكتبه", "مكتبه", "كتب")
    members = {member.form: member.documents for member in word.stem_members}
    assert members["المكتبه"] >= members.get("مكتبتها", 0) > 0
    assert len(word.root_members) <= 12
    assert (number.form, number.source) == ("2016", "other")
    assert number.documents == 3
    assert sample_engine.analyze("؟!") == ()


def test_a_text_too_long_to_analyze_is_refused(sample_engine: Engine) -> None:
    assert sample_engine.analyze("ك" * 1_000)
    with pytest.raises(BadRequest) as refused:
        sample_engine.analyze("ك" * 1_001)
    assert refused.value.message == Message.of("query_too_long", most=1_000, found=1_001)


def test_stats(sample_engine: Engine, sample_documents: list[Document]) -> None:
    stats = sample_engine.stats()
    assert stats.documents == stats.indexed == len(sample_documents) == 66
    assert stats.words > stats.forms > stats.stems > stats.roots > 1_000
    dates = sorted(document.date for document in sample_documents if document.date)
    assert (stats.first_date, stats.last_date) == (dates[0], dates[-1])
    assert sum(source.documents for source in stats.sources) == 66
    assert stats.index_bytes > 100_000
    assert stats.archive_bytes > 100_000


# Opening


def test_a_home_without_an_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as refused:
        Engine.open(tmp_path)
    assert refused.value.message == Message.of("no_archive", home=str(tmp_path))


def test_an_archive_without_an_index_is_refused(tmp_path: Path) -> None:
    with Archive(archive_path(tmp_path)) as archive:
        archive.add([Document(text="كتاب")])
    with pytest.raises(EngineError) as refused:
        Engine.open(tmp_path)
    assert refused.value.message == Message.of("index_missing", home=str(tmp_path))


def test_a_file_that_is_not_an_archive_is_refused(tmp_path: Path) -> None:
    archive_path(tmp_path).write_text("كتاب " * 1_000)
    with pytest.raises(EngineError):
        Engine.open(tmp_path)


def test_a_document_deleted_after_indexing_is_not_found(make_home: MakeHome) -> None:
    home = make_home([Document(id="أ", text="خبر"), Document(id="ب", text="خبر")])
    with Archive(archive_path(home)) as archive:
        archive.delete(["أ"])
    with closing(Engine.open(home)) as engine:
        assert [hit.id for hit in ask(engine, "خبر").hits] == ["ب"]
        assert engine.rank(Request(query="خبر")).ids == ("ب",)


def test_a_closed_engine_can_be_closed_again(make_home: MakeHome) -> None:
    engine = Engine.open(make_home([Document(text="خبر")]))
    engine.close()
    engine.close()
