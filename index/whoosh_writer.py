"""A Whoosh writer that inverts documents in memory and writes a segment as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from whoosh.writing import SegmentWriter

from index.array_types import I64, Mask
from index.codec import EXTENSION, ArrayCodec, ArraySegment, load_segment, store_segment
from index.inverter import Inverter
from index.segment import LARGEST_FIELD, Segment, merge_segments

# A merge takes the newest segments while the next one has at most this many times the documents
# taken before it, so that each document is rewritten a logarithmic number of times.
_MERGE_RATIO: Final = 3


class ArrayWriter(SegmentWriter):  # type: ignore[misc]
    """Writes one segment of the documents that were added to its ``inverter``.

    Lock, table of contents and deletions are Whoosh's. Call ``commit_spilled``, ``commit_merged``,
    ``commit_whole`` or ``commit_ordered`` instead of ``commit``.
    """

    def __init__(self, index: Any, **kwargs: Any) -> None:
        super().__init__(index, codec=ArrayCodec(), compound=False, **kwargs)
        self.inverter = Inverter()
        self._merged: list[tuple[Segment, Mask]] = []
        self._order: I64 | None = None

    def take_segment(self, segment: ArraySegment) -> None:
        """Merge a segment into the one being written, its documents before the new ones."""
        data = load_segment(self.storage, segment)
        keep = np.ones(len(data.numbers), bool)
        keep[list(segment.deleted_docs())] = False
        self._merged.append((data, keep))
        self.docnum += int(keep.sum())
        self._added = True

    def _flush_segment(self) -> None:
        parts = list(self._merged)
        if len(self.inverter):
            fresh = self.inverter.segment()
            parts.append((fresh, np.ones(len(fresh.numbers), bool)))
        if len(parts) == 1 and parts[0][1].all() and self._order is None:
            data = parts[0][0]
        else:
            segments = [part for part, _ in parts]
            keeps = [keep for _, keep in parts]
            data = merge_segments(segments, keeps, Path(self.storage.folder), self._order)
        store_segment(self.storage, self.newsegment, data)

    def _count_documents(self) -> None:
        self.docnum += len(self.inverter)
        self._added = self._added or len(self.inverter) > 0

    def commit_spilled(self) -> None:
        """Commit the documents in memory as a segment of their own."""
        self._count_documents()
        self.commit(merge=False)

    def commit_merged(self, spilled: int = 0) -> None:
        """Commit, merging the newest segments while they are small; the ``spilled`` newest in any
        case."""
        self._count_documents()
        self.commit(mergetype=partial(_merge_policy, spilled=spilled))

    def commit_whole(self) -> None:
        """Merge all segments into one, without the documents that were deleted."""
        self.commit(mergetype=_merge_all)

    def commit_ordered(self, order: I64) -> None:
        """Merge all segments into one and renumber its terms (see ``merge_segments``)."""
        self._order = order
        self.commit(mergetype=_merge_all)


def _merge_all(writer: ArrayWriter, segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    for segment in segments:
        writer.take_segment(segment)
    return []


def _merge_policy(
    writer: ArrayWriter, segments: Sequence[ArraySegment], *, spilled: int
) -> list[ArraySegment]:
    kept = [segment for segment in segments if segment.doc_count()]
    taken = writer.docnum
    size = 0
    chosen: list[ArraySegment] = []
    while kept:
        last = kept[-1]
        is_half_deleted = last.deleted_count() * 2 > last.doc_count_all()
        is_small = taken and last.doc_count() <= _MERGE_RATIO * taken
        size += Path(writer.storage.folder, last.make_filename(EXTENSION)).stat().st_size
        if size > LARGEST_FIELD or not (is_half_deleted or is_small or len(chosen) < spilled):
            break
        chosen.append(kept.pop())
        taken += last.doc_count()
    for segment in reversed(chosen):
        writer.take_segment(segment)
    return kept
