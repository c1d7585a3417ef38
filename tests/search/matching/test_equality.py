"""The engine against the reference: the same documents, scores and order, by kind of query."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.document import Document
from index import generation
from index.build import update
from index.reader import IndexReader
from index.whoosh_storage import segments_of
from search.answer import RankedIds
from search.engine import Engine, archive_path
from search.limits import Limits
from search.query.synonyms import NO_SYNONYMS
from search.request import Request, Sort
from tests.homes import add_to, delete_from
from tests.reference import Reference, Text
from tests.search.equality_archive import DOOMED, FAR, INSTEAD, SENTENCES, archive, long_text
from tests.search.equality_queries import cut_classes, kinds

TOLERANCE = 1e-5
WHOLE = 10_000
KINDS = tuple(kinds(archive(())))
HOMES = ("one segment", "many segments", "deletions", "rebuilt")
CHUNKS = (42, 13, 4, 1)
"""Documents added last, in batches too small to be merged with earlier ones."""
FEW = Limits(expansion_forms=3, prefix_forms=5, fuzzy_forms=2)


class Case(NamedTuple):
    """A home, its engine, and the reference over its documents."""

    home: Path
    engine: Engine
    reference: Reference


def stored(home: Path) -> list[tuple[int, Document]]:
    """The documents of an archive with their numbers."""
    with Archive(archive_path(home), read_only=True) as kept:
        found = [(kept.number(name), kept.get(name)) for name in kept.ids()]
    return [(number, each) for number, each in found if number is not None and each is not None]


def in_chunks(home: Path, documents: Sequence[Document], *more: Document) -> None:
    """Add documents in five steps, ``more`` with the second."""
    ends = [len(documents) - sum(CHUNKS[place:]) for place in range(len(CHUNKS))]
    for start, end in pairwise((0, *ends, len(documents))):
        add_to(home, [*documents[start:end], *(more if start == ends[0] else ())])


def with_deletions(home: Path, documents: Sequence[Document]) -> None:
    """Delete about twenty documents, which merges all segments, and replace others in steps."""
    known = {document.id: document for document in documents}
    *deleted, replaced = DOOMED
    texts = {replaced: INSTEAD, documents[20].id: SENTENCES[0] * 3, documents[34].id: "؟"}
    fresh = [msgspec.structs.replace(known[name], text=text) for name, text in texts.items()]
    fresh.append(msgspec.structs.replace(documents[41], title="", source="سطور 1"))
    in_chunks(home, documents)
    gone = [*documents[15:180:9], documents[-60], documents[-10], documents[-3]]
    absent = {*deleted, *(document.id for document in gone)}
    delete_from(home, absent)
    longer = [
        msgspec.structs.replace(document, text=f"{document.text} {INSTEAD}")
        for document in documents[1:180:3]
        if document.id not in absent
    ]
    for step in (longer[:20], longer[20:26], fresh[:3], fresh[3:]):
        add_to(home, step)


@pytest.fixture(scope="module")
def documents(sample_documents: list[Document]) -> list[Document]:
    return archive(sample_documents)


@pytest.fixture(scope="module")
def requests(documents: list[Document]) -> dict[str, list[Request]]:
    return kinds(documents)


@pytest.fixture(scope="module")
def cases(
    documents: list[Document], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Case]]:
    """The homes by name, each made when it is first used."""

    @cache
    def made(name: str) -> Case:
        home = tmp_path_factory.mktemp("equality")
        match name:
            case "one segment":
                add_to(home, documents)
            case "many segments":
                in_chunks(home, documents)
            case "deletions":
                with_deletions(home, documents)
            case "rebuilt":
                shutil.copytree(made("deletions").home, home, dirs_exist_ok=True)
                with Archive(archive_path(home)) as kept:
                    update(kept, home, from_scratch=True)
        with closing(IndexReader.current(home)) as index:
            reference = Reference(stored(home), index.vocabulary)
        engine = Engine.open(home)
        engines.append(engine)
        return Case(home, engine, reference)

    engines: list[Engine] = []
    yield made
    for engine in engines:
        engine.close()


@pytest.mark.slow
def test_the_homes_differ_as_intended(
    cases: Callable[[str], Case], documents: list[Document]
) -> None:
    def shape(name: str) -> tuple[int, bool, int]:
        case = cases(name)
        folder = generation.current(case.home)
        assert folder is not None
        segments = segments_of(folder)
        deleted = sum(segment.deleted_count() for segment in segments)
        return len(segments), deleted > 25, len(documents) - len(case.reference.texts)

    assert shape("one segment") == (1, False, 0)
    assert shape("many segments") == (5, False, 0)
    assert shape("deletions") == (3, True, 23)
    assert shape("rebuilt") == (1, False, 23)


def test_there_are_queries_of_every_kind(requests: dict[str, list[Request]]) -> None:
    assert tuple(requests) == KINDS
    assert sum(map(len, requests.values())) > 800
    assert all(requests.values())
    text = long_text().split()
    assert len(text) == 70_000
    assert max(FAR) > 65_535


def same(answer: RankedIds, expected: Sequence[tuple[Text, float]]) -> None:
    """Scores and order are those expected, except for the order of almost equal scores; copies
    of one text are in the order of ties."""
    scores = {text.id: score for text, score in expected}
    assert list(answer.scores) == pytest.approx(
        [scores[name] for name in answer.ids], rel=TOLERANCE, abs=1e-6
    )
    copies: dict[tuple[str, str], list[str]] = {}
    for text, _ in expected:
        copies.setdefault((text.document.title, text.document.text), []).append(text.id)
    for name, (text, score) in zip(answer.ids, expected, strict=False):
        assert name == text.id or scores[name] == pytest.approx(score, rel=TOLERANCE)
    for names in copies.values():
        found = [name for name in answer.ids if name in names]
        assert found == names[: len(found)]


def check(engine: Engine, reference: Reference, request: Request) -> int:
    """Compare engine and reference for ten hits and for all; returns the number of documents."""
    expected = reference.answer(request)
    whole = engine.rank(msgspec.structs.replace(request, limit=WHOLE))
    best = engine.rank(msgspec.structs.replace(request, limit=10))
    assert set(whole.ids) == {text.id for text, _ in expected}
    assert best.total == whole.total == len(expected)
    assert len(best.ids) == min(10, len(expected))
    same(whole, expected)
    same(best, expected)
    return len(expected)


@pytest.mark.parametrize(
    "home", [HOMES[0], *(pytest.param(home, marks=pytest.mark.slow) for home in HOMES[1:])]
)
@pytest.mark.parametrize(
    "kind",
    KINDS,
)
def test_the_answers_equal_those_of_the_reference(
    cases: Callable[[str], Case], requests: dict[str, list[Request]], home: str, kind: str
) -> None:
    _, engine, reference = cases(home)
    found = [check(engine, reference, request) > 0 for request in requests[kind]]
    assert sum(found) >= len(found) / 4


@pytest.mark.parametrize(
    "home", [pytest.param("many segments", marks=pytest.mark.slow), "deletions"]
)
def test_classes_cut_at_the_limits(
    cases: Callable[[str], Case], documents: list[Document], home: str
) -> None:
    """The most frequent forms of a class are used, ties by form."""
    case = cases(home)
    with closing(Engine.open(case.home, limits=FEW)) as engine:
        reference = Reference(stored(case.home), case.reference.vocabulary, limits=FEW)
        cut = [
            check(engine, reference, request) < len(case.reference.answer(request))
            for request in cut_classes(documents)
        ]
    assert sum(cut) > len(cut) / 3


@pytest.mark.slow
def test_without_synonyms(cases: Callable[[str], Case], requests: dict[str, list[Request]]) -> None:
    case = cases("many segments")
    related = [case.reference.answer(request) for request in requests["month"]]
    with closing(Engine.open(case.home, synonyms=NO_SYNONYMS)) as engine:
        reference = Reference(stored(case.home), case.reference.vocabulary, synonyms=NO_SYNONYMS)
        for kind in ("month", "name in several spellings", "question words", "operator any"):
            for request in requests[kind]:
                check(engine, reference, request)
    alone = [reference.answer(request) for request in requests["month"]]
    assert sum(map(len, alone)) < sum(map(len, related))


@pytest.mark.parametrize("home", ["one segment", "deletions"])
@pytest.mark.parametrize("query", ["*", "في", "سطر OR كتب", "تدمر -مكتبة", "قزحستان"])
@pytest.mark.parametrize("sort", get_args(Sort))
def test_pages_neither_repeat_nor_skip(
    cases: Callable[[str], Case], home: str, query: str, sort: Sort
) -> None:
    _, engine, _ = cases(home)
    request = Request(query=query, sort=sort, limit=WHOLE)
    whole = engine.rank(request)
    pages = [
        engine.rank(msgspec.structs.replace(request, limit=7, offset=offset))
        for offset in range(0, whole.total + 7, 7)
    ]
    assert {page.total for page in pages} == {whole.total}
    assert tuple(name for page in pages for name in page.ids) == whole.ids
    assert tuple(score for page in pages for score in page.scores) == whole.scores


# Answers do not depend on how an archive was built

WORDS = ("كتب", "كتاب", "المكتبة", "مكتبات", "من", "في", "سوق", "وسوق", "كَتَبَ", "أيار", "مايو")
ASKED = [
    *("كتب", "root:كتب", "مكتبة", "=كتب", "كَتَبَ", "كت*", "كتابا~1", "سوق OR من", "كتب -سوق"),
    *('"من كتب"', '"في كتب"~2', "أيار", "title:سوق", "*", "source:أ", "date:2016", "من في", "شعير"),
]

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
archives = st.lists(
    st.builds(
        Document,
        id=st.sampled_from("ابتثجح"),
        title=texts,
        text=texts,
        date=st.sampled_from([None, "2016", "2016-12", "2016-12-03"]),
        source=st.sampled_from([None, "أ", "ب"]),
    ),
    min_size=1,
    max_size=9,
)
"""Documents in order; one with the id of an earlier one replaces it."""


def answers(home: Path) -> dict[str, list[tuple[str, float]]]:
    with closing(Engine.open(home)) as engine:
        found = {query: engine.rank(Request(query=query, limit=WHOLE)) for query in ASKED}
    return {
        query: list(zip(each.ids, (float(f"{score:.5g}") for score in each.scores), strict=True))
        for query, each in found.items()
    }


def built(home: Path, documents: Sequence[Document], ends: Iterable[int] = ()) -> Path:
    """A home of documents added in batches up to these ends."""
    count = len(documents)
    for start, end in pairwise((0, *sorted(end for end in ends if end < count), count)):
        add_to(home, documents[start:end])
    return home


def test_words_of_different_documents_are_not_neighbours(tmp_path: Path) -> None:
    """Words after prepositions decide how a word is split: only within one text."""
    texts = ("في", "وشعير في", "وشعير", "شعير")
    documents = [Document(id=str(number), text=text) for number, text in enumerate(texts)]
    at_once = built(tmp_path / "at once", documents)
    assert answers(at_once) == answers(built(tmp_path / "one by one", documents, (1, 2, 3)))


def test_a_deleted_document_adds_no_attestations(tmp_path: Path) -> None:
    texts = ("في وشعير في وشعير", "وشعير", "شعير", "قمح", "قمح")
    documents = [Document(id=str(number), text=text) for number, text in enumerate(texts)]
    home = built(tmp_path / "deletions", documents)
    delete_from(home, ["0"])
    assert answers(home) == answers(built(tmp_path / "without it", documents[1:]))


def test_a_value_of_a_deleted_document_does_not_match(tmp_path: Path) -> None:
    """If no document has the exact value, those with the same folded words match."""
    documents = [Document(id="1", source="احمد"), Document(id="2", source="أحمد")]
    home = built(tmp_path / "deletions", documents)
    delete_from(home, ["2"])
    with closing(Engine.open(home)) as engine:
        assert engine.rank(Request(query="source:أحمد")).ids == ("1",)


@pytest.mark.slow
@settings(max_examples=15)
@given(archives, st.sets(st.integers(1, 8)), st.sets(st.sampled_from("ابتثجح"), max_size=2))
def test_answers_do_not_depend_on_how_an_archive_was_built(
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[Document],
    cuts: set[int],
    deleted: set[str],
) -> None:
    """In one batch, by document, in any batches, and rebuilt."""

    batches: list[Iterable[int]] = [(), range(1, 9), cuts]
    homes = [built(tmp_path_factory.mktemp("built"), documents, ends) for ends in batches]
    for home in homes:
        delete_from(home, deleted)
    at_once, one_by_one, in_batches = homes
    expected = answers(at_once)
    assert answers(one_by_one) == answers(in_batches) == expected
    with Archive(archive_path(at_once)) as kept:
        update(kept, at_once, from_scratch=True)
    assert answers(at_once) == expected
