"""Queries of users over the sample archive, with the expected first hits."""

from __future__ import annotations

import pytest

from search.engine import Engine
from search.request import BadRequest, Request


def titles(engine: Engine, query: str) -> list[str]:
    return [hit.title.text for hit in engine.search(Request(query=query, limit=100)).hits]


# Queries by what they test, each with the beginning of the title of the expected first hit.
QUESTIONS: dict[str, list[tuple[str, str]]] = {
    "the words of a headline, in any order": [
        ("وزير الخارجية", "وزير الخارجية من واشنطن"),
        ("كأس الكرة الطائرة", "سيدات «أمواج الميناء» يحرزن كأس"),
        ("كهربائي قطار", "أول قطار كهربائي"),
        ("سفينة جانحة", "تعويم سفينة الحبوب الجانحة"),
        ("أزمة قناة السويس", "ستة أيام هزّت أجور الشحن"),
    ],
    "clitics, in the query or in the text": [
        ("وبالمشربيات", "المشربيات تعود"),
        ("للقطار الكهربائي", "أول قطار كهربائي"),
        ("بنواعيرها", "نواعير حماة"),
        ("وللسلاحف", "حرّاس السلاحف"),
        ("فبالحكومة", "موازنة بلا حبر أحمر"),
        ("كالجفاف القهوة", "فنجان القهوة"),
    ],
    "a single و, which need not occur in the text": [
        ("القهوة في بيروت و صنعاء", "فنجان القهوة"),
        ("واشنطن و وزير الخارجية", "وزير الخارجية من واشنطن"),
    ],
    "plurals, regular and broken": [
        ("مكتبات عامة", "وادي السنديان تفتتح مكتبتها العامة"),
        ("رافعات الميناء الشرقي", "رافعتان جديدتان في الميناء الشرقي"),
        ("مخطوطات طبية", "عمال ترميم يكتشفون مخطوطاً طبياً"),
        ("نجار قوارب", "آخر نجاري القوارب"),
        ("جذر:طبيب هاتف", "أطباء متقاعدون"),
    ],
    "with and without hamza": [
        ("باديه الاردن", "حبّات قمح متفحّمة"),
        ("اطباء متقاعدون", "أطباء متقاعدون"),
        ("إستطلاع أسعار القرطاسية", "حقيبة المدرسة تستهلك"),
        ("دائرة الآثار والسدود", "نواعير حماة"),
        ("أحمد الشريف", "موسم التمور في الواحات"),
    ],
    "ة and ه, ى and ي": [
        ("قافلة صحية", "قافله صحيه"),
        ("قافله صحيه", "قافله صحيه"),
        ("فنجان القهوه", "فنجان القهوة"),
        ("ليالى رمضان", "الحكواتيّ يعود في ليالي رمضان"),
        ("مهرجان في الإسكندريه", "فيلم «ملح»"),
        ("شريف المنياوى روائي طويل OR الروائى الطويل", "فيلم «ملح»"),
    ],
    "tashkeel and tatweel, in the query or in the text": [
        ("المِشْرَبِيَّات", "المشربيات تعود"),
        ("محمد الأهدل", "برنامج يقرأ خطوط النسّاخ"),
        ("الحكواتي عنترة", "الحكواتيّ يعود"),
        ("نــواعير حمـاة", "نواعير حماة"),
        # words with the same vowel signs come first
        ("القِدر", "مقلوبة الباذنجان: سرّ القِدر"),
    ],
    "digits of every kind, and numbers": [
        ("الذهب ٢٠١٦", "سوق الذهب تفتح"),
        ("الذهب 2016", "سوق الذهب تفتح"),
        ("۲۰۱۶ الذهب عيار 21", "سوق الذهب تفتح"),
        ("كوفيد-19 متقاعدون", "أطباء متقاعدون"),
        ("1.2 مليون دولار", "تطبيق من إربد"),
    ],
    "letters of other keyboards and of old files": [
        ("ﻧﻮاﻋﻴﺮ", "نواعير حماة"),
        ("زیت الزیتون العطر", "زيت الزيتون يبلغ سعر العطر"),
    ],
    "months by any of their names": [
        ("مارس ٢٠١٦ الذهب", "سوق الذهب تفتح"),
        ("يوليو ألواح شمسية", "ألواح فوق البيوت"),
        ("تموز مكتبة الصويرة", "مكتبة على عجلات"),
        ("سبتمبر كتيب", "مكتبة على عجلات"),
        ("أغسطس السلاحف", "حرّاس السلاحف"),
    ],
    "dates of every calendar": [
        ("تدمر date:2015", "عاصفة ثلجية تدمر عشرات البيوت"),
        ("تدمر date:2016-12", "متطوعون يجمعون آلاف الصور"),
        ("تدمر تاريخ:كانون الأول 2016", "متطوعون يجمعون آلاف الصور"),
        ('date:"17 أيار 2019"', "فرن في حلب"),
        ('تاريخ:"12 رمضان 1440"', "فرن في حلب"),
        ('date:"رمضان 1440" مرجان', "مرجان العقبة"),
        ("سوق date:[2016 TO 2017]", "سوق الذهب تفتح"),
        ("كأس date:2012..2013", "سيدات «أمواج الميناء»"),
        ("تدمر after:2025", "سيدة من تدمر"),
        ("مكتبة قبل:2012", "مكتبة على ظهر حافلة"),
    ],
    "foreign names in several spellings": [
        ("قوقل خرائط", "تطبيق من إربد"),
        ("ميكروسوفت نظام", "محال الحاسوب تستعد لنظام ويندوز"),
        ("مايكروسوفت بلديات", "بلديات تجرّب المساعد الذكي"),
        ("ألكسندر فيدوروف", "أندية تربح خارج الملعب"),
        # names that begin with و, which is not a clitic here
        ("ويندوز مايكروسوفت", "محال الحاسوب تستعد لنظام ويندوز"),
        ("واشنطن طاولة", "وزير الخارجية من واشنطن"),
    ],
    "misspelt words, in the text or in the query": [
        ("التظيم الرقمي", "دفاتر تدمر"),
        ("التنظيم~1 الرقمي", "دفاتر تدمر"),
        ("المشربات~1", "المشربيات تعود"),
        ("ووندوز~2", "محال الحاسوب تستعد لنظام ويندوز"),
        ("واسعار الدقلة", "موسم التمور في الواحات"),
    ],
    "words joined by a lost line break in the text": [
        ('"الجبلية فوق ارتفاع"', "عاصفة ثلجية تدمر"),
        ('"للجامعات العربية في كانون" مصدر:الفرات', "طلاب هندسة في البصرة"),
        ('"الحافلة إلى قاعة"', "مكتبة على عجلات"),
        ('"الخيرية في الأحياء"', "فرن في حلب"),
    ],
    "phrases, proximity, prefixes": [
        ('"معمل الحرير"', "في معمل الحرير القديم"),
        ("«متحف إربد»", "حبّات قمح متفحّمة"),
        ('"فنجان بيروت"~3', "فنجان القهوة في بيروت وصنعاء"),
        ('"كتب حافلة"~3', "مكتبة على ظهر حافلة"),
        ("مشرب* نجارين", "المشربيات تعود"),
        ("ثلج* جبل", "عاصفة ثلجية تدمر"),
    ],
    "levels: from exact to root": [
        ("=قافله تلميذ", "قافله صحيه تجوب القرى"),
        ("form:مكتبات زبيد", "برنامج يقرأ خطوط النسّاخ"),
        ('stem:"مكتبة عامة"', "وادي السنديان تفتتح مكتبتها"),
        ("جذر:درس عنوان:حقيبة", "حقيبة المدرسة تستهلك"),
    ],
    "fields: author, source and title": [
        ('title:مكتبة source:"صدى الساحل"', "مكتبة على عجلات"),
        ("كاتب:(سعاد برغوث) باذنجان", "مقلوبة الباذنجان"),
        ("قسم:فلك", "نجم يخفت كل أحد عشر يوماً"),
        ("author:الكباريتي", "مرجان العقبة"),
        ("رمضان مصدر:المشرق", "أسواق رمضان"),
    ],
    "alternatives and exclusion": [
        ("(قطايف OR معروك) حلب", "فرن في حلب"),
        ("بصرى | صنعاء قهوة", "فنجان القهوة في بيروت وصنعاء"),
        ("تدمر -متحف -متطوعون -صور", "عاصفة ثلجية تدمر"),
        ("رمضان NOT القطايف عنترة", "الحكواتيّ يعود"),
        ("سفينة NOT (قمح OR رافعة)", "ستة أيام هزّت أجور الشحن"),
    ],
    "whole questions, whose question words need not match": [
        ("متى افتتحت مكتبة وادي السنديان؟", "وادي السنديان تفتتح مكتبتها"),
        ("كم سعر زيت الزيتون؟", "زيت الزيتون يبلغ سعر العطر"),
        ("ماذا قال وزير الخارجية في واشنطن؟", "وزير الخارجية من واشنطن"),
    ],
}
QUERIES = [(query, first) for group in QUESTIONS.values() for query, first in group]


