"""A whole answer as rows: JSON lines, or CSV that opens well in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, get_args

import msgspec

from corpus.archive import DocumentRow
from corpus.fields import KEYWORD_FIELDS, names
from corpus.headings import beginning_of
from search.answer import RankedNumbers
from search.batch.formats import Cell, json_line, line_of
from search.engine import Engine
from search.limits import LIMITS
from search.request import Request

ExportFormat = Literal["jsonl", "csv"]
EXPORT_FORMATS: Final[tuple[ExportFormat, ...]] = get_args(ExportFormat)
"""The formats of an export."""

COLUMNS: Final = (
    "id",
    "title",
    "beginning",
    "date",
    *names(KEYWORD_FIELDS),
    "url",
    "added_at",
    "score",
)
"""The fields of a document in a row; its text comes last if the export has it.

``beginning`` has the first words of a document without a title.
"""

BOM: Final = "\ufeff"
"""The byte order mark, by which a spreadsheet recognizes UTF-8."""

_CHUNK: Final = 200
_PIECE_CHARACTERS: Final = 250_000
"""Length of a piece; texts are of any length, so the first ones show how many make a piece."""


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """What to export: ``request.limit`` rows of an answer.

    ``text`` adds the texts of the documents, ``bom`` a byte order mark at the start of CSV.
    """

    request: Request
    format: ExportFormat = "jsonl"
    bom: bool = True
    text: bool = False


def find(engine: Engine, export: Export) -> RankedNumbers:
    """The documents to export in their order, so that their number is known before the first row.

    Raises BadRequest.
    """
    return engine.rank_numbers(export.request, LIMITS.export_rows)


def is_cut(export: Export, found: RankedNumbers) -> bool:
    """Whether rows are missing for another reason than the limit of the request."""
    at_limit = export.request.limit == LIMITS.export_rows and found.total > len(found.numbers)
    return found.timed_out or at_limit


def lines(engine: Engine, export: Export, found: RankedNumbers) -> Iterator[str]:
    """The lines in pieces; the last one reports missing rows.

    Documents that were deleted since the search are left out. Raises EngineError if the archive
    was exchanged for another since then.
    """
    columns = (*COLUMNS, "text") if export.text else COLUMNS
    line = line_of(export.format, columns)
    if export.format == "csv":
        yield (BOM if export.bom else "") + line(columns)
    start, count = 0, 1 if export.text else _CHUNK
    while start < len(found.numbers):
        numbers = found.numbers[start : start + count]
        rows = engine.rows(numbers, found.archive)
        piece = "".join(
            line(_cells(rows[number], score, columns))
            for number, score in zip(numbers, found.scores[start : start + count], strict=True)
            if number in rows
        )
        yield piece
        start += count
        fitting = count * _PIECE_CHARACTERS // max(1, len(piece))
        count = max(1, min(2 * count, fitting, _CHUNK))
    if is_cut(export, found):
        yield _cut_line(export, found, len(columns))


def _cells(row: DocumentRow, score: float, columns: tuple[str, ...]) -> list[Cell]:
    cells: dict[str, Cell] = {
        "score": round(score, 4),
        "beginning": beginning_of(row.title, row.text) or None,
    }
    return [cells[name] if name in cells else row.value(name) for name in columns]


def _cut_line(export: Export, found: RankedNumbers, columns: int) -> str:
    if export.format == "jsonl":
        cells: list[Cell] = [True, len(found.numbers), found.total, found.timed_out]
        return json_line(("cut", "rows", "total", "timed_out"), cells)
    text = f"cut here: {len(found.numbers)} of {found.total} documents"
    if found.timed_out:
        text = f"cut here: {len(found.numbers)} documents were found before time ran out"
    return line_of("csv", ())([text, *[None] * (columns - 1)])
