"""Reading a page: its article, and of what it states the facts of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from corpus.page.article import find_article, lines_beside
from corpus.page.authors import choose_author, printed_byline, stated_author
from corpus.page.date_places import dates_in_page, dates_in_statements
from corpus.page.dated_lists import dated_lists_in_page
from corpus.page.headline import Headline, find_headline
from corpus.page.line_roles import META_LINE, SHORT_LINE
from corpus.page.page_data import read_page_data
from corpus.page.page_date import StatedDate, choose_date, date_in_address
from corpus.page.statements import Statement, read_item_statements, read_statements
from corpus.page.tree import PageTree, parse_page
from corpus.page.trimming import trim

_HEAD_BEFORE: Final = 10
_HEAD_AFTER: Final = 14
_BELOW: Final = 8


class PageFacts(NamedTuple):
    """The parts of a page and what is known of each.

    ``removed`` lists the lines of the body that are title, date or byline. ``other_dates`` and
    ``other_author`` are what the page states elsewhere and what was not chosen.
    """

    title: str
    text: str
    date: StatedDate | None
    other_dates: list[StatedDate]
    author: str | None
    other_author: str | None
    source: str | None
    url: str | None
    section: str | None
    removed: tuple[str, ...]


def read_page(markup: str) -> PageFacts:
    """Read a page that is decoded already; the result depends on nothing but ``markup``."""
    page = parse_page(markup)
    statements = read_statements(page)
    if not page.extents:
        return _whole_page(page, statements)
    first = find_headline(page, statements, [False] * len(page.lines))
    beside = lines_beside(page, first.line)
    statements = [*statements, *read_item_statements(page, beside)]
    headline = find_headline(page, statements, beside)
    statements += read_page_data(page.root, headline.title)
    article = find_article(page, headline.line, beside)
    body = list(article.body)
    url = _first(statements, "url")
    head = _head_lines(page, headline, body, beside)
    end = article.end
    listed = _dated_lists(page, headline, body, end, beside)
    # A date of a chronology is the one of an event.
    apart = [beside[index] or index in listed for index in range(len(beside))]
    dates = [
        *dates_in_statements(statements),
        *dates_in_page(page, [each for each in head if each not in listed], body, end, apart),
    ]
    in_address = date_in_address(url or "")
    chosen, others = choose_date([*dates, *([in_address] if in_address else [])])
    stated = stated_author(statements, headline.source)
    printed = printed_byline(page, head, body, beside, headline)
    author, other_author = choose_author(stated, printed, page, body, headline.source)
    kept, removed = trim(page, body, headline, author, listed)
    return PageFacts(
        title=headline.title,
        text="\n".join(page.lines[index].text for index in kept),
        date=chosen,
        other_dates=others,
        author=author,
        other_author=other_author,
        source=headline.source,
        url=url,
        section=_first(statements, "section"),
        removed=removed,
    )


def _dated_lists(
    page: PageTree, headline: Headline, body: Sequence[int], end: int, beside: Sequence[bool]
) -> frozenset[int]:
    """The lines below the headline, of the body and right below it that are dated lists."""
    start = body[0] if body else end
    above = range(start if headline.line is None else headline.line + 1, start)
    below = range(end, min(end + _BELOW, len(page.lines)))
    lines = sorted({*above, *body, *below})
    return dated_lists_in_page(page, [index for index in lines if not beside[index]])


def _whole_page(page: PageTree, statements: Sequence[Statement]) -> PageFacts:
    """The facts in the metadata of a page that is too long to be analyzed, and all of its text."""
    date, others = choose_date(dates_in_statements(statements))
    return PageFacts(
        title=_first(statements, "title") or page.title,
        text="\n".join(line.text for line in page.lines),
        date=date,
        other_dates=others,
        author=stated_author(statements, None),
        other_author=None,
        source=_first(statements, "source"),
        url=_first(statements, "url"),
        section=_first(statements, "section"),
        removed=(),
    )


def _first(statements: Sequence[Statement], fact: str) -> str | None:
    return next((each.value for each in statements if each.fact == fact), None)


def _head_lines(
    page: PageTree, headline: Headline, body: Sequence[int], beside: Sequence[bool]
) -> list[int]:
    """The lines around the headline and at the beginning of the body, the nearest first."""
    paragraphs = (index for index in body if len(page.lines[index].text) > META_LINE)
    first = next(paragraphs, body[0] if body else len(page.lines))
    if headline.line is None:
        window = [*range(first, first + 3), *range(first - 1, first - _HEAD_BEFORE, -1)]
    else:
        start = headline.line
        end = max(min(first + 3, start + _HEAD_AFTER), start + 4)
        window = [*range(start + 1, end), *range(start - 1, start - _HEAD_BEFORE, -1)]
        if first > end:
            window += range(max(end, first - 3), first + 3)
    return [
        index
        for index in window
        if 0 <= index < len(page.lines)
        and not beside[index]
        and len(page.lines[index].text) <= 2 * SHORT_LINE
    ]