def test_no_query_is_repeated() -> None:
    assert len({query for query, _ in QUERIES}) == len(QUERIES) >= 60


@pytest.mark.parametrize(("query", "first"), QUERIES, ids=[query for query, _ in QUERIES])
def test_the_first_hit(sample_engine: Engine, query: str, first: str) -> None:
    found = titles(sample_engine, query)
    assert found, query
    assert found[0].startswith(first), found[:4]


# A journalist: has this been covered, by whom, and by whom first?
COVERAGE: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "رافعتان طرابلس",
        [("2017-10-03", "صدى الساحل"), ("2017-10-04", "أسواق وأرقام")],
    ),
    (
        "سد عين الصفصاف",
        [("2021-04-11", "بريد المشرق"), ("2021-04-12", "نشرة الميناء")],
    ),
    (
        '"شط العرب"',
        [("2018-02-21", "شبكة الفرات للأخبار"), ("2018-02-22", "صدى الساحل")],
    ),
    (
        "مخطوط الزاوية البحارة",
        [("2023-10-03", "نشرة الميناء"), ("2023-10-04", "دفاتر الثقافة")],
    ),
    (
        "وادي السنديان مكتبة",
        [("2019-03-17", "بريد المشرق"), ("2019-03-18", "دفاتر الثقافة")],
    ),
    (
        "رمضان",
        [
            ("2017-06-05", "بريد المشرق"),
            ("2019-05-17", "شبكة الفرات للأخبار"),
            ("2024-03-24", "دفاتر الثقافة"),
        ],
    ),
]


