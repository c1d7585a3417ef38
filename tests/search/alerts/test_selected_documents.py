"""Matching among some documents finds those of a full search that are among them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.document import Document
from search.engine import Engine, EngineError, archive_path
from search.limits import LIMITS, Limits
from search.request import BadRequest, Request
from tests.homes import MakeHome, add_to, mark_deleted
from tests.search.equality_archive import archive
from tests.search.equality_queries import cut_classes, kinds

PATIENT = msgspec.structs.replace(LIMITS, search_seconds=60.0)
CUT = Limits(expansion_forms=3, prefix_forms=5, fuzzy_forms=2, search_seconds=60.0)


@pytest.fixture(scope="module")
def documents(sample_documents: list[Document]) -> list[Document]:
    return archive(sample_documents)


@pytest.fixture(scope="module")
def home(documents: Sequence[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Several segments, some of their documents deleted."""
    home = tmp_path_factory.mktemp("selected")
    for start, end in ((0, -60), (-60, -13), (-13, None)):
        add_to(home, documents[start:end])
    mark_deleted(home, [document.id for document in documents[5::40]])
    return home


@pytest.fixture(scope="module")
def engine(home: Path) -> Iterator[Engine]:
    with closing(Engine.open(home, limits=PATIENT)) as opened:
        yield opened


@pytest.fixture(scope="module")
def numbers(engine: Engine) -> list[int]:
    return [number for number, _ in engine.changed(0)]


@pytest.fixture(scope="module")
def requests(documents: Sequence[Document]) -> list[Request]:
    """Every kind of request; alerts list all matches."""
    every = [each for of_kind in kinds(documents).values() for each in of_kind]
    return [each for each in every if each.matches is None]


def found_among(engine: Engine, request: Request, some: set[int]) -> list[int] | str:
    """The full answer without the documents that are not among some."""
    try:
        found = engine.rank(msgspec.structs.replace(request, limit=10_000))
    except BadRequest as error:
        return error.message.code
    assert not found.timed_out
    return sorted(some.intersection(found.numbers))


def selected_among(engine: Engine, request: Request, some: set[int]) -> list[int] | str:
    try:
        found = engine.match_selected(request, engine.select(sorted(some)))
    except BadRequest as error:
        return error.message.code
    assert found.complete
    return list(found.numbers)


@settings(max_examples=300)
@given(st.data())
def test_any_request_among_any_documents(
    engine: Engine, numbers: list[int], requests: list[Request], data: st.DataObject
) -> None:
    request = data.draw(st.sampled_from(requests))
    pick = random.Random(data.draw(st.integers(0, 1_000)))
    some = set(pick.sample(numbers, pick.choice((0, 1, 20, len(numbers) // 2, len(numbers)))))
    assert selected_among(engine, request, some) == found_among(engine, request, some)


@pytest.mark.slow
def test_every_request_in_one_selection(
    engine: Engine, numbers: list[int], requests: list[Request]
) -> None:
    """The lists that one request leaves in the caches serve the next ones."""
    some = set(numbers[::3])
    selection = engine.select(sorted(some))
    found = 0
    for request in requests:
        expected = found_among(engine, request, some)
        if isinstance(expected, list):
            assert list(engine.match_selected(request, selection).numbers) == expected, request
            found += len(expected)
    assert found > 1_000


@pytest.mark.slow
def test_classes_that_are_cut(home: Path, numbers: list[int], documents: list[Document]) -> None:
    some = set(numbers[1::2])
    with closing(Engine.open(home, limits=CUT)) as engine:
        for request in cut_classes(documents):
            expected = found_among(engine, request, some)
            assert selected_among(engine, request, some) == expected, request


def test_a_filter_names_values_of_the_whole_archive(make_home: MakeHome) -> None:
    """A new document of «أخبار الميناء» is not of the source «أخبار», which the archive has."""
    home = make_home(
        [Document(id="1", text="قمح", source="أخبار")],
        [Document(id="2", text="قمح", source="أخبار الميناء")],
    )
    with closing(Engine.open(home)) as engine:
        request = Request(query="قمح", sources=("أخبار",))
        assert selected_among(engine, request, {2}) == []
        assert selected_among(engine, request, {1, 2}) == [1]


def test_a_selection_belongs_to_a_state_of_the_index(make_home: MakeHome) -> None:
    home = make_home([Document(id="1", text="قمح")])
    with closing(Engine.open(home)) as engine:
        selection = engine.select([1])
        add_to(home, [Document(id="2", text="قمح")])
        engine._checked = float("-inf")
        with pytest.raises(EngineError, match="renewed"):
            engine.match_selected(Request(query="قمح"), selection)


def test_changes_that_the_index_does_not_have_are_left_out(make_home: MakeHome) -> None:
    home = make_home([Document(id="1", text="قمح"), Document(id="2", text="خبز")])
    with closing(Engine.open(home)) as engine:
        with Archive(archive_path(home)) as kept:
            kept.add([Document(id="1", text="قمح وزيت"), Document(id="3", text="قمح")])
        assert engine.is_outdated
        assert engine.changed(0) == [(2, 2)]
        assert engine.position.sequence == 2
        assert engine.position.number == 2
