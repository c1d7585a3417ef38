"""Lines at both ends of a body that are no text: title, date, byline, tools."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, takewhile
from typing import Final

from arabic.dates import find_date, is_date_label, search_date
from arabic.folding import fold_text
from corpus.page.agencies import AGENCIES, is_agency, is_own_agency
from corpus.page.authors import (
    is_part_of_site,
    is_place_and_site,
    is_place_line,
    read_lone_name,
    read_name_beside_site,
)
from corpus.page.bylines import is_label, is_other_work, read_byline, read_place_and_name
from corpus.page.cities import is_city
from corpus.page.headline import Headline
from corpus.page.line_roles import (
    DATE_NAMES,
    HEADINGS,
    META_LINE,
    RIGHTS,
    SENTENCE_ENDS,
    SHORT_LINE,
    find_edge_date,
    is_author,
    is_imprint,
    is_introduction,
    is_second_headline,
    named_as,
    paragraph_points,
)
from corpus.page.person_names import are_initials, is_role
from corpus.page.tree import Element, Line, PageTree, ancestors, name_words, row_parts

_HEAD_LINES: Final = 10
_LINKED_HEAD: Final = 0.4
"""The share of links from which a short line above a text is a row of links."""
_TOOLS: Final = re.compile(
    r"(?:طباعة|اطبع|إطبع|نسخة للطباعة|أرسل(?: إلى صديق| لصديق)?|ارسل لصديق|حفظ|مشاركة|تغريد|غرد"
    r"|انشر|شارك(?:ها|ه|نا)?(?: (?:هذا )?(?:الموضوع|المقال|الخبر))?(?: على \w+)?"
    r"|tweet|share|print|email|like|facebook|twitter|whatsapp"
    r"|telegram|فيس ?بوك|تويتر|واتس ?اب"
    r"|تكبير|تصغير|حجم الخط|الحجم|الخط|Aa|الرئيسية"
    r"|استمع(?: [إا]لى)?(?: (?:المقال|الخبر|التقرير))?|(?:تم )?نسخ الرابط"
    r"|(?:عدد )?(?:ال)?(?:مشاهدات|قراءات|زيارات|تعليقات)|مشاهدة|قراءة|تعليق|زيارة|دقائق?|دقيقة"
    r"|(?:رابط (?:دائم|مختصر|الخبر|المقال|الموضوع)|الرابط(?: (?:المختصر|الدائم))?)\W*"
    r"|(?:[إا]ضافة تعليق|[أا]ضف تعليق(?:ك|ا|اً)?|اترك تعليق(?:ك|ا|اً)?)(?: جديد)?|عودة|للخلف"
    r"|(?:[إا]ظهار|عرض|[إا]قر[أا]) المزيد|المزيد"
    r"|add to google|open in app|sign (?:up|in)|listen|follow"
    r"|https?://\S++|[\w.+-]++@[\w.-]++|مدة القراءة|وقت القراءة"
    r"|min(?:s|utes?)?(?: read)?|دقيقتان|دقيقتين"
    r"|[Aأ](?!\w)|\d++|[\W_])*+",
    re.IGNORECASE,
)
_TAGS: Final = re.compile(
    r"\W*(?:كلمات (?:مفتاحية|دلالية|البحث)|الكلمات المفتاحية|وسوم|الوسوم|tags)\b.*|(?:#\w++\s*+)++",
    re.IGNORECASE,
)

_ORIGIN: Final = re.compile(
    r"\W*(?:المصدر|المصادر|source)\s*[:：]\s*(?P<name>\S.{0,50})", re.IGNORECASE
)
_LONGEST_INITIALS: Final = 20
_WORDS_BESIDE_DATE: Final = 2
_SECTION_WORDS: Final = 3
_MARKS: Final = " .:،-–—|()"
_COLUMNS: Final = 3
_SOURCE_NAMES: Final = frozenset(("source", "sources", "origin"))
_READERS: Final = re.compile(
    r"\W*(?:تمت? (?:قراءت|مشاهدت)\w+|قرئ|شوهد|قراءة|مشاهدة"
    r"|(?:عدد )?(?:ال)?(?:قراءات|مشاهدات|زيارات))"
    r"\W*\d[\d,.]*\W*(?:مر[ةه]|مرات)?\W*"
)
_CALL: Final = re.compile(
    r"\W*(?:لل[إا]?شتراك|[إا]?شترك(?:وا)?|تابعونا|تابع(?:وا)?|انضم(?:وا)?|لمتابعة|حم[ّ]?ل(?:وا)?)\b.*"
    r"\b(?:قناتنا|قناة|صفحتنا|صفحة|تلغرام|تليغرام|تيليجرام|واتس ?[اآ]ب|فيس ?بوك|تويتر|نشرتنا|النشرة"
    r"|تطبيق|google news|telegram|whatsapp|facebook|twitter)\b.*",
    re.IGNORECASE,
)
_SUBSCRIBE: Final = re.compile(
    r"\W*(?:(?:لل)?[إا]?شتراك|[إا]?شترك(?:وا|ي)?|سج[ّ]?ل(?:وا|ي)?)\s(?:الآن\s|معنا\s|مجانا\s)*"
    r"(?:ل[تي]صلك|في|ب|ل)\S*\s.*|.*الأخبار المنشورة على الصفحة الرسمية.*"
)
_AGENCY: Final = "|".join(map(re.escape, sorted(AGENCIES, key=len, reverse=True)))
_INITIALS: Final = r"(?:\w{1,2}(?:\W+|$))*"
_AGENCY_END: Final = re.compile(
    rf"\W*(?:انتهى|النهاية|يتبع)(?:\W+|$)\d*\W*{_INITIALS}"
    r"|\W*\d\d?:\d\d\s*(?:ت\s?مـ?|جمت|gmt|ص|م)?\W*"
    rf"|\W*(?:{_AGENCY})(?:[)\s\-–—]+|$){_INITIALS}|\W*(?:{_AGENCY})\s*/[^.]{{1,40}}"
    rf"|\W*[^.،:]{{2,20}}?\s*/\s*(?:{_AGENCY})\W*"
    rf"|\W*{_INITIALS}\(?(?:{_AGENCY})\)?\W*",
    re.IGNORECASE,
)
"""Lines that a report of an agency ends with: //انتهى//, the time, initials of editors."""

