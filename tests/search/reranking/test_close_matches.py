"""Close matches: which they are, and how totals, pages, counts and time behave where only they are
listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document
from corpus.messages import Message
from search.batch.export import Export, find, lines
from search.engine import Engine
from search.limits import LIMITS, Limits
from search.matching.deadline import OutOfTime
from search.query.parser import parse
from search.request import LEVELS, Level, Operator, Request, Sort
from search.reranking.close_matches import BEGINNING_WORDS, CLOSE_SHARE, CloseMatchFinder
from tests.homes import add_to

FILLER = "سطر في أمر آخر لا شأن له بما يطلب "
"""Eight words."""

FAR = FILLER * 30
FIRE = Request(query="حريق المكتبة", limit=100)
TEXTS = {
    "often": "حريق المكتبة حريق المكتبة " * 3 + FAR,
    "beginning": FILLER * 6 + "حريق في المكتبة " + FAR,
    "title": FAR + "حريق " + FAR,
    "root": "كتاب الحرائق " + FAR + "حريق المكتبة",
    "apart": FAR + "حريق " + FAR + " المكتبة",
    "undated": FAR + "المكتبة " + FAR + " حريق",
    "half": "حريق " + FAR + " المكتبة",
}
DAYS = {"apart": "2015-07-01", "half": "2015-07-02", "root": "2015-07-03", "often": "2015-07-06"}
OTHERS = [Document(id=f"other{number}", text=FILLER * number) for number in range(1, 30)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents with both words, of which the oldest have them far apart."""
    home = tmp_path_factory.mktemp("close")
    documents = [
        Document(
            id=name,
            title="المكتبة" if name == "title" else "",
            text=text,
            date=None if name == "undated" else DAYS.get(name, "2015-07-08"),
            source="صحيفة" if name == "often" else "مجلة",
        )
        for name, text in TEXTS.items()
    ]
    add_to(home, [*documents, *OTHERS])
    return home


@pytest.fixture
def engine(home: Path) -> Iterator[Engine]:
    with closing(Engine.open(home)) as engine:
        yield engine


def close(request: Request, **changes: Any) -> Request:
    return msgspec.structs.replace(request, matches="close", **changes)


def ids(engine: Engine, request: Request) -> list[str]:
    return [hit.id for hit in engine.search(request).hits]


def test_weak_matches_are_left_out_of_the_order_of_dates(engine: Engine) -> None:
    oldest = msgspec.structs.replace(FIRE, sort="oldest")
    assert ids(engine, oldest)[:3] == ["apart", "half", "root"]
    assert set(ids(engine, oldest)) == set(TEXTS)
    assert ids(engine, close(oldest)) == ["often", "beginning"]
    assert ids(engine, close(FIRE, sort="newest")) == ["beginning", "often"]


def test_all_is_the_default(engine: Engine) -> None:
    for request in (FIRE, msgspec.structs.replace(FIRE, sort="newest")):
        answer = engine.search(request)
        assert answer.close_total is None
        assert answer.listed_total == answer.total == len(TEXTS)
        named = engine.search(msgspec.structs.replace(request, matches="all"))
        assert named.hits == answer.hits


@pytest.mark.parametrize("place", [BEGINNING_WORDS - 1, BEGINNING_WORDS])
def test_the_words_are_in_the_title_or_at_the_beginning(tmp_path: Path, place: int) -> None:
    before = " ".join(["سطر"] * place)
    best = Document(id="best", title="حريق المكتبة", text="حريق المكتبة " * 9)
    one = Document(id="one", title="المكتبة", text=f"{before} حريق {FAR * 9}")
    add_to(tmp_path, [best, one, *OTHERS])
    with closing(Engine.open(tmp_path)) as engine:
        answer = engine.search(FIRE)
        assert answer.hits[1].score < CLOSE_SHARE * answer.hits[0].score
        found = set(ids(engine, close(FIRE)))
    assert found == ({"best", "one"} if place < BEGINNING_WORDS else {"best"})


