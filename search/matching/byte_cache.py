"""A cache bounded in bytes that forgets what was longest unused."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from index.arrays import Array


class ArrayCache:
    """Tuples of arrays by key, at most ``limit`` bytes of them."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.bytes = 0
        self._entries: OrderedDict[Hashable, tuple[Array, ...]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable, make: Callable[[], tuple[Array, ...]]) -> tuple[Array, ...]:
        """What is kept under a key, made where nothing is."""
        entry = self._entries.get(key)
        if entry is not None:
            self._entries.move_to_end(key)
            return entry
        entry = make()
        size = _size(entry)
        if size <= self.limit:
            self._entries[key] = entry
            self.bytes += size
            while self.bytes > self.limit:
                _, oldest = self._entries.popitem(last=False)
                self.bytes -= _size(oldest)
        return entry


def _size(entry: tuple[Array, ...]) -> int:
    # A view is of an array beside it.
    return sum(array.nbytes for array in entry if array.base is None) + 200
