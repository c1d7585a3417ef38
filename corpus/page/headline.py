"""The headline of a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final, NamedTuple

from arabic.dates import find_date
from corpus.page.bylines import read_byline
from corpus.page.line_roles import RIGHTS, SHORT_LINE, is_link
from corpus.page.site_name import (
    NO_SITE,
    SITE_NAME_WORDS,
    SITE_PLACES,
    SITE_WORDS,
    bare_site,
    links_home,
    may_be_site,
    site_beside,
    site_in_lines,
    site_in_logo,
    site_in_rights,
    stated_site,
)
from corpus.page.statements import Statement
from corpus.page.title_parts import FEW_WORDS, SEPARATOR, runs_of_parts, split_title, title_key
from corpus.page.tree import Line, PageTree, ancestors, holder, name_words, squeeze

_TITLE_LIMIT: Final = 300
_LONG: Final = 15
_HEADLINE_WORDS: Final = 6
_TITLE_WORDS: Final = frozenset(("title", "headline", "subject", "heading", "topictitle", "عنوان"))
_HEADINGS: Final = ("h1", "h2", "h3", "h4")


class Headline(NamedTuple):
    """The title of an article and the index of its line, and the name of the site; empty or None if
    the page does not state them."""

    title: str
    line: int | None
    source: str | None


def find_headline(
    page: PageTree, statements: Sequence[Statement], beside: Sequence[bool]
) -> Headline:
    """Find the headline and the site of a page.

    A line of the page that is also stated in metadata or is a part of ``<title>`` is the headline;
    otherwise the stated title, the only first-level heading, or ``<title>`` without the site.
    """
    stated = [each.value for each in statements if each.fact == "title"]
    site = stated_site(statements)
    best = _matching_line(page, [*stated, page.title], site, beside)
    is_site = best is not None and (_is_site(page, best) or _is_only_site(page, best))
    if best is not None and not stated and site is None and is_site:
        site, best = page.lines[best].text, None
    if best is not None:
        title = page.lines[best].text
    else:
        title, best = _unmatched(page, stated, site, beside)
        if best is None and not stated and site is None and _is_name_of_site(page, title):
            title, site = "", title
    if site is None and title:
        site = site_beside(page, title)
    if site is None or (not stated_site(statements) and site.isascii()):
        # An Arabic page may have the name of its site in Latin letters in <title> alone.
        printed = site_in_logo(page, title)
        printed = printed or (site_in_rights(page) if site else site_in_lines(page, title))
        if site is not None and printed is not None:
            arabic = [part for part in split_title(printed) if not part.isascii()]
            printed = arabic[0] if arabic else None
        site = printed or site
    if site is not None and best is None and title_key(title) == title_key(site):
        title = ""
    return Headline(title[:_TITLE_LIMIT], best, site)


def _is_site(page: PageTree, index: int) -> bool:
    """Whether the line that is the whole ``<title>`` is the name of the site, and another line the
    first-level heading."""
    name = page.lines[index].text
    return (
        title_key(name) == title_key(page.title)
        and (SITE_WORDS.match(name) is not None or len(name.split()) <= FEW_WORDS)
        and may_be_site(name)
        and any(
            line.block.tag == "h1" and len(line.text.split()) > len(name.split())
            for line in page.lines
        )
    )


def _is_only_site(page: PageTree, index: int) -> bool:
    """Whether a line is the name of the site in a ``<title>`` that has no headline beside it."""
    name = page.lines[index].text
    others = [part for part in split_title(page.title) if title_key(part) != title_key(name)]
    return (
        SITE_WORDS.match(name) is not None
        and len(name.split()) <= SITE_NAME_WORDS
        and all(NO_SITE.fullmatch(part) or len(part.split()) == 1 for part in others)
    )


class _KnownTitles:
    """The titles that a page states, and the runs of their parts, by their keys."""

    def __init__(self, titles: Sequence[str], whole: str, site: str | None) -> None:
        self._points: dict[str, int] = {}
        self._cut: list[str] = []
        self._whole = title_key(whole)
        for title in titles:
            for run in runs_of_parts(title[:_TITLE_LIMIT]):
                key = title_key(run)
                self._points[key] = max(self._points.get(key, 0), 3 if run == title else 0)
                bare = key.removesuffix("...").rstrip()
                if bare != key and len(bare) >= _LONG:
                    self._cut.append(bare)
        for known in ("", title_key(site or "")):
            self._points.pop(known, None)
        for run in list(self._points):
            if run != self._whole and NO_SITE.fullmatch(run):
                del self._points[run]

    def points(self, line: Line, key: str) -> int | None:
        """How well a line agrees with a title, None if it does not."""
        found = self._points.get(key)
        if found is None and any(key.startswith(start) for start in self._cut):
            return 3
        is_part = len(key) >= _LONG and key in self._whole
        is_before_comma = self._whole.startswith((f"{key},", f"{key}،"))
        if found is None and (is_part or is_before_comma) and _prominence(line) > 0:
            return 0
        return found


def _matching_line(
    page: PageTree, titles: Sequence[str], site: str | None, beside: Sequence[bool]
) -> int | None:
    """The index of the line that is one of ``titles`` or a run of its parts."""
    known = _KnownTitles(titles, page.title, site)
    best: tuple[float, int, int] | None = None
    for index, line in enumerate(page.lines):
        if len(line.text) > _TITLE_LIMIT or (beside[index] and line.block.tag not in _HEADINGS):
            continue
        key = title_key(line.text)
        points = known.points(line, key)
        if points is None:
            continue
        # A headline has more words than the name of a site, which may be a heading too.
        words = min(len(key.split()), _HEADLINE_WORDS) / 2
        rank = (points + _prominence(line) + words, len(key), -index)
        if best is None or rank > best:
            best = rank
    return None if best is None or best[0] < -3 else -best[2]


def _prominence(line: Line) -> int:
    """How much a line looks like the headline, and unlike the name of the site."""
    points = 0
    for depth, element in enumerate(ancestors(holder(line))):
        words = name_words(element)
        if depth < 3 and (element.tag in _HEADINGS or not _TITLE_WORDS.isdisjoint(words)):
            points = max(points, 3 if element.tag == "h1" else 2)
        if not SITE_PLACES.isdisjoint(words) or {"site", "title"} <= words:
            points -= 6
        if depth == 6:
            break
    if _is_large(line):
        points = max(points, 2)
    if is_link(line) and links_home(line.block):
        points -= 6
    if SITE_WORDS.match(line.text) and len(line.text.split()) <= SITE_NAME_WORDS:
        points -= 2
    return points


def _is_large(line: Line) -> bool:
    """Whether a line or the first elements inside its block have the font of a headline."""
    around = islice(ancestors(holder(line)), 3)
    inside = islice(line.block.iter(), 4)
    return any(
        (each.tag == "font" and (each.get("size") or "").strip() in _LARGE) or each.tag == "big"
        for each in (*around, *inside)
    )


_LARGE: Final = ("5", "6", "7", "+2", "+3", "+4", "+5", "+6", "+7")


def _is_inside(line: Line, tags: tuple[str, ...]) -> bool:
    """Whether all of a line is in one element of ``tags``."""
    inside = islice(line.block.iter(*tags), _ELEMENTS)
    return any(squeeze(each.text_content()) == line.text for each in inside)


def _is_paragraph(text: str) -> bool:
    return len(text) > _PARAGRAPH or (len(text) > _HEADING and text.endswith("."))


_ELEMENTS: Final = 8
_HEADING: Final = 60
_PARAGRAPH: Final = 150
"""Code points from which a line is no headline but a paragraph."""


def _unmatched(
    page: PageTree, stated: Sequence[str], site: str | None, beside: Sequence[bool]
) -> tuple[str, int | None]:
    """The title of a page with no line that metadata or ``<title>`` repeats."""
    prominent = [
        (index, line)
        for index, line in enumerate(page.lines)
        if not beside[index]
        and len(line.text) <= _TITLE_LIMIT
        and len(line.text.split()) > 1
        and (site is None or title_key(line.text) != title_key(site))
    ]
    headings = [each for each in prominent if each[1].block.tag == "h1"]
    for title in stated:
        plain = _without_site(title, site)
        if plain and (site is None or title_key(plain) != title_key(site)):
            return plain, None
    if len(headings) == 1 and _prominence(headings[0][1]) > 0:
        index, line = headings[0]
        return _without_badge(line.text, page.title), index
    named = [each for each in prominent if _prominence(each[1]) > 0]
    plain = _without_site(page.title, site or bare_site(page, page.title))
    few = len(plain.split()) <= FEW_WORDS
    only_site = few or (SITE_WORDS.search(plain) and len(plain.split()) <= 5)
    is_label = not plain or NO_SITE.fullmatch(plain) is not None
    if not named and (is_label or only_site):
        named = _in_bold_or_font(page, prominent, is_any=is_label)
    if named and (is_label or only_site):
        return named[0][1].text, named[0][0]
    return plain, None


def _in_bold_or_font(
    page: PageTree, lines: Sequence[tuple[int, Line]], *, is_any: bool
) -> list[tuple[int, Line]]:
    """The lines that are in bold letters or else in a font of their own, and are no facts.

    Without ``is_any``, as where ``<title>`` may be a headline, they are above the first paragraph.
    """
    first = next(
        (each for each, line in enumerate(page.lines) if _is_paragraph(line.text)),
        len(page.lines),
    )
    for tags in (("b", "strong"), ("font",)):
        found = [
            (index, line)
            for index, line in lines
            if (is_any or index < first)
            and _is_inside(line, tags)
            and (is_any or len(line.text.split()) > FEW_WORDS)
            and not NO_SITE.fullmatch(line.text)
            and not find_date(line.text)
            and read_byline(line.text) is None
        ]
        if found or is_any:
            return found
    return []


def _is_name_of_site(page: PageTree, name: str) -> bool:
    """Whether a name has a word of such names, or is a part of a short line or of the rights."""
    key = title_key(name)
    if len(key.split()) > SITE_NAME_WORDS or len(split_title(name)) != 1:
        return False
    return bool(SITE_WORDS.match(name)) or any(
        (len(parts := split_title(line.text)) > 1 and key in map(title_key, parts))
        or (RIGHTS.search(line.text) and f" {key} " in f" {title_key(line.text)} ")
        for line in page.lines
        if len(line.text) <= SHORT_LINE
    )


def _without_badge(heading: str, title: str) -> str:
    """A heading without a short label before it, if ``<title>`` has it without that."""
    ends = [
        run
        for run in runs_of_parts(title[:_TITLE_LIMIT])
        if len(run.split()) > 1 and heading.endswith(f" {run}")
    ]
    longest = max(ends, key=len, default=heading)
    return longest if len(heading) - len(longest) <= _BADGE else heading


_BADGE: Final = 20


def _without_site(title: str, site: str | None) -> str:
    """A title without the name of the site at its beginning or end."""
    if site is None:
        return title
    for run in sorted(runs_of_parts(title), key=len, reverse=True):
        rest = title
        if run != title and title_key(run) == title_key(site):
            if rest.endswith(run):
                return SEPARATOR.sub("", rest[: -len(run)][::-1], count=1)[::-1].strip(" -–—|:»«")
            if rest.startswith(run):
                return rest[len(run) :].strip(" -–—|:»«")
    return "" if title_key(title) == title_key(site) else title
