"""Readers: files of any known shape to documents, lazily, by content and not by name alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from arabic.dates import parse_date
from corpus.decoding import DecodingError, Encoding, detect
from corpus.document import Document, Refusal
from corpus.readers import csv, html, jsonl, txt
from corpus.readers.record import AS_READ, RecordError
from corpus.sources import SourceError, as_utf8, open_stream, peek, read_whole, shown, walk

__all__ = ["FORMATS", "TEXT_LIMIT", "Format", "read", "sniff"]

Format = Literal["txt", "html", "jsonl", "csv"]
FORMATS: Final[tuple[Format, ...]] = ("txt", "html", "jsonl", "csv")

TEXT_LIMIT: Final = 5_000_000
"""Bytes of UTF-8 that the text of one document may have."""

_HEAD: Final = 65_536


def read(
    paths: Sequence[str | Path],
    *,
    format: Format | None = None,  # noqa: A002
    source: str | None = None,
    date: str | None = None,
) -> Iterator[Document | Refusal]:
    """Read documents from files, folders and standard input (``-``), one at a time.

    ``format`` forces a reader; else the content decides, and the name where the content leaves it
    open. ``source`` and ``date`` (as ``dates.parse_date`` reads it) are set on every document in
    place of its own, which ``extra`` then keeps under ``source_as_read`` and ``date_as_read``.
    What cannot be read comes as a Refusal, and the rest is read.

    Raises ValueError, at once, for a ``date`` that is none.
    """
    day = None
    if date is not None and (day := parse_date(date)) is None:
        raise ValueError(f"{date!r} is no date; write it as 2016, 2016-12 or 2016-12-01.")
    return _read(paths, format, source or None, day)


def sniff(head: str, name: str = "") -> Format:
    """Tell the format of a file from the beginning of its text, and from its name at last."""
    start = head.lstrip("\ufeff \t\r\n")
    suffix = Path(name.removesuffix(".gz")).suffix.lower()
    if _JSON.match(start):
        return "jsonl"
    if _HTML.match(start) or (suffix in _HTML_NAMES and _TAG.search(head)):
        return "html"
    if suffix in _JSON_NAMES:
        return "jsonl"
    if suffix in _CSV_NAMES or csv.looks_like(start):
        return "csv"
    return "txt"


_JSON: Final = re.compile(r'\{\s*["}]|\[\s*\{\s*"')
_HTML: Final = re.compile(
    r"(?:<\?xml[^>]*>\s*|(?><!--.{,2000}?-->)\s*)*+"
    r"<(?:!doctype\s+html|html|head|body|meta|title|article|main|div|p|h1|table|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG: Final = re.compile(r"<[a-zA-Z!/][^<>]*>")
_JSON_NAMES: Final = frozenset({".jsonl", ".ndjson", ".json"})
_HTML_NAMES: Final = frozenset({".html", ".htm", ".xhtml"})
_CSV_NAMES: Final = frozenset({".csv", ".tsv"})
_CODECS: Final[dict[Encoding, str]] = {"windows-1256": "cp1256", "iso-8859-6": "iso8859-6"}


def _read(
    paths: Sequence[str | Path], wanted: Format | None, source: str | None, date: str | None
) -> Iterator[Document | Refusal]:
    for found in walk(paths):
        if isinstance(found, Refusal):
            yield found
            continue
        for item in _read_file(found, wanted):
            if isinstance(item, Document):
                yield _overridden(item, source, date) if source or date else item
            else:
                yield item


def _read_file(path: str, wanted: Format | None) -> Iterator[Document | Refusal]:
    name = shown(path)
    try:
        with open_stream(path) as stream:
            head = peek(stream, _HEAD)
            whole = len(head) < _HEAD
            if whole and not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
                raise RecordError("The file is empty.")
            encoding = detect(head, whole=whole)
            text = head.decode(_CODECS.get(encoding, encoding), errors="replace")
            format_ = wanted or sniff(text, name)
            if format_ in ("jsonl", "csv"):
                if encoding.startswith("utf-16") or encoding == "utf-32":
                    stream = as_utf8(stream, encoding)
                lines = jsonl.read if format_ == "jsonl" else csv.read
                for item in lines(stream, name, encoding):
                    yield _bounded(item, name)
                return
            data = read_whole(stream)
        # A file that is one document is given only once it is known to have held still.
        yield _bounded((txt.read if format_ == "txt" else html.read)(data), name)
    except (SourceError, DecodingError, RecordError) as error:
        yield Refusal(path=name, reason=str(error))


def _bounded(item: Document | Refusal, name: str) -> Document | Refusal:
    if isinstance(item, Refusal):
        return item
    # No code point takes more than four bytes.
    if len(item.text) * 4 <= TEXT_LIMIT:
        return item
    size = len(item.text.encode())
    if size <= TEXT_LIMIT:
        return item
    which = f"The text of {item.id or item.title!r}" if item.id or item.title else "The text"
    return Refusal(
        path=name,
        reason=f"{which} is {size / 1_000_000:.1f} MB long, and at most "
        f"{TEXT_LIMIT // 1_000_000} MB are taken; split it.",
    )


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
