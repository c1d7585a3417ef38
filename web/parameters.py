"""Query strings to requests and back: strict and pure, by the declared parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, get_args
from urllib.parse import parse_qsl, quote_plus, urlencode

import msgspec

from corpus.messages import LANGUAGES
from search.limits import LIMITS
from search.request import (
    FACETS,
    LEVELS,
    Collapse,
    FacetName,
    Level,
    Matches,
    Operator,
    Request,
    Sort,
    TimelineBy,
)
from web.parameter_types import (
    DIGITS,
    AnyParameter,
    ChoiceParameter,
    Given,
    NumberParameter,
    ParameterError,
    SwitchParameter,
    TextParameter,
    shortened,
)

Pairs = Sequence[tuple[str, str]]

SOURCES_MAX: Final = 64
"""Sources that one request may name."""

PAIRS_MAX: Final = 100
"""Parameters of one address, repeated ones counted each time."""

UNITS: Final[tuple[TimelineBy, ...]] = get_args(TimelineBy)

LANGUAGE: Final = ChoiceParameter[str](
    name="lang", about="The language of sentences.", choices=LANGUAGES, default="en"
)
QUERY: Final = TextParameter(
    name="q", about="The query.", longest=LIMITS.query_code_points, required=True
)
LIMIT: Final = NumberParameter(
    name="limit",
    about="Hits of a page.",
    low=1,
    high=LIMITS.page_size_max,
    default=LIMITS.page_size,
)
PAGE: Final = NumberParameter(
    name="page",
    about="The number of the page, from 1; instead of `offset`.",
    low=1,
    high=LIMITS.depth_by_page,
    default=1,
)
OFFSET: Final = NumberParameter(
    name="offset",
    about=f"Hits to skip; with `limit` at most {LIMITS.depth_by_page}.",
    low=0,
    high=LIMITS.depth_by_page - 1,
    default=0,
)
HIT: Final = NumberParameter(
    name="hit",
    about="The place of a document among the hits of the search, from 1; of its page alone.",
    low=1,
    high=LIMITS.depth_by_page,
    default=1,
)
LEVEL: Final = ChoiceParameter[Level](
    name="level", about="How widely a word matches.", choices=LEVELS, default="stem"
)
SORT: Final = ChoiceParameter[Sort](
    name="sort", about="The order of the hits.", choices=get_args(Sort), default="relevance"
)
MATCHES: Final = ChoiceParameter[Matches | None](
    name="matches",
    about="Whether all matches are listed, or close ones alone; counts are of all.",
    choices=get_args(Matches),
    default=None,
)
COLLAPSE: Final = ChoiceParameter[Collapse | None](
    name="collapse",
    about="`copies`: one hit for each text, whose copies are counted; `none`: every copy.",
    choices=get_args(Collapse),
    default=None,
)
SOURCE: Final = TextParameter(
    name="source",
    about="Only this source, by its name or words of it; repeated: any of several.",
    most=SOURCES_MAX,
)
AFTER: Final = TextParameter(
    name="after",
    about="From the first day of this year, month or day on (2016, 2016-12).",
    longest=40,
)
BEFORE: Final = TextParameter(
    name="before", about="Up to the last day of this year, month or day.", longest=40
)
OPERATOR: Final = ChoiceParameter[Operator](
    name="operator",
    about="Whether every word must match, or any.",
    choices=get_args(Operator),
    default="all",
)
FACET: Final = ChoiceParameter[FacetName](
    name="facet",
    about="Count the documents by this.",
    choices=FACETS,
    default=FACETS[0],
    most=len(FACETS),
)
LEVEL_COUNTS: Final = SwitchParameter(name="levels", about="1: count the query at each level.")
TIMELINE: Final = ChoiceParameter[TimelineBy | None](
    name="timeline",
    about="Count the documents by their dates as well, in this unit.",
    choices=UNITS,
    default=None,
)

FILTERS: Final = (LEVEL, SOURCE, AFTER, BEFORE, OPERATOR)
"""Parameters that decide which documents match, beside the query."""

ORDER: Final = (SORT, MATCHES, COLLAPSE)
"""Parameters that decide which of the matching documents are listed, and in which order."""

COUNTS: Final = (FACET, LEVEL_COUNTS, TIMELINE)
"""Parameters that ask for counts beside the hits, in the API alone."""

SEARCH: Final = tuple(
    each.name for each in (QUERY, LIMIT, PAGE, OFFSET, *ORDER, *FILTERS, LANGUAGE)
)
"""Names of the parameters of a search, on the page as in the API."""

DOCUMENT_PAGE: Final = (*SEARCH, HIT.name)
"""Names of the parameters of the page of a document."""

_REPEATABLE: Final = frozenset(each.name for each in (SOURCE, FACET))
_CODED: Final = re.compile("[^0-9A-Za-z\u0621-\u063a\u0641-\u064a\u0660-\u0669]+")


def noop(text: str) -> str:
    """Return ``text``; marks a sentence for the translators."""
    return text


def read_pairs(query_string: bytes, allowed: Sequence[str]) -> Pairs:
    """Split a raw query string into decoded pairs, in order.

    :param query_string: the part of an address after ``?``, percent-encoded or raw UTF-8 bytes.
    :param allowed: the names of the parameters of this address.
    :raises ParameterError: the bytes are not UTF-8, there are too many pairs, a name is unknown or
        repeated.
    """
    try:
        raw = query_string.decode("utf-8")
        pairs = parse_qsl(raw, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise ParameterError("address_not_utf8", "address") from None
    if len(pairs) > PAIRS_MAX:
        raise ParameterError("too_many_parameters", "address", count=len(pairs), most=PAIRS_MAX)
    seen: set[str] = set()
    for name, _ in pairs:
        if name not in allowed:
            raise ParameterError("unknown_parameter", shortened(name), known=tuple(allowed))
        if name in seen and name not in _REPEATABLE:
            raise ParameterError("repeated_parameter", name)
        seen.add(name)
    return pairs


def given_values(pairs: Pairs) -> Given:
    """Return the value of each parameter; an empty one counts as absent, as forms send it."""
    return {name: value for name, value in pairs if value.strip()}


def check_required(pairs: Pairs, parameters: Iterable[AnyParameter]) -> None:
    """Raise ParameterError where a required parameter is absent or empty."""
    given = given_values(pairs)
    for parameter in parameters:
        if parameter.required and parameter.name not in given:
            raise ParameterError("missing_parameter", parameter.name)


def read_request(pairs: Pairs) -> Request:
    """Read the parameters of a search into a request.

    An empty value counts as absent. Dates are left for the engine to read.

    :raises ParameterError: a value is out of its range, or ``page`` is beside ``offset``.
    """
    given = given_values(pairs)
    if PAGE.name in given and OFFSET.name in given:
        raise ParameterError("page_and_offset", PAGE.name)
    limit = LIMIT.read(given)
    deepest = LIMITS.depth_by_page - limit
    if PAGE.name in given:
        offset = (PAGE.read(given, high=deepest // limit + 1) - 1) * limit
    else:
        offset = OFFSET.read(given, high=deepest)
    return Request(
        query=QUERY.read(given),
        limit=limit,
        offset=offset,
        sources=_read_sources(pairs),
        facets=_read_facets(pairs),
        level=LEVEL.read(given),
        sort=SORT.read(given),
        matches=MATCHES.read(given),
        collapse=COLLAPSE.read(given),
        after=_date(given, AFTER),
        before=_date(given, BEFORE),
        operator=OPERATOR.read(given),
        levels=LEVEL_COUNTS.read(given),
        timeline=TIMELINE.read(given),
    )


def _read_sources(pairs: Pairs) -> tuple[str, ...]:
    named = (value for name, value in pairs if name == SOURCE.name and value.strip())
    sources = tuple(dict.fromkeys(named))
    if len(sources) > SOURCE.most:
        raise ParameterError(
            "parameter_given_too_often", SOURCE.name, count=len(sources), most=SOURCE.most
        )
    return sources


def _read_facets(pairs: Pairs) -> tuple[FacetName, ...]:
    named = (value for name, value in pairs if name == FACET.name and value.strip())
    return tuple(dict.fromkeys(map(FACET.parse, named)))


def _date(given: Given, parameter: TextParameter) -> str | None:
    return parameter.read(given).strip().translate(DIGITS) or None


def read_language(pairs: Pairs) -> str | None:
    """Read ``lang``; None where it is absent.

    :raises ParameterError: a language without a catalogue.
    """
    given = given_values(pairs)
    return LANGUAGE.read(given) if LANGUAGE.name in given else None


def write_pairs(request: Request) -> list[tuple[str, str]]:
    """Write a request as the shortest pairs that :func:`read_request` reads back."""
    default = Request(query="")
    pairs: list[tuple[str, str]] = [("q", request.query)] if request.query else []
    pairs += [("source", source) for source in request.sources]
    if request.after:
        pairs.append(("after", request.after))
    if request.before:
        pairs.append(("before", request.before))
    choices = [("level", request.level), ("sort", request.sort), ("operator", request.operator)]
    pairs += [(name, value) for name, value in choices if value != getattr(default, name)]
    if request.matches:
        pairs.append(("matches", request.matches))
    if request.collapse:
        pairs.append(("collapse", request.collapse))
    pairs += [("facet", name) for name in request.facets]
    if request.levels:
        pairs.append(("levels", "1"))
    if request.timeline:
        pairs.append(("timeline", request.timeline))
    if request.limit != default.limit:
        pairs.append(("limit", str(request.limit)))
    if request.offset % request.limit:
        pairs.append(("offset", str(request.offset)))
    elif request.offset:
        pairs.append(("page", str(request.offset // request.limit + 1)))
    return pairs


def address(path: str, pairs: Pairs) -> str:
    """Join a path and its parameters; a name without a value is left out."""
    query = "&".join(_encoded(name, value) for name, value in pairs if value)
    return f"{path}?{query}" if query else path


def page_address(path: str, pairs: Pairs) -> str:
    """Join a path and its parameters as the link of a page.

    Arabic letters are not percent-encoded, which takes a third of the bytes; browsers send them as
    UTF-8 (URL Standard, query percent-encode set).
    """
    query = "&".join(_in_link(name, value) for name, value in pairs if value)
    return f"{path}?{query}" if query else path


def in_link(value: str) -> str:
    """Return a value as the link of a page has it."""
    return _CODED.sub(_code, value)


def _code(run: re.Match[str]) -> str:
    return "+" if run[0] == " " else quote_plus(run[0])


@lru_cache(maxsize=512)  # the links of a page have most of their parameters in common
def _encoded(name: str, value: str) -> str:
    return urlencode([(name, value)])


@lru_cache(maxsize=512)
def _in_link(name: str, value: str) -> str:
    return f"{name}={in_link(value)}"


def at_page(request: Request, page: int) -> Request:
    """Return the same request at another page, counted from 1."""
    return msgspec.structs.replace(request, offset=(page - 1) * request.limit)