def test_the_share_is_that_of_the_best_score(engine: Engine) -> None:
    by_date = engine.search(msgspec.structs.replace(FIRE, sort="oldest"))
    scores = {hit.id: hit.score for hit in by_date.hits}
    best = max(scores.values())
    found = set(ids(engine, close(FIRE)))
    assert {name for name, score in scores.items() if score >= CLOSE_SHARE * best} <= found
    assert scores["beginning"] < CLOSE_SHARE * best
    assert "beginning" in found


@pytest.mark.parametrize(
    "query", ["حريق", '"حريق المكتبة"', "حري*", "source:مجلة", "*", "حريق source:مجلة", "-حريق"]
)
def test_every_match_of_one_word_phrase_or_filter_is_close(engine: Engine, query: str) -> None:
    answer = engine.search(Request(query=query, sort="oldest", matches="close"))
    assert answer.close_total == answer.total > 0


def test_an_answer_without_documents(engine: Engine) -> None:
    answer = engine.search(Request(query="حريق زمهرير", matches="close"))
    assert (answer.total, answer.close_total, answer.hits) == (0, 0, ())


def test_counts_are_of_all_matches(engine: Engine) -> None:
    counted = msgspec.structs.replace(FIRE, facets=("source", "year"), levels=True, timeline="day")
    whole, listed = engine.search(counted), engine.search(close(counted, sort="oldest"))
    assert (listed.total, listed.close_total) == (len(TEXTS), 2)
    assert listed.facets == whole.facets
    assert listed.levels == whole.levels
    assert listed.timeline == whole.timeline
    assert listed.suggestions == whole.suggestions


def test_any_word_and_long_texts(engine: Engine) -> None:
    some = Request(query="حريق المكتبة سطر", operator="any", limit=100, matches="close")
    answer = engine.search(some)
    assert answer.close_total is not None
    assert 0 < answer.close_total < answer.total
    text = "حريق المكتبة زمهرير يوم أمس خلافا لكل ما قيل"
    answer = engine.search(close(Request(query=text, sort="oldest", limit=100)))
    assert answer.operator == "any"
    assert answer.close_total == len(answer.hits)
    assert 0 < answer.close_total < answer.total


def test_exports_and_ranked_ids_list_the_same(engine: Engine) -> None:
    request = close(FIRE, sort="oldest")
    expected = ids(engine, request)
    assert list(engine.rank(request).ids) == expected
    export = Export(request=request)
    found = find(engine, export)
    assert found.total == len(expected)
    written = "".join(lines(engine, export, found)).splitlines()
    assert [msgspec.json.decode(line)["id"] for line in written] == expected


def test_scores_and_explanations_do_not_change(engine: Engine) -> None:
    for sort in get_args(Sort):
        request = msgspec.structs.replace(FIRE, sort=sort)
        scores = {hit.id: hit.score for hit in engine.search(request).hits}
        for hit in engine.search(close(request)).hits:
            assert hit.score == scores[hit.id]
            assert engine.explain(close(request), hit.id) == engine.explain(request, hit.id)


@pytest.mark.parametrize("sort", get_args(Sort))
@pytest.mark.parametrize("limit", [1, 2])
def test_pages_neither_repeat_nor_skip(engine: Engine, sort: Sort, limit: int) -> None:
    whole = close(FIRE, sort=sort)
    pages = [
        engine.search(msgspec.structs.replace(whole, limit=limit, offset=offset))
        for offset in range(0, 4, limit)
    ]
    assert {page.close_total for page in pages} == {2}
    assert [hit.id for page in pages for hit in page.hits] == ids(engine, whole)


# Limits and time


@pytest.mark.parametrize(
    ("most", "found"), [(6, {"often", "beginning"}), (5, {"often", "beginning"}), (1, {"often"})]
)
def test_matches_beyond_the_limit_are_reported(home: Path, most: int, found: set[str]) -> None:
    limits = msgspec.structs.replace(LIMITS, close_matches=most)
    with closing(Engine.open(home, limits=limits)) as engine:
        answer = engine.search(close(FIRE))
        export = find(engine, Export(request=close(FIRE)))
    assert {hit.id for hit in answer.hits} == found
    unread = len(TEXTS) - 1 - most
    cut = Message.of("close_matches_cut", matches=len(TEXTS), read=len(TEXTS) - unread)
    assert (cut in answer.warnings) == (unread > 0)
    assert export.warnings == ((cut,) if unread else ())
    assert not answer.timed_out


