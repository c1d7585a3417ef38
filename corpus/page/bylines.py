"""Authors as Arabic news pages print them: «كتب: أحمد علي | الجمعة 28 آب 2015»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from babel import Locale

from arabic.dates import find_weekday, is_date_label, search_date
from arabic.folding import INVISIBLE, fold_text
from corpus.page.tree import squeeze

_LINE_LIMIT: Final = 160
_NAME_LIMIT: Final = 60
_WORD_LIMIT: Final = 6

_LABEL: Final = re.compile(
    r"^\W*(?:"
    r"(?:كتب(?:ت|ه|ها|وا)?(?:\s+(?:بواسطة|الخبر|المقال|التقرير))?|بقلم(?:\s+ال(?:كاتب|صحفي|دكتور|أستاذ)ة?)?|[إا]عداد(?:\s+و\s?تحرير)?"
    r"|تحرير|حرر(?:ه|ته|ها)|[أا]عد(?:ه|ته|ها)(?:\s+للنشر)?|تقرير|تحقيق|حوار|حاور(?:ه|ته|ها)"
    r"|[أا]جر(?:ى|ت)\s+الحوار|متابعة|متابعات|تغطية|خاص|رأي|(?:ال)?كاتبة?(?:\s+(?:الموضوع|المقال|الخبر))?|المؤلفة?|المحررة?|الصحفية?|اسم\s+الكاتب"
    r"|مراسل(?:ة|نا|تنا|و)?(?:\s+في)?|نشر\s+(?:من\s+قبل|بواسطة)|[أا]رسل(?:ه|ها|ت)?(?:\s+بواسطة)?"
    r"|نص(?=\s*:)|مرسلة\s+بواسطة|أضيف\s+بواسطة|بواسطة|من\s+قبل|المشاركة\s+بواسطة"
    r"|(?:written|posted|published|edited)?\s*by|author|writer|par)\b"
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
_PICTURES: Final = re.compile(r"^\W*(?:تصوير|عدسة|صور|الصور|رسوم|كاريكاتير|photo|ترجمة|المصدر)\b")
_ORIGIN: Final = re.compile(r"\W*المصدر\s*:\s*")
_LEADING_TIME: Final = re.compile(
    r"^[\d/\-.: ]*\d[\d/\-.: ]*(?:(?:AM|PM|ص|م)\b)?\W*", re.IGNORECASE
)
_SITE: Final = re.compile(r"[\"«»“”\d]|دوت كوم|(?<!\w)\w+\.نت|\.com")
_PARTS: Final = re.compile(r"\s*[|•·»«/\\،,؛;:\[\]\n]\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|\s*\(|\)\s*")
_BARS: Final = re.compile(r"\s*[|•·]\s*")
_LIST: Final = re.compile(r"\s*(?:;|,|،|\||&)\s*|\s+and\s+")
_FIRST_PART: Final = re.compile(r"\s*[|•·»«/\\(\[\n]|\s+[-–—]")
_ROLE: Final = re.compile(
    r"(?:ال)?(?:كاتب|باحث|أستاذ|استاذ|صحفي|صحافي|رئيس|مدير|خبير|محلل|مراسل|[أا]كاديمي|ناشط|عضو|سفير"
    r"|وزير|محام|طبيب|مهندس|مستشار|نائب)ة?ي?ة?\b"
)
"""Words that begin what an author is, and no name."""

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

AGENCIES: Final = (
    "رويترز", "أ ف ب", "أ.ف.ب", "ا ف ب", "أف ب", "فرانس برس", "د ب أ", "د.ب.أ", "أ ب", "أ.ب",
    "أسوشيتد برس", "أسوشييتد برس", "يو بي آي", "ي ب أ", "شينخوا", "سبوتنيك", "نوفوستي", "تاس",
    "إفي", "آكي", "الأناضول", "كونا", "واس", "وام", "قنا", "بنا", "بترا", "سانا", "وفا", "معا",
    "صفا", "أ ش أ", "أ.ش.أ", "أش أ", "واج", "وأج", "وات", "ومع", "و م ع", "واع", "نينا", "سبأ",
    "سونا", "CNN", "AFP", "العمانية", "قدس برس", "وكالات", "الوكالات", "قدس نت", "الفرنسية",
    "الألمانية",
)  # fmt: skip
"""Names of news agencies as datelines have them."""

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
_AGENCY_KEYS: Final = frozenset(map(fold_text, AGENCIES))
_CITY_KEYS: Final = frozenset(map(fold_text, CITIES))
_COUNTRY_KEYS: Final = frozenset(map(fold_text, Locale("ar").territories.values()))
_SENTENCE: Final = (
    "في من إلى الى عن على أن إن أنه إنه التي الذي هذا هذه قال قالت وقال كان كانت لم لن قد لا ما بعد"
    " قبل خلال مع هو هي ثم أو كما عند بين حول لدى وفي ومن اليوم أمس غدا"
)
_SENTENCE_WORDS: Final = frozenset(_SENTENCE.split())
_AGENCY_NAME: Final = re.compile(
    rf"(?<!\w)(?P<name>{'|'.join(map(re.escape, sorted(AGENCIES, key=len, reverse=True)))})(?!\w)"
)
_BEFORE_AGENCY: Final = re.compile(r"(?:[-–—/(«،]|\d\s*(?:م|هـ)?)\s*$")
_AFTER_AGENCY: Final = re.compile(r"\s*(?:[)»]\s*(?:[-–—:/]|$)|[-–—:/])")
_DATELINE_WORDS: Final = 12


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
    line = squeeze(line.translate(_INVISIBLE))
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
        return _beside_date_label(line) or _beside_city(line)
    rest = line[label.end() :] if label else line
    # كتب without a colon may be the verb of a sentence.
    is_verb = label is not None and not (label["sign"] or named or _CERTAIN.match(line))
    if is_verb and search_date(rest) is None and len(rest.split()) > 4:
        return None
    names = _names(rest)
    if not names or (is_verb and len(names[0].split()) == 1):
        return None
    several = _several_names(rest) if label is not None and not is_verb else None
    return Byline(several or names[0], label is not None)


def _several_names(text: str) -> str | None:
    """The names of a byline of more than one author: «كتب: أحمد علي، منى صابر»."""
    names = [name.strip(" .") for name in _LIST.split(_FIRST_PART.split(_without_time(text))[0])]
    are_people = all(is_plain_name(each) and _ROLE.match(each) is None for each in names)
    return "; ".join(dict.fromkeys(names)) if len(names) > 1 and are_people else None


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
    if 1 < len(others[0].split()) <= 4 or is_agency(others[0]):
        return Byline(others[0], labelled=False)
    return None


def read_place_and_name(line: str) -> Byline | None:
    """The author of a line above a text that is one word, a dash and a name: «حائل - خالد علي»."""
    parts = re.split(r"\s*[-–—/:]\s*", line.strip(" .:-"))
    if len(parts) != 2 or len(parts[0].split()) != 1:
        return None
    if _SECTION.search(parts[0]) or _PICTURES.match(parts[0]):
        return None
    is_person = is_plain_name(parts[1]) and len(parts[1].split()) <= 3
    return Byline(parts[1], labelled=False) if is_person and _is_name(parts[0]) else None


def read_dateline(paragraph: str) -> str | None:
    """The news agency in a dateline at the beginning of a text: «الكويت - 5 - 12 (كونا) --»."""
    start = squeeze(paragraph[:_LINE_LIMIT])
    for match in _AGENCY_NAME.finditer(start):
        before, after = start[: match.start()], start[match.end() :]
        if len(before.split()) > _DATELINE_WORDS or not _BEFORE_AGENCY.search(before):
            continue
        if _AFTER_AGENCY.match(after):
            return match["name"]
    return None


def is_plain_name(line: str) -> bool:
    """Whether a line may be the name of a person alone: two to four words, none of a section."""
    words = line.split()
    return (
        2 <= len(words) <= 4
        and not words[0].startswith("ال")
        and not line.endswith(".")
        and _is_name(line)
        and _SECTION.search(line) is None
        and fold_text(line) not in _CITY_KEYS
    )


def is_agency(name: str) -> bool:
    """Whether a name is the one of a news agency."""
    folded = fold_text(name).strip()
    return folded in _AGENCY_KEYS or (folded.startswith("وكاله ") and len(folded.split()) <= 4)


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
            if fold_text(name) not in known and name not in names:
                names.append(name)
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
    r"|\s+\d{1,2}\s+[^\W\d_]+.*$|\s+في\s.*$|\s+(?:في|بتاريخ)\s*:?\s*$"
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
