"""What may be the name of a person, and the names that و joins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from arabic.folding import fold_text
from corpus.page.agencies import is_agency
from corpus.page.cities import is_city
from corpus.page.site_name import SITE_WORDS

_NAME_LIMIT: Final = 60
_WORD_LIMIT: Final = 6

_ROLES: Final = (
    "كاتب|باحث|[أا]ستاذ|صحفي|صحافي|رئيس|مدير|خبير|محلل|مراسل|[أا]كاديمي|ناشط|عضو|سفير|وزير|محام|عميد|طبيب"
    "|مهندس|مستشار|نائب|روائي|شاعر|ناقد|مفكر|[إا]علامي|محرر|ناشر|مدون|مترجم|مخرج|فنان|مؤرخ|قاص|مصور|سياسي"
    "|معلق|مذيع|مدرس|محاضر|مؤلف|سكرتير|زميل|متخصص|مختص|رسام|طالب|مسؤول|متحدث|حقوقي|معلم"
)
_ROLE: Final = re.compile(rf"(?:ال)?(?:{_ROLES})ة?ي?ة?\b")
"""Words that begin what an author is, and no name."""

_ROLE_AFTER: Final = re.compile(rf"(?<=\w)\s+(?:{_ROLES})(?:ة|ي|ية)?(?:\s.*)?$")
"""What an author is, without the article, after the name: «أحمد علي محرر الاقتصاد»."""

HONORIFIC: Final = re.compile(
    r"(?:(?:ال(?:دكتور|مستشار|محامي|مهندس|أستاذ|شيخ|عميد|لواء|سفير|مطران|قاضي|نائب|سيد|حاج|إعلامي"
    r"|شاعر|كاتب|صحفي|صحافي|باحث)ة?|[أا]\.?\s?د|[دأام])[./]*\s*(?<=[\s./]))+"
)
"""Titles before a name: د. and المستشار."""

_PARTICLES: Final = frozenset(
    ("بن", "بنت", "ابن", "أبو", "ابو", "أبي", "أم", "آل", "ال", "عبد", "ولد", "بو")
)  # fmt: skip
LONGEST_NAME: Final = 4
_SHORT_WORD: Final = 2
_AND: Final = re.compile(r"\sو\s?(?=\w)")
_LAST_AND: Final = re.compile(r"\sو$")
_AHEAD: Final = 120
"""Code points read after a و to find whether it joins names; more than an agency has."""

NO_PERSON: Final = re.compile(
    r"(?:مكتب|فريق|طاقم|قسم|هيئة|وحدة|إدارة|مراسلو|مراسلون|مراسلين|(?:ال)?آخر(?:ون|ين)|غيره(?:م|ما)?"
    r"|(?:ال)?وكالات)\b"
)
"""Words that begin what is named beside an author and is no person: «سلمى حسن ومكتب بيروت»."""

_BEGIN_WITH_WAW: Final = (
    "وائل وليد وفاء وفيق وفائي وجدي وجدان وسام وسيم وسن وداد وديع وردة ورد وحيد وحيدة وجيه وهيب"
    " وجيهة وهبة وهبي وهيبة واصف وضاح وعد ولاء وئام وصفي واثق وافي وقاص وكيع ولي ولد وهاب ودود"
    " وسيلة وصال ونيس ونس وازن واجد ورقة وطفاء وطفة وزير وزيري وقار وفا واصل واكد واكيم والي"
    " وكيل وكيلة وزيرة وزارة وفيقة وافية واعد واهب وثيق وجنات وداعة ودعاني ودعة وردان ورداني"
    " ورشان وريدة وزان وزاني وسماء وسمي وشاح وضحى وعلان وفدي وقيان وهاج وهدان وهران ويس وصيف"
)
_WAW_NAMES: Final = frozenset(map(fold_text, _BEGIN_WITH_WAW.split()))
"""Names, and words of titles, that begin with و."""

_NAME: Final = re.compile(
    r"[^\W\d_][\w.'’ʼ\-\u064b-\u0652]*(?: [^\W\d_(][\w.'’ʼ\-\u064b-\u0652]*)*\.?"
)

_NOT_A_NAME: Final = re.compile(
    r"^(?:admin(?:istrator)?|super ?user|root|web ?master|editor|unknown|anonymous|guest|user|null"
    r"|none|undefined|wordpress|مدير(?:\s+الموقع)?|المدير|الادارة|الإدارة|إدارة الموقع|زائر|مجهول"
    r"|غير معروف"
    r"|(?:ال)?(?:سبت|[أا]حد|[إا]ثنين|ثلاثاء|[أا]ربعاء|خميس|جمعة))$|@|https?:|www\.|\.(?:com|net|org)\b|\d",
    re.IGNORECASE,
)

SECTION_WORDS: Final = re.compile(
    r"\bو?(?:ال)?(?:أخبار|اخبار|محليات|عربي|دولي|دولية|رياضة|اقتصاد|سياسة|ثقافة|تقارير|مقالات"
    r"|ر[أا]ي|[آأا]راء|فيديو|صور|بيان|تحقيقات|ملفات|منوعات|عالم|عاجل|خاص|قضايا|حوارات|فنون|صحة|علوم"
    r"|مجتمع|كتاب|زوايا|حوادث|مصارف|طاقة|تعليم|تكنولوجيا|تقنية|سياحة|بيئة|سينما|مسرح|موسيقى|أدب|دراسات"
    r"|شؤون|متفرقات|افتتاحية|ملحق|إصدارات)\b"
)

_NOISE: Final = re.compile(
    r"\b(?:مشاهدة|مشاهدات|المشاهدات|قراءة|قراءات|القراءات|الزيارات|تعليق|تعليقات|التعليقات|الساعة"
    r"|القراءة|مدة|دقيقتان|دقيقتين"
    r"|منذ|العدد|عدد|آخر تحديث|تحديث|نشر|نشرت|النشر|بتاريخ|التاريخ|تاريخ|طباعة|شارك|دقيقة|دقائق"
    r"|بواسطة|بقلم|السنة|صفحة|القسم|القراء|جميع|كل|كافة|المزيد|مزيد|عرض|اتصل|انسخ|نسخ|الرابط|رابط|تابع|تابعنا"
    r"|اشترك|مقالات|المقالات|مقالاته|مقالاتها|المقال|الأرشيف|أرشيف|الصفحة|الكاتب|الموقع|بنا|نحن|سياسة|شروط|تسجيل"
    r"|الدخول|حساب|بحث|البحث|أضف|اضف|إضافة|إظهار|اظهار|اقرأ|إقرأ|اقرا|شاهد|استمع|ملف|صورة|النسخة|نسخة"
    r"|الوضع|خدمة|حالة|أسعار|مواقيت|اليوم|أحدث|احدث|أهم|اهم|الأكثر|لايوجد|ترتيب|نتائج|بث|مباشر)\b"
)

_SENTENCE: Final = (
    "في من إلى الى عن على أن إن أنه إنه التي الذي هذا هذه قال قالت وقال كان كانت لم لن قد لا ما بعد"
    " قبل خلال مع هو هي ثم أو كما عند بين حول لدى وفي ومن اليوم أمس غدا"
)
_SENTENCE_WORDS: Final = frozenset(_SENTENCE.split())


def is_person(name: str) -> bool:
    """Whether a part of a byline is the name of a person, and no office, site or initials."""
    return (
        is_plain_name(name)
        and not is_role(name)
        and SITE_WORDS.search(name) is None
        and any(len(word) > _SHORT_WORD for word in name.split())
    )


def split_names(text: str) -> list[str]:
    """The names that و joins: «أحمد علي ومنى صابر», but not «أحمد وليد».

    Each name has two words or more, particles not counted, as «عبد الرحمن» may be the first word of
    a name. An office, an agency or others after a name are left out.
    """
    text = _LAST_AND.sub("", text.strip()).rstrip()
    names: list[str] = []
    start = counted = words = 0
    for match in () if _is_no_person(text) else _AND.finditer(text):
        words += _own_words(text[counted : match.start()])
        counted = match.start()
        after = text[match.end() : match.end() + _AHEAD].strip()
        if words < 2 or _is_one_name(after):
            continue
        if is_agency(f"و{after}") or _is_no_name(after):
            return [*names, text[start : match.start()].strip()]
        if _own_words(after) > 1 and (after[:2] != "ال" or HONORIFIC.match(after)):
            names.append(text[start : match.start()].strip())
            start = counted = match.end()
            words = 0
            if SITE_WORDS.match(after):
                break
    return [*names, text[start:].strip()]


def _is_no_person(text: str) -> bool:
    """Whether a text begins with an office, a site or what someone is."""
    return is_role(text) or bool(NO_PERSON.match(text) or SITE_WORDS.match(text))


def _is_no_name(after: str) -> bool:
    """Whether what و joins to a name is an office, an agency or others."""
    return bool(NO_PERSON.match(after)) or is_role(after) or is_agency(after)


def _is_one_name(after: str) -> bool:
    """Whether a و belongs to the word of a name after it, and to no agency: «وليد»."""
    return fold_text(f"و{after.split()[0]}") in _WAW_NAMES and not is_agency(f"و{after}")


def without_role(name: str) -> str:
    """A name of two words or more without what its bearer is: «أحمد علي محرر الاقتصاد»."""
    found = _ROLE_AFTER.search(name)
    return name[: found.start()] if found and _own_words(name[: found.start()]) > 1 else name


def is_role(text: str) -> bool:
    """Whether a text begins with what someone is, and not with a title before a name."""
    return _ROLE.match(text) is not None and HONORIFIC.match(text) is None


def _own_words(name: str) -> int:
    """The words of a name without particles such as بن and عبد."""
    return sum(word not in _PARTICLES for word in name.split())


def without_office(name: str) -> str:
    """A name without the office or agency that و joins to it; «محمد وكيل الوزارة» is unchanged."""
    people = split_names(name)
    return people[0] if len(people) == 1 else name


def is_plain_name(line: str) -> bool:
    """Whether a line may be the name of a person alone: two to four words, none of a section.

    Titles before the name and particles such as بن are not counted.
    """
    title = HONORIFIC.match(line)
    name = line[title.end() :] if title else line
    words = [word for word in name.split() if word not in _PARTICLES]
    return (
        len(name.split()) >= 2
        and 0 < len(words) <= LONGEST_NAME
        and not name.startswith("ال")
        and not line.endswith(".")
        and may_be_name(line)
        and SECTION_WORDS.search(line) is None
        and not is_city(line)
    )


def are_initials(words: Sequence[str]) -> bool:
    """Whether words are the initials of an editor, ع.ش, and no name."""
    return all(len(part) <= 1 for word in words for part in re.split(r"[\W_ـ]+", word))


def may_be_name(part: str) -> bool:
    """Whether a part of a byline has the length and letters of a name, of an agency too."""
    words = part.split()
    return (
        0 < len(words) <= _WORD_LIMIT
        and 1 < len(part) <= _NAME_LIMIT
        and _NAME.fullmatch(part) is not None
        and _NOT_A_NAME.search(part) is None
        and _NOISE.search(part) is None
        and (is_agency(part) or (_SENTENCE_WORDS.isdisjoint(words) and not are_initials(words)))
    )
