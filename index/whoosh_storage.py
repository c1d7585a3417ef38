"""Opening the Whoosh index of a generation: its table of contents and its segments.

Whoosh pickles the segments into its table of contents. Only the classes in ``_PICKLED`` are
unpickled, and what they hold is checked, so that a table of contents that someone else wrote
neither runs code nor names files outside of its folder.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, FileIndex

from index.arrays import DamagedError
from index.codec import ArrayCodec, ArraySegment
from index.whoosh_schema import schema

_INDEX_NAME: Final = "warraq"
_SEGMENT_ID: Final = re.compile("[0-9a-z]+")
_SEGMENT_PARTS: Final = {"indexname", "segid", "_codec", "_doccount", "_deleted", "compound"}
_PICKLED: Final[Mapping[tuple[str, str], type]] = {
    (kind.__module__, kind.__name__): kind for kind in (ArraySegment, ArrayCodec)
}


class _Unpickler(pickle.Unpickler):
    """Reads pickles that name no class but those of ``_PICKLED``."""

    def find_class(self, module: str, name: str) -> type:
        try:
            return _PICKLED[module, name]
        except KeyError:
            raise DamagedError("generation_class_unknown", name=f"{module}.{name}") from None


def _checked(segments: Any) -> list[ArraySegment]:
    """What was unpickled, if it is a list of segments."""
    if type(segments) is not list or not all(map(_is_segment, segments)):
        raise DamagedError("generation_segments_invalid")
    return segments


def _is_segment(found: Any) -> bool:
    if type(found) is not ArraySegment or set(vars(found)) != _SEGMENT_PARTS:
        return False
    parts = vars(found)
    deleted = parts["_deleted"]
    return (
        parts["indexname"] == _INDEX_NAME
        and isinstance(parts["segid"], str)
        and _SEGMENT_ID.fullmatch(parts["segid"]) is not None
        and type(parts["_codec"]) is ArrayCodec
        and type(parts["_doccount"]) is int
        and parts["compound"] is False
        and (deleted is None or (type(deleted) is set and all(type(n) is int for n in deleted)))
    )


class _File(StructFile):  # type: ignore[misc]
    def read_pickle(self) -> Any:
        try:
            return _checked(_Unpickler(self.file).load())
        except BaseException:
            self.close()  # Whoosh closes it after reading only
            raise


class IndexStorage(FileStorage):  # type: ignore[misc]
    """The folder of a generation as Whoosh reads and writes it."""

    def open_file(self, name: str, **options: Any) -> _File:
        """Open a file for reading."""
        return _File(Path(self._fpath(name)).open("rb"), name=name, **options)


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
