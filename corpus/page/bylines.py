"""Authors as Arabic news pages print them: «كتب: أحمد علي | الجمعة 28 آب 2015»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from arabic.dates import find_weekday, is_date_label, search_date
from arabic.folding import INVISIBLE, fold_text
from corpus.page.agencies import is_agency
from corpus.page.headline import SITE_WORDS
from corpus.page.tree import squeeze

_LINE_LIMIT: Final = 160
_NAME_LIMIT: Final = 60
_WORD_LIMIT: Final = 6

_LABEL: Final = re.compile(
    r"^\W*(?:"
    r"(?:كتب(?:ت|ه|ها|وا)?(?:\s+(?:بواسطة|الخبر|المقال|التقرير))?|بقلم(?:\s+ال(?:كاتب|صحفي|دكتور|أستاذ)ة?)?|(?:تصوير\s+و\s?)?[إا]عداد(?:\s+و\s?(?:تحرير|تقديم|تصوير|حوار|كتابة))?"
    r"|تحرير|حرر(?:ه|ته|ها)|يكتب(?:ه|ها)?(?=\s*:)|المفتي|المجيب|[أا]عد(?:ه|ته|ها)(?:\s+للنشر)?|تقرير|تحقيق|حوار(?:\s+و\s?تصوير)?|حاور(?:ه|ته|ها)"
    r"|[أا]جر(?:ى|ت)\s+الحوار|متابعة|متابعات|تغطية|خاص|رأي|(?:الكاتبة?|كاتبة?(?=\s*[:/]))(?:\s+(?:الموضوع|المقال|الخبر))?|كاتبة?\s+(?:الموضوع|المقال|الخبر)|المؤلفة?|المحررة?|الصحفية?|اسم\s+الكاتب"
    r"|مراسل(?:ة|نا|تنا|و)?(?:\s+في)?|نشر\s+(?:من\s+قبل|بواسطة)|[أا]\u064f?رسلت?(?:ه|ها)?(?:\s+(?:بواسطة|من))?"
    r"|نص(?=\s*:)|مرسلة\s+بواسطة|أضيف\s+بواسطة|بواسطة|من\s+قبل|المشاركة\s+بواسطة"
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
    r"^\W*(?:تصوير(?!\s+و)|عدسة|صور|الصور|رسوم|كاريكاتير|photo|ترجمة|المصدر)\b"
)
_ORIGIN: Final = re.compile(r"\W*المصدر\s*:\s*")
_LEADING_TIME: Final = re.compile(
    r"^[\d/\-.: ]*\d[\d/\-.: ]*(?:(?:AM|PM|ص|م)\b)?\W*", re.IGNORECASE
)
_SITE: Final = re.compile(r"[\"«»“”\d]|دوت كوم|(?<!\w)\w+\.نت|\.com")
_TATWEEL_DASH: Final = re.compile(r"\s\u0640+\s")
_ROW_PARTS: Final = re.compile(r"\s*[|•·]\s*|\s+[-–—]+\s+")
_OTHER_WORK: Final = re.compile(r"(?:تحرير|تصوير|عدسة|ترجمة|مراجعة|تدقيق|مونتاج|[إا]خراج|رسوم)\b")
_FROM: Final = re.compile(r"^من\s+(?=\w+\s+\w)")
_FOR: Final = re.compile(r"(?<=\w)\s+لل(?!ا\b)\w+(?:\s+ال\w+)?\s*(?=$|[\-–—)|])")
"""The publisher after a name: «سلمى حسن للنشرة العربية»."""

_PARTS: Final = re.compile(r"\s*[|•·»«/\\،,؛;:\[\]\n]\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|\s*\(|\)\s*")
_BARS: Final = re.compile(r"\s*[|•·]\s*")
_LIST: Final = re.compile(r"\s*(?:;|,|،|\||&)\s*|\s+and\s+")
_FIRST_PART: Final = re.compile(r"\s*[|•·»«/\\(\[\n]|\s+[-–—]")
_ROLE: Final = re.compile(
    r"(?:ال)?(?:كاتب|باحث|أستاذ|استاذ|صحفي|صحافي|رئيس|مدير|خبير|محلل|مراسل|[أا]كاديمي|ناشط|عضو|سفير"
    r"|وزير|محام|طبيب|مهندس|مستشار|نائب)ة?ي?ة?\b"
)
"""Words that begin what an author is, and no name."""

_HONORIFIC: Final = re.compile(
    r"(?:(?:ال(?:دكتور|مستشار|محامي|مهندس|أستاذ|شيخ|عميد|لواء|سفير|مطران|قاضي|نائب|سيد|حاج|إعلامي"
    r"|شاعر|كاتب|صحفي|صحافي|باحث)ة?|[أا]\.?\s?د|[دأام])[./]*\s*(?<=[\s./]))+"
)
"""Titles before a name: د. and المستشار."""

_PARTICLES: Final = frozenset(
    ("بن", "بنت", "ابن", "أبو", "ابو", "أبي", "أم", "آل", "ال", "عبد", "ولد", "بو")
)  # fmt: skip
_LONGEST_NAME: Final = 4
_SHORT_WORD: Final = 2
_AND: Final = re.compile(r"\sو\s?(?=\w)")
_BEGIN_WITH_WAW: Final = (
    "وائل وليد وفاء وفيق وفائي وجدي وجدان وسام وسيم وسن وداد وديع وردة ورد وحيد وحيدة وجيه وهيب"
    " وجيهة وهبة وهبي وهيبة واصف وضاح وعد ولاء وئام وصفي واثق وافي وقاص وكيع ولي ولد وهاب ودود"
    " وسيلة وصال ونيس ونس وازن واجد ورقة وطفاء وطفة وزير وزيري وقار وفا"
)
_WAW_NAMES: Final = frozenset(map(fold_text, _BEGIN_WITH_WAW.split()))
"""Names that begin with و."""

_NAME: Final = re.compile(
    r"[^\W\d_][\w.'’ʼ\-\u064b-\u0652]*(?: [^\W\d_(][\w.'’ʼ\-\u064b-\u0652]*)*\.?"
)
_NOT_A_NAME: Final = re.compile(
    r"^(?:admin(?:istrator)?|super ?user|root|web ?master|editor|unknown|anonymous|guest|user|null"
    r"|none|undefined|wordpress|مدير(?:\s+الموقع)?|المدير|الادارة|الإدارة|إدارة الموقع|زائر|مجهول"
    r"|غير معروف)$|@|https?:|www\.|\.(?:com|net|org)\b|\d",
    re.IGNORECASE,
)
_SECTION: Final = re.compile(
    r"\b(?:ال)?(?:أخبار|اخبار|محليات|عربي|دولي|دولية|رياضة|اقتصاد|سياسة|ثقافة|تقارير|مقالات"
    r"|رأي|آراء|فيديو|صور|بيان|تحقيقات|ملفات|منوعات|عالم|عاجل|خاص|قضايا|حوارات|فنون|صحة|علوم"
    r"|مجتمع|كتاب|زوايا)\b"
)
_NOISE: Final = re.compile(
    r"\b(?:مشاهدة|مشاهدات|المشاهدات|قراءة|قراءات|القراءات|الزيارات|تعليق|تعليقات|التعليقات|الساعة"
    r"|القراءة|مدة|دقيقتان|دقيقتين"
    r"|منذ|العدد|عدد|آخر تحديث|تحديث|نشر|نشرت|النشر|بتاريخ|التاريخ|تاريخ|طباعة|شارك|دقيقة|دقائق"
    r"|السنة|صفحة|القسم|القراء)\b"
)

CITIES: Final = (
    "القاهرة", "الإسكندرية", "الجيزة", "السويس", "بورسعيد", "أسوان", "الأقصر", "طنطا", "المنصورة",
    "الرياض", "جدة", "مكة", "مكة المكرمة", "المدينة المنورة", "الدمام", "الطائف", "أبها", "تبوك",
    "دبي", "أبوظبي", "أبو ظبي", "الشارقة", "العين", "الدوحة", "المنامة", "الكويت", "مسقط", "صلالة",
    "صنعاء", "عدن", "تعز", "بغداد", "البصرة", "الموصل", "أربيل", "السليمانية", "كركوك", "النجف",
    "كربلاء", "الأنبار", "ديالى", "دهوك", "دمشق", "حلب", "حمص", "حماة", "اللاذقية", "دير الزور",
    "بيروت", "طرابلس", "صيدا", "صور", "زحلة", "عمان", "عمّان", "إربد", "الزرقاء", "العقبة",
    "القدس", "القدس المحتلة", "حائل", "القصيم", "بريدة", "عنيزة", "نجران", "جازان", "جيزان",
    "الباحة", "عرعر", "الأحساء", "الهفوف", "القطيف", "الخبر", "ينبع", "خميس مشيط", "عجمان",
    "رأس الخيمة", "الفجيرة", "رام الله", "غزة", "نابلس", "الخليل", "جنين", "بيت لحم", "أريحا",
    "حيفا", "الناصرة", "تونس", "صفاقس", "سوسة", "الجزائر", "وهران", "قسنطينة", "عنابة", "الرباط",
    "الدار البيضاء", "فاس", "مراكش", "طنجة", "أكادير", "نواكشوط", "الخرطوم", "أم درمان", "بنغازي",
    "مصراتة", "مقديشو", "جيبوتي", "لندن", "باريس", "برلين", "روما", "مدريد", "موسكو", "واشنطن",
    "نيويورك", "جنيف", "فيينا", "بروكسل", "أنقرة", "إسطنبول", "اسطنبول", "طهران", "بكين",
    "نيودلهي", "إسلام آباد", "كابول", "أثينا", "لاهاي", "الأمم المتحدة", "استوكهولم", "نيقوسيا",
)  # fmt: skip
"""Cities that datelines begin with."""

_INVISIBLE: Final = {ord(character): None for character in INVISIBLE}
_CITY_KEYS: Final = frozenset(map(fold_text, CITIES))
_SENTENCE: Final = (
    "في من إلى الى عن على أن إن أنه إنه التي الذي هذا هذه قال قالت وقال كان كانت لم لن قد لا ما بعد"
    " قبل خلال مع هو هي ثم أو كما عند بين حول لدى وفي ومن اليوم أمس غدا"
)
_SENTENCE_WORDS: Final = frozenset(_SENTENCE.split())


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
    line = plain_dashes(squeeze(line.translate(_INVISIBLE)))
    if not line or len(line) > _LINE_LIMIT or _PICTURES.match(line):
        origin = _ORIGIN.match(line[:_LINE_LIMIT])
        return _beside_city(line[origin.end() :]) if origin else None
    label = _LABEL.match(line)
    if label is None:
        for part in _BARS.split(line)[1:]:
            if _LABEL.match(part) and (found := read_byline(part)) is not None:
                return found
        inner = _INNER_LABEL.search(line)
        if inner is not None and search_date(line[: inner.start()]) is not None:
            return read_byline(line[inner.start() :])
    if label is None and not named:
        return _beside_date_label(line) or _beside_city(line) or _beside_cities(line)
    rest = line[label.end() :] if label else _FROM.sub("", line)
    rest = _FOR.sub("", rest)
    # كتب without a colon may be the verb of a sentence.
    is_verb = label is not None and not (label["sign"] or named or _CERTAIN.match(line))
    several = None if is_verb and _without_time(rest) != rest else _several_names(rest)
    if is_verb and several is None and search_date(rest) is None and len(rest.split()) > 4:
        return None
    names = _names(rest) or (_names_after_date(rest) if named else [])
    if not names or (is_verb and len(names[0].split()) == 1):
        return None
    return Byline(several or names[0], label is not None)


def _several_names(text: str) -> str | None:
    """The names of a byline of more than one author: «كتب: أحمد علي، منى صابر»."""
    whole = _without_time(text)
    first = _FIRST_PART.split(whole)[0]
    for parts in (_LIST.split(first), _BARS.split(whole), _PARTS.split(whole)):
        names = [_without_city(part.strip(" .")) for part in parts]
        names = [
            name
            for name in names
            if name and fold_text(name) not in _CITY_KEYS and not _OTHER_WORK.match(name)
        ]
        people = [person for name in names for person in split_names(name)]
        if len(people) > 1 and all(map(_is_person, people)):
            return "; ".join(dict.fromkeys(people))
    return None


def _is_person(name: str) -> bool:
    return (
        is_plain_name(name)
        and (_HONORIFIC.match(name) is not None or _ROLE.match(name) is None)
        and SITE_WORDS.search(name) is None
        and any(len(word) > _SHORT_WORD for word in name.split())
    )


def _names_after_date(line: str) -> list[str]:
    """The names of a line that begins with a date: «29 مارس 2010 - 00:05 — سلمى»."""
    parts = _ROW_PARTS.split(line)
    return [part for part in parts[1:] if _is_name(part)] if search_date(line) else []


def plain_dashes(line: str) -> str:
    """A line with a dash in place of each tatweel between spaces, which papers write for one."""
    return _TATWEEL_DASH.sub(" - ", line)


def is_label(line: str) -> bool:
    """Whether a line is the label of an author alone: الكاتب."""
    label = _LABEL.match(line)
    return label is not None and not line[label.end() :].strip()


def split_names(text: str) -> list[str]:
    """The names that و joins: «أحمد علي ومنى صابر», but not «أحمد وليد».

    Each name has two words or more.
    """
    for match in _AND.finditer(text):
        before, after = text[: match.start()].strip(), text[match.end() :].strip()
        if fold_text(f"و{after.split()[0] if after else ''}") in _WAW_NAMES:
            continue
        if len(before.split()) > 1 and len(after.split()) > 1:
            return [before, *split_names(after)]
    return [text]


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
    cities = [part for part in parts if fold_text(part) in _CITY_KEYS]
    others = [part for part in parts if part not in cities]
    if len(cities) != 1 or not _is_name(others[0]):
        return None
    people = split_names(others[0])
    if all(1 < len(each.split()) <= _LONGEST_NAME for each in people) or is_agency(others[0]):
        return Byline("; ".join(people), labelled=False)
    return None


def _beside_cities(line: str) -> Byline | None:
    """The authors of a line of names with their cities: «أحمد علي (حلب)، منى صابر (حمص)»."""
    parts = [part.strip() for part in _PARTS.split(line)]
    has_cities = sum(fold_text(part) in _CITY_KEYS for part in parts) > 1
    names = _several_names(line) if has_cities else None
    return Byline(names, labelled=False) if names is not None else None


def is_city(name: str) -> bool:
    """Whether a name is the one of a city that datelines begin with."""
    return fold_text(name).strip() in _CITY_KEYS


def read_place_and_name(line: str) -> Byline | None:
    """The author of a line above a text that is one word, a dash and a name: «حائل - خالد علي»."""
    parts = re.split(r"\s*[-–—/:]\s*", line.strip(" .:-"))
    if len(parts) != 2 or len(parts[0].split()) != 1:
        return None
    if _SECTION.search(parts[0]) or _PICTURES.match(parts[0]):
        return None
    is_person = is_plain_name(parts[1]) and len(parts[1].split()) <= 3
    return Byline(parts[1], labelled=False) if is_person and _is_name(parts[0]) else None


def is_plain_name(line: str) -> bool:
    """Whether a line may be the name of a person alone: two to four words, none of a section.

    Titles before the name and particles such as بن are not counted.
    """
    title = _HONORIFIC.match(line)
    name = line[title.end() :] if title else line
    words = [word for word in name.split() if word not in _PARTICLES]
    return (
        len(name.split()) >= 2
        and 0 < len(words) <= _LONGEST_NAME
        and not name.startswith("ال")
        and not line.endswith(".")
        and _is_name(line)
        and _SECTION.search(line) is None
        and fold_text(line) not in _CITY_KEYS
    )


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
    if len(parts) == 2 and all(_is_name(part) and len(part.split()) == 1 for part in parts):
        return stated  # family name first, as catalogues have it
    for part in parts:
        label = _LABEL.match(part)
        for name in _names(part[label.end() :] if label else part)[:1]:
            people = split_names(name)
            names += [each for each in people if fold_text(each) not in known and each not in names]
    return "; ".join(names) or None


def _names(text: str) -> list[str]:
    """The parts of a text that may be names, those that are no city first."""
    weekday = find_weekday(text)
    if weekday is not None:
        text = text[: weekday.start()] or text[weekday.end() :]
    parts = [part.strip(" .-–—*\"'“”()") for part in _PARTS.split(_without_time(text))]
    names = [_without_city(part) for part in parts if _is_name(part)]
    agencies = [name for name in names if is_agency(name)]
    people = [name for name in names if fold_text(name) not in _CITY_KEYS and name not in agencies]
    people.sort(key=lambda name: len(name.split()) == 1)
    return [*people, *agencies]


def _without_city(name: str) -> str:
    """A name without the city before it: «دمشق أحمد علي»."""
    first, _, rest = name.partition(" ")
    return rest if fold_text(first) in _CITY_KEYS and len(rest.split()) > 1 else name


_TIME: Final = re.compile(
    r"\s*(?:\bفي\s+)?(?:يوم\s+)?\d{1,4}\s*[/\-–.:]\s*\d.*$|\s+(?:في|بتاريخ|يوم|on)\s+\d.*$"
    r"|\s+\d{1,2}\s+[^\W\d_]+.*$|\s+(?:في|on)\s.*$|\s+(?:في|بتاريخ)\s*:?\s*$"
)


def _without_time(text: str) -> str:
    """A text up to a date or time of day at its end."""
    cut = _TIME.sub("", text)
    return cut if cut.strip() else text


def are_initials(words: Sequence[str]) -> bool:
    """Whether words are the initials of an editor, ع.ش, and no name."""
    return all(len(part) <= 1 for word in words for part in re.split(r"[\W_ـ]+", word))


def _is_name(part: str) -> bool:
    words = part.split()
    return (
        0 < len(words) <= _WORD_LIMIT
        and 1 < len(part) <= _NAME_LIMIT
        and _NAME.fullmatch(part) is not None
        and _NOT_A_NAME.search(part) is None
        and _NOISE.search(part) is None
        and (is_agency(part) or (_SENTENCE_WORDS.isdisjoint(words) and not are_initials(words)))
    )
