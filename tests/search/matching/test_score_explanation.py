"""Explanations: the shares add up to the score and list the words they are for."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from arabic.tokenizer import words
from corpus.archive import Archive
from corpus.document import Document
from search.engine import Engine, archive_path
from search.explanation import Evidence, ScoreExplanation
from search.limits import LIMITS
from search.matching.deadline import no_deadline
from search.matching.score_explanation import _DocumentWords
from search.request import Level, Request
from tests.linear import assert_linear
from warraq.rendering import explanation_lines

QUERIES = [
    "متحف تدمر",
    "وبالمكتبة",
    "كَتَبَ الكِتَاب",
    '"وزير الخارجية" واشنطن',
    "title:مكتبة",
    "body:(متحف تدمر)",
    "مكت* متحف",
    "المشربات~1",
    "root:درس OR سفينة",
    "ديسمبر تدمر",
    "غوغل",
    "أيار",
    "تدمر تدمر",
    "تدمر -متحف",
    "تدمر date:2016",
    "*",
]


def explained(engine: Engine, request: Request, id: str) -> ScoreExplanation:  # noqa: A002
    found = engine.explain(request, id)
    assert found is not None
    return found


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("operator", ["all", "any"])
def test_the_shares_of_every_hit_add_up_to_its_score(
    sample_engine: Engine, query: str, operator: str
) -> None:
    request = Request(query=query, limit=100, operator="any" if operator == "any" else "all")
    hits = sample_engine.search(request).hits
    assert hits
    for hit in hits:
        found = explained(sample_engine, request, hit.id)
        assert found.matched
        assert found.score == pytest.approx(hit.score, rel=1e-4, abs=1e-4)
        assert found.score == pytest.approx(sum(each.score for each in found.evidence))
        assert all(each.score > 0 for each in found.evidence)


@pytest.mark.parametrize("query", QUERIES)
def test_the_listed_words_occur_in_the_document(sample_engine: Engine, query: str) -> None:
    for hit in sample_engine.search(Request(query=query, limit=5)).hits:
        document = sample_engine.document(hit.id)
        assert document is not None
        title, body = " ".join(words(document.title)), " ".join(words(document.text))
        for each in explained(sample_engine, Request(query=query), hit.id).evidence:
            for word in each.words:
                assert word.title + word.body > 0
                assert bool(word.title) <= (word.word in title)
                assert bool(word.body) <= (word.word in body)


def best(engine: Engine, query: str, level: Level = "stem") -> tuple[Evidence, ...]:
    request = Request(query=query, level=level)
    hit = engine.search(request).hits[0]
    return explained(engine, request, hit.id).evidence


def test_each_level_lists_the_words_that_narrower_levels_do_not(sample_engine: Engine) -> None:
    listed = {
        each.level: {word.word for word in each.words}
        for each in best(sample_engine, "بالمشربيات", "root")
        if each.kind == "word"
    }
    assert "المشربيات" in listed["stem"]
    assert not listed["stem"] & listed["root"]


def test_a_root_is_scored_in_the_first_stage_where_words_match_by_it(
    sample_engine: Engine,
) -> None:
    by_stem, by_root = (best(sample_engine, "بالمشربيات", level) for level in ("stem", "root"))
    assert {each.level for each in by_root if each.kind == "word"} == {"stem", "root"}
    assert not any(each.kind == "root" for each in by_root)
    assert {each.level for each in by_stem if each.kind == "word"} == {"stem"}
    assert any(each.kind == "root" for each in by_stem)


def test_every_other_share_has_its_kind(sample_engine: Engine) -> None:
    def kinds(query: str) -> set[str]:
        return {each.kind for each in best(sample_engine, query)}

    assert "bigram" in kinds("معمل الحرير")
    assert "title" in kinds("معمل الحرير القديم")
    assert "prefix" in kinds("مشرب*")
    assert "wildcard" in kinds("مشر?يات")
    assert "fuzzy" in kinds("المشربات~1")
    assert "related" in kinds("أيار")


def test_a_document_that_does_not_match_has_absent_words(sample_engine: Engine) -> None:
    hit = sample_engine.search(Request(query="المشربيات")).hits[0]
    found = explained(sample_engine, Request(query="المشربيات زرافة كتاب*"), hit.id)
    assert not found.matched
    assert found.absent == ("زرافة", "كتاب")
    assert found.score > 0
    lines = list(explanation_lines(found))
    assert lines[0] == f"{hit.id} does not match."
    assert lines[1] == "It lacks زرافة، كتاب (with particles and endings)."


def test_a_filter_excludes_and_nothing_is_absent(sample_engine: Engine) -> None:
    hit = sample_engine.search(Request(query="المشربيات")).hits[0]
    found = explained(sample_engine, Request(query="المشربيات date:1950"), hit.id)
    assert not found.matched
    assert not found.absent


def test_a_missing_document_has_no_explanation(sample_engine: Engine) -> None:
    assert sample_engine.explain(Request(query="تدمر"), "nobody") is None


def test_every_kind_of_evidence_is_rendered(sample_engine: Engine) -> None:
    said = [
        line
        for query in QUERIES
        for hit in sample_engine.search(Request(query=query, limit=3)).hits
        for line in explanation_lines(explained(sample_engine, Request(query=query), hit.id))
    ]
    for part in (
        "side by side",
        "a title that contains",
        "words that begin with مكت",
        "words spelled like المشربات",
        "or a synonym (مايو)",
        "words of the roots of",
        "with the same letters",
    ):
        assert any(part in line for line in said), part


def test_an_explanation_that_takes_too_long_says_so(sample_home: Path) -> None:
    limits = msgspec.structs.replace(LIMITS, search_seconds=0.0)
    with closing(Engine.open(sample_home, limits=limits)) as engine:
        found = explained(engine, Request(query="تدمر متحف"), first_id(engine))
    assert found.timed_out
    assert any("no time" in line for line in explanation_lines(found))


def first_id(engine: Engine) -> str:
    with Archive(archive_path(engine.home), read_only=True) as archive:
        return next(iter(list(archive.ids())))


@pytest.mark.parametrize("word", ["تدمر ", "تدمر7", "تدمر-واحة "])
def test_time_is_linear_in_the_document(word: str) -> None:
    """Each distinct word is compared once, whatever the number of its occurrences."""

    def split(text: str) -> object:
        return _DocumentWords(Document(text=text), no_deadline)

    assert_linear(split, word * 100_000)
    field = _DocumentWords(Document(text="تدمر واحة " * 9), no_deadline).fields["body"]
    assert field.pairs("تدمر", "واحه") == {"تدمر واحة": 9}
    assert field.pairs("واحه", "تدمر") == {"واحة تدمر": 8}
    assert field.pairs("واحه", "قمح") == {}
