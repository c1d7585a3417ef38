"""A Whoosh writer that inverts in memory and writes a segment as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from whoosh.writing import SegmentWriter

from index.codec import ArrayCodec, ArraySegment, load_segment, store_segment
from index.inverter import Inverter, TermNumbers
from index.segment import Segment, merge

# A merge takes the newest segments as long as the next one is no larger than this many times
# what has been gathered, so that each document is rewritten a logarithmic number of times.
_MERGE_RATIO: Final = 3


class ArrayWriter(SegmentWriter):  # type: ignore[misc]
    """One segment's worth of documents.

    Lock, table of contents, generations and deletion are Whoosh's; ``add_row`` takes the place of
    ``add_document`` and ``commit`` merges by size.
    """

    def __init__(self, index: Any, terms: TermNumbers, **kwargs: Any) -> None:
        super().__init__(index, codec=ArrayCodec(), compound=False, **kwargs)
        self.inverter = Inverter(terms)
        self._merged: list[tuple[Segment, Any]] = []

    def add_row(
        self, number: int, texts: dict[str, str], day: int, keywords: dict[str, str | None]
    ) -> None:
        """Add a document (see ``Inverter.add``)."""
        self.inverter.add(number, texts, day, keywords)
        self.docnum += 1
        self._added = True

    def take_segment(self, segment: ArraySegment) -> None:
        """Merge a segment into the one being written; its documents go before the new ones."""
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
        data = (
            parts[0][0]
            if len(parts) == 1 and parts[0][1].all()
            else merge([part for part, _ in parts], [keep for _, keep in parts])
        )
        store_segment(self.storage, self.newsegment, data)

    def commit_merged(self) -> None:
        """Commit, merging the newest segments while they are small beside what is merged."""
        self.commit(mergetype=_merge_policy)


def _merge_policy(writer: ArrayWriter, segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    kept = [segment for segment in segments if segment.doc_count()]
    gathered = writer.docnum
    chosen: list[ArraySegment] = []
    while kept:
        last = kept[-1]
        shrunk = last.deleted_count() * 2 > last.doc_count_all()
        if gathered and last.doc_count() > _MERGE_RATIO * gathered and not shrunk:
            break
        if not gathered and not shrunk:
            break
        chosen.append(kept.pop())
        gathered += last.doc_count()
    for segment in reversed(chosen):
        writer.take_segment(segment)
    return kept
