"""Requests to the engine: one record, the values of its fields, and its refusal."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias, get_args

import msgspec

from corpus.fields import KEYWORD_FIELDS, names
from corpus.messages import Message, ParameterValue, WarraqError

Level = Literal["exact", "form", "particles", "stem", "root"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""The levels from narrow to wide."""

Sort = Literal["relevance", "newest", "oldest", "arrival"]
Matches = Literal["all", "close"]
Collapse = Literal["none", "copies"]
CopyOrder = Literal["first", "size"]
Operator = Literal["all", "any"]
TimelineBy = Literal["auto", "year", "month", "day"]

DATE_FACETS: Final = ("year", "month")
FACETS: Final = (*names(KEYWORD_FIELDS), *DATE_FACETS)
"""The names of all facets: the keyword fields, then those of the date."""

FacetName: TypeAlias = Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(FACETS)})]
"""One of ``FACETS``; ``search.query.request_checks.check_facets`` checks it."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A search for ``query``.

    ``after`` and ``before`` are ISO dates, also a year or a month, both inclusive. ``operator``
    says whether all plain words must match or any. ``plain`` reads the text as words without query
    syntax. ``facets``, ``levels`` and ``timeline`` add counts to the answer. ``sort`` is by the
    date of the document, or by ``arrival`` in the archive, the last first. ``matches`` says which
    documents are listed: all, also with None, or only the close ones
    (``search.reranking.close_matches``); counts are of all. ``collapse`` lists one document of each
    text and counts texts, unless it is ``none`` or None. ``state`` is the
    ``IndexInfo.state`` at the start of paging with a cursor: it allows any offset, and only that
    state of the index answers it.
    """

    query: str
    limit: int = 20
    offset: int = 0
    level: Level = "stem"
    sort: Sort = "relevance"
    matches: Matches | None = None
    collapse: Collapse | None = None
    sources: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    operator: Operator = "all"
    plain: bool = False
    facets: tuple[FacetName, ...] = ()
    levels: bool = False
    timeline: TimelineBy | None = None
    state: str | None = None


class BadRequest(WarraqError, ValueError):
    """A request that cannot be answered.

    ``parameter`` is the name of the wrong parameter (``query``, ``after``, ``limit`` …). A message
    about a part of the query has its span.
    """

    def __init__(
        self, message: Message | str, /, *, parameter: str, **params: ParameterValue
    ) -> None:
        super().__init__(message, **params)
        self.parameter = parameter


class Stale(BadRequest):
    """A cursor of another state of the index."""
