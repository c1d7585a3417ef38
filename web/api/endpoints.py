"""What the API takes and gives, in one table: its handlers and ``web.api.openapi`` read it."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Final, get_args

import msgspec

from search.answer import Stats
from search.batch.export import EXPORT_FORMATS
from search.explanation import ScoreExplanation
from search.limits import LIMITS
from search.query.request_checks import FACETS
from search.request import LEVELS, Operator, Sort, TimelineBy
from search.similar import Similar
from web.api.answers import (
    AnalyzeAnswer,
    DocumentAnswer,
    FacetsAnswer,
    OpenSearchSuggestions,
    SearchAnswer,
    SuggestAnswer,
    TimelineAnswer,
)
from web.parameters import LANGUAGES, SOURCES_MAX, SuggestFormat

JSON: Final = "application/json"
JSONL: Final = "application/x-ndjson"
CSV: Final = "text/csv"


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


def _text(name: str, about: str, longest: int | None, *, needed: bool = False) -> Parameter:
    return Parameter(name=name, about=about, longest=longest, needed=needed)


def _number(name: str, about: str, high: int, usual: int, low: int = 1) -> Parameter:
    return Parameter(name=name, about=about, low=low, high=high, usual=usual)


def _choice(name: str, about: str, choices: tuple[str, ...], usual: str | None) -> Parameter:
    return Parameter(name=name, about=about, choices=choices, usual=usual)


def _switch(name: str, about: str, usual: str = "0") -> Parameter:
    return _choice(name, about, ("0", "1"), usual)


LANGUAGE: Final = _choice("lang", "The language of sentences.", LANGUAGES, "en")
QUERY: Final = _text("q", "The query.", LIMITS.query_code_points, needed=True)
LEVEL: Final = _choice("level", "How widely a word matches.", LEVELS, "stem")
SORT: Final = _choice("sort", "The order of the hits.", get_args(Sort), "relevance")
CURSOR: Final = _text(
    "cursor", "Where a walk goes on, as `links.next` has it; instead of `offset` and `page`.", 200
)

FILTERS: Final = (
    LEVEL,
    Parameter(
        name="source",
        about="Only this source, by its name or words of it; repeated: any of several.",
        most=SOURCES_MAX,
    ),
    _text("after", "From the first day of this year, month or day on (2016, 2016-12).", 40),
    _text("before", "Up to the last day of this year, month or day.", 40),
    _choice("operator", "Whether every word must match, or any.", get_args(Operator), "all"),
)
PAGED: Final = (
    QUERY,
    _number("limit", "Hits of a page.", LIMITS.page_size_max, LIMITS.page_size),
    _number(
        "page", "The same counted in pages, instead of `offset`.", LIMITS.depth_by_page, usual=1
    ),
    _number(
        "offset",
        f"Hits to pass over; with `limit` at most {LIMITS.depth_by_page}.",
        LIMITS.depth_by_page - 1,
        usual=0,
        low=0,
    ),
    CURSOR,
    SORT,
    *FILTERS,
    Parameter(name="facet", about="Count the documents by this.", choices=FACETS, most=len(FACETS)),
    _switch("levels", "1: count the query at each level."),
    _choice(
        "timeline",
        "Count the documents by their dates as well, in this unit.",
        get_args(TimelineBy),
        None,
    ),
)

_MEDIA_TYPES: Final = MappingProxyType(
    {"json": JSON, "opensearch": "application/x-suggestions+json", "jsonl": JSONL, "csv": CSV}
)


def _answers(**types: Any) -> MappingProxyType[str, Any]:
    return MappingProxyType({_MEDIA_TYPES[name]: type_ for name, type_ in types.items()})


SEARCH_ROUTE: Final = Route(
    name="search",
    path="/search",
    about="The hits of a query.",
    parameters=(*PAGED, LANGUAGE),
    answers=_answers(json=SearchAnswer),
    statuses=(410,),
)
FACETS_ROUTE: Final = Route(
    name="facets",
    path="/facets",
    about="The counts of a search, without its hits.",
    parameters=(*(each for each in PAGED if each is not CURSOR), LANGUAGE),
    answers=_answers(json=FacetsAnswer),
)
TIMELINE_ROUTE: Final = Route(
    name="timeline",
    path="/timeline",
    about="What a search finds by year, month or day.",
    parameters=(
        QUERY,
        _choice("by", "The unit.", get_args(TimelineBy), "auto"),
        *FILTERS,
        LANGUAGE,
    ),
    answers=_answers(json=TimelineAnswer),
)
DOCUMENT_ROUTE: Final = Route(
    name="document",
    path="/documents/{id}",
    about="A document; with `q` also with its words marked.",
    parameters=(
        _text("q", "A query whose words are marked.", LIMITS.query_code_points),
        LEVEL,
        LANGUAGE,
    ),
    answers=_answers(json=DocumentAnswer),
    statuses=(404,),
)
EXPLAIN_ROUTE: Final = Route(
    name="explain",
    path="/documents/{id}/explain",
    about="Why a document answers a query, or does not.",
    parameters=(QUERY, *FILTERS, LANGUAGE),
    answers=_answers(json=ScoreExplanation),
    statuses=(404,),
)
ANALYZE_ROUTE: Final = Route(
    name="analyze",
    path="/analyze",
    about="Every word of a text at each level, and why.",
    parameters=(
        _text("text", "The text to analyze.", LIMITS.query_code_points, needed=True),
        LANGUAGE,
    ),
    answers=_answers(json=AnalyzeAnswer),
)
SUGGEST_ROUTE: Final = Route(
    name="suggest",
    path="/suggest",
    about="What a query that is being typed may become.",
    parameters=(
        _text(
            "q",
            "What was typed, with the space at its end if there is one.",
            LIMITS.suggest_code_points,
            needed=True,
        ),
        _number("limit", "Completions.", LIMITS.suggest_limit_max, LIMITS.suggest_limit),
        _choice(
            "format",
            "`opensearch`: as address bars of browsers read it.",
            get_args(SuggestFormat),
            "json",
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
        _text("id", "The document.", None, needed=True),
        _number(
            "limit",
            "Documents at most, copies and others each.",
            LIMITS.similar_limit_max,
            LIMITS.similar_limit,
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
        _choice("format", "How the rows are written.", EXPORT_FORMATS, "jsonl"),
        _switch("text", "1: with the text of the documents."),
        _switch("bom", "0: CSV begins without a byte order mark.", usual="1"),
        _number("limit", "Rows at most.", LIMITS.export_rows, LIMITS.export_rows),
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
