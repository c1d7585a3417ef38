"""Readers: files of every known format to documents, lazily, by content before name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Final, TypeAlias

import msgspec

from arabic.dates import parse_date
from corpus.decoding import DecodingError, Encoding, detect
from corpus.document import Document, Refusal
from corpus.limits import INPUT_LIMITS, field_faults
from corpus.messages import Message, WarraqError
from corpus.readers import csv, html, jsonl, txt
from corpus.readers.reader import FileReader, LineReader
from corpus.readers.record import AS_READ, FAULTS, RecordError
from corpus.sources import (
    SourceError,
    as_utf8,
    find_files,
    open_data,
    open_stream,
    peek,
    printable_path,
    read_whole,
)

__all__ = ["FORMATS", "READERS", "DateError", "Format", "read", "read_data", "sniff"]

READERS: Final[tuple[FileReader | LineReader, ...]] = (
    txt.READER,
    html.READER,
    jsonl.READER,
    csv.READER,
)
"""Every reader; of two with equal confidence the first is chosen."""

Format: TypeAlias = str
"""The name of a reader."""

FORMATS: Final[tuple[Format, ...]] = tuple(reader.name for reader in READERS)
_BY_FORMAT: Final = MappingProxyType({reader.name: reader for reader in READERS})

_HEAD: Final = 65_536
_NAME_SHOWN: Final = 100
_CODECS: Final[dict[Encoding, str]] = {"windows-1256": "cp1256", "iso-8859-6": "iso8859-6"}


class DateError(WarraqError, ValueError):
    """A date given for every document cannot be parsed."""


def read(
    paths: Sequence[str | Path],
    *,
    format: Format | None = None,  # noqa: A002
    source: str | None = None,
    date: str | None = None,
) -> Iterator[Document | Refusal]:
    """Read documents from files, folders and standard input (``-``), one at a time.

    ``format`` names the reader; without it, the content of a file decides, then its name.
    ``source`` and ``date`` (as ``arabic.dates.parse_date`` parses it) replace those of every
    document, which ``extra`` then keeps under ``source_as_read`` and ``date_as_read``. A file or
    record that cannot be read gives a Refusal, and reading goes on.

    Raises DateError at once for a ``date`` that cannot be parsed, RecordError for a ``source`` that
    is too long.
    """
    if source is not None and len(source) > INPUT_LIMITS.source:
        raise RecordError(
            "field_too_long", key="source", most=INPUT_LIMITS.source, found=len(source)
        )
    day = None
    if date is not None and (day := parse_date(date)) is None:
        raise DateError("ingest_date_invalid", given=date)
    return _read(paths, format, source or None, day)


def read_data(data: bytes, name: str = "") -> Iterator[Document | Refusal]:
    """Read the documents of a file that is in memory, one at a time; nothing is written to disk.

    :param data: the bytes of the file, perhaps compressed with gzip.
    :param name: its name, which decides where the content leaves several formats open.
    """
    yield from _read_opened(open_data(data), printable_path(name), None)


def sniff(head: str, name: str = "") -> FileReader | LineReader:
    """The reader for a file, by the beginning of its text and its name."""
    start = head.lstrip("\ufeff \t\r\n")
    extension = Path(name.removesuffix(".gz")).suffix.lower()
    return max(READERS, key=lambda reader: reader.sniff(start, extension in reader.extensions))


def _read(
    paths: Sequence[str | Path], format_: Format | None, source: str | None, date: str | None
) -> Iterator[Document | Refusal]:
    for found in find_files(paths):
        if isinstance(found, Refusal):
            yield found
            continue
        for item in _read_file(found, format_):
            if isinstance(item, Document):
                yield _overridden(item, source, date) if source or date else item
            else:
                yield item


def _read_file(path: str, format_: Format | None) -> Iterator[Document | Refusal]:
    yield from _read_opened(open_stream(path), printable_path(path), format_)


def _read_opened(
    opened: AbstractContextManager[IO[bytes]], name: str, format_: Format | None
) -> Iterator[Document | Refusal]:
    try:
        with opened as stream:
            head = peek(stream, _HEAD)
            whole = len(head) < _HEAD
            if whole and not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
                raise RecordError("file_empty")
            encoding = detect(head, whole=whole)
            text = head.decode(_CODECS.get(encoding, encoding), errors="replace")
            reader = _BY_FORMAT[format_] if format_ else sniff(text, name)
            if isinstance(reader, LineReader):
                if encoding.startswith("utf-16") or encoding == "utf-32":
                    stream = as_utf8(stream, encoding)
                for item in reader.read(stream, name, encoding):
                    yield _within_limit(item, name)
                return
            data = read_whole(stream)
        # Yielded after the stream has checked that the file did not change.
        yield _within_limit(_read_whole_file(reader, data), name)
    except (SourceError, DecodingError, RecordError) as error:
        yield Refusal(path=name, message=error.message)


def _read_whole_file(reader: FileReader, data: bytes) -> Document:
    try:
        return reader.read(data)
    except (DecodingError, RecordError):
        raise
    except FAULTS as error:
        raise RecordError("record_fault", problem=type(error).__name__) from error


def _within_limit(item: Document | Refusal, name: str) -> Document | Refusal:
    """The item, or a refusal of a document whose text or another field is beyond its limit."""
    if isinstance(item, Refusal):
        return item
    for message in field_faults(item):
        return Refusal(path=name, message=message)
    # No code point takes more than four bytes.
    if len(item.text) * 4 <= INPUT_LIMITS.text_bytes:
        return item
    bytes_ = len(item.text.encode())
    if bytes_ <= INPUT_LIMITS.text_bytes:
        return item
    size, megabytes = round(bytes_ / 1_000_000, 1), INPUT_LIMITS.text_bytes // 1_000_000
    title = _printable((item.id or item.title)[:_NAME_SHOWN])
    if title:
        message = Message.of("text_too_long", name=title, size=size, megabytes=megabytes)
    else:
        message = Message.of("untitled_text_too_long", size=size, megabytes=megabytes)
    return Refusal(path=name, message=message)


def _printable(text: str) -> str:
    """A text without control characters, which could change what a terminal shows."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _overridden(document: Document, source: str | None, date: str | None) -> Document:
    changes: dict[str, Any] = {}
    extra = dict(document.extra)
    for key, value, own in (("source", source, document.source), ("date", date, document.date)):
        if value is None:
            continue
        changes[key] = value
        if own is not None and own != value:
            extra.setdefault(f"{key}{AS_READ}", own)
    return msgspec.structs.replace(document, extra=extra, **changes)
