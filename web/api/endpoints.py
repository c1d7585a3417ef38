"""The endpoints of the API and the feeds, each declared once.

Routes, caching rules, the OpenAPI document, the JSON twins of pages and the tests of the
documentation read this table. The handler of an endpoint is the function that
:func:`web.api.routing.handles` registers under its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

import msgspec

from corpus.limits import INPUT_LIMITS
from search.answer import Stats
from search.batch.export import EXPORT_FORMATS, ExportFormat
from search.explanation import ScoreExplanation
from search.limits import LIMITS
from search.query.request_checks import FEWEST_COPIES
from search.request import CopyOrder, TimelineBy
from search.similar import Similar
from web.api.answers import (
    AnalyzeAnswer,
    CopyGroupsAnswer,
    CoverageAnswer,
    DifferencesAnswer,
    DocumentAnswer,
    DocumentCopiesAnswer,
    DocumentsAnswer,
    FacetsAnswer,
    OpenSearchSuggestions,
    SearchAnswer,
    SuggestAnswer,
    TimelineAnswer,
)
from web.parameter_types import (
    AnyParameter,
    ChoiceParameter,
    NumberParameter,
    SwitchParameter,
    TextParameter,
)
from web.parameters import (
    COLLAPSE,
    COUNTS,
    FILTERS,
    LANGUAGE,
    LEVEL,
    LIMIT,
    MATCHES,
    OFFSET,
    ORDER,
    PAGE,
    QUERY,
    UNITS,
)
from web.paths import API_V1

JSON: Final = "application/json"
JSONL: Final = "application/x-ndjson"
CSV: Final = "text/csv"
OPENSEARCH_SUGGESTIONS: Final = "application/x-suggestions+json"
ATOM: Final = "application/atom+xml"
OPENSEARCH_DESCRIPTION: Final = "application/opensearchdescription+xml"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The page that shows the answer of an endpoint to readers; it is cached by the same rule.

    ``shows_today`` says that the page, unlike the answer, depends on the current day.
    """

    name: str
    shows_today: bool = False


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """An address with one method: its parameters, and the type of its answer by media type.

    ``statuses`` are those of problems that not every endpoint can answer with. ``headers`` are
    those of an answer beside the ETag. ``cached`` says that the answer depends on the address and
    on the state of archive and index alone, so that it has an ETag. A POST takes a text of up to
    ``body_code_points``, plain or in JSON; an object of JSON may have one of ``body_references`` in
    the place of the text, and ``body_options`` beside it. ``page`` is the page whose JSON twin this
    is.
    """

    name: str
    path: str
    about: str
    parameters: tuple[AnyParameter, ...]
    answers: Mapping[str, Any]
    statuses: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    method: Literal["GET", "POST"] = "GET"
    body_code_points: int = 0
    body_references: tuple[AnyParameter, ...] = ()
    body_options: tuple[AnyParameter, ...] = ()
    cached: bool = True
    page: Page | None = None
    blueprint: Literal["api", "feeds"] = "api"

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The names of its parameters."""
        return tuple(each.name for each in self.parameters)

    @property
    def rule(self) -> str:
        """Its path below the prefix of its blueprint, as a rule of Flask."""
        return self.path.replace("{id}", "<document_id>")

    @property
    def address(self) -> str:
        """Its path below the root of the server."""
        return API_V1 + self.path if self.blueprint == "api" else self.path

    @property
    def flask_name(self) -> str:
        """The name that Flask has for it."""
        return f"{self.blueprint}.{self.name}"


CURSOR: Final = TextParameter(
    name="cursor",
    about="Where to continue, as `links.next` has it; instead of `offset` and `page`.",
    longest=200,
)
BY: Final = ChoiceParameter[TimelineBy](name="by", about="The unit.", choices=UNITS, default="auto")
DOCUMENT_ADDRESS: Final = TextParameter(
    name="url",
    about="The address of a page: with letters or percent signs, `http` or `https`, `www.` or not.",
    longest=LIMITS.address_code_points,
    required=True,
)
MARKED_QUERY: Final = TextParameter(
    name="q", about="A query whose words are marked.", longest=LIMITS.query_code_points
)
TEXT: Final = TextParameter(
    name="text", about="The text to analyze.", longest=LIMITS.query_code_points, required=True
)

SuggestFormat = Literal["json", "opensearch"]
TYPED: Final = TextParameter(
    name="q",
    about="The text being typed, with the space at its end if there is one.",
    longest=LIMITS.suggest_code_points,
    required=True,
)
SUGGEST_LIMIT: Final = NumberParameter(
    name="limit",
    about="Completions.",
    low=1,
    high=LIMITS.suggest_limit_max,
    default=LIMITS.suggest_limit,
)
SUGGEST_FORMAT: Final = ChoiceParameter[SuggestFormat](
    name="format",
    about="`opensearch`: as address bars of browsers read it.",
    choices=get_args(SuggestFormat),
    default="json",
)

OTHER_ID: Final = TextParameter(name="other", about="The other document.", required=True)
SIMILAR_ID: Final = TextParameter(name="id", about="The document.", required=True)
SIMILAR_LIMIT: Final = NumberParameter(
    name="limit",
    about="Documents at most, copies and others each.",
    low=1,
    high=LIMITS.similar_limit_max,
    default=LIMITS.similar_limit,
)

COVERED_ID: Final = TextParameter(name="id", about="A document of the archive.")
COVERED_URL: Final = TextParameter(
    name="url", about="The address of a document of the archive.", longest=INPUT_LIMITS.url
)
COVERED_TITLE: Final = TextParameter(
    name="title", about="The title of the text.", longest=INPUT_LIMITS.title
)
COVERED_DATE: Final = TextParameter(
    name="date", about="The day of the story: 2016, 2016-12 or 2016-12-01.", longest=40
)
COVERED_LIMIT: Final = NumberParameter(
    name="limit",
    about="Documents at most, of the same text and of the same story each.",
    low=1,
    high=LIMITS.covered_limit_max,
    default=LIMITS.covered_limit,
)
COPIES_QUERY: Final = TextParameter(
    name="q",
    about="The query whose documents have these copies; all documents without one.",
    longest=LIMITS.query_code_points,
)
COPIES_MIN: Final = NumberParameter(
    name="min",
    about="Documents of a group at least.",
    low=FEWEST_COPIES,
    high=LIMITS.export_rows,
    default=FEWEST_COPIES,
)
COPIES_ORDER: Final = ChoiceParameter[CopyOrder](
    name="order",
    about="`first`: by the earliest document of a group; `size`: the largest groups first.",
    choices=get_args(CopyOrder),
    default="first",
)

EXPORT_FORMAT: Final = ChoiceParameter[ExportFormat](
    name="format", about="How the rows are written.", choices=EXPORT_FORMATS, default="jsonl"
)
EXPORT_TEXT: Final = SwitchParameter(name="text", about="1: with the text of the documents.")
EXPORT_BOM: Final = SwitchParameter(
    name="bom", about="0: CSV begins without a byte order mark.", default=True
)
EXPORT_LIMIT: Final = NumberParameter(
    name="limit",
    about="Rows at most.",
    low=1,
    high=LIMITS.export_rows,
    default=LIMITS.export_rows,
)

_PAGED: Final = (QUERY, LIMIT, PAGE, OFFSET)


def _answers(types: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(types))


ENDPOINTS: Final = (
    Endpoint(
        name="search",
        path="/search",
        about="The hits of a query.",
        parameters=(*_PAGED, CURSOR, *ORDER, *FILTERS, *COUNTS, LANGUAGE),
        answers=_answers({JSON: SearchAnswer}),
        statuses=(410,),
        page=Page(name="pages.search"),
    ),
    Endpoint(
        name="facets",
        path="/facets",
        about="The counts of a search, without its hits.",
        parameters=(*_PAGED, *ORDER, *FILTERS, *COUNTS, LANGUAGE),
        answers=_answers({JSON: FacetsAnswer}),
    ),
    Endpoint(
        name="timeline",
        path="/timeline",
        about="The documents of a search by year, month or day.",
        parameters=(QUERY, BY, COLLAPSE, *FILTERS, LANGUAGE),
        answers=_answers({JSON: TimelineAnswer}),
    ),
    Endpoint(
        name="documents",
        path="/documents",
        about="The documents with a web address, however it is written.",
        parameters=(DOCUMENT_ADDRESS, LANGUAGE),
        answers=_answers({JSON: DocumentsAnswer}),
        statuses=(404,),
    ),
    Endpoint(
        name="document",
        path="/documents/{id}",
        about="A document; with `q` also with its words marked.",
        parameters=(MARKED_QUERY, LEVEL, LANGUAGE),
        answers=_answers({JSON: DocumentAnswer}),
        statuses=(404,),
        page=Page(name="pages.document", shows_today=True),  # in its citation
    ),
    Endpoint(
        name="explain",
        path="/documents/{id}/explain",
        about="Why a document matches a query, or does not.",
        parameters=(QUERY, *FILTERS, LANGUAGE),
        answers=_answers({JSON: ScoreExplanation}),
        statuses=(404,),
        page=Page(name="pages.explain"),
    ),
    Endpoint(
        name="differences",
        path="/documents/{id}/differences",
        about="The differences of a document from another, word by word.",
        parameters=(OTHER_ID, LANGUAGE),
        answers=_answers({JSON: DifferencesAnswer}),
        statuses=(404,),
        page=Page(name="pages.differences"),
    ),
    Endpoint(
        name="analyze",
        path="/analyze",
        about="Every word of a text at each level, and why.",
        parameters=(TEXT, LANGUAGE),
        answers=_answers({JSON: AnalyzeAnswer}),
        page=Page(name="pages.analyze"),
    ),
    Endpoint(
        name="suggest",
        path="/suggest",
        about="Completions of a query that is being typed.",
        parameters=(TYPED, SUGGEST_LIMIT, SUGGEST_FORMAT, LANGUAGE),
        answers=_answers({JSON: SuggestAnswer, OPENSEARCH_SUGGESTIONS: OpenSearchSuggestions}),
    ),
    Endpoint(
        name="similar",
        path="/similar",
        about="The documents most similar to a document, and its copies.",
        parameters=(SIMILAR_ID, SIMILAR_LIMIT, LANGUAGE),
        answers=_answers({JSON: Similar}),
        statuses=(404,),
    ),
    Endpoint(
        name="similar_text",
        path="/similar",
        method="POST",
        about="The documents most similar to a text, the body of the request in UTF-8.",
        parameters=(SIMILAR_LIMIT, LANGUAGE),
        answers=_answers({JSON: Similar}),
        statuses=(415,),
        body_code_points=LIMITS.similar_code_points,
        cached=False,
    ),
    Endpoint(
        name="covered",
        path="/covered",
        method="POST",
        about="Whether a text is covered: who has the same text or story, and what is new in it.",
        parameters=(COVERED_DATE, COVERED_LIMIT, LANGUAGE),
        answers=_answers({JSON: CoverageAnswer}),
        statuses=(404, 415),
        body_code_points=LIMITS.covered_code_points,
        body_references=(COVERED_ID, COVERED_URL),
        body_options=(COVERED_TITLE, COVERED_DATE, COVERED_LIMIT),
        cached=False,
    ),
    Endpoint(
        name="copies",
        path="/copies",
        about="Groups of documents with the same text or most of it, the earliest first.",
        parameters=(
            *(COPIES_QUERY, COPIES_MIN, COPIES_ORDER, LIMIT, PAGE, OFFSET),
            *(*FILTERS, LANGUAGE),
        ),
        answers=_answers({JSON: CopyGroupsAnswer}),
    ),
    Endpoint(
        name="document_copies",
        path="/documents/{id}/copies",
        about="The copies of a document, the earliest first, each compared with the document.",
        parameters=(LIMIT, PAGE, OFFSET, LANGUAGE),
        answers=_answers({JSON: DocumentCopiesAnswer}),
        statuses=(404,),
        page=Page(name="pages.copies"),
    ),
    Endpoint(
        name="export",
        path="/export",
        about="All documents of a search as rows of JSON lines or CSV.",
        parameters=(
            *(QUERY, EXPORT_FORMAT, EXPORT_TEXT, EXPORT_BOM, EXPORT_LIMIT),
            *(*ORDER, *FILTERS, LANGUAGE),
        ),
        answers=_answers({JSONL: str, CSV: str}),
        headers=("X-Total", "X-Generation"),
    ),
    Endpoint(
        name="stats",
        path="/stats",
        about="The size of the archive and its index.",
        parameters=(LANGUAGE,),
        answers=_answers({JSON: Stats}),
    ),
    Endpoint(
        name="openapi",
        path="/openapi.json",
        about="This document.",
        parameters=(LANGUAGE,),
        answers=_answers({JSON: dict[str, Any]}),
        cached=False,  # it is there without an index
    ),
    Endpoint(
        name="atom",
        path="/search.atom",
        about="The documents of a query that were added last, as an Atom feed.",
        parameters=(QUERY, MATCHES, COLLAPSE, *FILTERS, LANGUAGE),
        answers=_answers({ATOM: str}),
        blueprint="feeds",
    ),
    Endpoint(
        name="opensearch",
        path="/opensearch.xml",
        about="The search described to browsers.",
        parameters=(LANGUAGE,),
        answers=_answers({OPENSEARCH_DESCRIPTION: str}),
        cached=False,
        blueprint="feeds",
    ),
)
"""Every endpoint of the API and the feeds, in the order of the documentation."""

BY_NAME: Final = MappingProxyType({endpoint.name: endpoint for endpoint in ENDPOINTS})

API_ENDPOINTS: Final = tuple(each for each in ENDPOINTS if each.blueprint == "api")
"""The endpoints under ``/api/v1``."""

TWINS: Final = MappingProxyType(
    {each.page.name: each for each in ENDPOINTS if each.page is not None}
)
"""The JSON twin of a page, by the name that Flask has for the page."""

CACHED: Final = frozenset(each.flask_name for each in ENDPOINTS if each.cached) | {*TWINS}
"""Names of endpoints and pages whose answers have an ETag."""

CACHED_FOR_A_DAY: Final = frozenset(
    each.page.name for each in ENDPOINTS if each.page is not None and each.page.shows_today
)
"""Names of those whose ETag changes with the day as well."""
