"""A small campaign over the sample archive; failures are detected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.hostile.__main__ import render_query, report
from benchmarks.hostile.campaign import (
    ADDRESSES,
    Kind,
    QueryOutcome,
    ask,
    campaign,
    faults,
    sentence,
)
from benchmarks.hostile.queries import HEAVY, generated, mutated
from corpus.document import Document
from search.engine import Engine
from search.limits import LIMITS
from search.request import Request
from tests.search.bad_queries import BAD_QUERIES

pytestmark = pytest.mark.slow

HEADLINES = ("افتتاح المكتبة العامة في وادي السنديان", "متطوعون يرسمون أطلال تدمر", "سوق")


@pytest.fixture(scope="module")
def outcomes(sample_home: Path, sample_documents: Sequence[Document]) -> list[QueryOutcome]:
    titles = [document.title for document in sample_documents]
    queries: list[tuple[Kind, Sequence[str]]] = [
        ("listed", BAD_QUERIES),
        ("heavy", HEAVY),
        ("generated", generated(250)),
        ("mutated", mutated(titles, 150)),
    ]
    return campaign(sample_home, queries)


def test_every_query_is_answered_or_refused(outcomes: list[QueryOutcome]) -> None:
    assert [one for one in outcomes if one.fault is not None] == []
    assert len(outcomes) > 150 + 250 + len(BAD_QUERIES) + len(HEAVY) + 2 * len(ADDRESSES)


def test_most_of_them_are_answered(outcomes: list[QueryOutcome]) -> None:
    """Otherwise the campaign would test refusals only."""
    for kind, share in (("heavy", 0.8), ("generated", 0.6), ("mutated", 0.9)):
        some = [one for one in outcomes if one.kind == kind]
        assert sum(one.refused is None for one in some) > share * len(some)
        assert any(one.total for one in some)


def test_the_report_lists_slowest_queries_and_refusals(outcomes: list[QueryOutcome]) -> None:
    text = report(outcomes)
    slowest = max(outcomes, key=lambda one: one.milliseconds)
    assert render_query(slowest.query) in text
    assert "A query takes up to … words and filters" in text
    assert "neither answered nor refused" not in text


def test_the_queries_are_deterministic() -> None:
    assert generated(40) == generated(40)
    assert len(set(generated(40))) > 30
    assert mutated(HEADLINES, 40) == mutated(HEADLINES, 40)
    assert len(set(mutated(HEADLINES, 40))) > 35


def test_heavy_queries_are_within_the_limits_of_length() -> None:
    assert len(set(HEAVY)) == len(HEAVY)
    assert all(len(query) <= LIMITS.query_code_points for query in HEAVY)


def test_an_exception_is_a_fault(sample_home: Path) -> None:
    engine = Engine.open(sample_home)
    engine.close()
    one = ask(engine, "listed", Request(query="تدمر"))
    assert one.fault is not None
    assert "Error" in one.fault
    assert faults([one]) == [one]
    assert "neither answered nor refused" in report([one])


def test_a_late_answer_is_a_fault() -> None:
    in_time = QueryOutcome(kind="listed", entry="engine", query="تدمر", milliseconds=1.0)
    late = QueryOutcome(kind="listed", entry="engine", query="تدمر", milliseconds=2_501.0)
    assert faults([in_time, late]) == [late]


def test_a_refusal_is_counted_without_quotations() -> None:
    text = sentence("A query takes up to 64 words; “كتاب” has 1,000: shorten it.", "query")
    assert text == "query: A query takes up to … words; … has …: shorten it."


def test_a_query_is_rendered_on_one_line() -> None:
    assert render_query("أ|ب\n`\u202e") == "`أ\\|ب\\u{a}ˋ\\u{202e}` (6)"
    assert render_query("ك" * 100) == f"`{'ك' * 60}…` (100)"
