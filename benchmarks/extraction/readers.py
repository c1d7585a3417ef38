"""The readers of web pages that are compared: warraq, trafilatura, htmldate."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from benchmarks.extraction.measures import FACTS, Answer
from corpus.readers import html


def read_with_warraq(data: bytes) -> Answer:
    """The document that ``warraq add`` makes of a page."""
    found = html.read(data)
    return Answer(frozenset(FACTS), found.date, found.author, found.title, found.source, found.text)


def read_with_trafilatura(data: bytes) -> Answer:
    """Text and metadata of trafilatura with its default settings, its date among them."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    found: Any = bare_extraction(data, with_metadata=True, include_comments=False)
    if found is None:
        return Answer(frozenset(FACTS))
    return Answer(
        frozenset(FACTS), found.date, found.author, found.title, found.sitename, found.text
    )


def read_with_htmldate(data: bytes) -> Answer:
    """The date of htmldate with its default settings, as far as the original date."""
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    return Answer(frozenset({"date"}), find_date(data, original_date=True))


READERS: Final[Mapping[str, Callable[[bytes], Answer]]] = MappingProxyType(
    {
        "warraq": read_with_warraq,
        "trafilatura": read_with_trafilatura,
        "htmldate": read_with_htmldate,
    }
)
"""Every reader by its name."""
