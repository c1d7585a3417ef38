"""The suggestions of an answer as links, labelled in the language of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

import msgspec
from flask_babel import gettext
from markupsafe import Markup, escape

from search.answer import Answer, Suggestion
from search.request import Request
from web.message_html import isolate
from web.pages.labels import field_list, level_name
from web.parameters import Pairs, write_pairs


class SuggestionLink(msgspec.Struct, frozen=True):
    """A suggested search: its label, its number of results, and its address."""

    label: Markup
    total: int
    at_least: bool
    address: str


class SuggestionLinks(msgspec.Struct, frozen=True):
    """The suggested searches of an answer: those with other words, and those that find more."""

    rewordings: tuple[SuggestionLink, ...]
    relaxations: tuple[SuggestionLink, ...]


def suggestion_links(
    request: Request, answer: Answer, link: Callable[[Pairs], str]
) -> SuggestionLinks:
    """The suggestions of an answer as links.

    :param link: makes the address of a search from its parameters.
    """
    rewordings: list[SuggestionLink] = []
    relaxations: list[SuggestionLink] = []
    for suggestion in answer.suggestions:
        links = rewordings if _is_rewording(suggestion) else relaxations
        links.append(
            SuggestionLink(
                label=_label(request, suggestion),
                total=suggestion.documents,
                at_least=suggestion.relation == "at_least",
                address=link(write_pairs(_suggested_request(request, suggestion))),
            )
        )
    return SuggestionLinks(tuple(rewordings), tuple(relaxations))


def _is_rewording(suggestion: Suggestion) -> bool:
    match suggestion.kind:
        case "layout" | "spelling" | "split":
            return True
        case "sources" | "dates" | "filters" | "quotes" | "level" | "omit" | "any":
            return False
        case "words" | "site":
            return False
        case _:
            assert_never(suggestion.kind)


def _suggested_request(request: Request, suggestion: Suggestion) -> Request:
    """The request for the first page of a suggestion."""
    return msgspec.structs.replace(
        request,
        query=suggestion.query,
        level=suggestion.level,
        operator=suggestion.operator,
        sources=() if "source" in suggestion.without else request.sources,
        after=None if "after" in suggestion.without else request.after,
        before=None if "before" in suggestion.without else request.before,
        offset=0,
    )


def _label(request: Request, suggestion: Suggestion) -> Markup:
    match suggestion.kind:
        case "layout" | "spelling" | "split":
            return _rewording_label(request, suggestion)
        case "level":
            return escape(level_name(suggestion.level))
        case "omit":
            return escape(gettext("without %(word)s")) % {"word": isolate(suggestion.word)}
        case "sources":
            return escape(gettext("without filters on %(fields)s")) % {"fields": field_list()}
        case "dates":
            return escape(gettext("without dates"))
        case "filters":
            return escape(gettext("without filters"))
        case "quotes":
            return escape(gettext("the words of the phrase in any place"))
        case "any":
            return escape(gettext("any of the words"))
        case "words" | "site":
            return _label_instead_of_address(suggestion)
        case _:
            assert_never(suggestion.kind)


def _label_instead_of_address(suggestion: Suggestion) -> Markup:
    """The words in an address as a query, or its site."""
    if suggestion.kind == "site":
        return escape(gettext("articles of %(site)s")) % {"site": isolate(suggestion.word)}
    by_any = suggestion.operator == "any"
    label = gettext("any of the words in it") if by_any else gettext("the words in it")
    return escape(label) + Markup(": ") + isolate(suggestion.query)


def _rewording_label(request: Request, suggestion: Suggestion) -> Markup:
    """The suggested query, and what else is changed with it."""
    pieces = [isolate(suggestion.query)]
    if suggestion.operator != request.operator:
        pieces.append(escape(gettext("any of the words")))
    if suggestion.without:
        pieces.append(escape(gettext("without filters")))
    return Markup(gettext(", ")).join(pieces)
