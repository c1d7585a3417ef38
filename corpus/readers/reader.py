"""The declaration of a reader: its name, extensions, detection and function."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import IO

import msgspec

from corpus.decoding import Encoding
from corpus.document import Document, Refusal


class Confidence(IntEnum):
    """How certain it is from its beginning and its name that a file has a format."""

    NONE = 0
    FALLBACK = 1
    LIKELY = 2
    CERTAIN = 3


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """A reader of one format.

    ``name`` is the value of ``--format``; ``extensions`` are file name extensions in lower case
    with their dot. ``sniff`` gets the beginning of a file as text, without leading blanks, and
    whether the file has one of the extensions.
    """

    name: str
    extensions: tuple[str, ...]
    sniff: Callable[[str, bool], Confidence]


class FileReader(Reader, frozen=True, kw_only=True):
    """A reader of files that are one document each.

    ``read`` gets the bytes of a file; it raises DecodingError and RecordError.
    """

    read: Callable[[bytes], Document]


class LineReader(Reader, frozen=True, kw_only=True):
    """A reader of files with a document a line or row.

    ``read`` gets a stream, its name for refusals and its character set, which has the line ends of
    ASCII; it raises RecordError for a file that is refused as a whole.
    """

    read: Callable[[IO[bytes], str, Encoding], Iterator[Document | Refusal]]
