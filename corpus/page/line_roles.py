"""What lines and elements are by their names and lengths: dates, bylines, imprints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final, NamedTuple

from arabic.dates import find_date
from corpus.page.tree import Element, Line, PageTree, ancestors, name_words

_DATE_WORDS: Final = (
    "date time datetime published timestamp posted submitted pubdate meta byline info publish"
    " dateline updated postdate newsdate lbldate tarih tarikh تاريخ"
)
DATE_NAMES: Final = frozenset(_DATE_WORDS.split())
"""Words of class and id that name a date."""

_AUTHOR_WORDS: Final = (
    "author authors byline writer writers"
    " editor editors authorname postauthor creator reporter fn columnist"
    " auth username bigusername lblauthor lblwriter writername submitted by كاتب"
)
_AUTHOR_NAMES: Final = frozenset(_AUTHOR_WORDS.split())
_AUTHOR_ADDRESS: Final = re.compile(
    r"/(?:authors?|writers?|columnists?|reporters?)/[^/]", re.IGNORECASE
)

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
END_LINES: Final = 4
"""Lines of the end of a body that may be date or byline."""

SHORT_LINE: Final = 120
META_LINE: Final = 60
"""Code points of the longest line that may have facts, and of one that has facts alone."""

SENTENCE_ENDS: Final = '.:!؟?…»”"'
_IMPRINT_WORDS: Final = 6

_ROW: Final = re.compile(r"\s*[|•·()\[\]@]\s*|\s*::\s*|\s+[-–—]\s+")
_WHOLE: Final = len("2016-12-05")
_DATE_LENGTH: Final = 8
"""Words that a date at an edge of a line has less than."""

_WORDS_BESIDE_DATE: Final = 9

_PARAGRAPH: Final = 45
"""Code points from which a line may be a paragraph."""

LINKED: Final = 0.5
"""The share of links from which a line is no paragraph."""

LINK: Final = 0.9
"""The share of links from which a line is a link alone."""

_ITEM_WORDS: Final = "article entry post story news node item single topic opinion art the"
ITEM_NAMES: Final = frozenset(_ITEM_WORDS.split())
"""Words of class and id that name an article."""

_INTRODUCTION: Final = frozenset(
    (
        "summary", "intro", "introduction", "lead", "standfirst", "excerpt", "teaser", "deck",
        "dek", "chapo", "subtitle", "subhead", "subheading", "subheadline", "strapline",
    )
)  # fmt: skip
_SHORTEST_INTRODUCTION: Final = 30
"""Code points from which a line below the headline is an introduction, and no second headline."""

RIGHTS: Final = re.compile("©|حقوق|copyright", re.IGNORECASE)


def paragraph_points(line: Line) -> int:
    """The weight of a line as a paragraph: its code points outside links, 0 for a short line."""
    if len(line.text) < _PARAGRAPH or line.link_share > LINKED or RIGHTS.search(line.text[:200]):
        return 0
    return len(line.text) - line.linked


def is_link(line: Line) -> bool:
    """Whether a line is a link alone."""
    return line.link_share > LINK


def named_as(block: Element, names: frozenset[str]) -> bool:
    """Whether a block, one around it or the first element inside it has one of ``names``."""
    parent = block.getparent()
    around = [block] if parent is None or parent.tag == "body" else [block, parent]
    return any(
        not names.isdisjoint(name_words(each))
        for each in (*around, *islice(block.iterchildren(), 4))
    )


def is_author(element: Element) -> bool:
    """Whether an element says by a name such as ``writer`` or ``bbauthor``, or by the address that
    it links to, that it is the author."""
    if "author" in (element.get("rel") or "").split():
        return True
    if element.tag == "a" and _AUTHOR_ADDRESS.search(element.get("href") or ""):
        return True
    words = name_words(element)
    return not _AUTHOR_NAMES.isdisjoint(words) or any(
        word.endswith(("author", "writer", "byline")) for word in words
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


def is_introduction(line: Line) -> bool:
    """Whether a line is long enough for an introduction and in an element that is named as one."""
    return (
        len(line.text) >= _SHORTEST_INTRODUCTION
        and line.link_share <= LINKED
        and any(map(is_named_introduction, islice(ancestors(line.block), 3)))
    )


def is_second_headline(page: PageTree, headline: int | None, index: int) -> bool:
    """Whether a line is a heading right below the headline, long enough for an introduction."""
    line = page.lines[index]
    return (
        headline is not None
        and index == headline + 1
        and line.block.tag in HEADINGS
        and len(line.text) >= _SHORTEST_INTRODUCTION
        and line.link_share <= LINKED
    )


def is_named_introduction(element: Element) -> bool:
    """Whether the class or id of an element names an introduction."""
    words = name_words(element)
    is_below_title = "sub" in words and not words.isdisjoint((*ITEM_NAMES, "title", "head"))
    return is_below_title or not _INTRODUCTION.isdisjoint(words)


def starts_beside(page: PageTree, element: Element, beside: Sequence[bool]) -> bool:
    line = page.first_line(element)
    return line < len(beside) and beside[line]


class EdgeDate(NamedTuple):
    """A whole date at an edge of a line or in a row, and the parts of the line beside it.

    ``is_first`` says that the line begins with the date, ``has_colon`` that a colon follows it.
    """

    iso: str
    beside: tuple[str, ...]
    is_first: bool
    has_colon: bool


def find_edge_date(text: str) -> EdgeDate | None:
    """The whole date that a short line begins or ends with, beside few words or in a row."""
    if len(text) > SHORT_LINE:
        return None
    parts = _ROW.split(text)
    for place, part in enumerate(parts):
        iso = _whole_date(part)
        if iso is not None:
            beside = (*parts[:place], *parts[place + 1 :])
            return EdgeDate(iso, beside, place == 0, part.endswith(":"))
    words = text.split()
    if text[-1] in SENTENCE_ENDS:
        return None
    for count in range(1, min(len(words), _DATE_LENGTH)):
        iso = _whole_date(" ".join(words[:count]))
        if iso is not None:
            return _date_before(words, count, iso)
        iso = find_date(" ".join(words[-count:])) if len(words) <= _WORDS_BESIDE_DATE else None
        if iso is not None and len(iso) == _WHOLE:
            return EdgeDate(iso, tuple(_ROW.split(" ".join(words[:-count]))), False, False)
    return None


def _date_before(words: Sequence[str], count: int, iso: str) -> EdgeDate:
    """The date that ``count`` words of a line have, and what is beside it and its time of day."""
    while count + 1 < len(words) and find_date(" ".join(words[: count + 1])) == iso:
        count += 1
    beside = " ".join(words[count:])
    has_colon = words[count - 1].endswith(":") or beside.startswith(":")
    return EdgeDate(iso, tuple(_ROW.split(beside)), True, has_colon)


def _whole_date(text: str) -> str | None:
    """The date that a text is, if it has a day."""
    iso = find_date(text)
    return iso if iso is not None and len(iso) == _WHOLE else None
