"""Elements inside a body that are no part of its text: captions, forms, links to articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from corpus.page.line_roles import (
    HEADINGS,
    LINK,
    META_LINE,
    SENTENCE_ENDS,
    is_link,
    paragraph_points,
)
from corpus.page.tree import Element, Line, PageTree, ancestors, holder, inner_text, name_words

PICTURES: Final = ("img", "picture", "video", "iframe", "amp-img", "object", "embed")
"""Tags of pictures and films."""

_CONTROLS: Final = ("input", "button", "textarea", "select")
_BOXES: Final = (
    "div", "section", "table", "td", "tr", "center", "dl", "form", "article", "figure", "p",
)  # fmt: skip
_GROUPS: Final = frozenset(("div", "section", "article", "form"))
_LEVELS: Final = 4
_CAPTION_LENGTH: Final = 150
_FORM_LENGTH: Final = 250
_BOX_LINES: Final = 16
_TITLE_LENGTH: Final = 12
_LABEL_LENGTH: Final = 25


class _Totals(NamedTuple):
    """Running totals of lines: code points, code points of paragraphs, and links to a page."""

    length: list[int]
    points: list[int]
    links: list[int]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Totals:
        totals = cls([0], [0], [0])
        for line in lines:
            totals.length.append(totals.length[-1] + len(line.text))
            totals.points.append(totals.points[-1] + paragraph_points(line))
            totals.links.append(totals.links[-1] + is_link_to_page(line))
        return totals


def is_link_to_page(line: Line) -> bool:
    """Whether a line is a link alone, with words enough for the title of an article."""
    return is_link(line) and len(line.text) >= _TITLE_LENGTH


def inserted_lines(page: PageTree, body: Element, first: int) -> set[int]:
    """The lines of a body, from ``first``, that are in elements inserted between its paragraphs."""
    start, end = page.extents[body]
    end = min(end, len(page.lines))
    found: set[int] = set()
    totals = _Totals.of(page.lines[start:end])
    with_picture = _around(body, PICTURES)
    with_control = _around(body, _CONTROLS)
    for element in body.iter(*_BOXES):
        low, high = page.extents.get(element, (0, 0))
        high = min(high, end)
        if element is body or not first <= low < high <= low + _BOX_LINES:
            continue
        box = _Box(element, low - start, high - start)
        if (
            (element in with_picture and _is_caption(box, totals, page.lines[low:high]))
            or (element in with_control and _is_form(box, totals))
            or _is_link_box(box, totals, page.lines[low:high])
            or _is_note(element, page.lines[low:high])
            or (high == end and _is_trailing_note(element, page.lines[low:high]))
            or _is_below_picture(element, page.lines[low:high])
        ):
            found.update(range(low, high))
    found.update(_heads_of_links(page, max(start, first), end))
    return found


class _Box(NamedTuple):
    """An element and the range of its lines in the body."""

    element: Element
    low: int
    high: int

    def sum(self, running: Sequence[int]) -> int:
        return running[self.high] - running[self.low]


def _around(body: Element, tags: Sequence[str]) -> frozenset[Element]:
    """The elements of a body that are around one of ``tags``, at most four levels above it."""
    found: set[Element] = set()
    for inner in body.iter(*tags):
        for element in islice(ancestors(inner), 1, 1 + _LEVELS):
            if element is body or element in found:
                break
            found.add(element)
    return frozenset(found)


def _is_caption(box: _Box, totals: _Totals, lines: Sequence[Line]) -> bool:
    """Whether an element with a picture has no more text than a caption."""
    if box.element.tag == "p":
        return False
    return box.sum(totals.length) <= _CAPTION_LENGTH and not any(
        line.block.tag in HEADINGS or (len(line.text) > META_LINE and line.text[-1] in "؟?!.")
        for line in lines
    )


def _is_form(box: _Box, totals: _Totals) -> bool:
    """Whether an element with a button or a field has no paragraph."""
    return box.sum(totals.length) <= _FORM_LENGTH and box.sum(totals.points) <= _CAPTION_LENGTH


def _is_link_box(box: _Box, totals: _Totals, lines: Sequence[Line]) -> bool:
    """Whether an element has links to articles and short lines beside them alone."""
    return (
        box.element.tag in _GROUPS
        and box.sum(totals.links) > 0
        and box.sum(totals.points) == 0
        and all(
            len(line.text) <= META_LINE and line.text[-1] not in "؟?!."
            for line in lines
            if not is_link(line)
        )
    )


def _is_note(element: Element, lines: Sequence[Line]) -> bool:
    """Whether a short line has a named element of its own between paragraphs in ``<p>``."""
    if len(lines) != 1 or not (element.tag == "table" or element.get("class")):
        return False
    line = lines[0]
    if len(line.text) > META_LINE or line.text[-1] in SENTENCE_ENDS:
        return False
    if (
        line.block.tag not in ("div", "td", "center")
        or next(element.iter("b", "strong"), None) is not None
    ):
        return False
    if element.tag not in ("div", "table"):
        return False
    if not name_words(element).isdisjoint(("title", "sub", "subtitle", "head", "heading")):
        return False
    before = islice(element.itersiblings(preceding=True), _NEAR)
    after = islice(element.itersiblings(), _NEAR)
    return all(any(each.tag == "p" for each in near) for near in (before, after))


_NEAR: Final = 4
"""Elements beside a note among which is a paragraph."""


def _is_trailing_note(element: Element, lines: Sequence[Line]) -> bool:
    """Whether a named element with one paragraph ends a body whose paragraphs are in ``<p>``."""
    if element.tag != "div" or not element.get("class") or len(lines) > _NOTE_LINES:
        return False
    before = list(islice(element.itersiblings(preceding=True), _NEAR))
    return (
        sum(each.tag == "p" for each in before) >= _NEAR - 1
        and next(element.iter("blockquote", "table", "ul", "ol"), None) is None
        and lines[0].text[0] != "*"
    )


_NOTE_LINES: Final = 2


def _is_below_picture(element: Element, lines: Sequence[Line]) -> bool:
    """Whether a paragraph in small or slanted letters is below one with a picture alone."""
    if element.tag != "p" or len(lines) != 1 or lines[0].text[-1] in SENTENCE_ENDS:
        return False
    before = element.getprevious()
    if before is None or before.tag not in ("p", "div", "center", "img", "figure"):
        return False
    is_picture = next(before.iter(*PICTURES), None) is not None and not inner_text(before)
    inside = holder(lines[0])
    return (
        is_picture
        and len(lines[0].text) <= _CAPTION_LENGTH
        and any(each.tag in ("em", "i", "small") for each in islice(ancestors(inside), _LEVELS))
    )


def _heads_of_links(page: PageTree, first: int, end: int) -> Iterator[int]:
    """The short lines that are directly above links to articles, as their heading is, and after
    the last paragraph all lines from such a heading."""
    last = max((i for i in range(first, end) if paragraph_points(page.lines[i])), default=end)
    for index in range(first, end - 1):
        line = page.lines[index]
        if not is_link_to_page(page.lines[index + 1]) or is_link(line):
            continue
        if len(line.text) > META_LINE or line.text[-1] in "؟?!.،؛»”":
            continue
        below = page.lines[index + 1].block.tag
        if line.block.tag in HEADINGS:
            yield index
            if index > last:
                yield from range(index + 1, end)
                return
        elif below not in ("p", "br") or is_link_to_page(page.lines[min(index + 2, end - 1)]):
            yield index


def is_labelled_links(line: Line) -> bool:
    """Whether a line is a label and links: «المزيد عن: التعليم المدرسة»."""
    label, colon, rest = line.text.partition(":")
    return (
        bool(colon)
        and bool(rest)
        and len(label) <= _LABEL_LENGTH
        and line.linked > 0
        and line.linked + 2 >= sum(not letter.isspace() for letter in rest) * LINK
        and line.text[-1] not in "؟?!."
    )
