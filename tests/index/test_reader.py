"""A generation opened for reading: postings, columns and lengths over all its segments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from arabic.folding import fold
from arabic.tokenizer import words
from corpus.document import Document
from index import generation
from index.arrays import DamagedError
from index.reader import IndexReader
from tests.homes import MakeHome, add_to, mark_deleted

DOCUMENTS = [
    Document(id="أ", title="مكتبة", text="كتاب وكتاب في مكتبة", date="2016-12-03", source="س"),
    Document(id="ب", title="سوق", text="كتاب قديم", date="2016", source="ص", author="رنا"),
    Document(id="ج", title="", text="قمح جديد قديم", source="س", section="زراعة"),
    Document(id="د", title="كتاب الطبخ", text="خبز وملح", date="2017-01"),
]


@pytest.fixture
def index(make_home: MakeHome) -> Iterator[IndexReader]:
    """One segment, the third document deleted."""
    home = make_home(DOCUMENTS)
    mark_deleted(home, ["ج"])
    with closing(IndexReader.current(home)) as reader:
        yield reader


def terms(index: IndexReader, form: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    number = index.vocabulary.form(form)
    assert number is not None
    return np.sort(index.vocabulary.terms_of_form(number))


def documents_of(index: IndexReader, field: str, form: str) -> dict[int, int]:
    found = index.postings(field, terms(index, form))
    return {
        int(index.numbers[document]): int(frequency)
        for document, frequency in zip(found.documents, found.frequencies, strict=True)
        if index.live[document]
    }


def test_columns(index: IndexReader) -> None:
    assert index.numbers.tolist() == [1, 2, 3, 4]
    assert index.numbers[index.live].tolist() == [1, 2, 4]
    assert index.dates[index.live].tolist() == [20161203, 20160000, 20170100]
    assert index.lengths["title"][index.live].tolist() == [1, 1, 2]
    assert index.lengths["body"][index.live].tolist() == [4, 2, 2]
    assert index.average_length == {"title": pytest.approx(4 / 3), "body": pytest.approx(8 / 3)}
    assert index.manifest.documents == 3
    assert index.manifest.words == 12


def test_keywords(index: IndexReader) -> None:
    ordinals, values = index.keyword("source")
    assert [values[ordinal] for ordinal in ordinals[index.live]] == ["س", "ص", ""]
    ordinals, values = index.keyword("author")
    assert [values[ordinal] for ordinal in ordinals[index.live]] == ["", "رنا", ""]
    assert index.keyword("source")[0] is index.keyword("source")[0]


def test_postings(index: IndexReader) -> None:
    assert documents_of(index, "body", "كتاب") == {1: 1, 2: 1}
    assert documents_of(index, "title", "كتاب") == {4: 1}
    assert documents_of(index, "body", "وكتاب") == {1: 1}
    assert documents_of(index, "body", "قديم") == {2: 1}
    assert documents_of(index, "title", "قديم") == {}


def test_postings_of_no_terms(index: IndexReader) -> None:
    nothing = np.zeros(0, np.int64)
    assert len(index.postings("body", nothing).documents) == 0
    documents, positions = index.occurrences("body", nothing, np.ones(index.size, np.uint8))
    assert (len(documents), len(positions)) == (0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("steps", [(66,), (40, 53, 58, 66)])
def test_occurrences_are_all_positions_in_all_texts(
    sample_documents: list[Document], make_home: MakeHome, steps: tuple[int, ...]
) -> None:
    bounds = (0, *steps)
    home = make_home(
        *(sample_documents[start:end] for start, end in zip(bounds, steps, strict=False))
    )
    expected: dict[str, list[tuple[int, int]]] = {}
    for document, text in enumerate(sample_documents):
        kept = [fold(word) for word in words(text.text) if fold(word)]
        for position, form in enumerate(kept):
            expected.setdefault(form, []).append((document, position))
    with closing(IndexReader.current(home)) as index:
        every = np.ones(index.size, np.uint8)
        for form in sorted(expected)[::17]:
            documents, positions = index.occurrences("body", terms(index, form), every)
            pairs = zip(documents.tolist(), positions.tolist(), strict=True)
            assert sorted(pairs) == expected[form], form
        two = np.sort(np.concatenate([terms(index, "في"), terms(index, "من")]))
        documents, _ = index.occurrences("body", two, every)
        assert len(documents) == len(expected["في"]) + len(expected["من"])
        every[::2] = 0
        documents, _ = index.occurrences("body", two, every)
        odd = [place for place, _ in expected["في"] + expected["من"] if place % 2]
        assert sorted(documents.tolist()) == sorted(odd)


def test_an_empty_index(make_home: MakeHome) -> None:
    with closing(IndexReader.current(make_home([]))) as index:
        assert (index.size, len(index.vocabulary)) == (0, 0)
        assert index.average_length == {"title": 0.0, "body": 0.0}
        assert index.keyword("source")[1] == [""]


def test_the_generation_of_a_closed_reader_is_removed(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS[:2])
    reader = IndexReader.current(home)
    add_to(home, DOCUMENTS[2:])
    assert reader.folder.exists()
    reader.close()
    add_to(home, [Document(text="خبر")])
    assert not reader.folder.exists()


def test_a_reader_that_fails_to_open_keeps_no_lock(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS[:2])
    folder = generation.current(home)
    assert folder is not None
    (folder / generation.VOCABULARY).unlink()
    with pytest.raises(DamagedError, match="missing"):
        IndexReader(folder)
    add_to(home, DOCUMENTS[2:])
    assert not folder.exists()


def test_a_missing_folder_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(DamagedError, match="cannot be opened"):
        IndexReader(tmp_path / "generation-00000001")
