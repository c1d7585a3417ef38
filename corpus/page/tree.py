"""A parsed web page: its elements, and the lines of text that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from lxml import etree, html

from corpus.markup import resolve_entities
from corpus.page.long_tags import without_long_tags

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

_TITLE_LIMIT: Final = 2_000
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSUITABLE: Final = re.compile("[\0\x01-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

_BLOCK_TAGS: Final = (
    "address article aside blockquote body br caption center dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li"
    " main menu nav ol option p pre section summary table tbody td tfoot th thead tr ul"
)
_UNSEEN_TAGS: Final = (
    "area audio button canvas datalist embed frame frameset head iframe input map noembed"
    " noframes noscript object rp rt script select style svg template textarea title video"
)
_BLOCKS: Final = frozenset(_BLOCK_TAGS.split())
_UNSEEN: Final = frozenset(_UNSEEN_TAGS.split())


ELEMENT_LIMIT: Final = 50_000
"""Elements of a page whose article is separated from the rest; a longer page is one text."""


class Line(NamedTuple):
    """A line of text that a page shows.

    ``block`` is the nearest block element around its beginning, ``linked`` the number of its code
    points inside links, and ``origin`` the element that its first text is in.
    """

    text: str
    block: Element
    linked: int
    origin: Element

    @property
    def link_share(self) -> float:
        """The share of its code points inside links, 0 to 1."""
        return min(1.0, self.linked / max(1, len(self.text)))


class PageTree(NamedTuple):
    """A parsed page: its root, its lines in order, and the lines of each element.

    ``extents`` has the index of the first line of an element and the index after its last one.
    """

    root: Element
    lines: list[Line]
    extents: dict[Element, tuple[int, int]]

    @property
    def title(self) -> str:
        """The text of ``<title>``."""
        for element in self.root.iter("title"):
            if element.getparent() is not None and element.getparent().tag != "svg":
                return squeeze(resolve_entities(element.text_content()[:_TITLE_LIMIT]))
        return ""

    def first_line(self, element: Element) -> int:
        """The index of the first line of an element."""
        return self.extents.get(element, (0, 0))[0]

    def lines_in(self, element: Element) -> list[Line]:
        """The lines of an element."""
        start, end = self.extents.get(element, (0, 0))
        return self.lines[start:end]

    def text_of(self, element: Element) -> str:
        """The text of an element in one line."""
        return squeeze(" ".join(line.text for line in self.lines_in(element)))


def parse_page(markup: str) -> PageTree:
    """Parse a page that is decoded already; the character set that it declares is not used.

    Of a page with elements nested deeper than the parser reads, those of no meaning are left out.
    """
    plain = _UNSUITABLE.sub("\ufffd", _DECLARATION.sub("", markup))
    plain = without_long_tags(plain)
    root, is_complete = _parse(plain)
    if not is_complete:
        root, _ = _parse(_WITHOUT_MEANING.sub(" ", plain))
    if any(number >= ELEMENT_LIMIT for number, _ in enumerate(root.iter())):
        return PageTree(root, _all_lines(root), {})
    lines = _LineWriter()
    lines.write(root)
    return PageTree(root, lines.lines, lines.extents)


def _all_lines(root: Element) -> list[Line]:
    """The lines of a page as its markup is broken, without an analysis of its elements."""
    body = root.find("body")
    etree.strip_elements(body, *_UNSEEN, with_tail=False)
    for element in body.iter(*_BLOCKS):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    return [
        Line(line, root, 0, root) for line in map(squeeze, body.text_content().splitlines()) if line
    ]


def _parse(plain: str) -> tuple[Element, bool]:
    """The root of a page, and whether all of it was parsed."""
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(plain.encode(), parser=parser, ensure_head_body=True)
    except (etree.ParserError, AssertionError):
        return html.document_fromstring(_EMPTY), True
    return root, all("depth" not in (error.message or "") for error in parser.error_log)


_EMPTY: Final = b"<html><head></head><body></body></html>"
_WITHOUT_MEANING: Final = re.compile(
    r"</?(?:div|span|font|b|i|u|em|strong|center|blockquote|ul|ol|li|table|tr|td|tbody|section)"
    r"(?:\s[^<>]{0,2000})?>",
    re.IGNORECASE,
)


class _LineWriter:
    """Collects the lines of a tree."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.extents: dict[Element, tuple[int, int]] = {}
        self._parts: list[str] = []
        self._linked = 0
        self._block: Element | None = None
        self._origin: Element | None = None

    def write(self, root: Element) -> None:
        blocks: list[Element] = [root]
        links = 0
        starts: list[int] = []
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in _BLOCKS:
                    self._end_line()
                    blocks.append(element)
                elif self._parts and _is_apart(element):
                    self._parts.append(" ")
                starts.append(len(self.lines))
                links += tag == "a"
                if tag in _UNSEEN or is_hidden(element):
                    walk.skip_subtree()
                else:
                    self._add(element.text, blocks[-1], links, element)
                continue
            if tag in _BLOCKS:
                self._end_line()
                blocks.pop()
            links -= tag == "a"
            pending = 1 if self._parts else 0
            self.extents[element] = (starts.pop(), len(self.lines) + pending)
            self._add(element.tail, blocks[-1], links, element.getparent())
        self._end_line()

    def _add(self, text: str | None, block: Element, links: int, origin: Element) -> None:
        if not text or (not self._parts and text.isspace()):
            return
        if not self._parts:
            self._block, self._origin = block, origin
        if links:
            # The space between two links counts as linked.
            self._linked += len(text.strip()) + bool(self._linked)
        self._parts.append(text)

    def _end_line(self) -> None:
        text = squeeze(resolve_entities("".join(self._parts)))
        if text and self._block is not None:
            self.lines.append(Line(text, self._block, self._linked, self._origin))
        self._parts, self._linked, self._block, self._origin = [], 0, None, None


