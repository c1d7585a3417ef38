"""The blueprint of the pages, with the engine and the search parameters of a request."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, current_app, request

from search.engine import Engine
from web.parameters import DOCUMENT_PAGE, SEARCH, Pairs, read_language, read_pairs

pages: Final = Blueprint("pages", __name__)


def engine() -> Engine:
    """The engine of this process; opened at the first call.

    :raises search.engine.EngineError: it cannot be opened.
    """
    opened: Engine = current_app.extensions["warraq"].engine()
    return opened


def search_pairs() -> Pairs:
    """The search parameters of the current request.

    :raises ParameterError: an unknown or repeated parameter, or an unknown language.
    """
    pairs = read_pairs(request.query_string, SEARCH)
    read_language(pairs)
    return pairs


def document_pairs() -> Pairs:
    """The parameters of the page of a document: those of the search, and the place of the hit.

    :raises ParameterError: an unknown or repeated parameter, or an unknown language.
    """
    pairs = read_pairs(request.query_string, DOCUMENT_PAGE)
    read_language(pairs)
    return pairs
