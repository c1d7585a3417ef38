"""Segments: kept as arrays, and merged into what would have been built at once."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from index.arrays import Array, ArrayFile, write_arrays
from index.build import day_number
from index.inverter import Inverter
from index.segment import (
    Segment,
    counts,
    key_exact,
    key_form,
    merge,
    ranges,
    read_segment,
    segment_arrays,
    term_key,
)


def segment_of(documents: list[tuple[int, Document]]) -> Segment:
    inverter = Inverter()
    for number, document in documents:
        inverter.add(
            number,
            {"title": document.title, "body": document.text},
            day_number(document.date),
            {
                "source": document.source,
                "author": document.author,
                "section": document.section,
            },
        )
    return inverter.segment()


def assert_equal(one: Segment, other: Segment) -> None:
    """Equal in every array as it would lie on disk."""
    left, right = segment_arrays(one), segment_arrays(other)
    assert left.keys() == right.keys()
    for name, array in left.items():
        np.testing.assert_array_equal(array, right[name], err_msg=name)
        assert array.dtype == right[name].dtype, name


@pytest.fixture(scope="module")
def numbered(sample_documents: list[Document]) -> list[tuple[int, Document]]:
    return list(enumerate(sample_documents, 1))


def everything(segment: Segment) -> Array:
    return np.ones(len(segment.numbers), bool)


@pytest.mark.parametrize("bounds", [(0, 66), (0, 30, 66), (0, 1, 2, 40, 41, 66), (0, 0, 66, 66)])
def test_merged_is_as_built_at_once(
    numbered: list[tuple[int, Document]], bounds: tuple[int, ...]
) -> None:
    parts = [segment_of(numbered[start:end]) for start, end in pairwise(bounds)]
    assert_equal(merge(parts, [everything(part) for part in parts]), segment_of(numbered))


def test_merging_leaves_out_what_was_deleted(numbered: list[tuple[int, Document]]) -> None:
    """Its words too, where nobody else has them."""
    pick = random.Random(5)
    keep = np.array([pick.random() < 0.6 for _ in numbered])
    parts = [segment_of(numbered[:25]), segment_of(numbered[25:])]
    merged = merge(parts, [keep[:25], keep[25:]])
    rest = segment_of([pair for pair, kept in zip(numbered, keep, strict=True) if kept])
    # Words after a preposition are counted with those of deleted documents.
    merged = merged._replace(prepositional=rest.prepositional)
    for name, column in merged.keywords.items():
        known = [column.values[ordinal] for ordinal in column.ordinals]
        same = rest.keywords[name]
        assert known == [same.values[ordinal] for ordinal in same.ordinals]
    assert_equal(merged._replace(keywords={}), rest._replace(keywords={}))


def test_merging_may_leave_nothing(numbered: list[tuple[int, Document]]) -> None:
    part = segment_of(numbered[:3])
    merged = merge([part], [np.zeros(3, bool)])
    assert (len(merged.keys), len(merged.numbers)) == (0, 0)


def test_a_segment_on_disk(numbered: list[tuple[int, Document]], tmp_path: Path) -> None:
    segment = segment_of(numbered)
    path = tmp_path / "segment.arrays"
    with path.open("wb") as file:
        write_arrays(file, segment_arrays(segment))
    assert_equal(read_segment(ArrayFile(path)), segment)


@pytest.mark.parametrize(
    ("form", "exact", "key"),
    [
        ("كتاب", "كتاب", "كتاب"),
        ("مكتبه", "مكتبة", "مكتبه\0مكتبة"),
        ("2016", "٢٠١٦", "2016\0٢٠١٦"),
    ],
)
def test_term_keys(form: str, exact: str, key: str) -> None:
    assert term_key(form, exact) == key
    assert (key_form(key), key_exact(key)) == (form, exact)


def test_the_terms_of_a_form_lie_side_by_side() -> None:
    keys = [
        term_key("كتب", "كَتب"),
        term_key("كتبه", "كتبه"),
        term_key("كتب", "كتب"),
        term_key("كتا", "كتا"),
    ]
    assert [key_form(key) for key in sorted(keys)] == ["كتا", "كتب", "كتب", "كتبه"]


runs = st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 9)), max_size=20)


@given(runs)
def test_ranges(pairs: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in pairs], np.int64)
    lengths = np.array([length for _, length in pairs], np.int64)
    expected = [start + step for start, length in pairs for step in range(length)]
    assert ranges(starts, lengths).tolist() == expected


@given(st.lists(st.integers(0, 200), min_size=1, max_size=20))
def test_counts(bounds: list[int]) -> None:
    bounds.sort()
    expected = [end - start for start, end in pairwise(bounds)]
    assert counts(np.array(bounds, np.uint8)).tolist() == expected
