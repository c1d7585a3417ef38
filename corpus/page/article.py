"""Where the article of a page is: the lines of its body, and those of menus, lists and comments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from corpus.page.asides import find_asides, is_aside, mark
from corpus.page.inserts import inserted_lines
from corpus.page.line_roles import (
    ITEM_NAMES,
    LINKED,
    RIGHTS,
    SENTENCE_ENDS,
    is_introduction,
    is_named_introduction,
    is_second_headline,
    paragraph_points,
)
from corpus.page.tree import Element, Line, PageTree, ancestors, name_words

_BESIDE_NAMES: Final = (
    "related relatedposts recommended recommend sidebar sidenav comment comments"
    " commentlist disqus respond replies reply mostread popular latest trending ticker breadcrumb"
    " breadcrumbs menu nav navbar navigation footer outbrain taboola pagination pager newsletter"
    " subscribe advert advertisement ads share sharing social sharedaddy addthis login search poll"
    " cookie consent modal popup tags readmore morenews seealso signature toolbar banner rating"
    " copyright postmetadata paywall regwall partage partager subscription figcaption caption"
    " recommendations ad adsbygoogle promo"
)
_BESIDE: Final = frozenset(_BESIDE_NAMES.split())
_BESIDE_TAGS: Final = frozenset(("nav", "aside", "footer", "menu", "figcaption", "select"))
_BESIDE_ROLES: Final = frozenset(("navigation", "complementary", "contentinfo", "search"))
_ABOUT_AUTHOR: Final = frozenset(("box", "bio", "about", "card", "profile"))
_NEVER_BESIDE_TAGS: Final = (
    "html body form article main h1 p span a b i em strong font abbr time cite label small"
)
_NEVER_BESIDE: Final = frozenset(_NEVER_BESIDE_TAGS.split())

_BODY_NAMES: Final = frozenset(("body", "content", "text", "message", "details", "detail", "story"))
_JOINED_NAMES: Final = re.compile(
    r"(?:article|entry|post|story|news|node|item|topic|opinion)(?:body|content|text|message|details?)"
    r"|postbody|articletext|thecontent|detailstext"
)

_REPLIES: Final = frozenset(("comment", "comments", "commentlist", "replies", "respond", "disqus"))
_COMMENTS: Final = re.compile(
    r"\W*(?:\d+ )?(?:ال)?(?:تعليق|تعليقان|تعليقات)(?: القراء| الزوار)?\W*\d*\W*|[آأا]راء القراء\W*"
    r"|\W*\d* ?comments?\W*",
    re.IGNORECASE,
)
_HEADING: Final = 30
_LEVELS: Final = 6
_SENTENCE: Final = 20
"""Code points from which a line may be a sentence, on a page without paragraphs."""

_Total: TypeAlias = Callable[[Element], int]
"""The code points of the paragraphs of an element."""


class Article(NamedTuple):
    """The lines of a page that are the body, as indices, and the index after its last line."""

    body: tuple[int, ...]
    end: int


def lines_beside(page: PageTree, headline: int | None) -> list[bool]:
    """Whether each line is in an element that says that it is beside the article.

    An element around the line ``headline`` never is.
    """
    beside = [False] * len(page.lines)
    sums = [0, *_running([paragraph_points(line) for line in page.lines])]
    marked_until = 0
    for element, (start, end) in sorted(page.extents.items(), key=lambda each: each[1]):
        if start == end or end <= marked_until or not is_beside(element):
            continue
        if headline is not None and start <= headline < end:
            continue
        share = sums[min(end, len(beside))] - sums[start]
        if 2 * share > sums[-1] and name_words(element).isdisjoint(_REPLIES):
            continue
        beside[start:end] = [True] * (min(end, len(beside)) - start)
        marked_until = max(marked_until, end)
    _mark_comments(page, headline, sums, beside)
    mark(beside, find_asides(page, headline))
    return beside


def _mark_comments(
    page: PageTree, headline: int | None, sums: Sequence[int], beside: list[bool]
) -> None:
    """Mark what the element of a heading such as التعليقات has after it."""
    first = 0 if headline is None else headline
    for index, line in enumerate(page.lines):
        if index <= first or beside[index] or len(line.text) > _HEADING:
            continue
        if not _COMMENTS.fullmatch(line.text):
            continue
        if sums[index] == sums[first]:
            continue
        parent = line.block.getparent()
        end = min(page.extents.get(parent, (0, index + 1))[1], len(beside))
        beside[index:end] = [True] * (end - index)


def is_beside(element: Element) -> bool:
    """Whether an element says by its tag, role or class that it is no part of an article."""
    if element.tag in _NEVER_BESIDE or not isinstance(element.tag, str):
        return False
    words = name_words(element)
    if words & _BESIDE == {"caption"} and is_named_introduction(element):
        return False
    if words & _BESIDE == {"footer"} or element.tag == "footer":
        # The line below an article has its author and date.
        in_article = any(each.tag == "article" for each in ancestors(element))
        return ITEM_NAMES.isdisjoint(words) and not in_article
    return (
        element.tag in _BESIDE_TAGS
        or (element.get("role") or "") in _BESIDE_ROLES
        or not _BESIDE.isdisjoint(words)
        or ("author" in words and not _ABOUT_AUTHOR.isdisjoint(words))
        or {"read", "also"} <= words
        or {"widget", "area"} <= words
    )


def find_article(page: PageTree, headline: int | None, beside: Sequence[bool]) -> Article:
    """Find the lines of the article's body.

    The body is the element that says so (``articleBody``, ``entry-content``), if it has a good part
    of the paragraphs of the page; otherwise the element with the most text in paragraphs.
    """
    points = [paragraph_points(line) * (not beside[index]) for index, line in enumerate(page.lines)]
    sums = [0, *_running(points)]

    def total(element: Element) -> int:
        start, end = page.extents.get(element, (0, 0))
        return sums[min(end, len(points))] - sums[start]

    dense = _densest(page, points, headline)
    named = _named_body(page, total, headline)
    chosen = named if named is not None and _enough(total, named, dense) else dense
    if named is not None and chosen is named and dense is not None and _rank(named) == 1:
        # An <article> or <main> has the lines around the body too.
        inside = named in ancestors(dense) and total(dense) * 10 >= total(named) * 9
        chosen = dense if inside else named
    if chosen is None:
        return _short_lines(page, headline, beside)
    sure = [0, *_running([_sure_points(page.lines[i], points[i]) for i in range(len(points))])]

    def sure_total(element: Element) -> int:
        start, end = page.extents.get(element, (0, 0))
        return sure[min(end, len(points))] - sure[start]

    chosen = _widened(chosen, sure_total, page, headline)
    start, end = page.extents[chosen]
    if headline is not None and start <= headline < end:
        start = headline + 1
    shown = [
        index
        for index in range(start, min(end, len(page.lines)))
        if not beside[index] and not is_aside(page.lines[index])
    ]
    inserted = inserted_lines(page, chosen, start)
    body = [index for index in shown if index not in inserted] or shown
    notes = _notes(page, end, beside)
    return Article((*_introduction(page, headline, start, beside), *body, *notes), end + len(notes))


def _notes(page: PageTree, end: int, beside: Sequence[bool]) -> list[int]:
    """The notes right below a body: «* كاتب من العراق»."""
    found: list[int] = []
    for index in range(end, min(end + _MOST_NOTES, len(page.lines))):
        line = page.lines[index]
        if beside[index] or not _NOTE.match(line.text) or line.link_share > LINKED:
            break
        found.append(index)
    return found


_NOTE: Final = re.compile(r"\*+ ?\w")
_MOST_NOTES: Final = 3


def _introduction(
    page: PageTree, headline: int | None, start: int, beside: Sequence[bool]
) -> list[int]:
    """The lines of an introduction between the headline and a body that does not repeat it."""
    if headline is None or start >= len(page.lines):
        return []
    return [
        index
        for index in range(headline + 1, start)
        if not beside[index]
        and (is_introduction(page.lines[index]) or is_second_headline(page, headline, index))
        and not page.lines[start].text.startswith(page.lines[index].text.rstrip(". …")[:60])
    ]


def _short_lines(page: PageTree, headline: int | None, beside: Sequence[bool]) -> Article:
    """The lines below the headline, of a page without a paragraph."""
    if headline is None:
        return Article((), 0)
    body = [
        index
        for index in range(headline + 1, len(page.lines))
        if not beside[index]
        and page.lines[index].link_share <= LINKED
        and len(page.lines[index].text) >= _SENTENCE
        and not RIGHTS.search(page.lines[index].text)
    ]
    return Article(tuple(body), len(page.lines))


def _sure_points(line: Line, points: int) -> int:
    """The weight of a line that is a sentence or longer than a note of the site."""
    return points if line.text[-1] in SENTENCE_ENDS or len(line.text) > _LONGEST_NOTE else 0


_LONGEST_NOTE: Final = 100


def _running(points: Sequence[int]) -> list[int]:
    total, found = 0, []
    for each in points:
        total += each
        found.append(total)
    return found


def _densest(page: PageTree, points: Sequence[int], headline: int | None) -> Element | None:
    """The element with the most paragraphs, where those of an inner element count half."""
    scores: defaultdict[Element, float] = defaultdict(float)
    for index, line in enumerate(page.lines):
        if not points[index]:
            continue
        # Lines above the headline are menus and introductions of the site.
        weight = points[index] * (0.3 if headline is not None and index < headline else 1.0)
        block = line.block
        around = _container(block)
        scores[around] += weight
        parent = around.getparent()
        if parent is not None and parent.tag != "html":
            scores[parent] += weight / 2
    return max(scores, key=lambda each: (scores[each], -page.extents[each][0]), default=None)


def _container(block: Element) -> Element:
    """The element that a paragraph is part of."""
    parent = block.getparent()
    if block.tag in ("p", "li", "h2", "h3", "h4", "blockquote", "pre", "br") and parent is not None:
        return parent
    return block


def _named_body(page: PageTree, total: _Total, headline: int | None) -> Element | None:
    """The element that says that it is the body: of several alike the first, else the longest."""
    named = [
        each
        for each in page.extents
        if total(each) and _is_named_body(each) and not _is_one_paragraph(each)
    ]
    if headline is not None:
        below = [each for each in named if page.extents[each][1] > headline]
        named = below or named
    if not named:
        return None

    def preference(element: Element) -> tuple[int, bool, int, int, int]:
        start, end = page.extents[element]
        is_own = element.tag == "article" and headline is not None and start <= headline < end
        return _rank(element), is_own, total(element), start - end, -start

    best = max(named, key=preference)
    alike = [each for each in named if _signature(each) == _signature(best)]
    return min(alike, key=lambda each: page.extents[each][0])


def _is_one_paragraph(element: Element) -> bool:
    """Whether an element is one of neighbouring paragraphs with the same name."""
    beside = (element.getnext(), element.getprevious())
    return element.tag in ("p", "span") and any(
        each is not None and _signature(each) == _signature(element) for each in beside
    )


def _is_named_body(element: Element) -> bool:
    return _rank(element) > 0


def _rank(element: Element) -> int:
    """How clearly an element says that it is the body of an article, 0 to 3."""
    if element.tag not in ("div", "section", "td", "article", "span", "main", "p"):
        return 0
    if "articlebody" in (element.get("itemprop") or element.get("property") or "").lower():
        return 3
    words = name_words(element)
    if not words.isdisjoint(("header", "footer", "title", "meta", "info")):
        return 0
    if any(_JOINED_NAMES.fullmatch(word) for word in words):
        return 2
    if not _BODY_NAMES.isdisjoint(words) and not ITEM_NAMES.isdisjoint(words):
        return 2
    if {"message", "body"} <= words or {"message", "content"} <= words:
        return 2
    is_named = len(words) == 1 and not words.isdisjoint(("body", "text", "story", "details"))
    return 1 if is_named or element.tag in ("article", "main") else 0


def _signature(element: Element) -> tuple[str, str]:
    names = re.sub(r"\d+", "0", element.get("class") or element.get("id") or "")
    return element.tag, names or (element.get("itemprop") or "")


def _enough(total: _Total, named: Element, dense: Element | None) -> bool:
    return dense is None or total(named) * 4 >= total(dense) or named in set(ancestors(dense))


def _widened(chosen: Element, total: _Total, page: PageTree, headline: int | None) -> Element:
    """The element around the chosen one that has more of the same article.

    It is an ancestor that adds at least a tenth of text in paragraphs, or a half if it is not the
    parent, as with paragraphs in one ``<div>`` each. It begins below the headline or close to it.
    """
    if _rank(chosen) >= 2:
        return chosen
    wide, level = chosen, 0
    for parent in islice(ancestors(chosen), 1, _LEVELS):
        if parent.tag in ("html", "body", "form", "article", "main"):
            break
        start = page.extents[parent][0]
        if headline is not None and start < headline - 3:
            break
        level += 1
        if total(parent) >= total(wide) * (1.1 if level == 1 else 1.5):
            wide, level = parent, 0
    return wide