def test_documents_are_read_in_parts(tmp_path: Path) -> None:
    """More than can be read at once."""
    texts = [f"{FILLER * (number % 9)} مرفأ {FILLER} شراع" for number in range(600)]
    best = Document(id="best", text="مرفأ شراع " * 9)
    add_to(tmp_path, [best, *(Document(id=f"d{at}", text=text) for at, text in enumerate(texts))])
    begin = {
        f"d{number}"
        for number, text in enumerate(texts)
        if text.split().index("شراع") < BEGINNING_WORDS
    }
    assert 300 < len(begin) < 600
    request = Request(query="مرفأ شراع", matches="close", limit=1_000)
    with closing(Engine.open(tmp_path)) as engine:
        assert set(engine.rank(request).ids) == begin | {"best"}


def test_without_time_all_matches_are_listed(engine: Engine) -> None:
    def too_late() -> None:
        raise OutOfTime

    matcher = engine._matcher
    tree = parse(FIRE.query).tree
    matched = matcher.match(tree, "stem")
    finder = CloseMatchFinder(matcher)
    assert finder.list_close(tree, matched, matched).close_total == 2
    listed = finder.list_close(tree, matched, matched, too_late)
    assert listed.matched.timed_out
    assert listed.matched.documents.tolist() == matched.documents.tolist()
    assert listed.close_total is None
    assert [each.code for each in listed.warnings] == ["close_matches_out_of_time"]
    late = matched._replace(timed_out=True)
    assert finder.list_close(tree, late, late).warnings == listed.warnings


def test_a_search_out_of_time_says_so(home: Path) -> None:
    with closing(Engine.open(home, limits=Limits(search_seconds=0.0))) as engine:
        answer = engine.search(close(FIRE, sort="newest"))
    assert answer.timed_out
    assert answer.close_total is None
    assert "close_matches_out_of_time" in [each.code for each in answer.warnings]


# Of any archive and query

WORDS = ("كتب", "المكتبة", "مكتبات", "من", "سوق", "وسوق", "أيار", "مايو", "جسر")
texts = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
fillers = st.sampled_from(["", FILLER, FILLER * 9])
documents = st.builds(
    Document,
    title=texts,
    text=st.tuples(texts, fillers, texts).map(" ".join),
    date=st.sampled_from([None, "2015", "2015-07", "2015-07-06"]),
)


@settings(max_examples=15, deadline=None)
@given(
    archive=st.lists(documents, min_size=1, max_size=12),
    query=st.lists(st.sampled_from([*WORDS, '"من سوق"', "-جسر", "سو*"]), min_size=1, max_size=4),
    sort=st.sampled_from(get_args(Sort)),
    operator=st.sampled_from(get_args(Operator)),
    level=st.sampled_from(LEVELS),
)
def test_close_matches_are_a_part_of_all_in_the_same_order(
    tmp_path_factory: pytest.TempPathFactory,
    archive: list[Document],
    query: list[str],
    sort: Sort,
    operator: Operator,
    level: Level,
) -> None:
    home = tmp_path_factory.mktemp("any")
    add_to(home, [msgspec.structs.replace(each, id=f"d{at}") for at, each in enumerate(archive)])
    request = Request(
        query=" ".join(query), sort=sort, operator=operator, level=level, limit=100, timeline="year"
    )
    with closing(Engine.open(home)) as engine:
        whole, listed = engine.search(request), engine.search(close(request))
        pages = [
            engine.rank(close(request, limit=2, offset=offset))
            for offset in range(0, listed.listed_total, 2)
        ]
    among = {hit.id for hit in listed.hits}
    assert [hit for hit in whole.hits if hit.id in among] == list(listed.hits)
    assert (listed.total, listed.timeline) == (whole.total, whole.timeline)
    assert listed.close_total == len(listed.hits) >= min(1, whole.total)
    assert [name for page in pages for name in page.ids] == [hit.id for hit in listed.hits]
    best = max(whole.hits, key=lambda hit: hit.score, default=None)
    assert best is None or sort == "relevance" or best.id in among
