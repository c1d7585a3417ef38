"""Warnings about words whose class is many times the word itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.messages import Message, render
from search.engine import Engine
from search.limits import LIMITS
from search.request import LEVELS, Level, Request
from tests.homes import MakeHome, add_to, delete_from

# Documents of each text; مدينتهم is a rare inflection of مدينة.
_TEXTS = {
    "زاروا المدينة": 120,
    "خرج من مدينة قديمة": 110,
    "وصلوا مدينتهم": 2,
    "عادوا لمدينتهم": 3,
    "كتاب قديم": 10,
}


def documents() -> Iterator[Document]:
    texts = (text for text, count in _TEXTS.items() for _ in range(count))
    return (Document(id=str(place), text=text) for place, text in enumerate(texts))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    home = tmp_path_factory.mktemp("home")
    add_to(home, documents())
    with closing(Engine.open(home)) as opened:
        yield opened


def wide(
    engine: Engine, query: str, level: Level = "stem", *, plain: bool = False
) -> list[Message]:
    answer = engine.search(Request(query=query, level=level, plain=plain))
    return [message for message in answer.warnings if message.code == "wide_class"]


def test_a_class_of_many_times_its_word_is_reported(engine: Engine) -> None:
    (warning,) = wide(engine, "بمدينتهم")
    assert dict(warning.params) == {
        "word": "بمدينتهم",
        "level": "stem",
        "documents": 235,
        "narrower": "particles",
        "narrower_documents": 5,
        "query": "particles:بمدينتهم",
    }
    assert render(warning, "en") == (
        "“بمدينتهم” is found in 235 documents at the level “stem”,"
        " but in 5 at the level “particles”: particles:بمدينتهم"
    )


def test_the_counts_are_those_of_the_two_queries(engine: Engine) -> None:
    (warning,) = wide(engine, "مدينتهم")
    query = str(warning.params["query"])
    assert engine.search(Request(query=query)).total == warning.params["narrower_documents"]
    assert engine.search(Request(query="مدينتهم")).total == warning.params["documents"]


def test_deleted_documents_are_not_counted(tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_to(home, documents())
    delete_from(home, ["0", "230"])
    with closing(Engine.open(home)) as opened:
        (warning,) = wide(opened, "مدينتهم")
    assert (warning.params["documents"], warning.params["narrower_documents"]) == (233, 4)


@pytest.mark.parametrize(
    ("query", "narrower"),
    [
        ("قديمة مدينتهم", "قديمة particles:مدينتهم"),
        ("مدينتهم -كتاب", "particles:مدينتهم -كتاب"),
        ("قديمة OR مدينتهم", "قديمة OR particles:مدينتهم"),
        ("stem:مدينتهم", "particles:مدينتهم"),
        ("body:مدينتهم", "body:particles:مدينتهم"),
    ],
)
def test_only_the_word_is_narrowed(engine: Engine, query: str, narrower: str) -> None:
    (warning,) = wide(engine, query)
    assert warning.params["query"] == narrower


@pytest.mark.parametrize(
    "query", ["المدينة", "مدينة", "كتاب", "-مدينتهم كتاب", '"مدينتهم"', "form:مدينتهم", "مدينت*"]
)
def test_other_queries_are_not_reported(engine: Engine, query: str) -> None:
    assert wide(engine, query) == []


def test_only_wide_levels_are_reported(engine: Engine) -> None:
    assert [level for level in LEVELS if wide(engine, "مدينتهم", level)] == ["stem", "root"]


def test_a_plain_text_has_no_narrower_query(engine: Engine) -> None:
    assert wide(engine, "مدينتهم", plain=True) == []


def test_few_words_of_a_query_are_reported(engine: Engine) -> None:
    words = " OR ".join(f"{prefix}مدينتهم" for prefix in ("", "و", "ب", "ل", "ف"))
    found = wide(engine, words)
    assert len(found) == LIMITS.wide_classes
    assert [message.params["word"] for message in found] == ["مدينتهم", "ومدينتهم", "بمدينتهم"]


@pytest.mark.parametrize("level", ["stem", "root"])
def test_a_rare_spelling_of_a_frequent_word_is_not_reported(
    make_home: MakeHome, level: str
) -> None:
    texts = {"شاهد التلفزيون": 120, "في تلفزيون المدينة": 130, "في تليفزيون المدينة": 3}
    documents = [text for text, count in texts.items() for _ in range(count)]
    home = make_home([Document(id=str(n), text=text) for n, text in enumerate(documents)])
    with closing(Engine.open(home)) as engine:
        answer = engine.search(Request(query="تليفزيون", level=level))  # type: ignore[arg-type]
        assert answer.total == 253
        assert "wide_class" not in {each.code for each in answer.warnings}
