"""Segments: written as arrays, and merged into the segment that one build would give."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import index.segment
from corpus.document import Document
from index.arrays import Array, ArrayFile, write_arrays
from index.build import day_number
from index.inverter import Inverter
from index.segment import (
    TEXT_FIELDS,
    Segment,
    field_postings,
    keyword_names,
    merge_segments,
    read_segment,
    segment_arrays,
)
from index.term_numbers import LocalTerms, Numbering, Translation
from index.vocabulary import Vocabulary
from index.vocabulary_growth import empty_vocabulary

Numbered = list[tuple[int, Document]]


class Builder:
    """Makes segments whose terms share one numbering."""

    def __init__(self) -> None:
        self._terms = LocalTerms()
        self._numbering = Numbering(Vocabulary(empty_vocabulary()))
        self._translation = Translation(self._numbering)

    @property
    def terms(self) -> int:
        return len(self._numbering)

    def segment(self, documents: Numbered) -> Segment:
        inverter = Inverter()
        for number, document in documents:
            inverter.add(
                number,
                day_number(document.date),
                {name: document.keyword(name) for name in keyword_names()},
            )
        for field, texts in (
            ("title", [document.title for _, document in documents]),
            ("body", [document.text for _, document in documents]),
        ):
            analyzed = self._terms.analyze(texts)
            inverter.add_words(field, self._translation.translate(analyzed), analyzed.lengths)
        return inverter.segment()


def assert_equal(one: Segment, other: Segment) -> None:
    """Equal in every array that is written to disk."""
    left, right = segment_arrays(one), segment_arrays(other)
    assert left.keys() == right.keys()
    for name, array in left.items():
        np.testing.assert_array_equal(array, right[name], err_msg=name)
        assert array.dtype == right[name].dtype, name


@pytest.fixture(scope="module")
def numbered(sample_documents: list[Document]) -> Numbered:
    return list(enumerate(sample_documents, 1))


@pytest.fixture
def builder(numbered: Numbered) -> Builder:
    """A builder that has numbered every word of the sample."""
    builder = Builder()
    builder.segment(numbered)
    return builder


def everything(segment: Segment) -> Array:
    return np.ones(len(segment.numbers), bool)


def merged(parts: list[Segment], folder: Path, order: Array | None = None) -> Segment:
    return merge_segments(parts, [everything(part) for part in parts], folder, order)


BOUNDS = pytest.mark.parametrize(
    "bounds", [(0, 66), (0, 30, 66), (0, 1, 2, 40, 41, 66), (0, 0, 66, 66)]
)


@BOUNDS
def test_a_merged_segment_is_the_segment_built_at_once(
    numbered: Numbered, builder: Builder, bounds: tuple[int, ...], tmp_path: Path
) -> None:
    parts = [builder.segment(numbered[start:end]) for start, end in pairwise(bounds)]
    assert_equal(merged(parts, tmp_path), builder.segment(numbered))
    assert list(tmp_path.iterdir()) == []


def test_a_merge_in_small_runs_is_the_same(
    numbered: Numbered, builder: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [builder.segment(numbered[:20]), builder.segment(numbered[20:])]
    for most in (1, 100, 5_000):
        monkeypatch.setattr(index.segment, "_MERGED_BYTES", most)
        assert_equal(merged(parts, tmp_path), builder.segment(numbered))


def test_merging_leaves_out_deleted_documents(
    numbered: Numbered, builder: Builder, tmp_path: Path
) -> None:
    """And words that only deleted documents have."""
    pick = random.Random(5)
    keep = np.array([pick.random() < 0.6 for _ in numbered])
    parts = [builder.segment(numbered[:25]), builder.segment(numbered[25:])]
    left = merge_segments(parts, [keep[:25], keep[25:]], tmp_path)
    rest = builder.segment([pair for pair, kept in zip(numbered, keep, strict=True) if kept])
    for name, column in left.keywords.items():
        known = [column.values[ordinal] for ordinal in column.ordinals]
        same = rest.keywords[name]
        assert known == [same.values[ordinal] for ordinal in same.ordinals]
    assert_equal(left._replace(keywords={}), rest._replace(keywords={}))


def test_a_merge_without_documents_is_empty(numbered: Numbered, tmp_path: Path) -> None:
    part = Builder().segment(numbered[:3])
    left = merge_segments([part], [np.zeros(3, bool)], tmp_path)
    assert len(left.numbers) == 0
    assert [len(left.fields[name].present()) for name in TEXT_FIELDS] == [0, 0]


def test_merging_in_another_order_of_terms(
    numbered: Numbered, builder: Builder, tmp_path: Path
) -> None:
    """Term i has the postings of the term that had the number ``order[i]``."""
    order = np.random.default_rng(3).permutation(builder.terms)
    parts = [builder.segment(numbered[:40]), builder.segment(numbered[40:])]
    whole = merged(parts, tmp_path)
    renumbered = merged(parts, tmp_path, order)
    for field in TEXT_FIELDS:
        one, other = whole.fields[field].field(), renumbered.fields[field].field()
        for new, old in enumerate(order.tolist()):
            before: tuple[Array, ...] = one.decode(np.array([old], np.uint32), True)
            after: tuple[Array, ...] = other.decode(np.array([new], np.uint32), True)
            assert [part.tolist() for part in after] == [part.tolist() for part in before]


def test_reading_gives_the_segment_that_was_written(numbered: Numbered, tmp_path: Path) -> None:
    segment = Builder().segment(numbered)
    path = tmp_path / "segment.arrays"
    with path.open("wb") as file:
        write_arrays(file, segment_arrays(segment))
    assert_equal(read_segment(ArrayFile(path)), segment)


@pytest.mark.parametrize(
    ("terms", "kept"),
    [([0, 1, 2], []), ([1, 3], []), ([0, 9], [0, 9]), ([2, 9, 9_000], [2, 9, 9_000]), ([], [])],
)
def test_a_field_lists_its_terms_only_where_many_are_absent(
    terms: list[int], kept: list[int]
) -> None:
    starts = np.arange(len(terms) + 1) * 3
    entries = np.zeros(int(starts[-1]) + 8, np.uint8)
    postings = field_postings(np.array(terms, np.int64), starts, entries, np.zeros(2, np.int64))
    assert postings.terms.tolist() == kept
    assert postings.present().tolist() == terms
    assert np.diff(postings.starts)[np.diff(postings.starts) > 0].tolist() == [3] * len(terms)
