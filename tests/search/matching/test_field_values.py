"""Sources, authors and sections by the words of their names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.document import Document
from search.answer import Request
from search.engine import Engine
from tests.homes import add_to, delete_from

DOCUMENTS = [
    Document(id="1", text="خبر", source="صحيفة الجزيرة", author="محمد الأحمد"),
    Document(id="2", text="خبر", source="الجزيرة نت", author="محمد العلي"),
    Document(id="3", text="خبر", source="الجزيرة نت", author="رنا أحمد"),
    Document(id="4", text="خبر", source="سانا", section="أخبار الجزيرة العربية"),
    Document(id="5", text="خبر", source="قناة الجزيرة"),
    Document(id="6", text="خبر", author="توماس فريدمان"),
    Document(id="7", text="خبر", author="ديفيد هيرست"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    home: Path = tmp_path_factory.mktemp("named")
    add_to(home, DOCUMENTS)
    delete_from(home, ["5"])
    with closing(Engine.open(home)) as engine:
        yield engine


NONE = "No document has the {} {}."
PARTLY = "No {} is named {} in full; these were taken: {}."


@pytest.mark.parametrize(
    ("query", "found", "warning"),
    [
        # the whole name
        ("source:سانا", "4", ""),
        ('source:"الجزيرة نت"', "23", ""),
        ("source:(الجزيره نت)", "23", ""),
        ("author:«محمد الاحمد»", "1", ""),
        # words of it, in a row, with or without the article: that of most documents first
        ("source:الجزيرة", "123", PARTLY.format("source", "الجزيرة", "الجزيرة نت، صحيفة الجزيرة")),
        ("source:صحيفة", "1", PARTLY.format("source", "صحيفة", "صحيفة الجزيرة")),
        ("section:الجزيرة", "4", PARTLY.format("section", "الجزيرة", "أخبار الجزيرة العربية")),
        ("author:محمد", "12", PARTLY.format("author", "محمد", "محمد الأحمد، محمد العلي")),
        ("author:احمد", "13", PARTLY.format("author", "احمد", "رنا أحمد، محمد الأحمد")),
        ("-source:الجزيرة", "467", PARTLY.format("source", "الجزيرة", "الجزيرة نت، صحيفة الجزيرة")),
        # a foreign name in another spelling
        ("author:فرديمان", "", NONE.format("author", "فرديمان")),
        ("author:فريدمن", "6", PARTLY.format("author", "فريدمن", "توماس فريدمان")),
        ('author:"توماس فريدمن"', "6", PARTLY.format("author", "توماس فريدمن", "توماس فريدمان")),
        ('author:"ديفد فريدمن"', "", NONE.format("author", "ديفد فريدمن")),
        # no part of a word, no other order, nothing that only a deleted document has
        ("source:جزير", "", NONE.format("source", "جزير")),
        ('source:"نت الجزيرة"', "", NONE.format("source", "نت الجزيرة")),
        ("source:قناة", "", NONE.format("source", "قناة")),
        ('source:"قناة الجزيرة"', "", NONE.format("source", "قناة الجزيرة")),
    ],
)
def test_whose_documents_are_meant(engine: Engine, query: str, found: str, warning: str) -> None:
    answer = engine.search(Request(query=query))
    assert sorted(hit.id for hit in answer.hits) == list(found)
    assert answer.warnings == ((warning,) if warning else ())


def test_a_source_beside_the_query_is_named_alike(engine: Engine) -> None:
    answer = engine.search(Request(query="خبر", sources=("الجزيرة",)))
    assert answer.total == 3
    assert len(answer.warnings) == 1


def test_only_some_names_are_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_to(home, [Document(id=f"{n}", text="خبر", author=f"محمد {n}") for n in range(7)])
    with closing(Engine.open(home)) as engine:
        answer = engine.search(Request(query="author:محمد"))
    assert answer.total == 7
    assert answer.warnings[0].endswith("محمد 0، محمد 1، محمد 2، محمد 3، محمد 4 ….")
