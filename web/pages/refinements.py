"""Links that refine a search: active filters to remove, levels, facet values and periods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Any, Final

import msgspec
from flask_babel import gettext

from corpus import fields
from search.advice import query_rewriting
from search.answer import Answer, Facet, FacetValue, Relation
from search.matching.value_spellings import spelling_key
from search.query.nodes import And, FieldIs, FieldMissing, Node, unparse
from search.query.syntax import NO_VALUE, KeywordName
from search.request import FacetName, Level, Request
from web import localization
from web.pages.labels import field_label, level_name
from web.parameters import Pairs, in_link, write_pairs

VALUES_SHOWN: Final = 6
"""Values of a facet that are shown at once; the rest are folded."""

_FIRST_FACETS: Final = ("source", "section")

_PLACEHOLDER: Final = "0"
"""A value whose place in an address is looked for: the links of a page differ in one value."""


class ActiveFilter(msgspec.Struct, frozen=True):
    """A filter of the search as the page shows it, and the address of the search without it."""

    label: str
    value: str
    address_without: str


class LevelLink(msgspec.Struct, frozen=True):
    """The number of documents at a level; ``current`` is true for the level of the page."""

    level: Level
    documents: int
    relation: Relation
    address: str
    current: bool


class ValueLink(msgspec.Struct, frozen=True):
    """A value of a facet; ``address`` is empty for a value that is an active filter."""

    value: str
    documents: int
    address: str


class FacetLinks(msgspec.Struct, frozen=True):
    """A facet: the values shown at once and those folded.

    ``others`` counts the documents of values that are not listed, ``missing`` the documents
    without a value.
    """

    name: FacetName
    shown: tuple[ValueLink, ...]
    folded: tuple[ValueLink, ...]
    others: int
    missing: int


def page_facets() -> tuple[str, ...]:
    """The facets of the results page in their order: keyword fields, then the year."""
    names = [field.name for field in fields.KEYWORD_FIELDS]
    first = [name for name in _FIRST_FACETS if name in names]
    return (*first, *(name for name in names if name not in first), "year")


def field_query(field: KeywordName, value: str) -> str:
    """The query for a value of a keyword field, in the language of the page."""
    return _field_query(field, value, localization.current_language())


def _field_query(field: KeywordName, value: str, language: str) -> str:
    query = unparse(FieldIs(field=field, value=value))
    if language == "ar":
        return fields.BY_NAME[field].arabic_name + query.removeprefix(field)
    return query


@lru_cache(maxsize=1024)  # the same names recur on most pages
def _field_query_in_link(field: KeywordName, value: str, language: str) -> str:
    return in_link(_field_query(field, value, language))


_in_link: Final = lru_cache(maxsize=1024)(in_link)


def without_paging(request: Request) -> Request:
    """The same request for its first page with the default number of results."""
    return msgspec.structs.replace(request, offset=0, limit=Request(query="").limit)


class RefinementLinks:
    """Addresses of searches that differ from a request in one filter, level or period.

    :param request: the search of the page.
    :param link: makes the address of a search from its parameters.
    """

    def __init__(self, request: Request, link: Callable[[Pairs], str]) -> None:
        self._request = msgspec.structs.replace(request, offset=0)
        self._link = link
        self._tree = query_rewriting.read(request, request.query)

    def _address(self, **changes: Any) -> str:
        return self._link(write_pairs(msgspec.structs.replace(self._request, **changes)))

    def active_filters(self) -> list[ActiveFilter]:
        """The filters of the request, each with the address of the search without it."""
        return [
            *self._source_filters(),
            *self._query_filters(),
            *self._date_filters(),
            *self._match_filters(),
        ]

    def _source_filters(self) -> Iterator[ActiveFilter]:
        sources = self._request.sources
        for source in sources:
            kept = tuple(other for other in sources if other != source)
            yield ActiveFilter(field_label("source"), source, self._address(sources=kept))

    def _query_filters(self) -> Iterator[ActiveFilter]:
        """The keyword fields that the query itself requires."""
        for node in self._required_nodes():
            if isinstance(node, FieldIs | FieldMissing):
                # A query without its only filter matches everything.
                query = query_rewriting.without(self._request, self._tree, [node]) or "*"
                address = self._address(query=query)
                value = node.value if isinstance(node, FieldIs) else NO_VALUE
                label = gettext("date") if node.field == "date" else field_label(node.field)
                yield ActiveFilter(label, value, address)

    def _date_filters(self) -> Iterator[ActiveFilter]:
        after, before = self._request.after, self._request.before
        if after and after == before:
            address = self._address(after=None, before=None)
            yield ActiveFilter(gettext("date"), localization.date_text(after), address)
            return
        if after:
            address = self._address(after=None)
            yield ActiveFilter(gettext("from"), localization.date_text(after), address)
        if before:
            address = self._address(before=None)
            yield ActiveFilter(gettext("to"), localization.date_text(before), address)

    def _match_filters(self) -> Iterator[ActiveFilter]:
        default = Request(query="")
        level = self._request.level
        if level != default.level:
            address = self._address(level=default.level)
            yield ActiveFilter(gettext("match"), level_name(level), address)
        if self._request.operator != default.operator:
            address = self._address(operator=default.operator)
            yield ActiveFilter(gettext("words"), gettext("any of them"), address)

    def _required_nodes(self) -> tuple[Node, ...]:
        return self._tree.nodes if isinstance(self._tree, And) else (self._tree,)

    def level_links(self, answer: Answer) -> list[LevelLink]:
        """The search at each level that was counted."""
        return [
            LevelLink(
                level=count.level,
                documents=count.documents,
                relation=count.relation,
                address=self._address(level=count.level),
                current=count.level == self._request.level,
            )
            for count in answer.levels
        ]

    def facet_links(self, answer: Answer) -> list[FacetLinks]:
        """The facets with a value that refines the answer, or that is an active filter."""
        facets = [self._facet(facet) for facet in answer.facets if facet.values]
        return [
            facet
            for facet in facets
            if len(facet.shown) > 1 or facet.missing or not facet.shown[0].address
        ]

    def _facet(self, facet: Facet) -> FacetLinks:
        values = [
            ValueLink(value.value, value.documents, self._value_address(facet.name, value))
            for value in facet.values
        ]
        # A fold takes as much space as one or two values.
        shown = len(values) if len(values) <= VALUES_SHOWN + 2 else VALUES_SHOWN
        return FacetLinks(
            name=facet.name,
            shown=tuple(values[:shown]),
            folded=tuple(values[shown:]),
            others=facet.others,
            missing=facet.missing,
        )

    def _value_address(self, name: FacetName, value: FacetValue) -> str:
        """The address of the search with a facet value; empty if it is an active filter."""
        request = self._request
        if name == "year" or name == "month":
            active = request.after == request.before == value.value
            return "" if active else self.period_address(value.value)
        if name == "source":
            chosen = [spelling_key(source) for source in request.sources]
            if chosen and chosen == [spelling_key(value.value)]:
                return ""
            before, after = self._around_source
            return f"{before}{_in_link(value.value)}{after}"
        if self._required_names and (name, spelling_key(value.value)) in self._required_names:
            return ""
        node = FieldIs(field=name, value=value.value)
        if self._around_field_query is None:
            query = field_query(name, value.value)
            query = query_rewriting.narrowed(request, self._tree, node, query)
            return self._address(query=query)
        before, after = self._around_field_query
        language = localization.current_language()
        return f"{before}{_field_query_in_link(name, value.value, language)}{after}"

    @cached_property
    def _required_names(self) -> frozenset[tuple[KeywordName, str]]:
        """The keyword fields that the query requires, and their values in any spelling."""
        return frozenset(
            (node.field, spelling_key(node.value))
            for node in self._required_nodes()
            if isinstance(node, FieldIs)
        )

    @cached_property
    def _around_field_query(self) -> tuple[str, str] | None:
        """The address of the search before and after a field query appended to its query.

        The query is the first parameter of the address. None if a field query cannot be appended.
        """
        query = query_rewriting.before_filter(self._request)
        if query is None:
            return None
        before, ampersand, after = self._address(query=f"{query}{_PLACEHOLDER}").partition("&")
        return before.removesuffix(_PLACEHOLDER), ampersand + after

    @cached_property
    def _around_source(self) -> tuple[str, str]:
        """The address of the search before and after the name of its only source.

        No other value can contain the parameter, nor can the one of the source be the first.
        """
        named = f"&source={_PLACEHOLDER}"
        before, _, after = self._address(sources=(_PLACEHOLDER,)).partition(named)
        return before + named.removesuffix(_PLACEHOLDER), after

    def period_address(self, period: str) -> str:
        """The address of the search within a year, month or day."""
        before, after = self._around_period
        return f"{before}after={period}&before={period}{after}"

    @cached_property
    def _around_period(self) -> tuple[str, str]:
        """The address of the search before and after its period.

        No other value can contain the two parameters: ``&`` and ``=`` are encoded in values.
        """
        address = self._address(after=_PLACEHOLDER, before=_PLACEHOLDER)
        before, _, after = address.partition(f"after={_PLACEHOLDER}&before={_PLACEHOLDER}")
        return before, after
