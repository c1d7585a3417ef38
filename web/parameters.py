"""Query strings to requests and back: strict, pure, one table for pages and API."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, TypeVar, get_args
from urllib.parse import parse_qsl, quote_plus, urlencode

import msgspec

from search.batch.export import EXPORT_FORMATS, Export
from search.limits import LIMITS
from search.query.request_checks import FACETS
from search.request import LEVELS, BadRequest, Operator, Request, Sort, TimelineBy

Pairs = Sequence[tuple[str, str]]

SOURCES_MAX: Final = 64
"""Sources that one request may name."""

PAIRS_MAX: Final = 100
"""Parameters of one address, repeated ones counted each time."""

SEARCH: Final = (
    "q",
    "limit",
    "page",
    "offset",
    "level",
    "sort",
    "source",
    "after",
    "before",
    "operator",
    "lang",
)
"""Parameters of a search, on the page as in the API."""

COUNTS: Final = ("facet", "levels", "timeline")
"""Parameters that ask for counts beside the hits, in the API alone."""

SUGGEST: Final = ("q", "limit", "format", "lang")
"""Parameters of what is suggested while a query is typed."""

SuggestFormat = Literal["json", "opensearch"]

REPEATED: Final = frozenset({"source", "facet"})
LANGUAGES: Final = ("ar", "en")

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_INTEGER: Final = re.compile(r"[0-9]{1,12}")
_CODED: Final = re.compile("[^0-9A-Za-z\u0621-\u063a\u0641-\u064a\u0660-\u0669]+")
_Choice = TypeVar("_Choice", bound=str)


def noop(text: str) -> str:
    """Return ``text``; marks a sentence for the translators."""
    return text


class ParameterError(BadRequest):
    """A parameter that cannot be read.

    ``template`` is the sentence with ``%(name)s`` places, ``values`` fills them: the shell
    translates the first before it sets in the second.
    """

    def __init__(self, template: str, parameter: str, **values: str | int) -> None:
        self.template = template
        self.values: Mapping[str, str | int] = {"name": parameter, **values}
        super().__init__("as_given", parameter=parameter, sentence=template % self.values)


def read_pairs(query_string: bytes, allowed: Sequence[str]) -> Pairs:
    """Split a raw query string into decoded pairs, in order.

    :param query_string: what stands after ``?``, percent-encoded or raw UTF-8 bytes.
    :param allowed: the names that this address knows.
    :raises ParameterError: bytes that are no UTF-8, too many pairs, an unknown name, a name
        repeated that may stand only once.
    """
    try:
        raw = query_string.decode("utf-8")
        pairs = parse_qsl(raw, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise ParameterError(
            noop("The address is not written in UTF-8; encode it as UTF-8 and try again."),
            "address",
        ) from None
    if len(pairs) > PAIRS_MAX:
        raise ParameterError(
            noop("The address has %(count)s parameters; at most %(most)s are taken."),
            "address",
            count=len(pairs),
            most=PAIRS_MAX,
        )
    seen: set[str] = set()
    for name, _ in pairs:
        if name not in allowed:
            raise ParameterError(
                noop("There is no parameter “%(name)s” here; known are: %(known)s."),
                _short(name),
                known=", ".join(allowed),
            )
        if name in seen and name not in REPEATED:
            raise ParameterError(
                noop("The parameter “%(name)s” stands more than once; give it once."), name
            )
        seen.add(name)
    return pairs


def read_request(pairs: Pairs) -> Request:
    """Read the parameters of :data:`SEARCH` and :data:`COUNTS` into a request.

    An empty value counts as absent, as forms send it. Numbers may be written in ASCII,
    Arabic-Indic or Persian digits. Dates are handed on for the engine to read.

    :raises ParameterError: a value out of its range, or ``page`` beside ``offset``.
    """
    first = {name: value for name, value in pairs if value.strip()}
    if "page" in first and "offset" in first:
        raise ParameterError(
            noop("The parameters “page” and “offset” say the same thing; give one of them."), "page"
        )
    limit = _integer(first, "limit", LIMITS.page_size, 1, LIMITS.page_size_max)
    deepest = LIMITS.depth_by_page - limit
    if "page" in first:
        offset = (_integer(first, "page", 1, 1, deepest // limit + 1) - 1) * limit
    else:
        offset = _integer(first, "offset", 0, 0, deepest)
    sources = tuple(dict.fromkeys(v for name, v in pairs if name == "source" and v.strip()))
    if len(sources) > SOURCES_MAX:
        raise ParameterError(
            noop("The parameter “%(name)s” stands %(count)s times; at most %(most)s are taken."),
            "source",
            count=len(sources),
            most=SOURCES_MAX,
        )
    facets = [
        _choice({name: value}, "facet", "source", FACETS)
        for name, value in pairs
        if name == "facet" and value.strip()
    ]
    return Request(
        query=first.get("q", ""),
        limit=limit,
        offset=offset,
        level=_choice(first, "level", "stem", LEVELS),
        sort=_choice(first, "sort", "relevance", get_args(Sort)),
        sources=sources,
        after=_date(first, "after"),
        before=_date(first, "before"),
        operator=_choice(first, "operator", "all", get_args(Operator)),
        facets=tuple(dict.fromkeys(facets)),
        levels=_choice(first, "levels", "0", ("0", "1")) == "1",
        timeline=read_unit(first, "timeline") if "timeline" in first else None,
    )


def read_suggest(pairs: Pairs) -> tuple[str, int, SuggestFormat]:
    """Read the parameters of :data:`SUGGEST`: the text being typed, as it is, with the space at its
    end; how many completions; how they are written.

    :raises ParameterError: a value out of its range.
    """
    first = {name: value for name, value in pairs if value.strip()}
    limit = _integer(first, "limit", LIMITS.suggest_limit, 1, LIMITS.suggest_limit_max)
    return first.get("q", ""), limit, _choice(first, "format", "json", get_args(SuggestFormat))


def read_unit(first: Mapping[str, str], name: str = "by") -> TimelineBy:
    """Read the unit of a timeline, ``auto`` where it is absent or empty.

    :raises ParameterError: a unit that there is not.
    """
    if not first.get(name, "").strip():
        return "auto"
    return _choice(first, name, "auto", get_args(TimelineBy))


def read_limit(pairs: Pairs, usual: int, most: int) -> int:
    """Read ``limit``, a number from 1 to ``most``; ``usual`` where it is absent.

    :raises ParameterError: a value out of its range.
    """
    first = {name: value for name, value in pairs if value.strip()}
    return _integer(first, "limit", usual, 1, most)


def read_export(pairs: Pairs) -> Export:
    """Read the parameters of an export.

    :raises ParameterError: a value out of its range.
    """
    first = {name: value for name, value in pairs if value.strip()}
    request = read_request([pair for pair in pairs if pair[0] != "limit"])
    most = LIMITS.export_rows
    return Export(
        request=msgspec.structs.replace(request, limit=_integer(first, "limit", most, 1, most)),
        format=_choice(first, "format", "jsonl", EXPORT_FORMATS),
        bom=_choice(first, "bom", "1", ("0", "1")) == "1",
        text=_choice(first, "text", "0", ("0", "1")) == "1",
    )


def read_language(pairs: Pairs) -> str | None:
    """Read ``lang``; None where it is absent.

    :raises ParameterError: a language that warraq does not speak.
    """
    first = {name: value for name, value in pairs if value.strip()}
    return _choice(first, "lang", "", LANGUAGES) or None


def write_pairs(request: Request) -> list[tuple[str, str]]:
    """Write a request as the shortest pairs that :func:`read_request` reads back."""
    usual = Request(query="")
    pairs: list[tuple[str, str]] = [("q", request.query)] if request.query else []
    pairs += [("source", source) for source in request.sources]
    if request.after:
        pairs.append(("after", request.after))
    if request.before:
        pairs.append(("before", request.before))
    choices = [("level", request.level), ("sort", request.sort), ("operator", request.operator)]
    pairs += [(name, value) for name, value in choices if value != getattr(usual, name)]
    pairs += [("facet", name) for name in request.facets]
    if request.levels:
        pairs.append(("levels", "1"))
    if request.timeline:
        pairs.append(("timeline", request.timeline))
    if request.limit != usual.limit:
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
    """The same as a link of a page, with Arabic letters as they are, which are a third of their
    codes; a browser asks for them in UTF-8 (URL Standard, query percent-encode set)."""
    query = "&".join(_in_link(name, value) for name, value in pairs if value)
    return f"{path}?{query}" if query else path


def in_link(value: str) -> str:
    """A value as it stands in the link of a page."""
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


def _integer(first: Mapping[str, str], name: str, usual: int, low: int, high: int) -> int:
    if name not in first:
        return usual
    text = first[name].strip().translate(_DIGITS)
    number = int(text) if _INTEGER.fullmatch(text) else low - 1
    if not low <= number <= high:
        raise ParameterError(
            noop(
                "The parameter “%(name)s” takes a whole number from %(low)s to %(high)s;"
                " “%(value)s” is none."
            ),
            name,
            low=low,
            high=high,
            value=_short(first[name]),
        )
    return number


def _choice(
    first: Mapping[str, str], name: str, usual: _Choice, choices: tuple[_Choice, ...]
) -> _Choice:
    if name not in first:
        return usual
    for choice in choices:
        if choice == first[name]:
            return choice
    raise ParameterError(
        noop("The parameter “%(name)s” takes one of: %(known)s; “%(value)s” is none of them."),
        name,
        known=", ".join(choices),
        value=_short(first[name]),
    )


def _date(first: Mapping[str, str], name: str) -> str | None:
    return first[name].strip().translate(_DIGITS) if name in first else None


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
