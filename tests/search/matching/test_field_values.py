"""Values of keyword fields by their words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.messages import Message
from search.engine import Engine
from search.request import Request
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
    home: Path = tmp_path_factory.mktemp("values")
    add_to(home, DOCUMENTS)
    delete_from(home, ["5"])
    with closing(Engine.open(home)) as engine:
        yield engine


def none(field: str, value: str) -> Message:
    return Message.of("value_not_found", field=field, value=value)


def partly(field: str, value: str, *names: str) -> Message:
    return Message.of("value_partly_named", field=field, value=value, found=len(names), names=names)


@pytest.mark.parametrize(
    ("query", "found", "warning"),
    [
        # the whole value
        ("source:سانا", "4", None),
        ('source:"الجزيرة نت"', "23", None),
        ("source:(الجزيره نت)", "23", None),
        ("author:«محمد الاحمد»", "1", None),
        # some of its words, side by side, with or without the article: the most frequent first
        ("source:الجزيرة", "123", partly("source", "الجزيرة", "الجزيرة نت", "صحيفة الجزيرة")),
        ("source:صحيفة", "1", partly("source", "صحيفة", "صحيفة الجزيرة")),
        ("section:الجزيرة", "4", partly("section", "الجزيرة", "أخبار الجزيرة العربية")),
        ("author:محمد", "12", partly("author", "محمد", "محمد الأحمد", "محمد العلي")),
        ("author:احمد", "13", partly("author", "احمد", "رنا أحمد", "محمد الأحمد")),
        ("-source:الجزيرة", "467", partly("source", "الجزيرة", "الجزيرة نت", "صحيفة الجزيرة")),
        # a foreign name in another spelling
        ("author:فرديمان", "6", partly("author", "فرديمان", "توماس فريدمان")),
        ("author:فريدمن", "6", partly("author", "فريدمن", "توماس فريدمان")),
        ('author:"توماس فريدمن"', "6", partly("author", "توماس فريدمن", "توماس فريدمان")),
        ('author:"ديفد فريدمن"', "", none("author", "ديفد فريدمن")),
        # all that contain the words, the last of which may go on
        ('source:"الجزيرة نت*"', "23", None),
        ("author:فريد*", "6", None),
        # no part of a word, no other order, nothing that only a deleted document has
        ("source:جزير", "", none("source", "جزير")),
        ('source:"نت الجزيرة"', "", none("source", "نت الجزيرة")),
        ("source:قناة", "", none("source", "قناة")),
        ('source:"قناة الجزيرة"', "", none("source", "قناة الجزيرة")),
    ],
)
def test_documents_and_warnings_of_a_value(
    engine: Engine, query: str, found: str, warning: Message | None
) -> None:
    answer = engine.search(Request(query=query))
    assert sorted(hit.id for hit in answer.hits) == list(found)
    assert answer.warnings == ((warning,) if warning else ())


SPELLED = [
    Document(id="1", text="جسر", source="أخبار", author="أحمد عبد الله", section="رأي"),
    Document(id="2", text="جسر", source="اخبار\u200f", author="احمد  عبدالله", section="Opinion"),
    Document(id="3", text="جسر", source="«أخبار»", author="أحـمد عبد اللَّه:", section="OPINION"),
    Document(id="4", text="جسر", source="أخبار اليوم", author="واس - أحمد عبد الله"),
    Document(id="5", text="جسر", source="صحيفة أخبار اليوم", author="الرياض: وواس", section=" "),
]


@pytest.fixture(scope="module")
def spelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    home: Path = tmp_path_factory.mktemp("spelled")
    add_to(home, SPELLED)
    with closing(Engine.open(home)) as engine:
        yield engine


@pytest.mark.parametrize(
    ("query", "found", "codes"),
    [
        ('كاتب:"أحمد عبد الله"', "123", []),
        ('كاتب:"احمد عبدالله"', "123", []),
        ("مصدر:اخبار", "123", []),
        ('مصدر:"أخبار "', "123", []),
        ("قسم:opinion", "23", []),
        ("-مصدر:أخبار", "45", []),
        ("مصدر:اليوم", "45", ["value_partly_named"]),
        ('مصدر:"أخبار اليوم"', "4", []),
        ("كاتب:واس", "45", ["value_partly_named"]),
        ('كاتب:"الرياض واس"', "5", ["value_partly_named"]),
        ('كاتب:"أحمد الله"', "1234", ["value_partly_named"]),
    ],
)
def test_a_filter_takes_every_spelling_of_a_name(
    spelled: Engine, query: str, found: str, codes: list[str]
) -> None:
    answer = spelled.search(Request(query=query))
    assert sorted(hit.id for hit in answer.hits) == list(found)
    assert [warning.code for warning in answer.warnings] == codes


def test_a_source_of_the_request_takes_every_spelling(spelled: Engine) -> None:
    request = Request(query="جسر", sources=("أخبار",), timeline="year")
    answer = spelled.search(request)
    assert (answer.total, answer.warnings) == (3, ())
    assert answer.timeline is not None
    assert answer.timeline.undated == 3
    assert spelled.rank(request).total == 3


def test_a_name_that_is_part_of_more_frequent_ones_is_reported(tmp_path: Path) -> None:
    authors = ("واس", "واس - جدة", "جدة: واس", "سمير")
    add_to(tmp_path, [Document(id=str(n), text="جسر", author=a) for n, a in enumerate(authors)])
    with closing(Engine.open(tmp_path)) as engine:
        whole = engine.search(Request(query="author:واس"))
        every = engine.search(Request(query='author:"واس*"'))
    (warning,) = whole.warnings
    assert (whole.total, warning.code, warning.params["found"]) == (1, "value_in_other_names", 2)
    assert (every.total, every.warnings) == (3, ())


def test_the_sources_of_an_archive_are_counted_by_name(spelled: Engine) -> None:
    counts = [(each.source, each.documents) for each in spelled.stats().sources]
    assert counts == [("«أخبار»", 3), ("أخبار اليوم", 1), ("صحيفة أخبار اليوم", 1)]


def test_a_source_of_the_request_matches_like_a_filter(engine: Engine) -> None:
    answer = engine.search(Request(query="خبر", sources=("الجزيرة",)))
    assert answer.total == 3
    assert len(answer.warnings) == 1


def test_a_warning_lists_only_some_values(tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_to(home, [Document(id=f"{n}", text="خبر", author=f"محمد {n}") for n in range(7)])
    with closing(Engine.open(home)) as engine:
        answer = engine.search(Request(query="author:محمد"))
    assert answer.total == 7
    names = tuple(f"محمد {n}" for n in range(5))
    assert answer.warnings == (
        Message.of(
            "value_partly_named_by_many",
            field="author",
            value="محمد",
            found=7,
            names=names,
            more=2,
        ),
    )
