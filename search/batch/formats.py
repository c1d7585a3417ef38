"""Formats of a batch: the queries of a file, and rows of results as lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final, Literal, Protocol, TypeAlias, TypeVar, get_args

import msgspec

from corpus.decoding import DecodingError, decode
from corpus.messages import WarraqError
from search.query.syntax import repaired

InputFormat = Literal["jsonl", "txt", "csv"]
INPUT_FORMATS: Final[tuple[InputFormat, ...]] = get_args(InputFormat)
"""The formats of queries."""

Format = Literal["jsonl", "csv", "trec"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
"""The formats of results."""

Cell: TypeAlias = str | int | float | None
Line: TypeAlias = Callable[[Sequence[Cell]], str]

_DELIMITERS: Final = ",;\t"
_SPACE: Final = re.compile(r"\s")
# Spreadsheets ignore zero-width characters, and some read a full-width sign as the plain one.
_IGNORED: Final = r"\s\x00-\x1f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_FORMULA: Final = re.compile(rf"[{_IGNORED}]*[-=+@＝＋－＠]|[\t\r\n]")
# Each run of separators and ignored characters is read once, however long it is.
_BEFORE_SIGN: Final = re.compile(rf"(?<![{_IGNORED};\"])[{_IGNORED};\"]++(?=[-=+@＝＋－＠])")
_SEPARATOR: Final = re.compile(r"[;\t\r\n]")


class BatchError(WarraqError, ValueError):
    """Queries or options that a batch cannot be run with."""


class Query(msgspec.Struct, frozen=True):
    """A query of a batch."""

    id: str
    text: str


class _Record(msgspec.Struct):
    id: str | int
    text: str


def input_format(path: str) -> InputFormat:
    """The format of a file of queries by its name; JSON lines where the name does not say."""
    ending = PurePath(path.removesuffix(".gz")).suffix.lower()
    return "txt" if ending == ".txt" else "csv" if ending in (".csv", ".tsv") else "jsonl"


def read_queries(data: bytes, name: str, written: InputFormat) -> list[Query]:
    """The queries of a file in their order, without blank lines.

    JSON lines are ``{"id": …, "text": …}``; a line of txt is a query and its number the id; CSV
    has a column ``text`` and optionally ``id``, else the id is the number of the line. The
    character set is detected from the content. ``name`` is the name of the file in messages.

    Raises BatchError for a line that is not a query, a repeated id, and a file without queries.
    """
    return with_own_ids(_READERS[written](queries_text(data, name), name), name)


def queries_text(data: bytes, name: str) -> str:
    """The text of a file of queries, in any character set; raises BatchError."""
    try:
        return decode(data).text
    except DecodingError as error:
        raise BatchError("queries_unreadable", name=name, cause=error.message) from error


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Read = TypeVar("_Read", bound=_Identified)


def with_own_ids(numbered: Iterable[tuple[int, _Read]], name: str) -> list[_Read]:
    """Queries with the numbers of their lines, checked to have each its own id; raises BatchError,
    also where there are none."""
    first: dict[str, int] = {}
    queries = []
    for number, query in numbered:
        if not query.id.strip():
            raise BatchError("query_id_empty", where=f"{name}:{number}")
        if query.id in first:
            raise BatchError(
                "query_id_repeated",
                where=f"{name}:{number}",
                id=query.id,
                line=str(first[query.id]),
            )
        first[query.id] = number
        queries.append(query)
    if not queries:
        raise BatchError("queries_missing", name=name)
    return queries


_Numbered: TypeAlias = Iterator[tuple[int, Query]]


_Line = TypeVar("_Line")


def json_records(
    text: str, name: str, kind: type[_Line], invalid: str
) -> Iterator[tuple[int, _Line]]:
    """The lines of JSON of a text with their numbers, without blank ones.

    Raises BatchError with the code ``invalid`` for a line that is not of a kind.
    """
    decoder = msgspec.json.Decoder(kind)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                record = decoder.decode(line)
            except msgspec.DecodeError as error:
                where = f"{name}:{number}"
                raise BatchError(invalid, where=where, reason=str(error)) from error
            yield number, record


def _jsonl(text: str, name: str) -> _Numbered:
    for number, record in json_records(text, name, _Record, "query_line_invalid"):
        yield number, Query(repaired(str(record.id)), repaired(record.text))


def _txt(text: str, name: str) -> _Numbered:  # noqa: ARG001
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, Query(str(number), line.strip())


def _csv(text: str, name: str) -> _Numbered:
    head = text.lstrip().partition("\n")[0]
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count), strict=True
    )
    columns: list[str] | None = None
    start = 1
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            where = f"{name}:{start}"
            raise BatchError("query_row_invalid", where=where, reason=str(error)) from error
        if row is None:
            return
        if columns is None and any(row):
            columns = [cell.strip().lower() for cell in row]
            if "text" not in columns:
                raise BatchError("text_column_missing", where=f"{name}:{start}")
        elif any(cell.strip() for cell in row):
            record = dict(zip(columns or (), row, strict=False))
            id_ = record.get("id", str(start)).strip()
            yield start, Query(repaired(id_), repaired(record.get("text", "")))
        start = rows.line_num + 1


_READERS: Final[dict[InputFormat, Callable[[str, str], _Numbered]]] = {
    "jsonl": _jsonl,
    "txt": _txt,
    "csv": _csv,
}


def check_ids(queries: Iterable[Query], written: Format) -> None:
    """Raise BatchError for an id that a format cannot hold."""
    for query in queries:
        if written == "trec" and _SPACE.search(query.id):
            raise BatchError("query_id_has_space", id=query.id)


_LINE_ENDS: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"}
"""Line ends of Unicode that JSON allows in strings, at which some readers of lines would cut."""


def json_line(names: Sequence[str], cells: Sequence[Cell]) -> str:
    """A row as a JSON object on one line."""
    return object_line(dict(zip(names, cells, strict=True)))


def object_line(fields: Mapping[str, Any]) -> str:
    """A JSON object on one line."""
    encoded = msgspec.json.encode(fields).decode()
    return encoded.translate(_LINE_ENDS) + "\n"


def csv_line(cells: Sequence[Cell]) -> str:
    """A row of CSV; a text that a spreadsheet would read as a formula gets a ``'`` before it."""
    line = io.StringIO()
    # The writer quotes only the line ends that it writes itself, so both must be among them.
    csv.writer(line, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return line.getvalue().removesuffix("\r\n") + "\n"


def defused(cell: Cell) -> Cell:
    """A cell that no spreadsheet reads as a formula, whichever separator it takes.

    With another separator than the comma the quotes around a cell are no quotes, so a part after a
    semicolon, a tab or a line end is a cell.
    """
    if not isinstance(cell, str):
        return cell
    safe = _BEFORE_SIGN.sub(_ended_by_apostrophe, cell)
    return f"'{safe}" if _FORMULA.match(safe) else safe


def _ended_by_apostrophe(found: re.Match[str]) -> str:
    return f"{found[0]}'" if _SEPARATOR.search(found[0]) else found[0]


def trec_line(cells: Sequence[Cell]) -> str:
    """A hit for the TREC evaluation tools: ``QUERY Q0 DOC RANK SCORE NAME``, with white space in
    the id of a document percent-encoded (``%20``)."""
    query, document, rank, score = cells
    name = _SPACE.sub(lambda found: _encoded(found[0]), str(document))
    return f"{query} Q0 {name} {rank} {score:.6f} warraq\n"


def _encoded(space: str) -> str:
    return "".join(f"%{byte:02X}" for byte in space.encode())


def line_of(written: Format, names: Sequence[str]) -> Line:
    """The writer of rows whose cells have these names."""
    match written:
        case "jsonl":
            return lambda cells: json_line(names, cells)
        case "csv":
            return csv_line
        case "trec":
            return trec_line
