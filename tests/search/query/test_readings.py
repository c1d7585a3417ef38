"""Queries whose signs and values are read in one of several ways, over documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.document import Document
from search.engine import Engine
from search.request import Request
from tests.homes import add_to

DOCUMENTS = [
    Document(id="1", title="جسر", text="الجسر القديم في بصرى", source="بريد", date="2016"),
    Document(id="2", title="نهر", text="النهر والجسر الجديد", source="صدى", author="رنا"),
    Document(id="3", text="النهر العظيم في حلب", source="صدى", section="رأي", date="2017"),
    Document(id="4", title="نهر", text="طريق قديمة"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    home: Path = tmp_path_factory.mktemp("readings")
    add_to(home, DOCUMENTS)
    with closing(Engine.open(home)) as engine:
        yield engine


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *((f"الجسر {sign}النهر", "1") for sign in "-–—‑‐―−﹣－ـ!"),
        *((f"الجسر {sign} النهر", "2") for sign in "-–—ـ"),
        ("الجسر- النهر", "2"),
        ("الجسر وليس النهر", "1"),
        ("الجسر و عنوان:نهر", "2"),
        ("الجسر وعنوان:نهر", "2"),
        ("الجسر أو النهر مصدر:صدى", "23"),
        ("الجسر أو مصدر:صدى", "123"),
        ("مصدر:بريد أو مصدر:صدى", "123"),
        ('"النهر العظ*"', "3"),
        ('"الجس* القديم"', "1"),
        ('"الجد* النه*"~3', "2"),
        ('"نهر*"~1', "24"),
        ("title:none", "3"),
        ("عنوان:بلا نهر", "3"),
        ("date:none", "24"),
        ("تاريخ:بلا -مصدر:بلا", "2"),
        ("source:none", "4"),
        ("author:none", "134"),
        ("قسم:بلا", "124"),
        ("body:none", ""),
        ("وين الجسر القديم", "1"),
        ("ماهو النهر العظيم", "3"),
    ],
)
def test_documents_of_a_query(engine: Engine, query: str, found: str) -> None:
    assert sorted(hit.id for hit in engine.search(Request(query=query)).hits) == list(found)


@pytest.mark.parametrize(
    ("query", "marked"),
    [('"النهر العظ*"', ["النهر", "العظيم"]), ('"الجس* القد*"', ["الجسر", "القديم"])],
)
def test_a_prefix_in_a_phrase_is_highlighted(engine: Engine, query: str, marked: list[str]) -> None:
    (hit,) = engine.search(Request(query=query)).hits
    (passage,) = hit.snippets
    assert [passage.text[mark.start : mark.end] for mark in passage.marks] == marked


def test_a_prefix_in_a_phrase_is_explained_and_counted(engine: Engine) -> None:
    explained = engine.explain(Request(query='"النهر العظ*"'), "3")
    assert explained is not None
    assert "prefix" in {each.kind for each in explained.evidence}
    assert explained.score == round(engine.search(Request(query='"النهر العظ*"')).hits[0].score, 4)
    empty = engine.search(Request(query='"العظيم النه*"'))
    assert [(term.text, term.kind, term.documents) for term in empty.terms] == [
        ("العظيم النه*", "phrase", 0),
        ("العظيم", "word", 1),
        ("النه*", "prefix", 2),
    ]
