"""Stored queries: the lines of a file, each a query with its filters."""

from __future__ import annotations

import msgspec

from search.batch.formats import (
    BatchError,
    json_records,
    object_line,
    queries_text,
    with_own_ids,
)
from search.limits import LIMITS
from search.query.syntax import repaired
from search.request import Level, Operator, Request


class StoredQuery(msgspec.Struct, frozen=True):
    """A query that is asked again and again, by its ``id``."""

    id: str
    request: Request


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line; its keys are those of a request and have the same defaults."""

    id: str | int
    query: str
    level: Level = "stem"
    source: str | tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    operator: Operator = "all"
    plain: bool = False


def read_stored_queries(data: bytes, name: str) -> list[StoredQuery]:
    """The queries of a file of JSON lines in their order, without blank lines.

    ``name`` is the name of the file in messages. Raises BatchError for a line that is not a stored
    query or has another key, a repeated id, a file without queries, and beyond the limits.
    """
    text = queries_text(data, name)
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LIMITS.alert_line:
            where = f"{name}:{number}"
            raise BatchError(
                "stored_query_too_long", where=where, most=LIMITS.alert_line, found=len(line)
            )
    records = json_records(text, name, _Record, "stored_query_invalid")
    queries = with_own_ids(
        ((number, _stored(record, f"{name}:{number}")) for number, record in records), name
    )
    if len(queries) > LIMITS.alert_queries:
        raise BatchError(
            "too_many_stored_queries",
            name=name,
            most=LIMITS.alert_queries,
            found=len(queries),
        )
    return queries


def _stored(record: _Record, where: str) -> StoredQuery:
    if not record.query.strip():
        raise BatchError("stored_query_empty", where=where)
    sources = (record.source,) if isinstance(record.source, str) else record.source
    request = Request(
        query=repaired(record.query),
        level=record.level,
        sources=tuple(repaired(source) for source in sources if source.strip()),
        after=record.after or None,
        before=record.before or None,
        operator=record.operator,
        plain=record.plain,
    )
    return StoredQuery(repaired(str(record.id)), request)


def stored_query_line(query: StoredQuery) -> str:
    """A stored query as the shortest line that :func:`read_stored_queries` reads back."""
    request, default = query.request, Request(query="")
    cells: dict[str, object] = {"id": query.id, "query": request.query}
    if request.sources:
        cells["source"] = request.sources[0] if len(request.sources) == 1 else request.sources
    for name in ("after", "before", "level", "operator", "plain"):
        value = getattr(request, name)
        if value != getattr(default, name):
            cells[name] = value
    return object_line(cells)
