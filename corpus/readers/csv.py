"""CSV with a header of the record keys, from spreadsheets and scripts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO, Final

from corpus.decoding import DecodingError, Encoding
from corpus.document import Document, Refusal
from corpus.readers.record import KEYS, LineDecoder, RecordError, to_document
from corpus.sources import LINE_LIMIT, lines

DELIMITERS: Final = ",;\t"
_KNOWN: Final = frozenset(KEYS)

# The module's own limit is 128 KiB for a cell; an article may be longer.
csv.field_size_limit(LINE_LIMIT)


def looks_like(head: str) -> bool:
    """Whether the first line is a header: ``text`` and another known key among its names."""
    rows = head.splitlines()
    if rows and rows[0].lower().startswith("sep=") and len(rows) > 1:
        rows = rows[1:]
    if not rows or len(rows[0]) > 2_000:
        return False
    found = _KNOWN.intersection(_header(rows[0], _delimiter(rows[0])))
    return "text" in found and len(found) > 1


def read(stream: IO[bytes], path: str, encoding: Encoding) -> Iterator[Document | Refusal]:
    """Read one document from each row after the header.

    The delimiter is a comma, semicolon or tab, whichever the header has most of, or what a first
    line ``sep=`` names. Names of columns are matched without regard to case; other columns go to
    ``extra``, empty cells are absent. Raises RecordError for a header without ``text``.
    """
    feed = _Feed(stream, path, encoding)
    first = next(feed, "")
    delimiter = ""
    if first.lower().startswith("sep="):
        delimiter = first[4:].strip("\r\n")[:1]
        first = next(feed, "")
    delimiter = delimiter or _delimiter(first)
    header = _header(first, delimiter)
    _check(header)
    rows = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        start = feed.number + 1
        feed.removed = ()
        try:
            row = next(rows)
            document = _document(row, header, feed)
        except StopIteration:
            yield from feed.refusals
            return
        except (csv.Error, RecordError) as error:
            yield from feed.refusals
            feed.refusals.clear()
            reason = str(error)
            if isinstance(error, csv.Error):
                reason = f"The row is no valid CSV ({reason}); is a quote left open?"
            yield Refusal(path=path, line=start, reason=reason)
            continue
        yield from feed.refusals
        feed.refusals.clear()
        if document is not None:
            yield document


class _Feed(Iterator[str]):
    """The decoded lines of a stream, with their count and what was refused of them."""

    def __init__(self, stream: IO[bytes], path: str, encoding: Encoding) -> None:
        self._lines = lines(stream)
        self._path = path
        self._decoder = LineDecoder(encoding)
        self.encoding: str = encoding
        self.number = 0
        self.removed: tuple[str, ...] = ()
        self.refusals: list[Refusal] = []

    def __next__(self) -> str:
        while True:
            self.number, data = next(self._lines)
            if data is None:
                self._refuse(f"The line is longer than {LINE_LIMIT // 1_000_000} MB.")
                continue
            try:
                decoded = self._decoder.decode(data)
            except DecodingError as error:
                self._refuse(str(error))
                continue
            self.encoding = decoded.encoding
            self.removed += decoded.removed
            return decoded.text.removeprefix("\ufeff") if self.number == 1 else decoded.text

    def _refuse(self, reason: str) -> None:
        self.refusals.append(Refusal(path=self._path, line=self.number, reason=reason))


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def _header(line: str, delimiter: str) -> list[str]:
    try:
        names = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [_name(name.strip(" \ufeff\r\n")) for name in names]


def _name(name: str) -> str:
    return name.lower() if name.lower() in _KNOWN else name


def _check(header: list[str]) -> None:
    if "text" not in header:
        raise RecordError(
            'The header has no column "text"; name the columns in the first line, such as '
            "title,text,date,source."
        )
    for name in header:
        if name and header.count(name) > 1:
            raise RecordError(f'The header names the column "{name}" twice.')


def _document(row: list[str], header: list[str], feed: _Feed) -> Document | None:
    if not any(cell.strip() for cell in row):
        return None
    if any(row[len(header) :]):
        raise RecordError(
            f"The row has {len(row)} cells but the header {len(header)}; "
            "is a text with a comma not in quotes?"
        )
    record = {
        name or f"column_{index}": cell
        for index, (name, cell) in enumerate(zip(header, row, strict=False), 1)
        if cell
    }
    return to_document(record, encoding=feed.encoding, removed=feed.removed)
