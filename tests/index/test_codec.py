"""Whoosh's own queries give the same answers over our codec as over Whoosh's own."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from whoosh.filedb.filestore import RamStorage
from whoosh.query import And, AndNot, Or, Phrase, Prefix, Query, Term
from whoosh.util.numeric import byte_to_length, length_to_byte

from arabic.folding import fold_exact
from arabic.tokenizer import tokenize, words
from corpus.archive import Archive
from corpus.document import Document
from index import generation
from index.codec import ArrayCodec
from index.whoosh_schema import schema
from index.whoosh_storage import open_index, segments_of
from search.engine import archive_path
from tests.homes import MakeHome, add_to, mark_deleted


def exact_length(text: str) -> str:
    """The text cut to a number of words that Whoosh, with one byte for it, does not round."""
    ends = [end for _, end in tokenize(text)]
    kept = next(n for n in range(len(ends), -1, -1) if byte_to_length(length_to_byte(n)) == n)
    return text[: ends[kept - 1]] if kept else ""


def pieces(documents: Iterable[Document]) -> Iterator[Document]:
    """The paragraphs of documents, each a document with the title."""
    for document in documents:
        paragraphs = [part for part in document.text.split("\n") if part.strip()]
        for number, paragraph in enumerate(paragraphs):
            yield Document(
                title=exact_length(f"{number} {document.title}"), text=exact_length(paragraph)
            )


@pytest.fixture(scope="module")
def documents(sample_documents: list[Document]) -> list[Document]:
    return list(pieces(sample_documents))


def stock_index(steps: Iterable[Sequence[Document]]) -> Any:
    """The same documents in an index of Whoosh's own codec, one segment for each step."""
    index = RamStorage().create_index(schema())
    number = 0
    for step in steps:
        writer = index.writer()
        for document in step:
            number += 1
            writer.add_document(title=document.title, body=document.text, number=number)
        writer.commit(merge=False)
    return index


def questions(documents: Sequence[Document], count: int) -> list[Query]:
    """Queries of every kind on words as written in the documents."""
    pick = random.Random(7)
    texts = [
        (field, [fold_exact(word) for word in words(text)])
        for document in documents
        for field, text in (("title", document.title), ("body", document.text))
    ]
    texts = [(field, written) for field, written in texts if len(written) > 4]
    found: list[Query] = []
    while len(found) < count:
        field, written = pick.choice(texts)
        start = pick.randrange(len(written) - 3)
        terms = [Term(field, word) for word in pick.sample(written, 3)]
        found += [
            terms[0],
            And(terms[:2]),
            Or(terms),
            AndNot(terms[0], terms[1]),
            Phrase(field, written[start : start + pick.choice((2, 3))]),
            Or([Phrase(field, written[start : start + 2]), terms[2]]),
            And([Term("title", terms[0].text), Term("body", terms[0].text)]),
            Prefix(field, terms[1].text[:3]),
        ]
    return [*found[:count], Term("body", "قزحستان"), Phrase("body", ["قزحستان", "تدمر"])]


def answer(searcher: Any, query: Query, limit: int | None) -> list[tuple[int, float]]:
    return [(hit["number"], hit.score) for hit in searcher.search(query, limit=limit)]


def assert_same(ours: Any, stock: Any, queries: Iterable[Query]) -> None:
    """The same documents with the same scores; equal scores come in either order."""
    hits = 0
    with ours.searcher() as one, stock.searcher() as other:
        for query in queries:
            expected = dict(answer(other, query, None))
            assert dict(answer(one, query, None)) == pytest.approx(expected, rel=1e-6), query
            best = [score for _, score in answer(other, query, 5)]
            assert [score for _, score in answer(one, query, 5)] == pytest.approx(best, rel=1e-6)
            hits += len(expected)
    assert hits > 500


def folder(home: Path) -> Path:
    found = generation.current(home)
    assert found is not None
    return found


