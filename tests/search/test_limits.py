"""Every limit of a search: a request at the limit and one past it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from corpus.document import Document
from corpus.messages import Message
from index.reader import IndexReader
from search.batch.export import Export, find
from search.engine import Engine
from search.limits import LIMITS, Limits
from search.matching.matcher import Matcher
from search.query.parser import check, parse
from search.request import BadRequest, Request
from tests.homes import add_to
from web.app import create_app

Options = dict[str, Any]


def q(query: str) -> Options:
    return {"query": query}


def past(code: str, **params: int | str) -> Message:
    return Message(code, params)


TERMS_PAST = past("query_too_many_terms", most=64, found=65)
WORD_PAST = past("word_too_long", most=64, found=65)

# Requests that are refused: the limit, the widest request that passes, the narrowest that does not,
# and the message.
REFUSED: list[tuple[str, Options, Options, Message]] = [
    (
        "query_code_points",
        q("كتاب" + " " * 996),
        q("كتاب" + " " * 997),
        past("query_too_long", most=1_000, found=1_001),
    ),
    (
        "address_code_points",
        q("https://example.org/" + "a" * 3_980),
        q("https://example.org/" + "a" * 3_981),
        past("query_too_long", most=1_000, found=4_001),
    ),
    # counted after NFKC, which makes ﷺ eighteen code points
    (
        "query_code_points",
        q("ﷺ" + " " * 982),
        q("ﷺ" + " " * 983),
        past("query_too_long", most=1_000, found=1_001),
    ),
    ("query_terms", q("=كتاب " * 64), q("=كتاب " * 65), TERMS_PAST),
    ("query_terms", q(f'"{"في " * 64}"'), q(f'"{"في " * 65}"'), TERMS_PAST),
    ("query_terms", q("date:2016 " * 64), q("date:2016 " * 65), TERMS_PAST),
    (
        "query_depth",
        q("(" * 32 + "ب" + ")" * 32),
        q("(" * 33 + "ب" + ")" * 33),
        past("query_too_deep", most=32, found=33),
    ),
    ("word_code_points", q("ب" * 64), q("ب" * 65), WORD_PAST),
    # without diacritics and tatweel
    ("word_code_points", q("بَـ" * 64), q("بَـ" * 65), WORD_PAST),
    ("word_code_points", q("ب?" + "بت" * 31), q("ب?" + "بت" * 31 + "ب"), WORD_PAST),
    (
        "prefix_letters",
        q("كت*"),
        q("ك*"),
        past("prefix_too_short", prefix="ك", least=2, found=1),
    ),
    (
        "phrase_prefix_letters",
        q('"كتاب قلم*"'),
        q('"كتاب قل*"'),
        past("phrase_prefix_too_short", prefix="قل", least=3, found=2),
    ),
    (
        "phrase_prefixes",
        q('"كتا* قلم* في"'),
        q('"كتا* قلم* مكت*"'),
        past("too_many_phrase_prefixes", most=2, found=3),
    ),
    (
        "fuzzy_letters_min",
        q("كتاب~1"),
        q("كتب~1"),
        past("fuzzy_length", word="كتب", least=4, most=32, found=3),
    ),
    (
        "fuzzy_letters_max",
        q("ب" * 32 + "~2"),
        q("ب" * 33 + "~2"),
        past("fuzzy_length", word="ب" * 33, least=4, most=32, found=33),
    ),
    (
        "slop",
        q('"كتاب قلم"~100'),
        q('"كتاب قلم"~101'),
        past("slop_too_large", most=100, found=101),
    ),
    (
        "page_size_max",
        {"limit": 100},
        {"limit": 101},
        past("limit_out_of_range", most=100, given=101),
    ),
    ("page_size_max", {"limit": 1}, {"limit": 0}, past("limit_out_of_range", most=100, given=0)),
    ("depth_by_page", {"offset": 9_980}, {"offset": 9_981}, past("page_too_deep", most=10_000)),
]

# Classes that are cut: the limit, a query, and how many forms it matches in ``DOCUMENTS``.
CUT = [
    ("prefix_forms", "كتا*", 3),
    ("prefix_forms", "كت?ب*", 3),
    ("fuzzy_forms", "كتابا~1", 3),
    ("expansion_forms", "stem:كتاب", 2),
    ("expansion_forms", "root:كتاب", 7),
]
DOCUMENTS = [Document(text="كتاب كتابه كتابي الكتاب وكتابه مكتبة كاتب"), Document(text="كتاب قلم")]

BESIDES = {
    "marks",
    *("search_seconds", "page_size", "facet_values", "facet_spellings", "timeline_periods"),
    *("batch_limit_max", "export_rows"),
    *("request_body_bytes", "class_cache_bytes", "class_count_bytes"),
    *("comparison_code_points", "comparison_cells", "comparison_parts"),
    *("similar_code_points", "similar_terms", "similar_limit", "similar_limit_max"),
}
"""Limits that are tested below."""

ELSEWHERE = {
    name for name in LIMITS.__struct_fields__ if name.startswith(("suggest_", "covered_"))
} | {
    *("few_documents", "advice_seconds", "suggestions", "spelling_suggestions", "partial_hits"),
    *("wide_classes", "close_matches", "copies_listed", "hit_copies"),
    *("alert_queries", "alert_line", "alert_documents", "alert_reported"),
}
"""Limits of completions, coverage, advice, alerts, copies and the second stage, tested in their
modules."""

MODULES = (
    *("advice/test_*.py", "alerts/test_*.py", "completion/test_*.py", "coverage/test_*.py"),
    *("reranking/test_*.py", "test_collapse.py"),
)


def test_every_limit_is_tested() -> None:
    tested = {row[0] for row in (*REFUSED, *CUT)} | BESIDES | ELSEWHERE
    assert tested == set(LIMITS.__struct_fields__)
    for name in ELSEWHERE:
        modules = [each for glob in MODULES for each in Path(__file__).parent.glob(glob)]
        assert any(name in module.read_text("utf-8") for module in modules), name


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("limits")
    add_to(home, DOCUMENTS)
    return home


@pytest.fixture(scope="module")
def index(home: Path) -> Iterator[IndexReader]:
    with closing(IndexReader.current(home)) as reader:
        yield reader


NAMES = [row[0] for row in REFUSED]


@pytest.mark.parametrize(("limit", "passes", "fails", "message"), REFUSED, ids=NAMES)
def test_a_request_past_a_limit_is_refused(
    sample_engine: Engine, limit: str, passes: Options, fails: Options, message: Message
) -> None:
    for options in (passes, fails):
        options.setdefault("query", "كتاب")
    assert sample_engine.search(msgspec.convert(passes, Request)).total_relation == "exact"
    with pytest.raises(BadRequest) as refused:
        sample_engine.search(msgspec.convert(fails, Request))
    assert refused.value.message == message
    assert refused.value.parameter in ("query", "limit", "offset")
    assert getattr(LIMITS, limit)


@pytest.mark.parametrize(("limit", "query", "forms"), CUT)
def test_a_class_past_a_limit_is_cut(
    index: IndexReader, limit: str, query: str, forms: int
) -> None:
    """The most frequent forms are used, and a warning says how many there are."""
    tree = parse(query).tree
    for allowed in (forms, forms - 1):
        matcher = Matcher(index, limits=msgspec.structs.replace(LIMITS, **{limit: allowed}))
        warnings = matcher.match(tree, "stem").warnings
        cut = [(warning.params["found"], warning.params["used"]) for warning in warnings]
        assert cut == [(forms, allowed)] * (forms - allowed)


@pytest.mark.parametrize(("passed", "timed_out"), [(1.5, False), (1.501, True)])
def test_search_seconds(index: IndexReader, passed: float, timed_out: bool) -> None:
    """Three quarters of the time are for matching; the next check notices the deadline."""
    checks = iter([0.0, passed])
    matcher = Matcher(index, clock=lambda: next(checks, passed))
    found = matcher.match(parse("كتاب").tree, "stem")
    assert found.timed_out == timed_out
    assert len(found.documents) == (0 if timed_out else 2)


def test_page_size(sample_engine: Engine) -> None:
    answer = sample_engine.search(Request(query="*"))
    assert len(answer.hits) == LIMITS.page_size < answer.total


@pytest.mark.parametrize(("values", "others"), [(4, 0), (3, 1)])
def test_facet_values(tmp_path: Path, values: int, others: int) -> None:
    add_to(tmp_path, [Document(text="خبر", source=source) for source in "أبجد"])
    with closing(Engine.open(tmp_path, limits=Limits(facet_values=values))) as engine:
        (facet,) = engine.search(Request(query="خبر", facets=("source",))).facets
    assert (len(facet.values), facet.others) == (values, others)


@pytest.mark.parametrize(("most", "listed"), [(3, 3), (2, 2)])
def test_facet_spellings(tmp_path: Path, most: int, listed: int) -> None:
    add_to(tmp_path, [Document(text=name, source=name) for name in ("بَيت", "بيت", "بيـت")])
    with closing(Engine.open(tmp_path, limits=Limits(facet_spellings=most))) as engine:
        (facet,) = engine.search(Request(query="*", facets=("source",))).facets
    assert (facet.values[0].documents, len(facet.values[0].spellings)) == (3, listed)


def test_batch_limit_max(sample_engine: Engine) -> None:
    most = LIMITS.batch_limit_max
    assert sample_engine.rank(Request(query="*", limit=most)).total == 66
    with pytest.raises(BadRequest) as refused:
        sample_engine.rank(Request(query="*", limit=most + 1))
    assert refused.value.message == past("limit_out_of_range", most=10_000, given=10_001)


def test_similar_code_points(sample_engine: Engine) -> None:
    most = LIMITS.similar_code_points
    assert sample_engine.similar("مكتبة " * (most // 6)).words == ("مكتبة",)
    assert sample_engine.similar(" " * most).words == ()
    with pytest.raises(BadRequest) as refused:
        sample_engine.similar(" " * (most + 1))
    assert refused.value.message == past("compared_text_too_long", most=20_000, found=20_001)
    assert refused.value.parameter == "text"
    # only the beginning of a document is compared
    assert sample_engine.similar(Document(text="مكتبة" + " " * most + "سفينة")).words == ("مكتبة",)


def test_similar_terms_and_limits(sample_engine: Engine, sample_documents: list[Document]) -> None:
    text = "\n".join(each.text for each in sample_documents)[: LIMITS.similar_code_points]
    found = sample_engine.similar(text)
    assert len(found.words) == LIMITS.similar_terms
    assert len(found.hits) <= LIMITS.similar_limit
    assert sample_engine.similar(text, LIMITS.similar_limit_max).words == found.words
    for limit in (0, LIMITS.similar_limit_max + 1):
        with pytest.raises(BadRequest) as refused:
            sample_engine.similar(text, limit)
        assert refused.value.message == past("limit_out_of_range", most=50, given=limit)


def test_export_rows(sample_engine: Engine) -> None:
    most = LIMITS.export_rows
    total = sample_engine.info.documents
    assert find(sample_engine, Export(request=Request(query="*", limit=most))).total == total
    with pytest.raises(BadRequest) as refused:
        find(sample_engine, Export(request=Request(query="*", limit=most + 1)))
    assert refused.value.message == past("limit_out_of_range", most=100_000, given=100_001)


def test_class_cache_bytes(index: IndexReader) -> None:
    """Answers do not depend on the size of the cache."""
    queries = [parse(query).tree for query in ("كتاب", "قلم", "كت*", '"كتاب قلم"')]
    for size in (0, 1_000, LIMITS.class_cache_bytes):
        matcher = Matcher(index, limits=Limits(class_cache_bytes=size))
        assert [len(matcher.match(tree, "stem").documents) for tree in queries] == [2, 1, 2, 1]
        assert matcher.lists._cache.bytes <= size


def test_class_count_bytes(index: IndexReader) -> None:
    """Neither on that of the counts."""
    tree = parse("كتاب قلم").tree
    whole = Matcher(index).match(tree, "stem")
    for size in (0, 500, LIMITS.class_count_bytes):
        matcher = Matcher(index, limits=Limits(class_count_bytes=size))
        assert matcher.match(tree, "stem").scores.tolist() == whole.scores.tolist()
        assert matcher.lists._counts.bytes <= size


@pytest.mark.parametrize(("size", "status"), [(1_000_000, 405), (1_000_001, 413)])
def test_request_body_bytes(home: Path, size: int, status: int) -> None:
    app = create_app(partial(Engine.open, home))
    assert app.test_client().post("/api/v1/search", data=b"a" * size).status_code == status
    app.extensions["warraq"].close()


def test_limits_of_a_query_are_checked_without_an_archive() -> None:
    for limit, passes, fails, message in REFUSED[:14]:
        if limit == "address_code_points":
            continue  # an address is not parsed
        check(passes["query"], parse(passes["query"]).tree)
        with pytest.raises(BadRequest) as refused:
            check(fails["query"], parse(fails["query"]).tree)
        assert refused.value.message == message


def test_marks_of_a_document(home: Path) -> None:
    """The last mark that is allowed may be the last word to mark, or not."""
    with closing(Engine.open(home, limits=msgspec.structs.replace(LIMITS, marks=3))) as engine:
        for count, marked, complete in ((2, 2, True), (3, 3, False), (4, 3, False)):
            found = engine.mark(Document(text="كتاب " * count), "كتاب")
            assert (len(found.text.marks), found.complete) == (marked, complete)
            assert not found.timed_out


def test_facets_that_there_was_no_time_for_are_named(home: Path) -> None:
    with closing(
        Engine.open(home, limits=msgspec.structs.replace(LIMITS, search_seconds=0.0))
    ) as engine:
        answer = engine.search(Request(query="كتاب", facets=("source", "year")))
    assert answer.timed_out
    assert Message.of("facets_out_of_time", fields=("source", "year")) in answer.warnings
