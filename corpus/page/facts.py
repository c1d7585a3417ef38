"""Reading a page: its article, and of what it states the facts of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from arabic.dates import find_date, find_weekday, is_date_label, search_date
from arabic.folding import fold_text
from corpus.page.article import find_article, lines_beside
from corpus.page.bylines import (
    Byline,
    clean_author,
    is_agency,
    is_plain_name,
    read_byline,
    read_dateline,
    read_place_and_name,
)
from corpus.page.headline import Headline, find_headline, split_title
from corpus.page.page_date import (
    ADDRESS,
    MARKUP,
    METADATA,
    PRINTED,
    UPDATE,
    StatedDate,
    choose_date,
    date_in_address,
    state_date,
)
from corpus.page.statements import Statement, inner_text, read_item_statements, read_statements
from corpus.page.tree import Element, PageTree, name_words, parse_page

_DATE_WORDS: Final = (
    "date time datetime published timestamp posted submitted pubdate meta byline info publish"
    " dateline updated postdate newsdate lbldate تاريخ"
)
_DATE_NAMES: Final = frozenset(_DATE_WORDS.split())
_AUTHOR_WORDS: Final = (
    "author byline writer authorname postauthor creator reporter fn columnist username bigusername"
    " lblauthor lblwriter writername submitted by كاتب"
)
_AUTHOR_NAMES: Final = frozenset(_AUTHOR_WORDS.split())
_BYLINE_TAGS: Final = ("span", "a", "div", "p", "td", "cite", "address", "h4", "h5", "li", "strong")
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HEAD_BEFORE: Final = 10
_HEAD_AFTER: Final = 14
_HEAD_LINES: Final = 10
_END_LINES: Final = 4
_SHORT_LINE: Final = 120
_META_LINE: Final = 60
_IMPRINT_WORDS: Final = 6
_SENTENCE_ENDS: Final = '.:!؟?…»”"'
_TOOLS: Final = re.compile(
    r"(?:طباعة|اطبع|إطبع|نسخة للطباعة|أرسل(?: إلى صديق| لصديق)?|ارسل لصديق|حفظ|مشاركة|تغريد|غرد"
    r"|انشر|شارك(?:ها|ه|نا)?(?: (?:هذا )?(?:الموضوع|المقال|الخبر))?(?: على \w+)?"
    r"|tweet|share|print|email|like|facebook|twitter|whatsapp"
    r"|telegram|فيس ?بوك|تويتر|واتس ?اب"
    r"|تكبير|تصغير|حجم الخط|الحجم|استمع|الرئيسية|(?:تم )?نسخ الرابط"
    r"|(?:عدد )?(?:ال)?(?:مشاهدات|قراءات|زيارات|تعليقات)|مشاهدة|قراءة|تعليق|زيارة|دقائق?|دقيقة"
    r"|https?://\S++|مدة القراءة|وقت القراءة|دقيقتان|دقيقتين|[Aأ](?!\w)|\d++|[\W_])*+",
    re.IGNORECASE,
)
_TAGS: Final = re.compile(
    r"\W*(?:كلمات (?:مفتاحية|دلالية|البحث)|الكلمات المفتاحية|وسوم|الوسوم|tags)\b.*", re.IGNORECASE
)


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
    article = find_article(page, headline.line, beside)
    body = list(article.body)
    url = _first(statements, "url")
    head = _head_lines(page, headline, body, beside)
    dates = [
        *_stated_dates(statements),
        *_marked_dates(page, beside),
        *_printed_dates(page, head, beside),
        *_end_dates(page, [*body[-_END_LINES:], *range(article.end, article.end + 3)], beside),
        *_title_dates(page),
    ]
    in_address = date_in_address(url or "")
    chosen, others = choose_date([*dates, *([in_address] if in_address else [])])
    stated_author = _stated_author(statements, headline.source)
    printed = _printed_byline(page, head, body, beside, headline)
    author, other_author = _choose_author(stated_author, printed, page, body)
    kept, removed = _trimmed(page, body, headline, author)
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


def _whole_page(page: PageTree, statements: Sequence[Statement]) -> PageFacts:
    """The facts in the metadata of a page that is too long to be analyzed, and all of its text."""
    date, others = choose_date(_stated_dates(statements))
    return PageFacts(
        title=_first(statements, "title") or page.title,
        text="\n".join(line.text for line in page.lines),
        date=date,
        other_dates=others,
        author=_stated_author(statements, None),
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
    paragraphs = (index for index in body if len(page.lines[index].text) > _META_LINE)
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
        and len(page.lines[index].text) <= 2 * _SHORT_LINE
    ]


def _stated_dates(statements: Sequence[Statement]) -> Iterator[StatedDate]:
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
        if _is_beside(page, element, beside):
            continue
        words = name_words(element)
        rank = UPDATE if words & {"updated", "modified"} and "published" not in words else MARKUP
        line = page.first_line(element)
        if rank == MARKUP and any(
            len(each.text) > _SHORT_LINE for each in page.lines[line : line + 1]
        ):
            # A day that a paragraph mentions is the date of the page only if there is no other.
            rank = ADDRESS
        given = element.get("datetime")
        if element.tag != "time":
            given = element.get("title") if words & _DATE_NAMES else None
        found = state_date(rank, element.tag, given) if given else None
        if found is None and element.tag == "time":
            text = inner_text(element)
            found = state_date(min(rank + 1, UPDATE), "time", text, search_date(text))
        if found is not None:
            yield found


def _is_beside(page: PageTree, element: Element, beside: Sequence[bool]) -> bool:
    line = page.first_line(element)
    return line < len(beside) and beside[line]


def _printed_dates(
    page: PageTree, head: Sequence[int], beside: Sequence[bool]
) -> Iterator[StatedDate]:
    near = set(head)
    marked = [
        index
        for index, line in enumerate(page.lines)
        if index not in near
        and not beside[index]
        and len(line.text) <= _SHORT_LINE
        and _named_as(line.block, _DATE_NAMES)
    ]
    for index in (*head, *marked):
        text = page.lines[index].text
        iso = find_date(text)
        if iso is None and len(text) <= _SHORT_LINE:
            names = _named_as(page.lines[index].block, _DATE_NAMES)
            weekday = find_weekday(text)
            if (
                names
                or is_date_label(text)
                or (weekday is not None and weekday.start() == 0)
                or read_byline(text) is not None
            ):
                iso = search_date(text)
        if iso is not None:
            found = state_date(PRINTED, "date line", text, iso)
            if found is not None:
                yield found


def _end_dates(
    page: PageTree, indices: Sequence[int], beside: Sequence[bool]
) -> Iterator[StatedDate]:
    """The dates of the last lines of the body and of the first below it."""
    for index in indices:
        if index >= len(page.lines) or beside[index]:
            continue
        text = page.lines[index].text
        iso = find_date(text)
        if iso is None and (_is_imprint(text) or is_date_label(text)):
            iso = search_date(text)
        found = state_date(PRINTED, "last lines", text, iso) if iso else None
        if found is not None:
            yield found


def _is_imprint(text: str) -> bool:
    """Whether a line has few words, as one of the site and the date."""
    return (
        len(text) <= _META_LINE
        and len(text.split()) <= _IMPRINT_WORDS
        and text[-1] not in _SENTENCE_ENDS
    )


def _title_dates(page: PageTree) -> Iterator[StatedDate]:
    """The dates that are parts of ``<title>``, with the rank of the address."""
    for part in split_title(page.title)[1:]:
        found = state_date(ADDRESS, "title", part)
        if found is not None:
            yield found


def _named_as(block: Element, names: frozenset[str]) -> bool:
    """Whether a block, one around it or the first element inside it has one of ``names``."""
    parent = block.getparent()
    around = [block] if parent is None or parent.tag == "body" else [block, parent]
    return any(
        not names.isdisjoint(name_words(each))
        for each in (*around, *islice(block.iterchildren(), 4))
    )


def _stated_author(statements: Sequence[Statement], source: str | None) -> str | None:
    sites = [each.value for each in statements if each.fact == "source"]
    for each in statements:
        if each.fact == "author":
            author = clean_author(each.value, [*sites, *([source] if source else [])])
            if author is not None:
                return author
    return None


def _printed_byline(
    page: PageTree,
    head: Sequence[int],
    body: Sequence[int],
    beside: Sequence[bool],
    headline: Headline,
) -> Byline | None:
    """The byline near the headline, in an element named as one, or at an end of the body."""
    found = [
        byline
        for byline in _head_bylines(page, head, headline.source)
        if not _same(byline.author, headline)
    ]
    labelled = [each for each in found if each.labelled]
    if labelled:
        return labelled[0]
    for byline in _marked_bylines(page, beside):
        if not _same(byline.author, headline):
            found.append(byline)
            break
    if found:
        return found[0]
    end = body[-1] + 1 if body else 0
    below = [index for index in range(end, min(end + _END_LINES, len(beside))) if not beside[index]]
    ends = (read_byline(page.lines[index].text) for index in (*body[-_END_LINES:], *below))
    return next(
        (each for each in ends if each is not None and each.labelled),
        _name_beside_date(page, head) or _signature(page, body),
    )


def _head_bylines(page: PageTree, head: Sequence[int], source: str | None) -> Iterator[Byline]:
    for index in head:
        line = page.lines[index]
        byline = read_byline(line.text, named=_is_author_block(line.block))
        byline = byline or _beside_site(line.text, source)
        if byline is None and index + 1 < len(page.lines):
            is_last = len(page.lines[index + 1].text) > _META_LINE
            byline = read_place_and_name(line.text) if is_last else None
        if byline is not None:
            yield byline


def _beside_site(line: str, source: str | None) -> Byline | None:
    """The author of a line that is the name of the site, a dash and a name."""
    parts = [part.strip() for part in re.split(r"\s+[-–—/|]\s+|\s*:\s+", line)]
    if source is None or len(parts) != 2:
        return None
    others = [part for part in parts if not _is_source(part, source)]
    if len(others) == 1 and is_plain_name(others[0]):
        return Byline(others[0], labelled=False)
    return None


def _is_source(name: str, source: str) -> bool:
    """Whether a name is the one of the site, or the end of it without a word such as صحيفة."""
    words, known = fold_text(name).split(), fold_text(source).split()
    return bool(words) and words == known[-len(words) :] and len(known) - len(words) <= 1


def _marked_bylines(page: PageTree, beside: Sequence[bool]) -> Iterator[Byline]:
    """The bylines of elements that are named as one."""
    for element in page.root.iter(*_BYLINE_TAGS):
        if not _is_author(element) or _is_beside(page, element, beside):
            continue
        start, end = page.extents.get(element, (0, 0))
        byline = read_byline(_parts_of(element), named=True) if end - start <= 3 else None
        if byline is not None:
            yield byline


def _name_beside_date(page: PageTree, head: Sequence[int]) -> Byline | None:
    """The author of a line that is a name alone, next to a date line."""
    for index in head:
        text = page.lines[index].text
        if page.lines[index].block.tag in _HEADINGS or not is_plain_name(text):
            continue
        if any(
            find_date(page.lines[each].text) is not None
            for each in (index - 1, index + 1)
            if 0 <= each < len(page.lines)
        ):
            return Byline(text, labelled=False)
    return None


def _signature(page: PageTree, body: Sequence[int]) -> Byline | None:
    """The author of a text whose last line is a name alone, after a sentence."""
    if len(body) < 2 or page.lines[body[-1]].block.tag in _HEADINGS:
        return None
    name, before = page.lines[body[-1]].text, page.lines[body[-2]].text
    if is_plain_name(name) and len(name.split()) <= 3 and before[-1] in '.!؟?…»”"':
        return Byline(name, labelled=False)
    return None


def _parts_of(element: Element) -> str:
    """The text of an element, with a bar between the elements that it is made of."""
    inner = [each for each in element if isinstance(each.tag, str)]
    if len(inner) < 2 or (element.text or "").strip() or any((e.tail or "").strip() for e in inner):
        return inner_text(element)
    return " | ".join(text for text in map(inner_text, inner) if text)


def _is_author(element: Element) -> bool:
    return "author" in (element.get("rel") or "").split() or not _AUTHOR_NAMES.isdisjoint(
        name_words(element)
    )


def _is_author_block(block: Element) -> bool:
    inside = list(islice(block.iterchildren(), 2))
    return _is_author(block) or (
        len(inside) == 1 and not (block.text or "").strip() and _is_author(inside[0])
    )


def _same(author: str, headline: Headline) -> bool:
    return fold_text(author) == fold_text(headline.title) or (
        headline.source is not None and _is_source(author, headline.source)
    )


def _choose_author(
    stated: str | None, printed: Byline | None, page: PageTree, body: Sequence[int]
) -> tuple[str | None, str | None]:
    """The author and, if metadata and the printed line disagree, the other one.

    Metadata counts first, except for the name of an account (one word, or Latin letters) beside a
    printed Arabic name. Without either, the agency of the dateline is the author.
    """
    if printed is None:
        if stated is not None:
            return stated, None
        for index in body[:2]:
            agency = read_dateline(page.lines[index].text)
            if agency is not None:
                return agency, None
        return None, None
    if stated is None or fold_text(stated) == fold_text(printed.author):
        return printed.author, None
    is_account = len(stated.split()) == 1 or stated.isascii()
    if is_account and not printed.author.isascii() and not is_agency(stated):
        return printed.author, stated
    return stated, printed.author


def _trimmed(
    page: PageTree, body: Sequence[int], headline: Headline, author: str | None
) -> tuple[list[int], tuple[str, ...]]:
    """The lines of a body without those of title, date, byline and tools at both ends."""
    kept = list(body)
    count = _head_length(page, kept[:_HEAD_LINES], headline, author)
    first = [page.lines[index].text for index in kept[:count]]
    kept = kept[count:]
    last: list[str] = []
    while kept and len(last) < _HEAD_LINES and _is_end(page, kept[-1], author):
        last.insert(0, page.lines[kept.pop()].text)
    return kept, (*first, *last)


def _head_length(
    page: PageTree, first: Sequence[int], headline: Headline, author: str | None
) -> int:
    """The number of lines up to the last one of title, date, byline or tools that only short lines
    are above."""
    count = 0
    for place, index in enumerate(first):
        if _is_head(page, index, headline, author):
            count = place + 1
        elif len(page.lines[index].text) > _META_LINE or place > count + 1:
            break
    return count


def _is_head(page: PageTree, index: int, headline: Headline, author: str | None) -> bool:
    line = page.lines[index]
    if len(line.text) > _SHORT_LINE * 2:
        return False
    folded = fold_text(line.text)
    beside_site = _beside_site(line.text, headline.source)
    return (
        folded in (fold_text(headline.title), fold_text(headline.source or ""))
        or (beside_site is not None and beside_site.author == author)
        or _is_end(page, index, author)
        or (
            len(line.text) <= _META_LINE
            and line.text[-1] not in _SENTENCE_ENDS
            and _named_as(line.block, _DATE_NAMES)
        )
    )


def _is_end(page: PageTree, index: int, author: str | None) -> bool:
    line = page.lines[index]
    if len(line.text) > _SHORT_LINE:
        return False
    if _TOOLS.fullmatch(line.text) or _TAGS.fullmatch(line.text) or find_date(line.text):
        return True
    if (is_date_label(line.text) or _is_imprint(line.text)) and search_date(line.text):
        return True
    found = read_byline(line.text) or read_place_and_name(line.text)
    if found is not None and (found.labelled or found.author == author):
        return True
    byline = read_byline(line.text, named=True)
    if byline is None or author is None or is_agency(byline.author):
        return False
    return byline.author in author