_EDITORS: Final = re.compile(r"\W*\w{1,2}(?:\s\w{1,2})?\s*/\s*\w{1,2}(?:\s\w{1,2})?\W*")
"""The initials of two editors: «و م / اص»."""

_NETWORK: Final = re.compile(
    r"تلغرام|تليغرام|تيليجرام|واتس ?[اآ]ب|فيس ?بوك|تويتر|انستغرام|إنستغرام|يوتيوب|t\.me/",
    re.IGNORECASE,
)
_LABELS: Final = re.compile(
    r"(?<!خر)\s+(?=[آا]خر (?:تحديث|تعديل)|تحديث|(?:last )?updated)", re.IGNORECASE
)


def trim(
    page: PageTree,
    body: Sequence[int],
    headline: Headline,
    author: str | None,
    listed: frozenset[int],
) -> tuple[list[int], tuple[str, ...]]:
    """The lines of a body without those of title, date, byline and tools at both ends.

    Lines of ``listed``, the dated lists of the page, are text.
    """
    introduced = 0
    while introduced < len(body) and _is_introduction(page, body[introduced], headline):
        introduced += 1
    start, kept = list(body[:introduced]), list(body[introduced:])
    if not kept:
        start, kept = [], start
    unlisted = list(takewhile(lambda index: index not in listed, kept[:_HEAD_LINES]))
    count = _head_length(page, unlisted, headline, author)
    first = [page.lines[index].text for index in kept[:count]]
    kept = kept[count:]
    last: list[str] = []
    end = _last_sentence(page, kept)
    while kept and kept[-1] not in listed and len(last) < _HEAD_LINES:
        index = kept[-1]
        is_below = index > end and _is_apart_from(page.lines[index], page.lines[end])
        if not is_below and not _is_tail(page, index, author, headline.source):
            above = page.lines[kept[-2]].text if len(kept) > 1 else ""
            text = page.lines[index].text
            if len(text) > META_LINE or not (is_role(text) and _names_authors(above, author)):
                break
        last.insert(0, page.lines[kept.pop()].text)
    return [*start, *kept], (*first, *last)


def _last_sentence(page: PageTree, kept: Sequence[int]) -> int:
    """The last line that is a paragraph or ends as a sentence does; the last line if none is."""
    for index in reversed(kept):
        line = page.lines[index]
        if paragraph_points(line) or line.text[-1] in SENTENCE_ENDS.replace(":", ""):
            return index
    return kept[-1] if kept else 0


def _is_apart_from(line: Line, last: Line) -> bool:
    """Whether a short line after the last sentence is a heading of nothing, or is in a part of the
    page of its own."""
    if line.block.tag in HEADINGS:
        return True
    if len(line.text) > META_LINE or line.text.startswith("*"):
        return False
    is_alike = _kinds(line.block) == _kinds(last.block)
    around = last.block.getparent() if last.block.tag in _INSIDE else last.block
    return not is_alike and all(each is not around for each in ancestors(line.block))


