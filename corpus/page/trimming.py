"""Lines at both ends of a body that are no text: title, date, byline, tools."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from arabic.dates import find_date, is_date_label, search_date
from arabic.folding import fold_text
from corpus.page.authors import read_name_beside_site
from corpus.page.bylines import is_agency, read_byline, read_place_and_name
from corpus.page.headline import Headline
from corpus.page.line_roles import (
    DATE_NAMES,
    META_LINE,
    SENTENCE_ENDS,
    SHORT_LINE,
    is_imprint,
    named_as,
)
from corpus.page.tree import PageTree

_HEAD_LINES: Final = 10
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


def trim(
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
        or (beside_site is not None and beside_site.author == author)
        or _is_end(page, index, author)
        or (
            len(line.text) <= META_LINE
            and line.text[-1] not in SENTENCE_ENDS
            and named_as(line.block, DATE_NAMES)
        )
    )


def _is_end(page: PageTree, index: int, author: str | None) -> bool:
    line = page.lines[index]
    if len(line.text) > SHORT_LINE:
        return False
    if _TOOLS.fullmatch(line.text) or _TAGS.fullmatch(line.text) or find_date(line.text):
        return True
    if (is_date_label(line.text) or is_imprint(line.text)) and search_date(line.text):
        return True
    found = read_byline(line.text) or read_place_and_name(line.text)
    if found is not None and (found.labelled or found.author == author):
        return True
    byline = read_byline(line.text, named=True)
    if byline is None or author is None or is_agency(byline.author):
        return False
    return byline.author in author
