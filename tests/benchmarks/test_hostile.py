"""The hostile-query campaign, smaller, over the sample archive; and that it would see a fault."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.hostile.__main__ import report, shown
from benchmarks.hostile.asking import ADDRESSES, Asked, Kind, ask, campaign, faults, sentence
from benchmarks.hostile.queries import HEAVY, MUTATIONS, generated, mutated
from corpus.document import Document
from search.engine import Engine
from search.limits import LIMITS
from search.request import Request
from tests.search.bad_queries import BAD_QUERIES

HEADLINES = ("افتتاح المكتبة العامة في وادي السنديان", "متطوعون يرسمون أطلال تدمر", "سوق")


@pytest.fixture(scope="module")
def asked(sample_home: Path, sample_documents: Sequence[Document]) -> list[Asked]:
    titles = [document.title for document in sample_documents]
    queries: list[tuple[Kind, Sequence[str]]] = [
        ("listed", BAD_QUERIES),
        ("heavy", HEAVY),
        ("generated", generated(250)),
        ("mutated", mutated(titles, 150)),
    ]
    return campaign(sample_home, queries)


def test_every_query_is_answered_or_refused(asked: list[Asked]) -> None:
    assert [one for one in asked if one.fault is not None] == []
    assert len(asked) > 150 + 250 + len(BAD_QUERIES) + len(HEAVY) + 2 * len(ADDRESSES)


def test_most_of_them_are_answered(asked: list[Asked]) -> None:
    """Else the campaign would look at refusals alone."""
    for kind, share in (("heavy", 0.8), ("generated", 0.6), ("mutated", 0.9)):
        some = [one for one in asked if one.kind == kind]
        assert sum(one.refused is None for one in some) > share * len(some)
        assert any(one.total for one in some)


def test_a_report_names_the_slowest_and_tells_refusals_apart(asked: list[Asked]) -> None:
    text = report(asked)
    slowest = max(asked, key=lambda one: one.milliseconds)
    assert shown(slowest.query) in text
    assert "A query takes up to … words and filters" in text
    assert "neither answered nor refused" not in text


def test_the_queries_are_the_same_at_every_run() -> None:
    assert generated(40) == generated(40)
    assert len(set(generated(40))) > 30
    assert mutated(HEADLINES, 40) == mutated(HEADLINES, 40)
    assert len(set(mutated(HEADLINES, 40))) > 35
    assert len(MUTATIONS) > 10


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


def test_what_comes_late_is_a_fault() -> None:
    in_time = Asked(kind="listed", door="engine", query="تدمر", milliseconds=1.0)
    late = Asked(kind="listed", door="engine", query="تدمر", milliseconds=2_501.0)
    assert faults([in_time, late]) == [late]


def test_a_refusal_is_told_without_what_it_quotes() -> None:
    told = sentence("A query takes up to 64 words; “كتاب” has 1,000: shorten it.", "query")
    assert told == "query: A query takes up to … words; … has …: shorten it."


def test_a_query_is_shown_on_one_line() -> None:
    assert shown("أ|ب\n`\u202e") == "`أ\\|ب\\u{a}ˋ\\u{202e}` (6)"
    assert shown("ك" * 100) == f"`{'ك' * 60}…` (100)"