def _kinds(block: Element) -> list[tuple[str, str | None]]:
    """The tags and classes of a block and of the element around it."""
    return [(each.tag, each.get("class")) for each in islice(ancestors(block), 2)]


_INSIDE: Final = ("p", "li", "h2", "h3", "h4", "blockquote", "pre", "br", "ul", "ol", "td", "tr")


def _is_introduction(page: PageTree, index: int, headline: Headline) -> bool:
    return is_introduction(page.lines[index]) or is_second_headline(page, headline.line, index)


def _head_length(
    page: PageTree, first: Sequence[int], headline: Headline, author: str | None
) -> int:
    """The number of lines up to the last one of title, date, byline or tools that only short lines
    are above."""
    count = 0
    for place, index in enumerate(first):
        if _is_head(page, index, headline, author):
            count = place + 1
        elif len(page.lines[index].text) > META_LINE or place > count + 1:
            break
    return count


def _is_head(page: PageTree, index: int, headline: Headline, author: str | None) -> bool:
    line = page.lines[index]
    if len(line.text) > SHORT_LINE * 2:
        return False
    folded = fold_text(line.text)
    beside_site = read_name_beside_site(line.text, headline.source)
    return (
        folded in (fold_text(headline.title), fold_text(headline.source or ""))
        or (len(line.text) <= META_LINE and _SUBSCRIBE.fullmatch(line.text) is not None)
        or (beside_site is not None and beside_site.author == author)
        or _is_end(page, index, author, headline.source)
        or _is_fact_line(line, author)
        or is_fact_label(line.text)
        or (is_imprint(line.text) and is_fact_label(page.lines[max(0, index - 1)].text))
        or _is_own_dateline(line.text, headline.source or "")
        or is_place_line(line.text)
        or (len(line.text) <= META_LINE and line.link_share > _LINKED_HEAD)
    )


def _is_fact_line(line: Line, author: str | None) -> bool:
    """Whether a line is named as one of facts, or is a row of the date, the author and such."""
    is_short = len(line.text) <= META_LINE or search_date(line.text) is not None
    if is_short and line.text[-1] not in SENTENCE_ENDS and named_as(line.block, DATE_NAMES):
        return True
    parts = row_parts(line)
    return any(map(search_date, parts)) and all(
        search_date(part) or part == author or _ROW_PART.fullmatch(part) or _TOOLS.fullmatch(part)
        for part in parts
    )


_FACT_LABEL: Final = re.compile(
    r"\W*(?:(?:ال)?تاريخ(?: ال?نشر)?|رقم ال\w+|القسم|التصنيف|المصدر|العدد"
    r"|عدد (?:القراءات|المشاهدات))\W*"
)


def is_fact_label(text: str) -> bool:
    """Whether a line is the label of a fact alone, as the first cell of a row has."""
    return len(text) <= META_LINE and (_FACT_LABEL.fullmatch(text) is not None or is_label(text))


_ROW_PART: Final = re.compile(r"@\w+|منذ .{1,20}|.{1,30}")
"""Other parts of a row with a date: an account, an age, a section."""


def _is_own_dateline(text: str, source: str) -> bool:
    """Whether a line is a city and the agency that the site belongs to: «حمص - سانا»."""
    if is_place_and_site(text, source):
        return True
    found = read_byline(text)
    return (
        found is not None
        and len(text) <= META_LINE
        and is_agency(found.author)
        and is_own_agency(found.author, source)
    )


def _is_tail(page: PageTree, index: int, author: str | None, source: str | None) -> bool:
    text = page.lines[index].text
    if len(text) <= SHORT_LINE and (_AGENCY_END.fullmatch(text) or _READERS.match(text)):
        return True
    if (
        len(text) <= _LONGEST_INITIALS
        and any(map(str.isalpha, text))
        and (are_initials(text.split()) or _EDITORS.fullmatch(text))
    ):
        return True
    origin = _ORIGIN.fullmatch(text)
    if origin and (
        _are_sources(origin["name"], source) or named_as(page.lines[index].block, _SOURCE_NAMES)
    ):
        return True
    is_call = _CALL.fullmatch(text) or (page.lines[index].linked and _NETWORK.search(text))
    if len(text) <= SHORT_LINE and is_call:
        return True
    if _SUBSCRIBE.fullmatch(text) or _is_disclaimer(text):
        return True
    if len(text) <= META_LINE and RIGHTS.search(text):
        return True
    around = islice(ancestors(page.lines[index].block), 3)
    if any(_is_about_author(page, each, index) for each in around):
        return True
    return not _is_cell(page, index) and _is_end(page, index, author, source)


