"""The cache of posting lists: bounded in bytes, least recently used out first."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.array_types import Array
from search.matching.byte_cache import ArrayCache


def entry(size: int) -> tuple[Array, ...]:
    return (np.zeros(size, np.uint8),)


def test_a_cached_entry_is_not_made_again() -> None:
    cache = ArrayCache(10_000)
    first = cache.get("كتاب", lambda: entry(100))
    assert cache.get("كتاب", lambda: entry(999)) is first
    assert len(cache) == 1


def test_the_least_recently_used_entry_goes_first() -> None:
    cache = ArrayCache(3_000)
    for key in "أبج":
        cache.get(key, lambda: entry(800))
    cache.get("أ", lambda: entry(800))
    cache.get("د", lambda: entry(800))
    assert len(cache) == 3
    made: list[str] = []

    def make() -> tuple[Array, ...]:
        made.append("again")
        return entry(800)

    cache.get("أ", make)
    assert made == []
    cache.get("ب", make)
    assert made == ["again"]


def test_an_entry_larger_than_the_cache_is_returned_but_not_cached() -> None:
    cache = ArrayCache(1_000)
    assert len(cache.get("كبير", lambda: entry(5_000))[0]) == 5_000
    assert (len(cache), cache.bytes) == (0, 0)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2_000)), max_size=60))
def test_the_cache_never_exceeds_its_limit(requests: list[tuple[int, int]]) -> None:
    cache = ArrayCache(4_000)
    sizes: dict[int, int] = {}
    for key, size in requests:
        found = cache.get(key, lambda size=size: entry(size))  # type: ignore[misc]
        if len(found[0]) != sizes.get(key):
            assert len(found[0]) == size
        sizes[key] = len(found[0])
        assert 0 <= cache.bytes <= cache.limit
        assert bool(cache.bytes) == bool(len(cache))
