"""What the API takes and gives, in one table: its handlers read it, and so does ``web.openapi``."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Final, get_args

import msgspec

from search.answer import Explanation, Level, Operator, Sort, Stats, TimelineBy
from search.language.request import FACETS
from search.limits import LIMITS
from search.runs.export import EXPORT_FORMATS
from search.similar import Similar
from web.parameters import LANGUAGES, SOURCES_MAX
from web.records import (
    AnalyzeAnswer,
    DocumentAnswer,
    FacetsAnswer,
    OpenSearchSuggestions,
    SearchAnswer,
    SuggestAnswer,
    TimelineAnswer,
)

JSON: Final = "application/json"
JSONL: Final = "application/x-ndjson"
CSV: Final = "text/csv"
PREFIX: Final = "/api/v1"


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of an address: a number from ``low`` to ``high``, one of ``choices``, or a text
    of up to ``longest`` characters; ``usual`` is what its absence means."""

    name: str
    about: str
    needed: bool = False
    most: int = 1
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()
    longest: int | None = None
    usual: str | int | None = None


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """An address of the API: what it takes, the type of its answer by media type, and the statuses
    it can end in beside those of every address.

    ``posted`` tells what a POST answers with, where it takes one: its body is a text of up to
    ``posted_most`` code points, which stands for the parameters that are needed.
    """

    name: str
    path: str
    about: str
    parameters: tuple[Parameter, ...]
    answers: MappingProxyType[str, Any]
    statuses: tuple[int, ...] = ()
    headers: tuple[str, ...] = ("ETag",)
    posted: str = ""
    posted_most: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its parameters."""
        return tuple(each.name for each in self.parameters)

    @property
    def rule(self) -> str:
        """Its path below the prefix of the API, as Flask writes it."""
        return self.path.replace("{id}", "<document_id>")


QUERY: Final = Parameter(
    name="q", about="The query.", needed=True, longest=LIMITS.query_code_points
)
MARKED_QUERY: Final = msgspec.structs.replace(
    QUERY, about="A query whose words are marked.", needed=False
)
LANGUAGE: Final = Parameter(
    name="lang", about="The language of sentences.", choices=LANGUAGES, usual="en"
)
LEVEL: Final = Parameter(
    name="level", about="How widely a word matches.", choices=get_args(Level), usual="stem"
)
OPERATOR: Final = Parameter(
    name="operator",
    about="Whether every word must match, or any.",
    choices=get_args(Operator),
    usual="all",
)
SOURCE: Final = Parameter(
    name="source",
    about="Only this source, by its name or words of it; repeated: any of several.",
    most=SOURCES_MAX,
)
AFTER: Final = Parameter(
    name="after",
    about="From the first day of this year, month or day on (2016, 2016-12).",
    longest=40,
)
BEFORE: Final = Parameter(
    name="before", about="Up to the last day of this year, month or day.", longest=40
)
SORT: Final = Parameter(
    name="sort", about="The order of the hits.", choices=get_args(Sort), usual="relevance"
)
LIMIT: Final = Parameter(
    name="limit", about="Hits of a page.", low=1, high=LIMITS.page_size_max, usual=LIMITS.page_size
)
OFFSET: Final = Parameter(
    name="offset",
    about=f"Hits to pass over; with `limit` at most {LIMITS.depth_by_page}.",
    low=0,
    high=LIMITS.depth_by_page - 1,
    usual=0,
)
PAGE: Final = Parameter(
    name="page",
    about="The same counted in pages, instead of `offset`.",
    low=1,
    high=LIMITS.depth_by_page,
    usual=1,
)
CURSOR: Final = Parameter(
    name="cursor",
    about="Where a walk goes on, as `links.next` has it; instead of `offset` and `page`.",
    longest=200,
)
FACET: Final = Parameter(
    name="facet", about="Count the documents by this.", choices=FACETS, most=len(FACETS)
)
LEVELS: Final = Parameter(
    name="levels", about="1: count the query at each level.", choices=("0", "1"), usual="0"
)
TIMELINE: Final = Parameter(
    name="timeline",
    about="Count the documents by their dates as well, in this unit.",
    choices=get_args(TimelineBy),
)
TEXT: Final = Parameter(
    name="text",
    about="The text to analyze.",
    needed=True,
    longest=LIMITS.query_code_points,
)

FILTERS: Final = (LEVEL, SOURCE, AFTER, BEFORE, OPERATOR)
PAGED: Final = (
    QUERY,
    LIMIT,
    PAGE,
    OFFSET,
    CURSOR,
    SORT,
    *FILTERS,
    FACET,
    LEVELS,
    TIMELINE,
    LANGUAGE,
)


def _chosen(name: str, about: str, choices: tuple[str, ...], usual: str | None = None) -> Parameter:
    return Parameter(name=name, about=about, choices=choices, usual=usual)


def _counted(name: str, about: str, high: int, usual: int, low: int = 1) -> Parameter:
    return Parameter(name=name, about=about, low=low, high=high, usual=usual)


def _switch(name: str, about: str, usual: str = "0") -> Parameter:
    return _chosen(name, about, ("0", "1"), usual)


def _answers(**types: Any) -> MappingProxyType[str, Any]:
    names = {
        "json": JSON,
        "opensearch": "application/x-suggestions+json",
        "jsonl": JSONL,
        "csv": CSV,
    }
    return MappingProxyType({names[name]: type_ for name, type_ in types.items()})


SEARCH_ROUTE: Final = Route(
    name="search",
    path="/search",
    about="The hits of a query.",
    parameters=PAGED,
    answers=_answers(json=SearchAnswer),
    statuses=(410,),
)
FACETS_ROUTE: Final = Route(
    name="facets",
    path="/facets",
    about="The counts of a search, without its hits.",
    parameters=tuple(each for each in PAGED if each is not CURSOR),
    answers=_answers(json=FacetsAnswer),
)
TIMELINE_ROUTE: Final = Route(
    name="timeline",
    path="/timeline",
    about="What a search finds by year, month or day.",
    parameters=(
        QUERY,
        Parameter(name="by", about="The unit.", choices=get_args(TimelineBy), usual="auto"),
        *FILTERS,
        LANGUAGE,
    ),
    answers=_answers(json=TimelineAnswer),
)
DOCUMENT_ROUTE: Final = Route(
    name="document",
    path="/documents/{id}",
    about="A document; with `q` also with its words marked.",
    parameters=(MARKED_QUERY, LEVEL, LANGUAGE),
    answers=_answers(json=DocumentAnswer),
    statuses=(404,),
)
EXPLAIN_ROUTE: Final = Route(
    name="explain",
    path="/documents/{id}/explain",
    about="Why a document answers a query, or does not.",
    parameters=(QUERY, *FILTERS, LANGUAGE),
    answers=_answers(json=Explanation),
    statuses=(404,),
)
ANALYZE_ROUTE: Final = Route(
    name="analyze",
    path="/analyze",
    about="Every word of a text at each level, and why.",
    parameters=(TEXT, LANGUAGE),
    answers=_answers(json=AnalyzeAnswer),
)
SUGGEST_ROUTE: Final = Route(
    name="suggest",
    path="/suggest",
    about="What a query that is being typed may become.",
    parameters=(
        Parameter(
            name="q",
            about="What was typed, with the space at its end if there is one.",
            needed=True,
            longest=LIMITS.suggest_code_points,
        ),
        Parameter(
            name="limit",
            about="Completions.",
            low=1,
            high=LIMITS.suggest_limit_max,
            usual=LIMITS.suggest_limit,
        ),
        Parameter(
            name="format",
            about="`opensearch`: as address bars of browsers read it.",
            choices=("json", "opensearch"),
            usual="json",
        ),
        LANGUAGE,
    ),
    answers=_answers(json=SuggestAnswer, opensearch=OpenSearchSuggestions),
)
SIMILAR_ROUTE: Final = Route(
    name="similar",
    path="/similar",
    about="What is like a document, copies of it apart.",
    parameters=(
        Parameter(name="id", about="The document.", needed=True),
        Parameter(
            name="limit",
            about="Documents at most, copies and others each.",
            low=1,
            high=LIMITS.similar_limit_max,
            usual=LIMITS.similar_limit,
        ),
        LANGUAGE,
    ),
    answers=_answers(json=Similar),
    statuses=(404,),
    posted="What is like a text, the body of the request, plain UTF-8.",
    posted_most=LIMITS.similar_code_points,
)
EXPORT_ROUTE: Final = Route(
    name="export",
    path="/export",
    about="A whole answer as rows of JSON lines or CSV.",
    parameters=(
        QUERY,
        Parameter(
            name="format",
            about="How the rows are written.",
            choices=EXPORT_FORMATS,
            usual="jsonl",
        ),
        Parameter(
            name="text", about="1: with the text of the documents.", choices=("0", "1"), usual="0"
        ),
        Parameter(
            name="bom",
            about="0: CSV begins without a byte order mark.",
            choices=("0", "1"),
            usual="1",
        ),
        Parameter(
            name="limit",
            about="Rows at most.",
            low=1,
            high=LIMITS.export_rows,
            usual=LIMITS.export_rows,
        ),
        SORT,
        *FILTERS,
        LANGUAGE,
    ),
    answers=_answers(jsonl=str, csv=str),
    headers=("ETag", "X-Total", "X-Generation"),
)
STATS_ROUTE: Final = Route(
    name="stats",
    path="/stats",
    about="The size of the archive and its index.",
    parameters=(LANGUAGE,),
    answers=_answers(json=Stats),
)
OPENAPI_ROUTE: Final = Route(
    name="openapi",
    path="/openapi.json",
    about="This document.",
    parameters=(LANGUAGE,),
    answers=_answers(json=dict[str, Any]),
)

ROUTES: Final = (
    SEARCH_ROUTE,
    FACETS_ROUTE,
    TIMELINE_ROUTE,
    DOCUMENT_ROUTE,
    EXPLAIN_ROUTE,
    ANALYZE_ROUTE,
    SUGGEST_ROUTE,
    SIMILAR_ROUTE,
    EXPORT_ROUTE,
    STATS_ROUTE,
    OPENAPI_ROUTE,
)
"""Every address under ``/api/v1``."""


def types() -> Iterator[Any]:
    """Every type of an answer."""
    for route in ROUTES:
        yield from route.answers.values()
