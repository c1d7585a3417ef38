"""The document of the archive that a reader names: by its id, its address, or its page here."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote, urlsplit

from corpus.document import Document
from search.engine import Engine
from search.request import BadRequest

_DOCUMENTS: Final = "/documents/"


def find_document(engine: Engine, given: str) -> Document | None:
    """Return a document of the archive, the first of several; None if there is none.

    :param given: its id, its address however it is written, or the address of its page here.
    """
    named = given.strip()
    found = engine.document(named)
    if found is not None:
        return found
    ids = [*_ids_at(engine, named), *_page_ids(named)]
    return next(filter(None, map(engine.document, ids)), None)


def _ids_at(engine: Engine, address: str) -> tuple[str, ...]:
    try:
        return engine.ids_at(address)
    except BadRequest:  # it is no address
        return ()


def _page_ids(address: str) -> list[str]:
    """The id in the address of the page of a document."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return []
    _, is_page, name = path.partition(_DOCUMENTS)
    return [unquote(name)] if is_page and name else []
