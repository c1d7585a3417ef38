"""Addresses of pages, each in the language of the current page."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from flask import url_for

from web import localization
from web.document_ids import encode_id
from web.parameters import HIT, Pairs, page_address
from web.paths import path

_PLACEHOLDER_ID: Final = "0id0"


def with_language(pairs: Pairs, language: str) -> list[tuple[str, str]]:
    """The parameters with ``lang`` set for a language; without it for the default language."""
    kept = [pair for pair in pairs if pair[0] != "lang"]
    return kept if language == localization.default_language() else [*kept, ("lang", language)]


def link(endpoint: str, pairs: Pairs = (), **values: Any) -> str:
    """The address of a page.

    :param pairs: its query parameters.
    :param values: the variables of its path.
    """
    base = url_for(endpoint, **values) if values else path(endpoint)
    return page_address(base, with_language(pairs, localization.current_language()))


def page_linker(endpoint: str) -> Callable[[Pairs], str]:
    """A function from query parameters to the address of a page without path variables.

    Faster than :func:`link` for the dozens of links of one answer.
    """
    base = path(endpoint)
    language = with_language((), localization.current_language())
    return lambda pairs: page_address(base, [*pairs, *language])


def document_linker(endpoint: str, pairs: Pairs) -> Callable[[str], str]:
    """A function from document ids to addresses that differ in the id alone."""
    before, after = url_for(endpoint, document_id=_PLACEHOLDER_ID).split(_PLACEHOLDER_ID)
    tail = page_address(after, with_language(pairs, localization.current_language()))
    return lambda document_id: before + _encoded_id(document_id) + tail


def hit_linker(pairs: Pairs) -> Callable[[str, int], str]:
    """A function from the id of a hit and its place in the answer, from 1, to its page.

    :param pairs: the parameters of the search; there is at least one, its query.
    """
    document = document_linker("pages.document", pairs)
    return lambda document_id, place: f"{document(document_id)}&{HIT.name}={place}"


@lru_cache(maxsize=256)  # each result has two addresses
def _encoded_id(document_id: str) -> str:
    return encode_id(document_id)
