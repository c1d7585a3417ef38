"""The engine against the definitions: the same documents, scores and order, query by query."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec
import pytest

from corpus.archive import Archive
from corpus.document import Document
from index import generation
from index.analysis.fold import fold
from index.analysis.tokenizer import words as split
from index.build import segments_of
from index.reader import IndexReader
from search.answer import Level, Request
from search.engine import Engine, archive_path
from search.limits import LIMITS
from search.parse import parse
from search.query import (
    DateRange,
    FieldIs,
    Fuzzy,
    Node,
    Phrase,
    Prefix,
    Word,
    conjunction,
    disjunction,
    negation,
    normalise,
    unparse,
)
from search.relate import NO_RELATIONS, RELATIONS, Relater, Relations
from search.syntax import TextField
from tests.homes import add_to, delete_from
from tests.reference import Reference

QUERIES = 320
TOLERANCE = 1e-4
LEVELS: tuple[Level, ...] = get_args(Level)
TEXT_FIELDS: tuple[TextField | None, ...] = (None, None, None, "title", "body")

SENTENCES = (
    "كتب الكاتب كتابا عن كتب المكتبة، وكاتب آخر كتب عن المكاتب.",
    "قالت الوزارة إن وزير الخارجية وزير جديد، وإن الوزراء في الوزارة.",
    "من تدمر إلى تدمر، ومن مدينة تدمر إلى المدينة.",
    "كَتَبَ الولد وكُتُب الولد كتب.",
    "عام 2016 وعام ٢٠١٦ وعام ۲۰۱۶، و15 يوما في آب، ومن أيار/مايو إلى تشرين الأول ثم أكتوبر، "
    "وفي 8 ماي 2016 كتب غوغل إلى جوجل.",
)


class Query(NamedTuple):
    """A query as it is typed and the level it is asked at."""

    text: str
    level: Level


def generated(documents: Sequence[Document], count: int) -> Iterator[Query]:
    """Queries of every kind over the words that the documents have."""
    pick = random.Random(20161203)
    texts = [split(text) for document in documents for text in (document.title, document.text)]
    texts = [written for written in texts if len(written) > 8]

    def leaf() -> Node:
        written = pick.choice(texts)
        start = pick.randrange(len(written) - 6)
        word, field = written[start], pick.choice(TEXT_FIELDS)
        form = fold(word)
        match pick.randrange(10):
            case 0 | 1:
                return Phrase(" ".join(written[start : start + pick.randint(1, 4)]), field=field)
            case 2:
                near = pick.sample(written[start : start + 6], pick.randint(2, 3))
                slop = pick.randint(1, 6)
                level = pick.choice((None, *LEVELS))
                return Phrase(" ".join(near), slop=slop, level=level, field=field)
            case 3 if len(form) > 2:
                return Prefix(form[: pick.randint(2, 4)], field=field)
            case 4 if LIMITS.fuzzy_letters_min <= len(form) <= LIMITS.fuzzy_letters_max:
                return Fuzzy(form, 2 if pick.random() < 0.3 else 1, field=field)
            case 5:
                return Word(word, level=pick.choice(LEVELS), field=field)
        return Word(word, field=field)

    def limited() -> Node:
        document = pick.choice(documents)
        if document.source and pick.random() < 0.5:
            return FieldIs("source", document.source)
        year = int((document.date or "2016")[:4])
        return DateRange(f"{year}-01-01", f"{year + pick.randint(0, 3)}-12-31")

    def node(depth: int) -> Node:
        match pick.randrange(8) if depth else 7:
            case 0 | 1:
                return conjunction([node(depth - 1), node(depth - 1)])
            case 2 | 3:
                return disjunction([node(depth - 1) for _ in range(pick.randint(2, 3))])
            case 4:
                return conjunction([node(depth - 1), negation(node(depth - 1))])
            case 5:
                return conjunction([node(depth - 1), limited()])
        return leaf()

    for number in range(count):
        level: Level = "stem" if number % 3 else pick.choice(LEVELS)
        yield Query(unparse(normalise(node(number % 4))), level)


class Case(NamedTuple):
    """A home, its engine, and the definitions over its documents."""

    home: Path
    engine: Engine
    reference: Reference


def reference_of(home: Path) -> Reference:
    with Archive(archive_path(home), read_only=True) as archive:
        numbers = {archive.number(name): name for name in archive.ids()}
        documents = [
            (number, document)
            for number, name in numbers.items()
            if number is not None and (document := archive.get(name)) is not None
        ]
    with closing(IndexReader.current(home)) as index:
        return Reference(documents, index.vocabulary)


@pytest.fixture(scope="module")
def documents(sample_documents: list[Document]) -> list[Document]:
    """The sample archive, and copies that only the date or the number tells apart."""
    own = [
        Document(
            id=f"{number}-{date}",
            title=f"سطر {number}",
            text=sentence,
            date=date,
            source=f"سطور {number % 2}",
        )
        for number, sentence in enumerate(SENTENCES)
        for date in ("2016", "2016-12", "2016-12-01", None)
    ]
    return [*sample_documents, *own]


@pytest.fixture(scope="module", params=["one segment", "many segments", "deletions"])
def case(
    request: pytest.FixtureRequest,
    documents: list[Document],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Case]:
    home = tmp_path_factory.mktemp("equality")
    steps = (0, 62, 81, 85, 86) if request.param != "one segment" else (0, None)
    for start, end in pairwise(steps):
        add_to(home, documents[start:end])
    if request.param == "deletions":
        add_to(home, [msgspec.structs.replace(documents[5], text=SENTENCES[0] * 3)])
        delete_from(home, [document.id for document in documents[2:80:9]])
    with closing(Engine.open(home)) as engine:
        yield Case(home, engine, reference_of(home))


def test_the_homes_are_what_they_are_meant_to_be(case: Case) -> None:
    folder = generation.current(case.home)
    assert folder is not None
    segments = segments_of(folder)
    deleted = sum(segment.deleted_count() for segment in segments)
    found = len(segments), deleted, len(case.reference.texts)
    assert found in ((1, 0, 86), (4, 0, 86), (3, 10, 77))


def check(
    case: Case, engine: Engine, query: Query, relations: Relations = RELATIONS
) -> dict[str, float]:
    """Ask the engine and the definitions; the documents, scores and order must be the same."""
    parsed = parse(query.text)
    assert parsed.refusal is None, query
    related = Relater(case.reference.vocabulary, relations).relate(parsed.tree, query.level)
    expected = case.reference.search(related.tree, query.level)
    found = engine.rank(Request(query=query.text, level=query.level, limit=1_000))

    assert found.total == len(expected), query
    pairs = list(zip(found.ids, found.scores, strict=True))
    assert dict(pairs) == pytest.approx(expected, rel=TOLERANCE, abs=1e-6), query
    texts = {text.id: text for text in case.reference.texts}
    for (one, score), (other, next_score) in pairwise(pairs):
        assert score >= next_score, query
        if score == next_score:
            first, second = texts[one], texts[other]
            assert (-first.day, first.number) < (-second.day, second.number), query
    return expected


def test_generated_queries(case: Case, documents: list[Document]) -> None:
    found = [bool(check(case, case.engine, query)) for query in generated(documents, QUERIES)]
    assert sum(found) > QUERIES * 0.6


def test_generated_queries_without_relations(case: Case, documents: list[Document]) -> None:
    with closing(Engine.open(case.home, relations=NO_RELATIONS)) as engine:
        for query in generated(documents, QUERIES // 4):
            check(case, engine, query, NO_RELATIONS)


@pytest.mark.parametrize(
    "query",
    [
        "أكتوبر",
        "تشرين الأول",
        "مايو 2016",
        "8 مايو",
        "أيار/مايو",
        "تشرين الأول/أكتوبر 2016",
        "أغسطس",
        "body:أيار",
        "أيار OR سوق",
        "ماذا كتب في أيار",
        "جوجل",
        "قوقل OR تدمر",
        "title:غوغل",
        "غوغل -مايو",
        "من أين",
        "كم سعر القمح",
    ],
)
@pytest.mark.parametrize("level", ["stem", "root", "form"])
def test_related_words(case: Case, query: str, level: Level) -> None:
    check(case, case.engine, Query(query, level))


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_order_by_date(case: Case, sort: str) -> None:
    """Documents without a date come last either way; ties by number."""
    request = msgspec.convert(
        {"query": "عام OR كتب OR تدمر", "sort": sort, "limit": 1_000}, Request
    )
    found = case.engine.rank(request)
    texts = {text.id: text for text in case.reference.texts}
    expected = case.reference.search(parse(request.query).tree, "stem")

    def place(name: str) -> tuple[bool, int, int]:
        day = texts[name].day
        return day == 0, -day if sort == "newest" else day, texts[name].number

    assert list(found.ids) == sorted(expected, key=place)
    assert len(expected) > 20


def test_dates_and_sources_beside_the_query(case: Case) -> None:
    """``after`` and ``before`` take in a day that a partial date may be; several sources add up."""
    request = Request(
        query="*", limit=1_000, after="2016-11", before="2016-12-01", sources=("سطور 0", "سطور 1")
    )
    found = case.engine.rank(request)
    dates = {text.id: text.document.date for text in case.reference.texts}
    assert {dates[name] for name in found.ids} == {"2016", "2016-12", "2016-12-01"}
