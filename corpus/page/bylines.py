"""Authors as Arabic news pages print them: «كتب: أحمد علي | الجمعة 28 آب 2015»."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from arabic.dates import find_weekday, is_date_label, search_date
from arabic.folding import INVISIBLE, fold_text
from corpus.page.agencies import is_agency
from corpus.page.cities import is_city
from corpus.page.person_names import (
    LONGEST_NAME,
    NO_PERSON,
    SECTION_WORDS,
    is_person,
    is_plain_name,
    is_role,
    may_be_name,
    split_names,
    without_office,
    without_role,
)
from corpus.page.tree import squeeze

_LINE_LIMIT: Final = 160

_LABEL: Final = re.compile(
    r"^\W*(?:"
    r"(?:كتب(?:ت|ه|ها|وا)?(?:\s+(?:بواسطة|الخبر|المقال|التقرير))?|بقلم(?:\s+ال(?:كاتب|صحفي|دكتور|أستاذ)ة?)?|(?:تصوير\s+و\s?)?[إا]عداد(?:\s+و\s?(?:تحرير|تقديم|تصوير|حوار|كتابة))?"
    r"|تحرير|حرر(?:ه|ته|ها)|يكتب(?:ه|ها)?(?=\s*:)|المفتي|المجيب|[أا]عد(?:ه|ته|ها)(?:\s+للنشر)?|تقرير|تحقيق|حوار(?:\s+و\s?تصوير)?|حاور(?:ه|ته|ها)"
    r"|[أا]جر(?:ى|ت)\s+الحوار|متابعة|متابعات|تغطية|خاص|رأي|(?:الكاتبة?|كاتبة?(?=\s*[:/]))(?:\s+(?:الموضوع|المقال|الخبر))?|كاتبة?\s+(?:الموضوع|المقال|الخبر)|المؤلفة?|المحررة?|الصحفية?|اسم\s+الكاتب"
    r"|مراسل(?:ة|نا|تنا|و)?(?:\s+في)?|نشر\s+(?:من\s+قبل|بواسطة)|[أا]\u064f?رسلت?(?:ه|ها)?(?:\s+(?:بواسطة|من))?"
    r"|(?:ال)?نص(?=\s*:)|كتابة(?=\s*[:|])|صحافة(?=\s*:)|مرسلة\s+بواسطة|أضيف\s+بواسطة|بواسطة|من\s+قبل|المشاركة\s+بواسطة"
    r"|(?:written|posted|published|edited|submitted)?\s*by|author|writer|par)\b"
    r"\s*(?P<sign>[:：/\\|؛\-–—]*)\s*)+",
    re.IGNORECASE,
)

_INNER_LABEL: Final = re.compile(
    r"(?<=\s)(?:تحرير|بقلم|كتبت?|[إا]عداد|الكاتبة?|تقرير)\s*[:/]|(?<=[\s\d])par\s", re.IGNORECASE
)

_CERTAIN: Final = re.compile(
    r"^\W*(?:بقلم|[إا]عداد|بواسطة|مرسلة|المؤلف|الكاتب|(?:written |posted )?by\b|author)",
    re.IGNORECASE,
)

_PICTURES: Final = re.compile(
    r"^\W*(?:تصوير(?!\s+و)|عدسة|صورة?|الصورة?|رسوم|كاريكاتير|photo|ترجمها?|ترجمة|المصدر)\b"
)
_ORIGIN: Final = re.compile(r"\W*المصدر\s*:\s*")

_LEADING_TIME: Final = re.compile(
    r"^[\d/\-.: ]*\d[\d/\-.: ]*(?:(?:AM|PM|ص|م)\b)?\W*", re.IGNORECASE
)
_SITE: Final = re.compile(r"[\"«»“”\d]|دوت كوم|(?<!\w)\w+\.نت|\.com")
_TATWEEL_DASH: Final = re.compile(r"\s\u0640+\s")
_ROW_PARTS: Final = re.compile(r"\s*[|•·]\s*|\s+[-–—]+\s+")
_WORK: Final = r"(?:تحرير|تصوير|عدسة|ترجمة|مراجعة|تدقيق|مونتاج|[إا]خراج|رسوم)\b"
_OTHER_WORK: Final = re.compile(_WORK)
_AND_OTHER_WORK: Final = re.compile(rf"[\s،,؛;]+و\s?{_WORK}.*$", re.DOTALL)
_FROM: Final = re.compile(r"^من\s+(?=\w+\s+\w)")

_FOR: Final = re.compile(r"(?<=\w)\s+لل(?!ا\b)\w+(?:\s+ال\w+)?\s*(?=$|[\-–—)|])")
"""The publisher after a name: «سلمى حسن للنشرة العربية»."""

_PARTS: Final = re.compile(r"\s*[|•·»«/\\،,؛;:\[\]\n]\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|\s*\(|\)\s*")
_BARS: Final = re.compile(r"\s*[|•·]\s*")
_LIST: Final = re.compile(r"\s*(?:;|,|،|\||&)\s*|\s+and\s+")
_FIRST_PART: Final = re.compile(r"\s*[|•·»«/\\(\[\n]|\s+[-–—]")
_INVISIBLE: Final = {ord(character): None for character in INVISIBLE}


class Byline(NamedTuple):
    """An author in a line; ``labelled`` says that a word such as بقلم is before the name."""

    author: str
    labelled: bool


def read_byline(line: str, *, named: bool = False) -> Byline | None:
    """Read the author of a line such as «كتب: أحمد علي | الجمعة 28 آب 2015».

    ``named`` says that the page marks the line as a byline, so that a name needs no label. Dates,
    cities, counts of readers and addresses beside the name are left out. Returns None for a
    sentence and for a line without a name.
    """
    line = _FOLLOW.sub("", plain_dashes(squeeze(line.translate(_INVISIBLE))))
    if not line or len(line) > _LINE_LIMIT or _PICTURES.match(line):
        origin = _ORIGIN.match(line[:_LINE_LIMIT])
        return _beside_city(line[origin.end() :]) if origin else None
    label = _LABEL.match(line)
    if label is None:
        if (found := _labelled_part(line)) is not None:
            return found
        inner = _INNER_LABEL.search(line)
        if inner is not None and search_date(line[: inner.start()]) is not None:
            return read_byline(line[inner.start() :])
    if label is None and not named:
        return _beside_date_label(line) or _beside_city(line) or _beside_cities(line)
    rest = line[label.end() :] if label else _FROM.sub("", line)
    placeless = FROM_PLACE.sub("", rest)
    rest = placeless if is_plain_name(placeless) else rest
    rest = _without_other_work(_FOR.sub("", rest))
    # كتب without a colon may be the verb of a sentence.
    is_verb = label is not None and not (label["sign"] or named or _CERTAIN.match(line))
    authors = None if is_verb and _without_time(rest) != rest else _several_names(rest)
    if is_verb and authors is None and search_date(rest) is None and len(rest.split()) > 4:
        return None
    names = _names(rest) or (_names_after_date(rest) if named else [])
    if authors is None and names:
        authors = without_office(names[0])
    if authors is None or (is_verb and (not names or len(names[0].split()) == 1)):
        return None
    return Byline(authors, label is not None)


def _labelled_part(line: str) -> Byline | None:
    """The author of a line with a label after a bar, or after the site and a dash: «بريد الوادي -
    كتب: أحمد علي»."""
    for part in _BARS.split(line)[1:]:
        if _LABEL.match(part) and (found := read_byline(part)) is not None:
            return found
    place, *parts = _ROW_PARTS.split(line, maxsplit=1)
    label = _LABEL.match(parts[0]) if parts and len(place.split()) <= _PLACE_WORDS else None
    return read_byline(parts[0]) if label is not None and label["sign"] else None


_FOLLOW: Final = re.compile(r"\s+(?:تاب\u0650?ع|متابعة|follow)$", re.IGNORECASE)
"""A button beside a name."""

FROM_PLACE: Final = re.compile(r"\s+(?:من|في)\s+\w+(?:\s\w+)?$")
"""The place that a reporter writes from: «أحمد علي من تازة»."""

_PLACE_WORDS: Final = 4


def _without_other_work(text: str) -> str:
    """A text up to a name, without who took the pictures or did other work beside its author."""
    work = _AND_OTHER_WORK.search(text)
    if work is None or not is_plain_name(_PARTS.split(text[: work.start()])[-1]):
        return text
    return text[: work.start()]


def _several_names(text: str) -> str | None:
    """The names of a byline of more than one author: «كتب: أحمد علي، منى صابر»."""
    whole = _without_time(text)
    first = _FIRST_PART.split(whole)[0]
    for parts in (_LIST.split(first), _BARS.split(whole), _PARTS.split(whole)):
        names = [without_role(_without_city(part.strip(" ."))) for part in parts]
        names = [
            name
            for name in names
            if name
            and not is_city(name)
            and not _OTHER_WORK.match(name)
            and not _is_role_alone(name)
            and not (NO_PERSON.match(name) and may_be_name(name))
        ]
        people = [person for name in names for person in split_names(name)]
        if len(people) > 1 and all(map(is_person, people)):
            return "; ".join(dict.fromkeys(people))
    return None


def _is_role_alone(name: str) -> bool:
    """Whether a part of a byline says what its author is."""
    return may_be_name(name) and is_role(name)


def _names_after_date(line: str) -> list[str]:
    """The names of a line that begins with a date: «29 مارس 2010 - 00:05 — سلمى»."""
    parts = _ROW_PARTS.split(line)
    return [part for part in parts[1:] if may_be_name(part)] if search_date(line) else []


def plain_dashes(line: str) -> str:
    """A line with a dash in place of each tatweel between spaces, which papers write for one."""
    return _TATWEEL_DASH.sub(" - ", line)


def is_other_work(line: str) -> bool:
    """Whether a short line names who translated a text or took its pictures: «ترجمة: سامي حسن»."""
    found = _PICTURES.match(line)
    rest = line[found.end() :].lstrip() if found else ""
    return rest[:1] in (":", "/", "：") and is_plain_name(rest[1:].strip(" .-"))


def is_label_before(line: str) -> bool:
    """Whether a line begins with the label of an author and a colon: «كتابة: أحمد علي»."""
    label = _LABEL.match(line[:_LINE_LIMIT])
    return label is not None and bool(label["sign"])


def is_label(line: str) -> bool:
    """Whether a line is the label of an author alone: الكاتب."""
    label = _LABEL.match(line)
    return label is not None and not line[label.end() :].strip()


def _beside_date_label(line: str) -> Byline | None:
    """The author of a line that is a name and a labelled date: «أحمد علي: نشر في 5 مايو 2013»."""
    parts = re.split(r"\s*[:|]\s*|\s+[-–—]\s+", line, maxsplit=1)
    if len(parts) == 2 and is_date_label(parts[1]) and search_date(parts[1]) is not None:
        return Byline(parts[0], labelled=False) if is_plain_name(parts[0]) else None
    return None


def _beside_city(line: str) -> Byline | None:
    """The author of a line that is a name and a city: «القاهرة - أحمد علي»."""
    line = _LEADING_TIME.sub("", line)
    weekday = find_weekday(line)
    line = line[: weekday.start()] if weekday and weekday.start() else line
    parts = [part.strip(" .:") for part in re.split(r"\s*[-–—/،:()|]+\s*", line)]
    parts = [part for part in parts if part and search_date(part) is None]
    if len(parts) == 3:
        # The agency that the reporter works for is the third.
        parts = [part for part in parts if not is_agency(part) and not _SITE.search(part)]
    if len(parts) != 2:
        return None
    cities = [part for part in parts if is_city(part)]
    others = [part for part in parts if part not in cities]
    if len(cities) != 1 or not may_be_name(others[0]):
        return None
    people = split_names(others[0])
    are_people = all(1 < len(each.split()) <= LONGEST_NAME and is_person(each) for each in people)
    if are_people or is_agency(others[0]):
        return Byline("; ".join(people), labelled=False)
    return None


def _beside_cities(line: str) -> Byline | None:
    """The authors of a line of names with their cities: «أحمد علي (حلب)، منى صابر (حمص)»."""
    parts = [part.strip() for part in _PARTS.split(line)]
    has_cities = sum(is_city(part) for part in parts) > 1
    names = _several_names(line) if has_cities else None
    return Byline(names, labelled=False) if names is not None else None


def read_place_and_name(line: str) -> Byline | None:
    """The author of a line above a text that is one word, a dash and a name: «حائل - خالد علي»."""
    parts = re.split(r"\s*[-–—/:]\s*", line.strip(" .:-"))
    if len(parts) != 2 or len(parts[0].split()) != 1:
        return None
    if SECTION_WORDS.search(parts[0]) or _PICTURES.match(parts[0]):
        return None
    is_person = is_plain_name(parts[1]) and len(parts[1].split()) <= 3
    return Byline(parts[1], labelled=False) if is_person and may_be_name(parts[0]) else None


def clean_author(stated: str, sites: Iterable[str] = ()) -> str | None:
    """The name of an author from metadata, without labels, dates and the names of ``sites``.

    Several names are joined by ``; ``. Returns None if there is no name, as with ``admin``.
    """
    if "://" in stated:
        return None
    stated = squeeze(stated.translate(_INVISIBLE))
    known = {fold_text(site).strip() for site in sites}
    names: list[str] = []
    parts = _LIST.split(stated)
    if len(parts) == 2 and all(may_be_name(part) and len(part.split()) == 1 for part in parts):
        return stated  # family name first, as catalogues have it
    for part in parts:
        label = _LABEL.match(part)
        rest = _without_other_work(part[label.end() :] if label else part)
        people = split_names(rest)  # together they may be longer than a name
        for name in _names(rest)[:1] or (
            people if len(people) > 1 and all(map(is_person, people)) else ()
        ):
            people = split_names(name)
            names += [each for each in people if fold_text(each) not in known and each not in names]
    return "; ".join(names) or None


def _names(text: str) -> list[str]:
    """The parts of a text that may be names, those that are no city first."""
    weekday = find_weekday(text)
    if weekday is not None:
        text = text[: weekday.start()] or text[weekday.end() :]
    parts = [
        _LABEL.sub("", part).strip(" .-–—*\"'“”()") for part in _PARTS.split(_without_time(text))
    ]
    names = [without_role(_without_city(part)) for part in parts if may_be_name(part)]
    agencies = [name for name in names if is_agency(name)]
    people = [name for name in names if not is_city(name) and name not in agencies]
    people.sort(
        key=lambda name: (
            len(name.split()) == 1,
            not is_person(name),
            NO_PERSON.match(name) is not None,
        )
    )
    return [*people, *agencies]


def _without_city(name: str) -> str:
    """A name without the city before it: «دمشق أحمد علي»."""
    first, _, rest = name.partition(" ")
    return rest if is_city(first) and len(rest.split()) > 1 else name


_TIME: Final = re.compile(
    r"\s*(?:\bفي\s+)?(?:يوم\s+)?\d{1,4}\s*[/\-–.:]\s*\d.*$|\s+(?:في|بتاريخ|يوم|on)\s+\d.*$"
    r"|\s+\d{1,2}\s+[^\W\d_]+.*$|\s+(?:في|on)\s.*$|\s+(?:في|بتاريخ)\s*:?\s*$"
)


def _without_time(text: str) -> str:
    """A text up to a date or time of day at its end."""
    cut = _TIME.sub("", text)
    return cut if cut.strip() else text
