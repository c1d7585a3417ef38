"""Records as rows: CSV that opens well in a spreadsheet, and JSON lines."""

from __future__ import annotations

from typing import Final

import msgspec

from search.batch.export import BOM
from search.batch.formats import csv_line
from web.exports.records import ExportRecord, RecordList

COLUMNS: Final = (
    *("group", "id", "title", "source", "author", "date", "url"),
    *("snippet", "query", "note", "checked", "in_archive"),
)
"""The columns of CSV, before one for each label among the details; ``group`` only if it is used."""

# Some programs end a line at these too, inside of a string of JSON.
_LINE_ENDS: Final = str.maketrans({"\u0085": r"\u0085", "\u2028": r"\u2028", "\u2029": r"\u2029"})


def csv_rows(records: RecordList) -> str:
    """The records as CSV with a byte order mark; the names of the columns are English."""
    details = tuple(dict.fromkeys(name for each in records.records for name, _ in each.details))
    columns = COLUMNS if any(each.group for each in records.records) else COLUMNS[1:]
    lines = [csv_line((*columns, *details))]
    for record in records.records:
        cells = _cells(record)
        known = dict(record.details)
        row = [*(cells[name] for name in columns), *(known.get(name) for name in details)]
        lines.append(csv_line(row))
    return BOM + "".join(lines)


def json_rows(records: RecordList) -> str:
    """The records as JSON lines with the columns of CSV; ``details`` is an object."""
    return "".join(_json_line(each) for each in records.records)


def _cells(record: ExportRecord) -> dict[str, str | None]:
    cells = {name: getattr(record, name, "") or None for name in COLUMNS}
    in_archive = "no" if record.is_gone else "yes"
    return {**cells, "checked": record.accessed or None, "in_archive": in_archive}


def _json_line(record: ExportRecord) -> str:
    row: dict[str, object] = {name: cell for name, cell in _cells(record).items() if cell}
    row["in_archive"] = not record.is_gone
    if record.details:
        row["details"] = dict(record.details)
    return msgspec.json.encode(row).decode().translate(_LINE_ENDS) + "\n"
