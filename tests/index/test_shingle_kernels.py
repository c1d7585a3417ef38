"""The kernels over shingles: compiled and numpy give equal results."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.copies.shingles import shingle_counts
from index.kernels import numpy_shingles

compiled = pytest.importorskip(
    "index.kernels.compiled_shingles", reason="the kernels were not compiled at install"
)

LENGTHS = st.lists(st.one_of(st.integers(0, 8), st.integers(0, 70)), max_size=6)


@given(lengths=LENGTHS, seed=st.integers(0, 1000), words=st.sampled_from([2, 1 << 40]))
def test_both_choose_the_same_shingles(lengths: Sequence[int], seed: int, words: int) -> None:
    """Texts of two words alone have many equal shingles."""
    sizes = np.array(lengths, np.int64)
    keys = np.random.default_rng(seed).integers(0, words, sum(lengths)).astype(np.uint64)
    hashes = compiled.shingle_hashes(keys, sizes)
    np.testing.assert_array_equal(hashes, numpy_shingles.shingle_hashes(keys, sizes))
    counts = shingle_counts(sizes)
    chosen = compiled.choose_shingles(hashes, counts)
    np.testing.assert_array_equal(chosen, numpy_shingles.choose_shingles(hashes, counts))


SETS = st.lists(st.sets(st.integers(0, 40)), min_size=1, max_size=6)


@given(sets=SETS, data=st.data())
def test_both_count_the_same_shared_values(
    sets: Sequence[frozenset[int]], data: st.DataObject
) -> None:
    places = st.integers(0, len(sets) - 1)
    pairs = data.draw(st.lists(st.tuples(places, places), max_size=8))
    values = np.array([value for each in sets for value in sorted(each)], np.uint32)
    bounds = np.cumsum([0, *map(len, sets)])
    one, other = np.array(pairs, np.int64).reshape(-1, 2).T.copy()
    expected = [len(sets[a] & sets[b]) for a, b in pairs]
    for kernels in (compiled, numpy_shingles):
        assert kernels.count_shared(values, bounds, one, other).tolist() == expected
