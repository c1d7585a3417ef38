"""What is said to each query of a run: its answer as lines, or why it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, get_args

import msgspec

from search.answer import LEVELS, BadRequest, Found, Request
from search.batch.formats import Cell, Format, Query, RunError, check_ids, json_line, line_of
from search.engine import Engine
from search.limits import LIMITS
from search.query.request_checks import check_limit, days

Column = Literal["text", "title", "date", "source", "author", "section", "url"]
COLUMNS: Final[tuple[Column, ...]] = get_args(Column)
"""What may stand beside a hit: the text of its query, and what is known of the document."""

_HIT: Final = ("query", "document", "rank", "score")
_COUNT: Final = ("query", "text", "documents", "relation")


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of every query, and how its answer is written.

    ``request`` lacks the text alone. ``columns`` stand beside every hit; ``counts`` asks for one
    row a query with the number of its documents instead, with ``request.levels`` at every level.
    """

    request: Request
    format: Format
    columns: tuple[Column, ...] = ()
    counts: bool = False


class Reply(msgspec.Struct, frozen=True):
    """The lines of one query, and the sentence of its refusal, if it was."""

    query: str
    lines: str
    refused: str | None = None
    timed_out: bool = False


def check_run(run: Run, queries: Sequence[Query]) -> None:
    """Raise RunError or BadRequest for what no query could be answered with."""
    check_limit(run.request, LIMITS.batch_limit_max)
    days(run.request)
    check_ids(queries, run.format)
    if run.request.levels and not run.counts:
        raise RunError("--levels counts a query at every level; give it together with --counts.")
    if run.format == "trec" and (run.counts or run.columns):
        raise RunError("trec has no place for counts and columns; write them as jsonl or csv.")
    if run.counts and run.columns:
        raise RunError("--counts has a row a query and no hits; leave out --column.")


def names(run: Run) -> tuple[str, ...]:
    """The names of the cells of a row, one after the other."""
    if not run.counts:
        return (*_HIT, *run.columns)
    levels = LEVELS if run.request.levels else ()
    return (*_COUNT, *levels, *(("error",) if run.format == "csv" else ()))


def head(run: Run) -> str:
    """What stands before the first query: the header of CSV."""
    return line_of("csv", ())(names(run)) if run.format == "csv" else ""


def answer(engine: Engine, run: Run, query: Query) -> Reply:
    """One query answered, or refused."""
    try:
        found = engine.rank(msgspec.structs.replace(run.request, query=query.text))
    except BadRequest as error:
        return Reply(query.id, _refused(run, query, str(error)), refused=str(error))
    line = line_of(run.format, names(run))
    rows = _counted(run, query, found) if run.counts else _hits(engine, run, query, found)
    lines = "".join(map(line, rows))
    if found.timed_out and run.format == "jsonl" and not run.counts:
        lines += json_line(("query", "timed_out"), (query.id, True))
    return Reply(query.id, lines, timed_out=found.timed_out)


def _hits(engine: Engine, run: Run, query: Query, found: Found) -> Iterator[list[Cell]]:
    known = [column for column in run.columns if column != "text"]
    headings = engine.headings(found.ids) if known else {}
    for rank, (document, score) in enumerate(zip(found.ids, found.scores, strict=True), 1):
        heading = headings.get(document)
        beside = [
            query.text if column == "text" else getattr(heading, column, None)
            for column in run.columns
        ]
        yield [query.id, document, rank, score, *beside]


def _counted(run: Run, query: Query, found: Found) -> Iterator[list[Cell]]:
    counts = {each.level: each.documents for each in found.levels if each.relation == "exact"}
    levels: list[Cell] = [counts.get(level) for level in LEVELS] if run.request.levels else []
    error: list[Cell] = [None] if run.format == "csv" else []
    yield [query.id, query.text, found.total, found.relation, *levels, *error]


def _refused(run: Run, query: Query, sentence: str) -> str:
    if run.format == "jsonl":
        return json_line(("query", "error"), (query.id, sentence))
    if run.counts:
        cells: dict[str, Cell] = {"query": query.id, "text": query.text, "error": sentence}
        return line_of("csv", ())([cells.get(name) for name in names(run)])
    return ""
