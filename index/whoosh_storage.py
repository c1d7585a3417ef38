"""Opening the Whoosh index of a generation: its table of contents and its segments.

Whoosh pickles the segments into its table of contents. They are read without unpickling
(``index.segment_list``), and what they hold is checked, so that a table of contents that someone
else wrote neither runs code nor names files outside of its folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import _CURRENT_TOC_VERSION as TOC_VERSION
from whoosh.index import TOC, FileIndex

from index.arrays import DamagedError
from index.codec import ArrayCodec, ArraySegment
from index.segment_list import PickledObject, read_segment_list
from index.whoosh_schema import schema

_INDEX_NAME: Final = "warraq"
_SEGMENT_ID: Final = re.compile("[0-9a-z]+")
_SEGMENT_PARTS: Final = {"indexname", "segid", "_codec", "_doccount", "_deleted", "compound"}
_SEGMENT, _CODEC = (f"{kind.__module__}.{kind.__name__}" for kind in (ArraySegment, ArrayCodec))
_CONTENTS: Final = ".toc"
_MOST_BYTES: Final = 64_000_000
"""Bytes of the list of segments, with the numbers of their deleted documents."""


def _segments(pickled: bytes) -> list[ArraySegment]:
    """The segments of a pickled list; raises DamagedError for anything else."""
    found = read_segment_list(pickled, frozenset((_SEGMENT, _CODEC)))
    if type(found) is not list:
        raise DamagedError("generation_segments_invalid")
    return [_segment(each) for each in found]


def _segment(found: Any) -> ArraySegment:
    if type(found) is not PickledObject or found.kind != _SEGMENT or not _is_whole(found.parts):
        raise DamagedError("generation_segments_invalid")
    segment = ArraySegment.__new__(ArraySegment)
    segment.__dict__.update(found.parts, _codec=ArrayCodec())
    return segment


def _is_whole(parts: Mapping[str, Any]) -> bool:
    if set(parts) != _SEGMENT_PARTS:
        return False
    codec, deleted = parts["_codec"], parts["_deleted"]
    return (
        parts["indexname"] == _INDEX_NAME
        and isinstance(parts["segid"], str)
        and _SEGMENT_ID.fullmatch(parts["segid"]) is not None
        and type(codec) is PickledObject
        and codec.kind == _CODEC
        and not codec.parts
        and type(parts["_doccount"]) is int
        and parts["compound"] is False
        and (deleted is None or type(deleted) is set)
    )


class _File(StructFile):  # type: ignore[misc]
    def read_pickle(self) -> list[ArraySegment]:
        try:
            pickled = self.file.read(_MOST_BYTES + 1)
            if len(pickled) > _MOST_BYTES:
                raise DamagedError("generation_segments_invalid")
            return _segments(pickled)
        except BaseException:
            self.close()  # Whoosh closes it after reading only
            raise

    def check_version(self) -> None:
        """Raise DamagedError for a table of contents of another version, which Whoosh would read
        by unpickling; stays at the beginning."""
        for _ in range(3):
            self.read_varint()
        self.read_int()
        if self.read_int() != TOC_VERSION:
            self.close()
            raise DamagedError("generation_segments_invalid")
        self.file.seek(0)


class IndexStorage(FileStorage):  # type: ignore[misc]
    """The folder of a generation as Whoosh reads and writes it."""

    def open_file(self, name: str, **options: Any) -> _File:
        """Open a file for reading."""
        raw = Path(self._fpath(name)).open("rb")  # noqa: SIM115
        file = _File(raw, name=name, **options)
        if name.endswith(_CONTENTS):
            file.check_version()
        return file


def create_index(folder: Path) -> None:
    """Make the table of contents of an index without segments."""
    TOC.create(IndexStorage(str(folder)), schema(), _INDEX_NAME)


def open_index(folder: Path) -> FileIndex:
    """The Whoosh index of a generation."""
    return FileIndex(IndexStorage(str(folder)), schema=schema(), indexname=_INDEX_NAME)


def segments_of(folder: Path) -> list[ArraySegment]:
    """The Whoosh segments of a generation, in document order."""
    toc = TOC.read(IndexStorage(str(folder)), _INDEX_NAME, schema=schema())
    return list(toc.segments)
