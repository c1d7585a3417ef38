"""The places of a page that state its date: metadata, markup, printed lines, the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from arabic.dates import find_date, find_weekday, is_date_label, search_date
from corpus.page.bylines import read_byline
from corpus.page.line_roles import (
    DATE_NAMES,
    END_LINES,
    SENTENCE_ENDS,
    SHORT_LINE,
    find_edge_date,
    is_imprint,
    named_as,
    starts_beside,
)
from corpus.page.page_date import (
    ADDRESS,
    MARKUP,
    METADATA,
    PRINTED,
    UPDATE,
    StatedDate,
    state_date,
)
from corpus.page.statements import Statement
from corpus.page.title_parts import split_title
from corpus.page.tree import Line, PageTree, inner_text, name_words, row_parts

_IMPRINT: Final = 80
"""Code points of the longest line of city, site and date: «لندن - الضفة السبت، 14 مايو 2022»."""

_TIME: Final = re.compile(r"\d:\d\d")
_LABELLED_PARTS: Final = re.compile(r"\s*[:|·•،]\s+|\s+[-–—]\s+")


def dates_in_page(
    page: PageTree, head: Sequence[int], body: Sequence[int], end: int, beside: Sequence[bool]
) -> Iterator[StatedDate]:
    """The dates that the body of a page states.

    ``head`` and ``body`` are the indices of the lines around the headline and of the article,
    ``end`` the index after the article, ``beside`` says of each line whether it is beside it.
    """
    yield from _marked_dates(page, beside)
    yield from _printed_dates(page, head, beside)
    yield from _end_dates(page, [*body[-END_LINES:], *range(end, end + 3)], beside)
    yield from _title_dates(page)


def dates_in_statements(statements: Sequence[Statement]) -> Iterator[StatedDate]:
    for each in statements:
        if each.fact in ("published", "updated"):
            rank = METADATA if each.fact == "published" else UPDATE
            if each.place.startswith("itemprop") and rank == METADATA:
                rank = MARKUP
            found = state_date(rank, each.place, each.value) or state_date(
                rank, each.place, each.value, search_date(each.value)
            )
            if found is not None:
                yield found


def _marked_dates(page: PageTree, beside: Sequence[bool]) -> Iterator[StatedDate]:
    """The dates of ``<time>`` elements and of titles of elements that are named as dates."""
    for element in page.root.iter("time", "abbr", "span"):
        if starts_beside(page, element, beside):
            continue
        words = name_words(element)
        rank = UPDATE if words & {"updated", "modified"} and "published" not in words else MARKUP
        line = page.first_line(element)
        if rank == MARKUP and any(
            len(each.text) > SHORT_LINE for each in page.lines[line : line + 1]
        ):
            # A day that a paragraph mentions is the date of the page only if there is no other.
            rank = ADDRESS
        given = element.get("datetime")
        if element.tag != "time":
            given = element.get("title") if words & DATE_NAMES else None
        found = state_date(rank, element.tag, given) if given else None
        if found is None and element.tag == "time":
            text = inner_text(element)
            found = state_date(min(rank + 1, UPDATE), "time", text, search_date(text))
        if found is not None:
            yield found


def _printed_dates(
    page: PageTree, head: Sequence[int], beside: Sequence[bool]
) -> Iterator[StatedDate]:
    near = set(head)
    marked = [
        index
        for index, line in enumerate(page.lines)
        if index not in near
        and not beside[index]
        and len(line.text) <= SHORT_LINE
        and named_as(line.block, DATE_NAMES)
    ]
    for index in (*head, *marked):
        above = page.lines[index - 1].text if index else ""
        if not _OTHER_DATE.search(f"{above} {page.lines[index].text}"[:_IMPRINT]):
            yield from _dates_in_line(page.lines[index], index in near)


def _dates_in_line(line: Line, is_near: bool) -> Iterator[StatedDate]:
    """The dates of a line, that of a publication and that of an update apart."""
    text = line.text
    parts = _UPDATE_LABEL.split(text) if len(text) <= SHORT_LINE else []
    if len(parts) > 1 and search_date(parts[0]):
        for part in parts:
            found = state_date(PRINTED, "date line", part, search_date(part))
            if found is not None:
                yield found
        return
    iso = find_date(text)
    if iso is None and len(text) <= SHORT_LINE:
        iso = _date_in_short_line(line) or (_edge_date(text) if is_near else None)
    iso = iso or next(filter(None, map(search_date, row_parts(line))), None)
    found = state_date(PRINTED, "date line", text, iso) if iso is not None else None
    if found is not None:
        yield found


def _edge_date(text: str) -> str | None:
    """The whole date at an edge of a line."""
    found = find_edge_date(text)
    return found.iso if found is not None else None


def _date_in_short_line(line: Line) -> str | None:
    """The date of a line that a name, a label, a weekday or a byline marks as a date line."""
    text = line.text
    weekday = find_weekday(text)
    if (of_issue := find_date(_ISSUE_NUMBER.sub("", text))) is not None:
        return of_issue
    if (
        named_as(line.block, DATE_NAMES)
        or any(map(is_date_label, _LABELLED_PARTS.split(text)))
        or (weekday is not None and weekday.start() == 0)
        or _ISSUE.match(text)
        or read_byline(text) is not None
    ):
        return search_date(text)
    if len(text) <= _IMPRINT and text[-1] not in SENTENCE_ENDS and (weekday or _TIME.search(text)):
        return search_date(text)
    return None


_ISSUE: Final = re.compile(r"(?:السنة [^،,|-]{1,30}[،,|-] ?)?العدد\b")
_ISSUE_NUMBER: Final = re.compile(r"(?<=\d)\W{1,3}(?:ال)?عدد \d+$")
_UPDATE_LABEL: Final = re.compile(
    r"\s*[•·|(–-]?\s*(?=(?:[آا]خر )?(?:تحديث|تعديل)\b|(?:last )?updated\b)", re.IGNORECASE
)
_OTHER_DATE: Final = re.compile(
    r"تاريخ (?:ال)?(?:تسجيل|انضمام|[إا]نتساب|ميلاد)|عضو منذ|[إا]نضم|joined|join date|registered",
    re.IGNORECASE,
)
"""Labels of dates of a member or a life."""


def _end_dates(
    page: PageTree, indices: Sequence[int], beside: Sequence[bool]
) -> Iterator[StatedDate]:
    """The dates of the last lines of the body and of the first below it."""
    for index in indices:
        if index >= len(page.lines) or beside[index]:
            continue
        text = page.lines[index].text
        iso = find_date(text)
        if iso is None and (is_imprint(text) or is_date_label(text)):
            iso = search_date(text)
        if iso is None and read_byline(text) is not None:
            iso = _edge_date(text) or search_date(text)
        found = state_date(PRINTED, "last lines", text, iso) if iso else None
        if found is not None:
            yield found


def _title_dates(page: PageTree) -> Iterator[StatedDate]:
    """The dates that are parts of ``<title>``, with the rank of the address."""
    for part in split_title(page.title)[1:]:
        found = state_date(ADDRESS, "title", part)
        if found is not None:
            yield found
