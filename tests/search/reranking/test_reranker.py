"""The second stage on whole archives: what comes first, pages, time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import msgspec
import pytest

from corpus.document import Document
from index.reader import MATCHED_DOCUMENTS, IndexReader
from search.engine import Engine
from search.matching.matcher import Matcher
from search.matching.ranking_parameters import RANKING
from search.query.parser import parse
from search.request import Request
from search.reranking.reranker import Reranker
from tests.homes import add_to

HUNDRED = RANKING.reranked
FILLER = "سطر في أمر آخر لا شأن له بما يطلب "


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents that have the same words at different positions."""
    home = tmp_path_factory.mktemp("reranked")
    texts = {
        "beginning": f"جسر المدينة القديم {FILLER * 8}",
        "end": f"{FILLER * 8} جسر المدينة القديم",
        "apart": f"جسر {FILLER * 4} المدينة {FILLER * 4} القديم",
    }
    named = [Document(id=name, text=text) for name, text in texts.items()]
    many = [
        Document(id=f"m{number}", text=f"{FILLER * (number % 7)} مرفأ {FILLER} شراع")
        for number in range(HUNDRED + 40)
    ]
    add_to(home, [*named, *many])
    return home


@pytest.fixture
def engine(home: Path) -> Iterator[Engine]:
    with closing(Engine.open(home)) as engine:
        yield engine


def test_words_together_and_near_the_beginning_come_first(engine: Engine) -> None:
    assert engine.rank(Request(query="جسر المدينة القديم")).ids == ("beginning", "end", "apart")


def test_the_best_hundred_stay_before_the_rest(engine: Engine) -> None:
    request = Request(query="مرفأ شراع", limit=1_000)
    whole = engine.rank(request)
    assert len(whole.ids) == HUNDRED + 40
    assert list(whole.scores) == sorted(whole.scores, reverse=True)
    by_date = engine.rank(msgspec.structs.replace(request, sort="newest"))
    first_stage = dict(zip(by_date.ids, by_date.scores, strict=True))
    gains = [score - first_stage[name] for name, score in zip(whole.ids, whole.scores, strict=True)]
    assert min(gains[:HUNDRED]) > 0.01
    assert gains[HUNDRED:] == pytest.approx([0.0] * 40)
    assert min(first_stage[name] for name in whole.ids[:HUNDRED]) >= max(
        first_stage[name] for name in whole.ids[HUNDRED:]
    )


@pytest.mark.parametrize("limit", [1, 7, HUNDRED])
def test_pages_across_the_hundred_neither_repeat_nor_skip(engine: Engine, limit: int) -> None:
    request = Request(query="مرفأ شراع", limit=1_000)
    whole = engine.rank(request)
    pages = [
        engine.rank(msgspec.structs.replace(request, limit=limit, offset=offset))
        for offset in range(0, whole.total, limit)
    ]
    assert tuple(name for page in pages for name in page.ids) == whole.ids
    assert tuple(score for page in pages for score in page.scores) == whole.scores


def test_hits_ranked_ids_and_numbers_have_the_same_scores(engine: Engine) -> None:
    request = Request(query="جسر المدينة القديم", limit=3)
    hits = engine.search(request).hits
    ranked = engine.rank(request)
    assert [hit.id for hit in hits] == list(ranked.ids)
    assert [hit.score for hit in hits] == pytest.approx(list(ranked.scores))
    assert list(engine.rank_numbers(request, 10).scores) == pytest.approx(list(ranked.scores))


def test_a_second_stage_without_time_leaves_the_order_of_the_first(engine: Engine) -> None:
    matcher: Matcher = engine._matcher
    tree = parse("مرفأ شراع").tree
    matched = matcher.match(tree, "stem")
    ticks = count()
    for steps in range(9):
        found = Reranker(matcher, lambda: float(next(ticks))).rerank(
            tree, "stem", matched, steps + 0.5
        )
        if not found.timed_out:
            assert found.scores.sum() > matched.scores.sum()
            break
        assert found.scores.tolist() == matched.scores.tolist()
        assert found.complete
    else:
        pytest.fail("the second stage never ends")
    assert steps > 0
    stopped = matched._replace(timed_out=True)
    assert Reranker(matcher).rerank(tree, "stem", stopped, 1.0) is stopped


@pytest.mark.parametrize("reranked", [0, MATCHED_DOCUMENTS + 1])
def test_more_documents_than_can_be_read_at_once_are_refused(home: Path, reranked: int) -> None:
    with closing(IndexReader.current(home)) as index:
        most = msgspec.structs.replace(RANKING, reranked=MATCHED_DOCUMENTS)
        Reranker(Matcher(index, parameters=most))
        other = msgspec.structs.replace(RANKING, reranked=reranked)
        with pytest.raises(ValueError, match="from 1 to 255"):
            Reranker(Matcher(index, parameters=other))


def test_an_explanation_lists_the_shares_of_both_stages(engine: Engine) -> None:
    request = Request(query="جسر المدينة القديم")
    hit = engine.search(request).hits[0]
    found = engine.explain(request, hit.id)
    assert found is not None
    kinds = {each.kind for each in found.evidence}
    assert kinds >= {"word", "root", "coverage", "window", "passage", "early", "run"}
    assert found.score == pytest.approx(hit.score, rel=1e-4)
    assert {each.text for each in found.evidence if each.kind == "early"} == {request.query}
    by_date = engine.explain(msgspec.structs.replace(request, sort="newest"), hit.id)
    assert by_date is not None
    assert by_date.score < found.score
