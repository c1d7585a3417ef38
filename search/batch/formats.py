"""Runs: the queries of a file, and rows of answers as lines of another."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final, Literal, TypeAlias, get_args

import msgspec

from corpus.decoding import DecodingError, decode
from search.query.syntax import repaired

InputFormat = Literal["jsonl", "txt", "csv"]
INPUT_FORMATS: Final[tuple[InputFormat, ...]] = get_args(InputFormat)
"""How queries may be written."""

Format = Literal["jsonl", "csv", "trec"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
"""How answers may be written."""

Cell: TypeAlias = str | int | float | None
Line: TypeAlias = Callable[[Sequence[Cell]], str]

_DELIMITERS: Final = ",;\t"
_SPACE: Final = re.compile(r"\s")
# Programs pass over what shows nothing, and some take a wide sign for the narrow one.
_FORMULA: Final = re.compile(
    r"[\s\x00-\x1f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[-=+@＝＋－＠]|[\t\r\n]"
)


class RunError(ValueError):
    """Queries or options that make no run; the message is one sentence."""


class Query(msgspec.Struct, frozen=True):
    """A query of a run."""

    id: str
    text: str


class _Record(msgspec.Struct):
    id: str | int
    text: str


def input_format(path: str) -> InputFormat:
    """How the queries of a file are written, by its name: JSON lines unless it says otherwise."""
    ending = PurePath(path.removesuffix(".gz")).suffix.lower()
    return "txt" if ending == ".txt" else "csv" if ending in (".csv", ".tsv") else "jsonl"


def read_queries(data: bytes, name: str, written: InputFormat) -> list[Query]:
    """The queries of a file, in their order; blank lines are passed over.

    JSON lines are ``{"id": …, "text": …}``; a line of txt is a query and its number the id; CSV
    has a column ``text`` and perhaps ``id``, else the number of the line. The character set is told
    by the content. ``name`` is what sentences call the file.

    Raises RunError for a line that is no query, an id that stands twice, and where there is none.
    """
    try:
        text = decode(data).text
    except DecodingError as error:
        raise RunError(f"{name}: {error}") from error
    first: dict[str, int] = {}
    queries = []
    for number, query in _READERS[written](text, name):
        if not query.id.strip():
            raise RunError(f"{name}:{number}: The id is empty; give every query one of its own.")
        if query.id in first:
            raise RunError(
                f"{name}:{number}: The id {query.id} stands in line {first[query.id]} already; "
                "give every query one of its own."
            )
        first[query.id] = number
        queries.append(query)
    if not queries:
        raise RunError(f"{name} has no query.")
    return queries


_Numbered: TypeAlias = Iterator[tuple[int, Query]]


def _jsonl(text: str, name: str) -> _Numbered:
    decoder = msgspec.json.Decoder(_Record)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                record = decoder.decode(line)
            except msgspec.DecodeError as error:
                raise RunError(f'{name}:{number}: not a line {{"id", "text"}}: {error}.') from error
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
            raise RunError(f"{name}:{start}: not a row of CSV: {error}.") from error
        if row is None:
            return
        if columns is None and any(row):
            columns = [cell.strip().lower() for cell in row]
            if "text" not in columns:
                raise RunError(
                    f"{name}:{start}: The first line has no column “text”; name the columns in it, "
                    "such as id,text."
                )
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
    """Raise RunError for an id that a format cannot hold."""
    for query in queries:
        if written == "trec" and _SPACE.search(query.id):
            raise RunError(
                f"The id {query.id!r} has white space in it, which parts the columns of trec; "
                "give it another, or take another format."
            )


def json_line(names: Sequence[str], cells: Sequence[Cell]) -> str:
    """A row as a JSON object."""
    return msgspec.json.encode(dict(zip(names, cells, strict=True))).decode() + "\n"


def csv_line(cells: Sequence[Cell]) -> str:
    """A row of CSV; a text that a spreadsheet would take for a formula begins with ``'``."""
    line = io.StringIO()
    # Only ends of lines that the writer would write itself are quoted within a cell.
    csv.writer(line, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return line.getvalue().removesuffix("\r\n") + "\n"


def defused(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def trec_line(cells: Sequence[Cell]) -> str:
    """A hit for TREC's evaluation tools: ``QUERY Q0 DOC RANK SCORE NAME``; white space in the id of
    a document is written as in an address (``%20``)."""
    query, document, rank, score = cells
    name = _SPACE.sub(lambda found: _encoded(found[0]), str(document))
    return f"{query} Q0 {name} {rank} {score:.6f} warraq\n"


def _encoded(space: str) -> str:
    return "".join(f"%{byte:02X}" for byte in space.encode())


def line_of(written: Format, names: Sequence[str]) -> Line:
    """How a row of cells under these names is written."""
    match written:
        case "jsonl":
            return lambda cells: json_line(names, cells)
        case "csv":
            return csv_line
        case "trec":
            return trec_line
