"""A whole answer as rows: JSON lines, or CSV that opens well in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, get_args

import msgspec

from corpus.archive import DocumentRow
from search.answer import Found, Request
from search.batch.formats import Cell, json_line, line_of
from search.engine import Engine
from search.limits import LIMITS

ExportFormat = Literal["jsonl", "csv"]
EXPORT_FORMATS: Final[tuple[ExportFormat, ...]] = get_args(ExportFormat)
"""How an answer may be written."""

COLUMNS: Final = (
    "id",
    "title",
    "date",
    "source",
    "author",
    "section",
    "url",
    "added_at",
    "score",
)
"""What a row tells of a document; its text comes last where that is asked for."""

BOM: Final = "\ufeff"
"""What tells a spreadsheet that a file is UTF-8."""

_CHUNK: Final = 200


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: ``request.limit`` rows of an answer, with the ``text`` of the documents or
    without; CSV begins with a ``bom`` or not."""

    request: Request
    format: ExportFormat = "jsonl"
    bom: bool = True
    text: bool = False


def find(engine: Engine, export: Export) -> Found:
    """What is found, in order: how many rows there will be is known before the first is written.

    :raises search.answer.BadRequest: the request cannot be answered.
    """
    return engine.rank(export.request, LIMITS.export_rows)


def is_cut(export: Export, found: Found) -> bool:
    """Whether the rows are fewer than what matches, for another reason than that so few were asked
    for."""
    at_limit = export.request.limit == LIMITS.export_rows and found.total > len(found.ids)
    return found.timed_out or at_limit


def lines(engine: Engine, export: Export, found: Found) -> Iterator[str]:
    """The lines, a few at a time; the last marks a cut.

    A document that left the archive meanwhile is passed over.
    """
    names = (*COLUMNS, "text") if export.text else COLUMNS
    line = line_of(export.format, names)
    if export.format == "csv":
        yield (BOM if export.bom else "") + line(names)
    for start in range(0, len(found.numbers), _CHUNK):
        numbers = found.numbers[start : start + _CHUNK]
        rows = engine.rows(numbers)
        yield "".join(
            line(_cells(rows[number], score, names))
            for number, score in zip(numbers, found.scores[start : start + _CHUNK], strict=True)
            if number in rows
        )
    if is_cut(export, found):
        yield _mark(export, found, len(names))


def _cells(row: DocumentRow, score: float, names: tuple[str, ...]) -> list[Cell]:
    return [round(score, 4) if name == "score" else getattr(row, name) for name in names]


def _mark(export: Export, found: Found, columns: int) -> str:
    if export.format == "jsonl":
        told: list[Cell] = [True, len(found.ids), found.total, found.timed_out]
        return json_line(("cut", "rows", "total", "timed_out"), told)
    sentence = f"cut here: {len(found.ids)} of {found.total} documents"
    if found.timed_out:
        sentence = f"cut here: {len(found.ids)} documents were found before time ran out"
    return line_of("csv", ())([sentence, *[None] * (columns - 1)])
