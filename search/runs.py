"""Runs: the ranked documents of many queries, as lines of a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec


class Query(msgspec.Struct, frozen=True):
    """A query of a run."""

    id: str
    text: str


def read_queries(lines: Iterable[str]) -> Iterator[Query]:
    """The queries of lines like ``{"id": …, "text": …}``; blank lines are passed over.

    Raises ValueError that begins with the number of the line that is none.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield msgspec.json.decode(line, type=Query)
            except msgspec.DecodeError as error:
                raise ValueError(f'{number}: not a line {{"id", "text"}}: {error}') from error


class Row(msgspec.Struct, frozen=True):
    """One hit of one query; ``rank`` counts from 1."""

    query: str
    document: str
    rank: int
    score: float


def _trec(rows: Iterable[Row]) -> Iterator[str]:
    """The format of TREC's evaluation tools: ``QUERY Q0 DOC RANK SCORE NAME``."""
    for row in rows:
        yield f"{row.query} Q0 {row.document} {row.rank} {row.score:.6f} warraq"


def _jsonl(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield msgspec.json.encode(row).decode()


def _csv(rows: Iterable[Row]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="")
    for cells in (Row.__struct_fields__, *map(msgspec.structs.astuple, rows)):
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


WRITERS: Final[dict[str, Callable[[Iterable[Row]], Iterator[str]]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "trec": _trec,
}
"""Rows to lines, by the name of the format."""
