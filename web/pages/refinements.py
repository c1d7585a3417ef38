"""What narrows an answer, as links: filters in force, levels, facets, orders, periods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Any, Final

import msgspec
from flask_babel import gettext

from search.advice import query_rewriting
from search.answer import Answer, Facet, FacetValue, Relation
from search.query.nodes import And, FieldIs, Node, unparse
from search.query.syntax import KEYWORD_FIELD_NAMES
from search.request import FacetName, Level, Request
from web import localization
from web.parameters import Pairs, in_link, write_pairs

VALUES_SHOWN: Final = 6
"""Values of a facet that are shown at once; the rest are behind a fold."""

_ARABIC_FIELDS: Final[dict[str, str]] = {
    field: name for name, field in KEYWORD_FIELD_NAMES.items() if not name.isascii()
}


class Filter(msgspec.Struct, frozen=True):
    """A filter in force, as the reader sees it, and the address without it."""

    label: str
    value: str
    without: str


_ANY: Final = "0"
"""Stands for a value where only what is around it is wanted: a page has dozens of links that differ
in one value."""


class AtLevel(msgspec.Struct, frozen=True):
    """How many documents a query finds at a level; ``current`` is the level of the page."""

    level: Level
    documents: int
    relation: Relation
    address: str
    current: bool


class Value(msgspec.Struct, frozen=True):
    """A value of a facet; ``address`` is empty where it is in force already."""

    value: str
    documents: int
    address: str


class Group(msgspec.Struct, frozen=True):
    """A facet: the values shown at once, those behind the fold, and what neither counts."""

    name: FacetName
    shown: tuple[Value, ...]
    folded: tuple[Value, ...]
    others: int
    missing: int


def field_query(field: str, value: str) -> str:
    """The filter of a field as a reader of this page writes it."""
    return _filter(field, value, localization.current())


def _filter(field: str, value: str, spoken: str) -> str:
    written = unparse(FieldIs(field=field, value=value))
    return _ARABIC_FIELDS[field] + written.removeprefix(field) if spoken == "ar" else written


@lru_cache(maxsize=1024)  # the same names come again on most pages
def _filter_in_link(field: str, value: str, spoken: str) -> str:
    return in_link(_filter(field, value, spoken))


def without_page(asked: Request) -> Request:
    """The same question, its first page, in the usual number."""
    return msgspec.structs.replace(asked, offset=0, limit=Request(query="").limit)


class Narrower:
    """Makes addresses of questions beside the one that was asked.

    :param link: makes the address of a search from its parameters.
    """

    def __init__(self, asked: Request, link: Callable[[Pairs], str]) -> None:
        self._asked = msgspec.structs.replace(asked, offset=0)
        self._link = link
        self._tree = query_rewriting.read(asked, asked.query)

    def _to(self, **changes: Any) -> str:
        return self._link(write_pairs(msgspec.structs.replace(self._asked, **changes)))

    def in_force(self) -> list[Filter]:
        """The filters of the question, each with the address of the question without it."""
        asked = self._asked
        found = [
            Filter(
                gettext("source"),
                source,
                self._to(sources=tuple(other for other in asked.sources if other != source)),
            )
            for source in asked.sources
        ]
        found += self._written()
        after, before = asked.after, asked.before
        if after and after == before:
            whole = self._to(after=None, before=None)
            found.append(Filter(gettext("date"), localization.date_text(after), whole))
        else:
            if after:
                to = self._to(after=None)
                found.append(Filter(gettext("from"), localization.date_text(after), to))
            if before:
                to = self._to(before=None)
                found.append(Filter(gettext("to"), localization.date_text(before), to))
        if asked.level != "stem":
            level = gettext(localization.LEVELS[asked.level])
            found.append(Filter(gettext("match"), level, self._to(level="stem")))
        if asked.operator != "all":
            to = self._to(operator="all")
            found.append(Filter(gettext("words"), gettext("any of them"), to))
        return found

    def _written(self) -> Iterator[Filter]:
        """The filters that the query itself requires."""
        for node in self._required():
            if isinstance(node, FieldIs):
                # Without its only filter a query asks for everything.
                query = query_rewriting.without(self._asked, self._tree, [node]) or "*"
                label = gettext(localization.FIELDS[node.field])
                yield Filter(label, node.value, self._to(query=query))

    def _required(self) -> tuple[Node, ...]:
        return self._tree.nodes if isinstance(self._tree, And) else (self._tree,)

    def levels(self, answer: Answer) -> list[AtLevel]:
        """The question at each level that was counted."""
        return [
            AtLevel(
                each.level,
                each.documents,
                each.relation,
                self._to(level=each.level),
                each.level == self._asked.level,
            )
            for each in answer.levels
        ]

    def facets(self, answer: Answer) -> list[Group]:
        """The facets that can narrow the answer, or that do."""
        groups = [self._group(facet) for facet in answer.facets if facet.values]
        return [
            group
            for group in groups
            if len(group.shown) > 1 or group.missing or not group.shown[0].address
        ]

    def _group(self, facet: Facet) -> Group:
        values = [
            Value(each.value, each.documents, self._value(facet.name, each))
            for each in facet.values
        ]
        # A fold for one or two values would hide no more than it takes up.
        shown = len(values) if len(values) <= VALUES_SHOWN + 2 else VALUES_SHOWN
        return Group(
            facet.name,
            tuple(values[:shown]),
            tuple(values[shown:]),
            facet.others,
            facet.missing,
        )

    def _value(self, name: FacetName, each: FacetValue) -> str:
        if name == "year" or name == "month":
            in_force = self._asked.after == self._asked.before == each.value
            return "" if in_force else self.to_period(each.value)
        if name == "source":
            in_force = self._asked.sources == (each.value,)
            return "" if in_force else self._to(sources=(each.value,))
        node = FieldIs(field=name, value=each.value)
        if node in self._required():
            return ""
        if self._before_filter is None:
            written = field_query(name, each.value)
            return self._to(query=query_rewriting.narrowed(self._asked, self._tree, node, written))
        before, after = self._before_filter
        return f"{before}{_filter_in_link(name, each.value, localization.current())}{after}"

    @cached_property
    def _before_filter(self) -> tuple[str, str] | None:
        """What stands in an address before and after a filter of the query, its last words, which
        is the first parameter."""
        beginning = query_rewriting.before_filter(self._asked)
        if beginning is None:
            return None
        query, ampersand, others = self._to(query=f"{beginning}{_ANY}").partition("&")
        return query.removesuffix(_ANY), ampersand + others

    def to_period(self, period: str) -> str:
        """The address of the same question within a year, month or day."""
        before, after = self._around_period
        return f"{before}after={period}&before={period}{after}"

    @cached_property
    def _around_period(self) -> tuple[str, str]:
        """What stands in an address before and after the period; no other value can hold the two
        parameters, for its signs are encoded."""
        before, _, after = self._to(after=_ANY, before=_ANY).partition(
            f"after={_ANY}&before={_ANY}"
        )
        return before, after