_OPINION: Final = re.compile(r"\b(?:ب|ل)?(?:رأي|ر[اأ]ي\w*|آراء|اراء|وجه(?:ة|ات)|موقف|توجه\w*)\b")


def _is_disclaimer(text: str) -> bool:
    """Whether a line says that a text is the opinion of its author and not of the site."""
    return len(text) <= _LONGEST_DISCLAIMER and "بالضرورة" in text and bool(_OPINION.search(text))


_ABOUT_LINES: Final = 4
_LONGEST_DISCLAIMER: Final = 250


def _is_about_author(page: PageTree, element: Element, index: int) -> bool:
    """Whether an element of few lines says that it is about the author, and is no body."""
    words = name_words(element)
    is_small = index - page.first_line(element) < _ABOUT_LINES
    return (
        is_small
        and is_author(element)
        and words.isdisjoint(("content", "body", "text", "post", "entry"))
    )


def _are_sources(names: str, source: str | None) -> bool:
    """Whether a line names the site itself and agencies alone: «الوادي + وكالات»."""
    known = fold_text(source or "").split()
    parts = [part.strip(" .") for part in re.split(r"\s*(?:[+/،,&]|\s[-–—])\s*", names)]
    return all(
        is_agency(part) or (known and fold_text(part).split() == known[: len(part.split())])
        for part in parts
        if part
    )


def _is_cell(page: PageTree, index: int) -> bool:
    """Whether a line is a cell of a table of figures, with three cells in each of its rows."""
    cell = page.lines[index].block
    row = cell.getparent()
    if cell.tag not in ("td", "th") or row is None or row.tag != "tr":
        return False
    rows = [row, *row.itersiblings("tr"), *row.itersiblings("tr", preceding=True)]
    return len(rows) > 1 and all(len(each) == len(row) >= _COLUMNS for each in rows[:_HEAD_LINES])


def _is_dates(text: str) -> bool:
    """Whether a text is the date of publication and the one of an update."""
    parts = _LABELS.split(text)
    return len(parts) > 1 and all(
        find_date(part) or (is_date_label(part) and search_date(part)) for part in parts
    )


def _names_authors(text: str, author: str | None) -> bool:
    """Whether a line has the names of the authors alone."""
    names = read_lone_name(text) if author is not None else None
    return names is not None and set(names.split("; ")) <= set((author or "").split("; "))


def _is_date_line(text: str, author: str | None, source: str | None) -> bool:
    """Whether a short line is a date, alone or beside other facts or very few words.

    A date before other text, «5 مايو 2016: وصول البعثة», is an entry of a chronology.
    """
    if _is_dates(text) or (is_date_label(text) and search_date(text)):
        return True
    found = find_edge_date(text)
    if found is None:
        is_entry = find_date(text.partition(": ")[0]) is not None
        is_dated = is_imprint(text) and not is_entry and search_date(text) is not None
        return is_dated or find_date(text) is not None
    others = [part for part in found.beside if not _is_fact(part.strip(_MARKS), author, source)]
    words = [len(part.split()) for part in others]
    if sum(words) <= _WORDS_BESIDE_DATE and not (others and found.has_colon):
        return True
    if found.is_first:
        return find_date(text) is not None and max(words) <= _SECTION_WORDS
    return is_imprint(text) or find_date(text) is not None


def _is_fact(part: str, author: str | None, source: str | None) -> bool:
    """Whether a part of a line beside its date is a known fact or a tool."""
    if not part or _TOOLS.fullmatch(part) or is_fact_label(part) or is_city(part):
        return True
    if find_date(part) or (source is not None and is_part_of_site(part, source)):
        return True
    byline = read_byline(part)
    is_byline = byline is not None and (byline.labelled or byline.author == author)
    return is_byline or _names_authors(part, author)


def _is_end(page: PageTree, index: int, author: str | None, source: str | None) -> bool:
    line = page.lines[index]
    if len(line.text) > SHORT_LINE:
        return False
    if _TOOLS.fullmatch(line.text) or _TAGS.fullmatch(line.text):
        return True
    if _is_date_line(line.text, author, source):
        return True
    if is_other_work(line.text) or _names_authors(line.text, author):
        return True
    found = read_byline(line.text) or read_place_and_name(line.text)
    if found is not None and (found.labelled or found.author == author):
        return True
    byline = read_byline(line.text, named=True)
    if byline is None or author is None or is_agency(byline.author):
        return False
    return byline.author in author