def _is_apart(element: Element) -> bool:
    """Whether an inline element directly after another is no part of the same word.

    So are elements with a class, such as a name beside a date, which pages show apart, and those
    of a short row with figures.
    """
    before = element.getprevious()
    if before is None or before.tail:
        return False
    parent = element.getparent()
    if _is_short_row(parent) or _is_row(parent, before, element):
        return True
    if before.tag != element.tag and "a" in (before.tag, element.tag):
        return element.getparent().tag not in _PROSE_TAGS
    return any(
        each.get("class") is not None or each.tag in _FACT_TAGS for each in (before, element)
    )


def _is_row(parent: Element, before: Element, element: Element) -> bool:
    """Whether two inline elements are parts of a row: of a block with such elements alone, and
    without styles of letters, which cut words."""
    return (
        parent.tag in _ROW_TAGS
        and 1 < len(parent) <= _ROW_ELEMENTS
        and not (parent.text or "").strip()
        and before.get("style") is None
        and element.get("style") is None
        and before.tag in _ROW_PARTS
        and element.tag in _ROW_PARTS
        and all(each.tag in _ROW_PARTS and not (each.tail or "").strip() for each in parent)
    )


_ROW_TAGS: Final = frozenset(("div", "td", "li", "header", "section", "footer", "dd"))
_ROW_PARTS: Final = frozenset(("span", "a", "time", "label", "i", "img", "svg", "button"))


def _is_short_row(parent: Element) -> bool:
    """Whether an element has inline elements alone and a date or number, as the line of a byline
    has."""
    if parent.tag not in ("div", "td", "li") or len(parent) > _ROW_ELEMENTS:
        return False
    if (parent.text or "").strip() or any((each.tail or "").strip() for each in parent):
        return False
    text = ""
    for part in parent.itertext():
        text += part[: _ROW_LENGTH + 1]
        if len(text) > _ROW_LENGTH:
            return False
    return any(map(str.isdigit, text))


_ROW_ELEMENTS: Final = 8
_ROW_LENGTH: Final = 100
_LONGEST_ROW: Final = 240
_PROSE_TAGS: Final = frozenset(("p", "blockquote", "pre", "b", "strong", "em", "i", "font"))
_FACT_TAGS: Final = frozenset(("time", "label", "abbr", "cite"))


def squeeze(text: str) -> str:
    """A text with one space in place of each run of blanks, and none around it."""
    if "\u200b" in text or "\ufeff" in text:
        words = (word.strip("\u200b\ufeff") for word in text.split())
        return " ".join(word for word in words if word)
    return " ".join(text.split())


def is_hidden(element: Element) -> bool:
    """Whether an element says that it is not shown."""
    return (
        element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None
    )


_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9\u0600-\u06ff]+")


def name_words(element: Element) -> frozenset[str]:
    """The words of the class and id of an element, in lower case: ``postBody`` gives post, body."""
    return _name_words(f"{element.get('class') or ''} {element.get('id') or ''}"[:500])


@lru_cache(maxsize=4096)
def _name_words(names: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _CAMEL.split(names) if word)


def ancestors(element: Element) -> Iterator[Element]:
    """An element and the elements around it, from the inside."""
    current: Element | None = element
    while current is not None:
        yield current
        current = current.getparent()


LONGEST_VALUE: Final = 1_000
"""Code points of the longest value that a page states."""


def inner_text(element: Element) -> str:
    """All text inside an element, in one line of at most 1,000 code points."""
    parts, length = [], 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > LONGEST_VALUE:
            break
    text: str = squeeze(" ".join(parts))
    return text[:LONGEST_VALUE]


def parts_of(element: Element) -> list[str]:
    """The texts of the elements that an element is made of; none if it has text of its own or
    is made of one."""
    inner = [each for each in element if isinstance(each.tag, str)]
    if len(inner) < 2 or (element.text or "").strip() or any((e.tail or "").strip() for e in inner):
        return []
    return [text for text in map(inner_text, inner) if text]


def holder(line: Line) -> Element:
    """The innermost element that holds all of a line, as the ``<span>`` of a cell does."""
    whole = "".join(line.text.split())
    inner = line.origin
    for _ in range(_HOLDER_LEVELS):
        if inner is None or inner is line.block:
            break
        if "".join(inner_text(inner).split()) == whole:
            return inner
        inner = inner.getparent()
    return line.block


_HOLDER_LEVELS: Final = 4


def row_parts(line: Line) -> list[str]:
    """The texts of the inline elements that a line is made of, as the name and the date of one."""
    if len(line.text) > _LONGEST_ROW or len(line.block) > _ROW_ELEMENTS:
        return []
    parts = parts_of(line.block)
    is_whole = "".join("".join(parts).split()) == "".join(line.text.split())
    return parts if is_whole else []
