"""CSV from spreadsheets and scripts, with the keys of a record in its header."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO, Final

from corpus.decoding import DecodingError, Encoding
from corpus.document import Document, Refusal
from corpus.messages import Message
from corpus.readers.reader import Confidence, LineReader
from corpus.readers.record import KEYS, LineDecoder, RecordError, to_document
from corpus.sources import LINE_LIMIT, read_lines

DELIMITERS: Final = ",;\t"
_KNOWN: Final = frozenset(KEYS)

# The default limit of a cell is 128 KiB; an article may be longer.
csv.field_size_limit(LINE_LIMIT)


def has_header(start: str) -> bool:
    """Whether the first line is a header, with ``text`` and another key of a record."""
    rows = start.splitlines()
    if rows and rows[0].lower().startswith("sep=") and len(rows) > 1:
        rows = rows[1:]
    if not rows or len(rows[0]) > 2_000:
        return False
    found = _KNOWN.intersection(_header(rows[0], _delimiter(rows[0])))
    return "text" in found and len(found) > 1


def read(stream: IO[bytes], path: str, encoding: Encoding) -> Iterator[Document | Refusal]:
    """Read one document from each row after the header.

    The delimiter is the most frequent of comma, semicolon and tab in the header, or the one after
    ``sep=`` in the first line. Column names may be in upper case; unknown columns go to ``extra``,
    empty cells are absent. Raises RecordError for a header without ``text`` and ``title``.
    """
    lines = _DecodedLines(stream, path, encoding)
    first = next(lines, "")
    delimiter = ""
    if first.lower().startswith("sep="):
        delimiter = first[4:].strip("\r\n")[:1]
        first = next(lines, "")
    delimiter = delimiter or _delimiter(first)
    header = _header(first, delimiter)
    _check_header(header)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = lines.number + 1
        lines.removed = ()
        try:
            row = next(rows)
            document = _document(row, header, lines)
        except StopIteration:
            yield from lines.refusals
            return
        except (csv.Error, RecordError) as error:
            yield from lines.refusals
            lines.refusals.clear()
            if isinstance(error, RecordError):
                message = error.message
            else:
                message = Message.of("csv_syntax", problem=str(error))
            yield Refusal(path=path, line=start, message=message)
            continue
        yield from lines.refusals
        lines.refusals.clear()
        if document is not None:
            yield document


class _DecodedLines(Iterator[str]):
    """The decoded lines of a stream, with their number and the refusals among them."""

    def __init__(self, stream: IO[bytes], path: str, encoding: Encoding) -> None:
        self._lines = read_lines(stream)
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
                self._refuse(Message.of("line_too_long", megabytes=LINE_LIMIT // 1_000_000))
                continue
            try:
                decoded = self._decoder.decode(data)
            except DecodingError as error:
                self._refuse(error.message)
                continue
            self.encoding = decoded.encoding
            self.removed += decoded.removed
            return decoded.text.removeprefix("\ufeff") if self.number == 1 else decoded.text

    def _refuse(self, message: Message) -> None:
        self.refusals.append(Refusal(path=self._path, line=self.number, message=message))


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


def _check_header(header: list[str]) -> None:
    if "text" not in header and "title" not in header:
        raise RecordError("csv_without_text")
    for name in header:
        if name and header.count(name) > 1:
            raise RecordError("csv_column_twice", name=name)


def _document(row: list[str], header: list[str], lines: _DecodedLines) -> Document | None:
    if not any(cell.strip() for cell in row):
        return None
    if any(row[len(header) :]):
        raise RecordError("csv_too_many_cells", cells=len(row), columns=len(header))
    record = {
        name or f"column_{index}": cell
        for index, (name, cell) in enumerate(zip(header, row, strict=False), 1)
        if cell
    }
    return to_document(record, encoding=lines.encoding, removed=lines.removed)


def _sniff(start: str, named: bool) -> Confidence:
    return Confidence.LIKELY if named or has_header(start) else Confidence.NONE


READER: Final = LineReader(name="csv", extensions=(".csv", ".tsv"), sniff=_sniff, read=read)
