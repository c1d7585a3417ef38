"""The author of a page: of metadata and printed bylines, one by a fixed rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from arabic.dates import find_date, find_weekday, search_date
from arabic.folding import fold_text
from corpus.page.agencies import is_agency, is_own_agency, read_dateline
from corpus.page.bylines import (
    FROM_PLACE,
    Byline,
    clean_author,
    is_label,
    is_label_before,
    plain_dashes,
    read_byline,
    read_place_and_name,
)
from corpus.page.cities import is_city
from corpus.page.given_names import begins_with_given_name
from corpus.page.headline import Headline
from corpus.page.line_roles import (
    END_LINES,
    HEADINGS,
    META_LINE,
    SENTENCE_ENDS,
    SHORT_LINE,
    is_author,
    is_author_block,
    starts_beside,
)
from corpus.page.person_names import is_person, is_plain_name, is_role, split_names, without_role
from corpus.page.site_name import SITE_WORDS
from corpus.page.statements import Statement
from corpus.page.tree import (
    Element,
    Line,
    PageTree,
    ancestors,
    holder,
    inner_text,
    parts_of,
    row_parts,
)

_DESK: Final = re.compile(r"(?:(?:فريق|هيئة|قسم|أسرة|غرفة) )?(?:ال)?تحرير|المحرر|(?:قسم|فريق) \w+")
_BYLINE_TAGS: Final = ("span", "a", "div", "p", "td", "cite", "address", "h4", "h5", "li", "strong")
_MARKED_LINES: Final = 3
_MOST_AUTHORS: Final = 8
_AUTHORS: Final = 2
"""Names in lines of their own below a text that are its authors, at most."""

_MOST_SIGNERS: Final = 40
_APART: Final = 3
"""Lines from one author of a list to the next, at most."""

_NEAR: Final = 8
"""Lines between the headline and an element about the author, at most."""

_ABOVE: Final = 4
"""Lines from the name of a columnist to the headline below it, at most."""

_PLACE_PARTS: Final = 4
_PLACE_PART: Final = re.compile(r"\s*[/:|()]\s*|\s+[-–—]+\s*|\s*[-–—]+\s+")
_ORIGIN_LABEL: Final = re.compile(r"^\W*المصدر\s*:\s*")
_DATE_AFTER: Final = re.compile(r"\s+(?:تاريخ|نشر|تم|بتاريخ|آخر|\d).*$")
_BULLETS: Final = re.compile(r"\s*[|•·]\s*|\s*::\s*")
_ACCOUNT: Final = re.compile(r"@\w+|[\w.+-]+@[\w.-]+")
_AFTER_NAME: Final = re.compile(r"\s*[،,/(|*\n]\s*|\s+[-–—]+\s+|\s*[-–—]\s+")
_NEWSPAPER: Final = re.compile(r"[\"«“]?ال\w+(?: ال\w+)?[\"»”]?|خاص.*")
_NAME_BEFORE_VERB: Final = re.compile(
    r"^(?P<name>[^:؛.]{5,50}?)\s+[يت]كتب(?:\s[^:؛.]{1,40})?\s*[:؛.|]"
)
_BY: Final = re.compile(
    r"[\s.…|\-–—،:(]+(?:بقلم|كتبها?|كتبت)\s*[:/.\s]\s*(?P<name>[^|:/.()]{5,50}?)\s*(?:[|().]|\s-\s|$)"
)
_LEFT: Final = re.compile(r"\bleft\b", re.IGNORECASE)


def stated_author(statements: Sequence[Statement], source: str | None) -> str | None:
    """The first author that metadata states, without the names of the site."""
    sites = [each.value for each in statements if each.fact == "source"]
    for each in statements:
        if each.fact == "author":
            author = clean_author(each.value, [*sites, *([source] if source else [])])
            if author is not None:
                return author
    return None


def printed_byline(
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
        if not _same(byline.author, headline) and not _is_desk(byline.author)
    ]
    labelled = [each for each in found if each.labelled]
    if labelled:
        return labelled[0]
    marked = [
        each
        for each in _marked_bylines(page, beside)
        if not _same(each.byline.author, headline) and not _is_desk(each.byline.author)
    ]
    sure = [each for each in marked if begins_with_given_name(each.byline.author)]
    found += [each.byline for each in (sure or marked)[:1]]
    if found:
        found.sort(key=lambda each: each.author.isascii())
        return _with_others(found[0], marked)
    end = body[-1] + 1 if body else 0
    below = [index for index in range(end, min(end + END_LINES, len(beside))) if not beside[index]]
    ends = (read_byline(page.lines[index].text) for index in (*body[-END_LINES:], *below))
    weak = (
        _name_beside_date(page, head, headline),
        _name_below_headline(page, headline, beside),
        _name_above_headline(page, headline),
    )
    signers = _signers(page, body, below)
    candidates = (
        next((each for each in ends if each is not None and _is_at_end(each)), None),
        _name_in_title(page, headline),
        *(
            each
            for each in weak
            if each
            and each.author not in signers
            and not _is_mentioned(page, body, each.author, headline)
        ),
        Byline("; ".join(signers), labelled=False) if 0 < len(signers) <= _AUTHORS else None,
        _name_on_card(page, head, headline),
    )
    return next((each for each in candidates if each and not _same(each.author, headline)), None)


def _is_desk(author: str) -> bool:
    """Whether an author of a byline is a desk or what someone is: «محرر الشؤون المحلية»."""
    return _DESK.fullmatch(author) is not None or is_role(author)


def _is_mentioned(page: PageTree, body: Sequence[int], author: str, headline: Headline) -> bool:
    """Whether a text is about a person: a caption has the name of who is in the picture."""
    names = author.split("; ")
    about = [headline.title, *(page.lines[each].text for each in body if not _is_short(page, each))]
    return any(name in text for name in names for text in about)


def _is_short(page: PageTree, index: int) -> bool:
    return len(page.lines[index].text) <= META_LINE


def choose_author(
    stated: str | None,
    printed: Byline | None,
    page: PageTree,
    body: Sequence[int],
    source: str | None,
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
                return None if is_own_agency(agency, source or "") else agency, None
        return None, None
    if stated is None or fold_text(stated) == fold_text(printed.author):
        return printed.author, None
    is_account = len(stated.split()) == 1 or stated.isascii() or _DESK.fullmatch(stated)
    if is_account and not printed.author.isascii() and not is_agency(stated):
        return printed.author, stated
    return stated, printed.author


def _head_bylines(page: PageTree, head: Sequence[int], source: str | None) -> Iterator[Byline]:
    for index in head:
        line = page.lines[index]
        byline = _name_below_label(page, index) or read_name_beside_site(line.text, source)
        named = is_author_block(line.block)
        parts = row_parts(line)
        byline = byline or _labelled_in_row(parts)
        byline = byline or read_byline(" | ".join(parts) or line.text, named=named)
        byline = byline or _name_in_row(line)
        if byline is None and index + 1 < len(page.lines):
            is_last = len(page.lines[index + 1].text) > META_LINE
            byline = read_place_and_name(line.text) if is_last else None
        if byline is not None:
            yield byline


def _name_below_label(page: PageTree, index: int) -> Byline | None:
    """The author of a line that is the label of one and has the name below it, as in a table."""
    name = page.lines[index + 1].text if index + 1 < len(page.lines) else ""
    is_row = is_label(page.lines[index].text) and is_plain_name(name)
    return Byline(name, labelled=True) if is_row else None


def read_name_beside_site(line: str, source: str | None) -> Byline | None:
    """The author of a line that is the name of the site, a dash and a name, and perhaps a city."""
    line = _DATE_AFTER.sub("", _ORIGIN_LABEL.sub("", plain_dashes(line)))
    weekday = find_weekday(line)
    line = line[: weekday.start()].strip(" -–—|") if weekday else line
    parts = [part.strip() for part in re.split(r"\s+[-–—/|]\s+|\s*:\s+", line)]
    if source is None or not 1 < len(parts) <= 3:
        return None
    others = [part for part in parts if not (is_part_of_site(part, source) or is_city(part))]
    if len(others) == 2 and len(parts) == 3 and len(others[0].split()) == 1:
        others = others[1:]  # a place that is no city of datelines
    if not others or not any(is_part_of_site(part, source) for part in parts):
        return None
    if len(others) == 2 and all(map(is_plain_name, others)):
        return Byline("; ".join(others), labelled=False)
    if len(others) != 1:
        return None
    name = FROM_PLACE.sub("", others[0])
    is_sure = begins_with_given_name(name) or any(is_source(part, source) for part in parts)
    return Byline(name, labelled=False) if is_sure and is_plain_name(name) else None


def is_part_of_site(name: str, source: str) -> bool:
    """Whether a name is the one of the site or begins or ends it: «هسبريس» of a longer name."""
    words, known = fold_text(name).split(), fold_text(source).split()
    starts = range(len(known) - len(words) + 1)
    return any(known[start : start + len(words)] == words for start in starts) and (
        SITE_WORDS.fullmatch(name) is None
    )


def _name_before_date(text: str) -> Byline | None:
    """The author of a line that is a name and a date: «أحمد علي 5/12/2016»."""
    if len(text) > SHORT_LINE or search_date(text) is None:
        return None
    start = re.split(r"\s*[\d(|]", text, maxsplit=1)[0]
    weekday = find_weekday(start)
    name = read_lone_name(start[: weekday.start()] if weekday else start)
    is_sure = name is not None and begins_with_given_name(name)
    return Byline(name, labelled=False) if name is not None and is_sure else None


def _labelled_in_row(parts: Sequence[str]) -> Byline | None:
    """The author of the first part of a row that has its label."""
    found = (read_byline(part) for part in parts if is_label_before(part))
    return next((each for each in found if each is not None), None)


def _name_in_row(line: Line) -> Byline | None:
    """The author of a row of elements of which one is a date and one a name alone."""
    parts = row_parts(line) or (_BULLETS.split(line.text) if len(line.text) <= SHORT_LINE else [])
    names = [part for part in parts if is_plain_name(part) and not SITE_WORDS.search(part)]
    if len(names) != 1 or not any(map(find_date, parts)):
        return _name_before_date(line.text)
    return Byline(names[0], labelled=False)


def is_place_and_site(line: str, source: str) -> bool:
    """Whether a line is a city and the name of the site: «عمان - بريد الوادي»."""
    parts = _place_parts(line)
    return len(parts) == 2 and any(
        is_city(place) and (is_part_of_site(name, source) or is_own_agency(name, source))
        for place, name in (parts, parts[::-1])
    )


def _place_parts(line: str) -> list[str]:
    """The parts of a line that dashes, bars or brackets divide, as a city and a site."""
    parts = [part.strip(" .:") for part in _PLACE_PART.split(plain_dashes(line))]
    return [part for part in parts if part]


def is_place_line(text: str) -> bool:
    """Whether a line is a city and few words beside it: «بيروت - خاص»."""
    parts = _place_parts(text)
    if "(" in text and len(parts) < _PLACE_PARTS - 1:
        return False
    return (
        len(text) <= META_LINE
        and 1 < len(parts) <= _PLACE_PARTS
        and any(map(is_city, parts))
        and all(len(part.split()) <= 3 for part in parts)
    )


def is_source(name: str, source: str) -> bool:
    """Whether a name is the one of the site, or the end of it without a word such as صحيفة."""
    words, known = fold_text(name).split(), fold_text(source).split()
    return bool(words) and words == known[-len(words) :] and len(known) - len(words) <= 1


class _MarkedByline(NamedTuple):
    """The byline of an element that is named as one, with its first line and the tag and class."""

    byline: Byline
    line: int
    kind: tuple[str, str]


def _marked_bylines(page: PageTree, beside: Sequence[bool]) -> Iterator[_MarkedByline]:
    """The bylines of elements that are named as one."""
    for element in page.root.iter(*_BYLINE_TAGS):
        if not is_author(element) or starts_beside(page, element, beside):
            continue
        start, end = page.extents.get(element, (0, 0))
        if end - start > _MARKED_LINES:
            continue
        lines = [line.text for line in page.lines[start:end]] if end - start > 1 else []
        byline = read_byline(" | ".join(lines) or _parts_of(element), named=True)
        if byline is not None:
            kind = (element.tag, element.get("class") or element.get("rel") or "")
            yield _MarkedByline(byline, start, kind)


def _with_others(first: Byline, marked: Sequence[_MarkedByline]) -> Byline:
    """A byline with the names that elements of the same kind right below or beside it have."""
    for kind in dict.fromkeys(each.kind for each in marked):
        alike = [each for each in marked if each.kind == kind]
        names = [alike[0].byline.author]
        line = alike[0].line
        for each in alike[1:_MOST_AUTHORS]:
            name = each.byline.author
            if each.line - line > _APART or not is_plain_name(name):
                break
            line = each.line
            names.append(name)
        names = list(dict.fromkeys(names))
        if len(names) > 1 and first.author in names and is_plain_name(names[0]):
            return Byline("; ".join(names), first.labelled)
    return first


def _is_at_end(byline: Byline) -> bool:
    """Whether a byline below a text is one: with a label, or of persons beside a city."""
    return byline.labelled or all(map(is_plain_name, byline.author.split("; ")))


def _name_on_card(page: PageTree, head: Sequence[int], headline: Headline) -> Byline | None:
    """The author of an element about the author that begins near the headline with a name."""
    first = min(head, default=0) if headline.line is None else headline.line
    near = range(first - _NEAR, first + _NEAR)
    for element in page.root.iter("div", "section", "aside", "header"):
        start = page.first_line(element)
        if start in near and is_author(element) and start < len(page.lines):
            name = page.lines[start].text
            if is_plain_name(name):
                return Byline(name, labelled=False)
    return None


def _name_beside_date(page: PageTree, head: Sequence[int], headline: Headline) -> Byline | None:
    """The author of a line that is a name alone, next to a date line."""
    for index in head:
        text = page.lines[index].text
        tag = page.lines[index].block.tag
        is_below = index - 1 == headline.line and tag not in ("h1", "h2")
        if (tag in HEADINGS and not is_below) or not is_plain_name(text) or not is_person(text):
            continue
        if any(
            find_date(page.lines[each].text) is not None
            for each in (index - 1, index + 1)
            if 0 <= each < len(page.lines)
        ):
            return Byline(text, labelled=False)
    return None


def _name_below_headline(
    page: PageTree, headline: Headline, beside: Sequence[bool]
) -> Byline | None:
    """The author of a line that is a name alone, between the headline and the first paragraph.

    A name that begins with a frequent given name may have other short lines around it, and may be a
    heading.
    """
    if headline.line is None:
        return None
    start = headline.line + 1
    for index in range(start, min(start + _NEAR, len(page.lines) - 1)):
        line = page.lines[index]
        if len(line.text) > SHORT_LINE:
            break
        if beside[index] or _is_value_of_other(page, index):
            continue
        name = read_lone_name(line.text)
        if name is None:
            continue
        is_next = index == start and len(page.lines[index + 1].text) > META_LINE
        is_sure = begins_with_given_name(name) and line.text[-1] not in SENTENCE_ENDS
        if is_sure or (is_next and line.block.tag not in HEADINGS and len(name.split()) <= 3):
            return Byline(name, labelled=False)
    return None


def _is_value_of_other(page: PageTree, index: int) -> bool:
    """Whether a line has the label of another fact before it: «مقدمة الحلقة:»."""
    before = page.lines[index - 1].text if index else ""
    return before.endswith(":") and not is_label(before)


def _name_above_headline(page: PageTree, headline: Headline) -> Byline | None:
    """The author of a column whose name is above the headline, as a heading or with a picture."""
    if headline.line is None:
        return None
    for index in range(headline.line - 1, max(headline.line - _ABOVE, 0) - 1, -1):
        line = page.lines[index]
        name = read_lone_name(line.text)
        if name is None:
            continue
        around = list(islice(ancestors(line.block), 3))
        is_sure = begins_with_given_name(name) and line.block.tag in HEADINGS
        if is_sure or any(_is_portrait(each, line, name) for each in around):
            return Byline(name, labelled=False)
    return None


def _is_portrait(element: Element, line: Line, name: str) -> bool:
    """Whether an element has a picture and few words beside a name; none if it may be no name."""
    longest = len(line.text) + (META_LINE if begins_with_given_name(name) else 1)
    return (
        element.tag not in ("body", "html", "main", "article")
        and next(element.iter("img", "amp-img"), None) is not None
        and len(inner_text(element)) <= longest
    )


def read_lone_name(text: str) -> str | None:
    """The names of a line that has them alone, or with what the author is, a city or a newspaper
    beside them: «(زينة طراد - النهار)». None for a line longer than one with facts."""
    if len(text) > SHORT_LINE:
        return None
    parts = [part.strip(" :()*ـ") for part in _AFTER_NAME.split(plain_dashes(text.strip(" *•()")))]
    if is_agency(parts[0]):
        return None  # an agency signs with its editors
    names = [without_role(part) for part in parts if part and not _is_beside_name(part)]
    if len(names) == 2 and is_plain_name(names[0]) and _NEWSPAPER.fullmatch(names[1]):
        names = names[:1]
    people = [person for name in names for person in split_names(name)]
    if not people or not all(map(is_plain_name, people)):
        return None
    if len(people) > 1 and not all(map(begins_with_given_name, people)):
        return None
    return "; ".join(dict.fromkeys(people))


def _is_beside_name(part: str) -> bool:
    """Whether a part of a line is what an author is, an account, a city or an agency."""
    return is_role(part) or is_city(part) or is_agency(part) or bool(_ACCOUNT.fullmatch(part))


def _name_in_title(page: PageTree, headline: Headline) -> Byline | None:
    """The author that a headline names: «أحمد علي يكتب: …», «… بقلم: أحمد علي»."""
    for title in (headline.title, page.title):
        for pattern in (_NAME_BEFORE_VERB, _BY):
            found = pattern.search(title)
            name = read_lone_name(found["name"]) if found else None
            if name is not None:
                return Byline(name, labelled=True)
    return None


def _signers(page: PageTree, body: Sequence[int], below: Sequence[int]) -> list[str]:
    """The names that sign a text, in last lines of names alone, after a sentence.

    Below a frequent given name may be what the author is, an address, or a line of the site. Two
    names in lines of their own are two authors; more sign a statement.
    """
    last = [*body, *below]
    for place in range(len(last) - 1, max(len(last) - _MOST_SIGNERS, 1) - 1, -1):
        line, before = page.lines[last[place]], page.lines[last[place - 1]].text
        if line.block.tag in HEADINGS or before[-1] not in SENTENCE_ENDS:
            continue
        name = read_lone_name(line.text)
        if name is None or not (
            begins_with_given_name(name)
            or (place == len(body) - 1 and len(name.split()) <= 3 and _is_set_apart(line))
        ):
            continue
        names = [name, *_names_below(page, last[place:])]
        if place >= len(last) - END_LINES or len(names) > _AUTHORS:
            return names
    return []


def _names_below(page: PageTree, lines: Sequence[int]) -> Iterator[str]:
    """The names of the lines below a name, with what someone is between them."""
    first = page.lines[lines[0]].block
    for index in lines[1:]:
        line = page.lines[index]
        name = read_lone_name(line.text)
        if name is None and not is_role(line.text):
            return
        is_alike = line.block.tag == first.tag and begins_with_given_name(name or "")
        if name is not None and is_alike:
            yield name


def _is_set_apart(line: Line) -> bool:
    """Whether a line is in bold or slanted letters, or at the left of the text."""
    around = islice(ancestors(holder(line)), 3)
    return any(
        each.tag in ("b", "strong", "i", "em") or _LEFT.search(_style(each)) for each in around
    )


def _style(element: Element) -> str:
    return f"{element.get('style') or ''} {element.get('align') or ''}"


def _parts_of(element: Element) -> str:
    """The text of an element, with a bar between the elements that it is made of."""
    return " | ".join(parts_of(element)) or inner_text(element)


def _same(author: str, headline: Headline) -> bool:
    return fold_text(author) == fold_text(headline.title) or (
        headline.source is not None
        and (
            (is_source(author, headline.source) and not begins_with_given_name(author))
            or is_own_agency(author, headline.source)
        )
    )
