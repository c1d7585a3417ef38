"""The table from fingerprints to documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.array_types import U32
from index.arrays import distinct
from index.copies.fingerprints import FingerprintTable, entry_keys, table_arrays
from index.copies.limits import COPY_LIMITS

VALUES = st.one_of(st.integers(0, 9), st.integers(0, (1 << 32) - 1))


def table(documents: Sequence[set[int]]) -> FingerprintTable:
    """A table of documents with the numbers 10, 11 … and their fingerprints."""
    values = np.array([value for each in documents for value in each], np.uint32)
    places = np.repeat(np.arange(len(documents)), list(map(len, documents)))
    numbers = np.arange(10, 10 + len(documents))
    entries = distinct(entry_keys(values, places))
    found = FingerprintTable(table_arrays(entries, numbers, np.zeros(len(numbers), np.int64)))
    np.testing.assert_array_equal(found.entries(), entries)
    return found


def counts(found: FingerprintTable, wanted: U32) -> dict[int, int]:
    numbers, shared = found.documents_with(wanted)
    return dict(zip(numbers.tolist(), shared.tolist(), strict=True))


@given(documents=st.lists(st.sets(VALUES, max_size=20), max_size=8), wanted=st.sets(VALUES))
def test_documents_are_found_by_their_fingerprints(
    documents: list[set[int]], wanted: set[int]
) -> None:
    expected = Counter(
        {10 + place: len(each & wanted) for place, each in enumerate(documents) if each & wanted}
    )
    assert counts(table(documents), np.array(sorted(wanted), np.uint32)) == expected


def test_a_table_has_many_documents() -> None:
    """Their places take more than 16 bits."""
    documents = 70_000
    entries = entry_keys(np.arange(documents, dtype=np.uint32) * 61_000, np.arange(documents))
    found = FingerprintTable(
        table_arrays(entries, np.arange(documents) * 2, np.zeros(documents, np.int64))
    )
    np.testing.assert_array_equal(found.entries(), entries)
    wanted = np.array([69_999 * 61_000, 3 * 61_000, 5], np.uint32)
    assert counts(found, wanted) == {139_998: 1, 6: 1}


def test_common_fingerprints_are_no_evidence() -> None:
    documents = [{1, 2 + place} for place in range(COPY_LIMITS.common_documents + 1)]
    wanted = np.array([1, 2], np.uint32)
    assert counts(table(documents), wanted) == {10: 1}
    assert len(counts(table(documents[:-1]), wanted)) == COPY_LIMITS.common_documents
