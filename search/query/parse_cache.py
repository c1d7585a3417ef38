"""Parsing the query of a request, cached: links, advice and counts by level parse it again."""

from __future__ import annotations

from functools import lru_cache

from search.query.parser import Parsed, parse, parse_plain
from search.request import Operator, Request


def read(request: Request, text: str | None = None) -> Parsed:
    """Parse the query of a request, or another text in its place."""
    return _read(request.query if text is None else text, request.operator, request.plain)


@lru_cache(maxsize=64)
def _read(text: str, operator: Operator, plain: bool) -> Parsed:
    return (parse_plain if plain else parse)(text, operator=operator)
