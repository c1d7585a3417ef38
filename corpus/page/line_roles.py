"""What lines and elements are by their names and lengths: dates, bylines, imprints."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from corpus.page.tree import Element, PageTree, name_words

_DATE_WORDS: Final = (
    "date time datetime published timestamp posted submitted pubdate meta byline info publish"
    " dateline updated postdate newsdate lbldate تاريخ"
)
DATE_NAMES: Final = frozenset(_DATE_WORDS.split())
"""Words of class and id that name a date."""

_AUTHOR_WORDS: Final = (
    "author byline writer authorname postauthor creator reporter fn columnist username bigusername"
    " lblauthor lblwriter writername submitted by كاتب"
)
_AUTHOR_NAMES: Final = frozenset(_AUTHOR_WORDS.split())

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
END_LINES: Final = 4
"""Lines of the end of a body that may be date or byline."""

SHORT_LINE: Final = 120
META_LINE: Final = 60
"""Code points of the longest line that may have facts, and of one that has facts alone."""

SENTENCE_ENDS: Final = '.:!؟?…»”"'
_IMPRINT_WORDS: Final = 6


def named_as(block: Element, names: frozenset[str]) -> bool:
    """Whether a block, one around it or the first element inside it has one of ``names``."""
    parent = block.getparent()
    around = [block] if parent is None or parent.tag == "body" else [block, parent]
    return any(
        not names.isdisjoint(name_words(each))
        for each in (*around, *islice(block.iterchildren(), 4))
    )


def is_author(element: Element) -> bool:
    return "author" in (element.get("rel") or "").split() or not _AUTHOR_NAMES.isdisjoint(
        name_words(element)
    )


def is_author_block(block: Element) -> bool:
    inside = list(islice(block.iterchildren(), 2))
    return is_author(block) or (
        len(inside) == 1 and not (block.text or "").strip() and is_author(inside[0])
    )


def is_imprint(text: str) -> bool:
    """Whether a line has few words, as one of the site and the date."""
    return (
        len(text) <= META_LINE
        and len(text.split()) <= _IMPRINT_WORDS
        and text[-1] not in SENTENCE_ENDS
    )


def starts_beside(page: PageTree, element: Element, beside: Sequence[bool]) -> bool:
    line = page.first_line(element)
    return line < len(beside) and beside[line]