@pytest.mark.slow
def test_one_segment_answers_as_whoosh_does(documents: list[Document], make_home: MakeHome) -> None:
    home = make_home(documents)
    assert len(segments_of(folder(home))) == 1
    assert_same(open_index(folder(home)), stock_index([documents]), questions(documents, 240))


@pytest.mark.slow
def test_many_segments_answer_as_whoosh_does(
    documents: list[Document], make_home: MakeHome
) -> None:
    steps = [documents[:150], documents[150:190], documents[190:200]]
    home = make_home(*steps)
    assert len(segments_of(folder(home))) == 3
    queries = questions([document for step in steps for document in step], 120)
    assert_same(open_index(folder(home)), stock_index(steps), queries)


@pytest.mark.slow
def test_deleted_documents_are_deleted_for_whoosh_too(
    documents: list[Document], make_home: MakeHome
) -> None:
    home = make_home(documents)
    stock = stock_index([documents])
    deleted = list(range(3, len(documents), 7))
    with Archive(archive_path(home), read_only=True) as archive:
        names = [row.id for row in archive.rows([number + 1 for number in deleted]).values()]
    mark_deleted(home, names)
    writer = stock.writer()
    for number in deleted:
        writer.delete_document(number)
    writer.commit(merge=False)

    ours = open_index(folder(home))
    assert_same(ours, stock, questions(documents, 120))
    with ours.reader() as reader:
        assert reader.doc_count() == len(documents) - len(deleted)
        assert reader.doc_count_all() == len(documents)
        assert reader.has_deletions()
        assert [reader.is_deleted(number) for number in deleted] == [True] * len(deleted)
        assert not reader.is_deleted(0)


def test_whoosh_lists_the_same_terms(documents: list[Document], make_home: MakeHome) -> None:
    """Every term with its frequency, number of documents, and lengths, in Whoosh's order."""
    home = make_home(documents[:60])
    with open_index(folder(home)).reader() as ours, stock_index([documents[:60]]).reader() as stock:
        for field in ("title", "body"):
            listed = [
                (term, info.weight(), info.doc_frequency(), info.min_id(), info.max_id())
                for term, info in ours.iter_field(field)
            ]
            assert listed == [
                (term, info.weight(), info.doc_frequency(), info.min_id(), info.max_id())
                for term, info in stock.iter_field(field)
            ]
            assert list(ours.expand_prefix(field, "ال")) == list(stock.expand_prefix(field, "ال"))
            assert ours.field_length(field) == stock.field_length(field)
            assert ours.min_field_length(field) == stock.min_field_length(field)
            assert ours.max_field_length(field) == stock.max_field_length(field)
            assert [ours.doc_field_length(n, field) for n in range(60)] == [
                stock.doc_field_length(n, field) for n in range(60)
            ]
        assert ("body", "تدمر") in ours
        assert ("body", "قزحستان") not in ours
        assert ("source", "تدمر") not in ours
        assert ours.doc_frequency("body", "قزحستان") == 0


def test_positions_are_those_of_whoosh(documents: list[Document], make_home: MakeHome) -> None:
    home = make_home(documents[:60])
    with open_index(folder(home)).reader() as ours, stock_index([documents[:60]]).reader() as stock:
        for word in ("في", "من", "تدمر"):
            one, other = ours.postings("body", word), stock.postings("body", word)
            while other.is_active():
                assert (one.id(), one.weight()) == (other.id(), other.weight())
                assert one.value_as("positions") == other.value_as("positions")
                one.next()
                other.next()
            assert not one.is_active()


def test_a_segment_is_one_file(make_home: MakeHome) -> None:
    home = make_home([Document(text="كتاب")])
    add_to(home, [Document(text="مكتبة")])
    (segment,) = segments_of(folder(home))
    assert isinstance(segment.codec(), ArrayCodec)
    assert [path.suffix for path in folder(home).glob("warraq_*.*")] == [".arrays"]
