"""What a run of stored queries remembers for the next one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from index.array_types import I64


class QueryState(msgspec.Struct, frozen=True):
    """How far one query is answered.

    ``sequence`` is the last change of the archive that was looked at. Documents up to ``number``,
    an archive number, are not reported any more; ``reported`` are the rising numbers above it of
    documents that were.
    """

    sequence: int
    number: int
    reported: tuple[int, ...] = ()

    def unreported(self, numbers: I64, sequences: I64) -> list[int]:
        """Those of some documents that are to be reported: ``numbers[n]``, rising, was last changed
        at ``sequences[n]``."""
        new = (numbers > self.number) & (sequences > self.sequence)
        new &= ~np.isin(numbers, np.array(self.reported, np.int64))
        found: list[int] = numbers[new].tolist()
        return found

    def advanced(self, reported: Sequence[int], sequence: int, most: int) -> QueryState:
        """The state after some more documents were reported, of which ``most`` are remembered one
        by one."""
        numbers = sorted({*self.reported, *reported})
        forgotten, kept = numbers[:-most], numbers[-most:]
        number = max([self.number, *forgotten[-1:]])
        return QueryState(max(self.sequence, sequence), number, tuple(kept))


class AlertState(msgspec.Struct, frozen=True, kw_only=True):
    """How far all queries of a file are answered, by their ids.

    ``archive`` is the identity of the archive. A query that is added later begins with the changes
    after ``sequence`` and the documents above ``number``.
    """

    archive: str
    sequence: int
    number: int
    queries: dict[str, QueryState]
