"""Boxes inside an article that are no part of it: links to other articles, teasers, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from corpus.page.inserts import PICTURES, is_labelled_links
from corpus.page.line_roles import (
    HEADINGS,
    META_LINE,
    SENTENCE_ENDS,
    SHORT_LINE,
    is_link,
    named_as,
    paragraph_points,
)
from corpus.page.tree import Element, Line, PageTree, ancestors, squeeze

_READ_ALSO: Final = re.compile(
    r"^\W*(?:[إا]قر[أا](?:وا|ئي)? ?(?:[أا]يض|المزيد|كذلك|عن)|قراءة [أا]يض"
    r"|شاهد(?:وا)? ?(?:[أا]يض|بالفيديو|:)|طالع(?:وا)? ?[أا]يض|مواضيع ذات|موضوعات (?:ذات|متعلقة)"
    r"|للمزيد|read (?:also|more)|تابعوا? |[أا]خبار ذات|مقالات ذات|قد يهمك|(?:ال|لل)عودة [إا]لى"
    r"|(?:\w+ )?(?:التالي|السابق)\b)",
    re.IGNORECASE,
)
_BOX_HEADING: Final = re.compile(
    r"^\W*(?:[إا]قر[أا](?:وا|ئي)?\W*$|ا?لمزيد\b|حول (?:هذ|الموضوع|القصة)|لا تفوت|[إا]?خترنا ل"
    r"|(?:مواضيع|موضوعات|مواد|مقالات|[أا]خبار|قصص|تقارير|روابط|عناوين|ملفات)"
    r" (?:ذات|ذو|متعلقة|مشابهة|مقترحة|مرتبطة|أخرى|اخرى|قد )|ذات صلة|قد (?:يهم|يعجب)|شاهد|تابع"
    r"|ال[أا]كثر (?:قراءة|مشاهدة|شيوعا|تداولا)|related|see also|lire aussi|[àa] lire"
    r"|(?:ال)?كلمات (?:ال)?(?:دالة|مفتاحية|دلالية)\W*$|(?:ال)?وسوم\W*$"
    r"|(?:\w+ )?(?:التالي|السابق)\W*$"
    r"|more (?:on|from))",
    re.IGNORECASE,
)
_CALL: Final = re.compile(r"^\W*(?:لل[إا]?شتراك|[إا]?شتركوا?|تابعونا|انضموا?)\b")
_CREDIT: Final = re.compile(
    r"\W*(?:(?:ال)?صورة|تصوير|عدسة|صدر الصورة،?|photo|credit)\s*[:/،]\s*\S.{0,40}|©\s?\S.{0,50}",
    re.IGNORECASE,
)
_CREDIT_AT_END: Final = re.compile(r"[-–—|/(،]\s*(?:تصوير|عدسة)\s*[:/]\s*[^:.]{3,40}$")
_HOUR: Final = re.compile(
    r"\W*\d{1,2}:\d{2}\s*(?:ص|م|صباحا|مساء|ظهرا|gmt|am|pm)?\W*", re.IGNORECASE
)
"""The time of an entry of a live report."""

_ADVERTISEMENT: Final = re.compile(r"\W*(?:[إا]علان(?:ات)?|advertisements?)\W*", re.IGNORECASE)
_CAPTION_NAMES: Final = frozenset(("caption", "cutline", "figcaption"))
_QUOTED: Final = ("table", "blockquote", "pre")
_LEVELS: Final = 6
_BOX_LINES: Final = 40


def is_aside(line: Line) -> bool:
    """Whether a line in a body is a link to another article, a caption, a credit, an hour or
    إعلان."""
    if (line.link_share > 0.3 and _READ_ALSO.match(line.text)) or is_labelled_links(line):
        return True
    if line.linked and len(line.text) <= SHORT_LINE and _CALL.match(line.text):
        return True
    if _HOUR.fullmatch(line.text) and line.block.tag not in ("td", "th", "li", "dd"):
        return True
    if _ADVERTISEMENT.fullmatch(line.text) or _CREDIT.fullmatch(line.text):
        return True
    if len(line.text) <= SHORT_LINE and _CREDIT_AT_END.search(line.text):
        return True
    if len(line.text) <= SHORT_LINE and (
        named_as(line.block, _CAPTION_NAMES) or _is_below_picture(line)
    ):
        return True
    return is_link(line) and (
        line.block.tag in ("li", "div", "td", "ul", "h3", "h4", "h5")
        or line.text[-1] not in SENTENCE_ENDS
    )


def _is_below_picture(line: Line) -> bool:
    """Whether a line is all that a cell of a table or a centred element has beside its picture."""
    block = line.block
    if block.tag not in ("td", "center") or line.text[-1] in SENTENCE_ENDS:
        return False
    return (
        next(block.iter(*PICTURES), None) is not None and squeeze(block.text_content()) == line.text
    )


def find_asides(page: PageTree, headline: int | None) -> Iterator[range]:
    """The lines of the boxes of a page below its headline.

    A box is what a heading such as «اقرأ أيضا» and the links after it have around them, a teaser
    (an ``<article>`` that begins with a linked heading), or a ``<figure>`` with a picture.
    """
    first = 0 if headline is None else headline + 1
    for index in range(first, len(page.lines)):
        line = page.lines[index]
        if len(line.text) > META_LINE or is_link(line):
            continue
        if _READ_ALSO.match(line.text) or _BOX_HEADING.match(line.text):
            yield _box(page, index, first)
    for element, (start, end) in page.extents.items():
        if first <= start < end and (_is_teaser(page, element) or _is_picture(element)):
            yield range(start, end)


def _box(page: PageTree, heading: int, first: int) -> range:
    """The lines of the box that a heading begins; none if no links are in it."""
    for element in islice(ancestors(page.lines[heading].block), _LEVELS):
        start, end = page.extents[element]
        if end - start < 2:
            continue
        if start < first or end - start > _BOX_LINES:
            break
        inside = page.lines[start:end]
        if any(map(paragraph_points, inside)):
            break
        if any(map(is_link, inside)):
            return range(start, end)
    end = heading + 1
    while end < len(page.lines) and is_link(page.lines[end]):
        end += 1
    return range(heading, end if end > heading + 1 else heading)


def _is_teaser(page: PageTree, element: Element) -> bool:
    if element.tag != "article":
        return False
    inside = page.lines_in(element)
    is_short = sum(paragraph_points(line) > 0 for line in inside) < 2
    return is_short and is_link(inside[0]) and _is_in_heading(inside[0].block)


def _is_in_heading(block: Element) -> bool:
    return any(each.tag in HEADINGS for each in islice(ancestors(block), 2))


def _is_picture(element: Element) -> bool:
    """Whether a figure shows no table or quotation; its picture may be put in by a script."""
    return element.tag == "figure" and next(element.iter(*_QUOTED), None) is None


def mark(beside: list[bool], boxes: Iterator[range]) -> None:
    """Mark the lines of boxes as beside the article."""
    for box in boxes:
        end = min(box.stop, len(beside))
        beside[box.start : end] = [True] * (end - box.start)
