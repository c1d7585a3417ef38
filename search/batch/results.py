"""The result of each query of a batch: its answer as lines, or why it was refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from corpus.fields import KEYWORD_FIELDS, names
from corpus.messages import WarraqError, record
from search.answer import RankedIds
from search.batch.formats import BatchError, Cell, Format, Query, check_ids, json_line, line_of
from search.engine import Engine
from search.limits import LIMITS
from search.query.request_checks import check_limit, days
from search.request import LEVELS, BadRequest, Request

COLUMNS: Final = ("text", "title", "date", *names(KEYWORD_FIELDS), "url")
"""What can be added to a hit: the text of its query, and fields of the document."""

_HIT: Final = ("query", "document", "rank", "score")
_COUNT: Final = ("query", "text", "documents", "relation")


class BatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The request made for every query, and the format of its result.

    ``request`` has everything but the text. ``columns``, some of ``COLUMNS``, are added to every
    hit. ``counts`` replaces hits by one row for each query with its number of documents, at every
    level if ``request.levels``.
    """

    request: Request
    format: Format
    columns: tuple[str, ...] = ()
    counts: bool = False


class QueryResult(msgspec.Struct, frozen=True):
    """The lines of one query, and in English why it was refused, if it was."""

    query: str
    lines: str
    refused: str | None = None
    timed_out: bool = False


def check_options(options: BatchOptions, queries: Sequence[Query]) -> None:
    """Raise BatchError or BadRequest for options that no query could be answered with."""
    check_limit(options.request, LIMITS.batch_limit_max)
    days(options.request)
    check_ids(queries, options.format)
    if options.request.levels and not options.counts:
        raise BatchError("levels_need_counts")
    if options.format == "trec" and (options.counts or options.columns):
        raise BatchError("trec_has_hits_only")
    if options.counts and options.columns:
        raise BatchError("counts_have_no_columns")


def cell_names(options: BatchOptions) -> tuple[str, ...]:
    """The names of the cells of a row in their order."""
    if not options.counts:
        return (*_HIT, *options.columns)
    levels = LEVELS if options.request.levels else ()
    return (*_COUNT, *levels, *(("error",) if options.format == "csv" else ()))


def header(options: BatchOptions) -> str:
    """What comes before the first result: the header of CSV."""
    return line_of("csv", ())(cell_names(options)) if options.format == "csv" else ""


def answer_query(engine: Engine, options: BatchOptions, query: Query) -> QueryResult:
    """The result of one query."""
    try:
        found = engine.rank(msgspec.structs.replace(options.request, query=query.text))
    except BadRequest as error:
        return QueryResult(query.id, _error_line(options, query, error), refused=str(error))
    line = line_of(options.format, cell_names(options))
    if options.counts:
        rows = _count_row(options, query, found)
    else:
        rows = _hit_rows(engine, options, query, found)
    lines = "".join(map(line, rows))
    if found.timed_out and options.format == "jsonl" and not options.counts:
        lines += json_line(("query", "timed_out"), (query.id, True))
    return QueryResult(query.id, lines, timed_out=found.timed_out)


def _hit_rows(
    engine: Engine, options: BatchOptions, query: Query, found: RankedIds
) -> Iterator[list[Cell]]:
    fields = [column for column in options.columns if column != "text"]
    headings = engine.headings(found.ids) if fields else {}
    for rank, (document, score) in enumerate(zip(found.ids, found.scores, strict=True), 1):
        heading = headings.get(document)
        columns = [
            query.text if column == "text" else heading.value(column) if heading else None
            for column in options.columns
        ]
        yield [query.id, document, rank, score, *columns]


def _count_row(options: BatchOptions, query: Query, found: RankedIds) -> Iterator[list[Cell]]:
    counts = {each.level: each.documents for each in found.levels if each.relation == "exact"}
    levels: list[Cell] = [counts.get(level) for level in LEVELS] if options.request.levels else []
    error: list[Cell] = [None] if options.format == "csv" else []
    yield [query.id, query.text, found.total, found.relation, *levels, *error]


def _error_line(options: BatchOptions, query: Query, error: WarraqError) -> str:
    """A refusal as a line of JSON with its code and parameters, or as a row of counts in CSV; the
    other formats have no place for it."""
    if options.format == "jsonl":
        return refusal_line(query.id, error)
    if options.counts:
        cells: dict[str, Cell] = {"query": query.id, "text": query.text, "error": str(error)}
        return line_of("csv", ())([cells.get(name) for name in cell_names(options)])
    return ""


def refusal_line(query: str, error: WarraqError) -> str:
    """The refusal of a query, by its id, as a line of JSON with its code and parameters."""
    row: dict[str, Any] = {"query": query, "error": str(error)}
    message = record(error.message, "en")
    row |= {key: value for key, value in message.items() if key not in ("text", *row)}
    return msgspec.json.encode(row).decode() + "\n"
