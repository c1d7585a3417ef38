"""The formats of a list of records, each with its writer."""

from __future__ import annotations

from typing import Final, Literal, assert_never, get_args

from web.exports import citation
from web.exports.printable import printable_page
from web.exports.records import RecordList
from web.exports.rows import csv_rows, json_rows
from web.exports.word import word_document

RecordFormat = Literal["csv", "jsonl", "ris", "bib", "docx", "html"]
RECORD_FORMATS: Final[tuple[RecordFormat, ...]] = get_args(RecordFormat)
"""The formats of a list of records, which are the extensions of file names too."""


def media_type(written: RecordFormat) -> str:
    """The media type of a format, with the character set of text."""
    match written:
        case "csv":
            return "text/csv; charset=utf-8"
        case "jsonl":
            return "application/x-ndjson; charset=utf-8"
        case "ris":
            return "application/x-research-info-systems; charset=utf-8"
        case "bib":
            return "application/x-bibtex; charset=utf-8"
        case "docx":
            return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case "html":
            return "text/html; charset=utf-8"
    assert_never(written)


def write(records: RecordList, written: RecordFormat) -> bytes:
    """The bytes of a file with the records, UTF-8 unless it is a Word document.

    :raises web.exports.word.WordLibraryError: a Word document, and python-docx is not installed.
    """
    match written:
        case "csv":
            return csv_rows(records).encode("utf-8", "replace")
        case "jsonl":
            return json_rows(records).encode("utf-8", "replace")
        case "ris":
            return "".join(map(citation.ris, records.records)).encode("utf-8", "replace")
        case "bib":
            return citation.bibliography(records.records).encode("utf-8", "replace")
        case "docx":
            return word_document(records)
        case "html":
            return printable_page(records).encode("utf-8", "replace")
    assert_never(written)
