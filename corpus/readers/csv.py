"""CSV from spreadsheets and scripts, with the keys of a record in its header."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import IO, Final, NamedTuple

from corpus.decoding import DecodingError, Encoding
from corpus.document import Document, Refusal
from corpus.limits import INPUT_LIMITS
from corpus.messages import Message
from corpus.readers.reader import Confidence, LineReader
from corpus.readers.record import FAULTS, KEYS, LineDecoder, RecordError, to_document
from corpus.sources import read_lines

DELIMITERS: Final = ",;\t"
_KNOWN: Final = frozenset(KEYS)
_NAME_SHOWN: Final = 100

# The default limit of a cell is 128 KiB; an article may be longer.
csv.field_size_limit(INPUT_LIMITS.line_bytes)


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
    empty cells are absent. After a row with a quote that is left open, reading goes on at its
    second line; a row among its lines is a document only if it has a cell for every column. Raises
    RecordError for a header without ``text`` and ``title``.
    """
    lines = _DecodedLines(stream, path, encoding)
    first = lines.next_text()
    delimiter = ""
    if first.lower().startswith("sep="):
        delimiter = first[4:].strip("\r\n")[:1]
        first = lines.next_text()
    delimiter = delimiter or _delimiter(first)
    header = _header(first, delimiter)
    _check_header(header)
    row_lines = _RowLines(lines)
    rows = csv.reader(row_lines, delimiter=delimiter, strict=True)
    while True:
        row_lines.begin()
        found: Document | Message | None
        try:
            found = _document(next(rows), header, row_lines)
        except StopIteration:
            yield from lines.taken_refusals()
            return
        except csv.Error as error:
            found = Message.of("csv_syntax", problem=str(error))
            row_lines.read_again()
        except RowTooLongError as error:
            found = error.message
            row_lines.read_again()
        except RecordError as error:
            found = error.message
        except FAULTS as error:
            found = Message.of("record_fault", problem=type(error).__name__)
        yield from lines.taken_refusals()
        if isinstance(found, Message):
            yield Refusal(path=path, line=row_lines.start, message=found)
        elif found is not None:
            yield found


class RowTooLongError(RecordError):
    """A row has more lines or characters than any document."""


def row_too_long() -> RowTooLongError:
    """The error for a row beyond the limits."""
    return RowTooLongError(
        "csv_row_too_long",
        lines=INPUT_LIMITS.row_lines,
        megabytes=INPUT_LIMITS.row_characters // 1_000_000,
    )


class _Line(NamedTuple):
    """A decoded line with its number, character set and undecodable pieces."""

    number: int
    text: str
    encoding: str
    removed: tuple[str, ...]


class _DecodedLines:
    """The decoded lines of a stream, and the refusals among them."""

    def __init__(self, stream: IO[bytes], path: str, encoding: Encoding) -> None:
        self._lines = read_lines(stream)
        self._path = path
        self._decoder = LineDecoder(encoding)
        self._refusals: list[Refusal] = []

    def next(self) -> _Line:
        """The next line that can be read; raises StopIteration at the end."""
        while True:
            number, data = next(self._lines)
            if data is None:
                message = Message.of(
                    "line_too_long", megabytes=INPUT_LIMITS.line_bytes // 1_000_000
                )
                self._refuse(number, message)
                continue
            try:
                decoded = self._decoder.decode(data)
            except DecodingError as error:
                self._refuse(number, error.message)
                continue
            text = decoded.text.removeprefix("\ufeff") if number == 1 else decoded.text
            return _Line(number, text, decoded.encoding, decoded.removed)

    def next_text(self) -> str:
        """The text of the next line, empty at the end."""
        try:
            return self.next().text
        except StopIteration:
            return ""

    def taken_refusals(self) -> list[Refusal]:
        """The refusals since the last call."""
        taken, self._refusals = self._refusals, []
        return taken

    def _refuse(self, number: int, message: Message) -> None:
        self._refusals.append(Refusal(path=self._path, line=number, message=message))
        if len(self._refusals) >= INPUT_LIMITS.row_lines:
            raise row_too_long()


class _RowLines(Iterator[str]):
    """The lines of one row after the other; the lines of a bad row can be read again.

    A quote that is left open joins all lines up to the next quote, or to the end, with its row.
    ``start`` is the number of the first line of a row.
    """

    def __init__(self, lines: _DecodedLines) -> None:
        self._lines = lines
        self._again: deque[_Line] = deque()
        self._row: list[_Line] = []
        self._characters = 0
        self._last_doubtful = 0
        self._is_doubtful = False
        self.start = 0

    def begin(self) -> None:
        """Begin a row."""
        self._row, self._characters = [], 0

    def __next__(self) -> str:
        limits = INPUT_LIMITS
        if len(self._row) >= limits.row_lines or self._characters > limits.row_characters:
            raise row_too_long()
        line = self._again.popleft() if self._again else self._lines.next()
        if not self._row:
            self.start = line.number
        self._row.append(line)
        self._characters += len(line.text)
        return line.text

    def read_again(self) -> None:
        """Read the lines of this row again, without its first one."""
        self._is_doubtful = True
        if self._row:
            self._last_doubtful = max(self._last_doubtful, self._row[-1].number)
        self._again.extendleft(reversed(self._row[1:]))

    def is_doubtful(self, complete: bool) -> bool:
        """Whether this row may be part of the cell of a bad one before it.

        Rows are doubtful up to the first ``complete`` one after the lines of the bad row.
        """
        if complete and self.start > self._last_doubtful:
            self._is_doubtful = False
        return self._is_doubtful and not complete

    @property
    def encoding(self) -> str:
        """The character set of the row."""
        return self._row[-1].encoding

    @property
    def removed(self) -> tuple[str, ...]:
        """The undecodable pieces of the row."""
        return tuple(piece for line in self._row for piece in line.removed)


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
    if len(header) > INPUT_LIMITS.columns:
        raise RecordError("csv_too_many_columns", columns=len(header), most=INPUT_LIMITS.columns)
    seen: set[str] = set()
    for name in filter(None, header):
        if name in seen:
            raise RecordError("csv_column_twice", name=name[:_NAME_SHOWN])
        seen.add(name)


def _document(row: list[str], header: list[str], lines: _RowLines) -> Document | None:
    if not any(cell.strip() for cell in row):
        return None
    if lines.is_doubtful(complete=len(row) >= len(header)):
        raise RecordError("csv_too_few_cells", cells=len(row), columns=len(header))
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
