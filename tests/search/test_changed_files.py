"""An engine answers nothing from files that were changed after it opened them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document
from index import generation
from index.arrays import DamagedError
from search import engine as engine_module
from search.engine import Engine
from search.matching.matcher import Matcher
from search.request import BadRequest, Request
from tests.commands import ok, run
from tests.homes import MakeHome, add_to, overwrite

DOCUMENTS = [
    Document(id=f"د{number}", title="أخبار الميناء", text=f"وصلت السفينة رقم {number} إلى الميناء")
    for number in range(12)
]
REQUEST = Request(query="السفينة")
ASKED: dict[str, Callable[[Engine], Any]] = {
    "search": lambda engine: engine.search(REQUEST),
    "rank": lambda engine: engine.rank(REQUEST),
    "rank_numbers": lambda engine: engine.rank_numbers(REQUEST, 20),
    "explain": lambda engine: engine.explain(REQUEST, "د1"),
    "mark": lambda engine: engine.mark(DOCUMENTS[0], "السفينة"),
    "analyze": lambda engine: engine.analyze("السفينة"),
    "suggest": lambda engine: engine.suggest("السف"),
    "similar": lambda engine: engine.similar(DOCUMENTS[0]),
    "stats": lambda engine: engine.stats(),
    "check": lambda engine: engine.check(),
}


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    return make_home(DOCUMENTS)


@pytest.fixture
def engine(home: Path) -> Iterator[Engine]:
    with closing(Engine.open(home)) as engine:
        yield engine


def vocabulary(home: Path) -> Path:
    folder = generation.current(home)
    assert folder is not None
    return folder / generation.VOCABULARY


def change(home: Path) -> None:
    """Change the last byte of the vocabulary, and set its modification time back."""
    path = vocabulary(home)
    content = path.read_bytes()
    overwrite(path, len(content) - 1, bytes([content[-1] ^ 255]))


@pytest.mark.parametrize("asked", ASKED)
def test_every_answer_is_refused(home: Path, engine: Engine, asked: str) -> None:
    ASKED[asked](engine)
    change(home)
    with pytest.raises(DamagedError, match=r"vocabulary\.arrays of .* is not what was written"):
        ASKED[asked](engine)


def test_a_change_while_an_answer_is_computed_is_found(
    home: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = Matcher.match

    def match_and_change(self: Matcher, *given: Any, **named: Any) -> Any:
        found = match(self, *given, **named)
        change(home)
        return found

    monkeypatch.setattr(Matcher, "match", match_and_change)
    with pytest.raises(DamagedError):
        engine.rank(REQUEST)


def test_a_new_generation_does_not_hide_a_change_while_an_answer_is_computed(
    home: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "_REFRESH_SECONDS", 0)
    match = Matcher.match

    def match_and_rebuild(self: Matcher, *given: Any, **named: Any) -> Any:
        monkeypatch.setattr(Matcher, "match", match)
        found = match(self, *given, **named)
        change(home)
        vocabulary(home).touch()
        add_to(home, [Document(id="جديد", text="السفينة الجديدة")])
        return found

    monkeypatch.setattr(Matcher, "match", match_and_rebuild)
    with pytest.raises(DamagedError):
        engine.rank(REQUEST)
    assert engine.rank(REQUEST).total == len(DOCUMENTS) + 1


@pytest.mark.parametrize("lost", [True, False], ids=["removed", "replaced"])
def test_a_file_that_is_in_its_place_no_more_is_reported(
    home: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch, *, lost: bool
) -> None:
    monkeypatch.setattr(engine_module, "_REFRESH_SECONDS", 0)
    right = engine.search(REQUEST)
    assert right.warnings == ()
    path = vocabulary(home)
    if not lost:
        other = path.with_suffix(".other")
        other.write_bytes(path.read_bytes()[::-1])
        other.replace(path)
    else:
        path.unlink()
    answer = engine.search(REQUEST)
    assert [hit.id for hit in answer.hits] == [hit.id for hit in right.hits]
    assert [warning.code for warning in answer.warnings] == ["index_unreadable"]


def test_a_query_that_is_refused_for_a_changed_file_is_damage(
    home: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        change(home)
        raise BadRequest("limit_out_of_range", parameter="limit", most=1, given=2)

    monkeypatch.setattr(Matcher, "match", refuse)
    with pytest.raises(DamagedError):
        engine.rank(REQUEST)


def test_a_query_that_is_refused_for_itself_is_refused(engine: Engine) -> None:
    with pytest.raises(BadRequest):
        engine.search(Request(query="السفينة", limit=10**9))


def test_a_new_generation_is_answered_from(
    home: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "_REFRESH_SECONDS", 0)
    right = engine.rank(REQUEST)
    change(home)
    with pytest.raises(DamagedError):
        engine.rank(REQUEST)
    ok(run(home, "rebuild"))
    assert engine.rank(REQUEST) == right


def test_a_file_that_is_cut_short_ends_no_process(home: Path, engine: Engine) -> None:
    folder = generation.current(home)
    assert folder is not None
    os.truncate(folder / generation.VOCABULARY, 100)
    with pytest.raises(DamagedError, match="bytes instead of"):
        engine.search(REQUEST)