@pytest.mark.parametrize(("story", "reports"), COVERAGE, ids=[story for story, _ in COVERAGE])
def test_the_reports_of_a_story_by_date(
    sample_engine: Engine, story: str, reports: list[tuple[str, str]]
) -> None:
    for sort, expected in (("oldest", reports), ("newest", reports[::-1])):
        answer = sample_engine.search(Request(query=story, sort=sort))  # type: ignore[arg-type]
        assert [(hit.date, hit.source) for hit in answer.hits] == expected


# A researcher: how often, in which spelling, where and when?


@pytest.mark.parametrize(
    ("query", "levels"),
    [
        ("مكتبة", [8, 9, 9, 10, 29]),
        ("قافله", [1, 1, 2, 2, 3]),
        ("كاتب", [3, 3, 4, 7, 29]),
    ],
)
def test_the_documents_of_a_word_at_each_level(
    sample_engine: Engine, query: str, levels: list[int]
) -> None:
    answer = sample_engine.search(Request(query=query, levels=True))
    assert [each.documents for each in answer.levels] == levels


def test_the_sources_and_years_of_a_word(sample_engine: Engine) -> None:
    answer = sample_engine.search(Request(query="تدمر", facets=("source", "year")))
    source, year = answer.facets
    assert {each.value: each.documents for each in source.values} == {
        "بريد المشرق": 2,
        "شبكة الفرات للأخبار": 2,
        "دفاتر الثقافة": 1,
    }
    assert sorted(each.value for each in year.values) == ["2015", "2016", "2020", "2025"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("المكتبة", "المكتبه"),
        ("أَسْعَارُ الزَّيْتِ", "اسعار الزيت"),
        ("تدمر", "ﺗﺪﻣﺮ"),
        ("عام ٢٠١٦", "عام 2016"),
        ("لدى القرية", "لدي القرية"),
        ("تدمر OR سوق", "تدمر | سوق"),
        ("سوق AND مدينة", "سوق & مدينة"),
        ("سوق -مدينة", "سوق NOT مدينة"),
        ("title:سوق", "عنوان:سوق"),
        ('source:"بريد المشرق" سوق', "مصدر:«بريد المشرق» سوق"),
        ("date:2016", "تاريخ:٢٠١٦"),
        ('"شط العرب"', "«شط العرب»"),
        ('"شط العرب"', "“شط العرب”"),
    ],
)
def test_two_queries_with_the_same_meaning(sample_engine: Engine, first: str, second: str) -> None:
    assert titles(sample_engine, first) == titles(sample_engine, second) != []


@pytest.mark.parametrize("query", ["قزحستان", "zzzz", '"تدمر المكتبة"', "date:1950"])
def test_queries_without_hits(sample_engine: Engine, query: str) -> None:
    assert titles(sample_engine, query) == []


@pytest.mark.parametrize("query", ["*كتب", "/كتاب.*/", "date:2015-02-29", "تدمر date:أمس"])
def test_unsupported_queries_are_refused(sample_engine: Engine, query: str) -> None:
    with pytest.raises(BadRequest):
        titles(sample_engine, query)
