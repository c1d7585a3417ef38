"""Questions of readers to the sample archive, and what should come first."""

from __future__ import annotations

import pytest

from search.answer import BadRequest, Request
from search.engine import Engine


def titles(engine: Engine, query: str) -> list[str]:
    return [hit.title.text for hit in engine.search(Request(query=query, limit=100)).hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        # the words of a headline
        ("وزير الخارجية", "وزير الخارجية من واشنطن"),
        ("كأس الكرة الطائرة", "سيدات «أمواج الميناء» يحرزن كأس"),
        ("قطار كهربائي", "أول قطار كهربائي"),
        ("سفينة جانحة", "تعويم سفينة الحبوب الجانحة"),
        # clitics, on either side
        ("وبالمشربيات", "المشربيات تعود"),
        ("للقطار الكهربائي", "أول قطار كهربائي"),
        ("بنواعيرها", "نواعير حماة"),
        ("وللسلاحف", "حرّاس السلاحف"),
        # hamza or not
        ("باديه الاردن", "حبّات قمح متفحّمة"),
        ("اطباء متقاعدون", "أطباء متقاعدون"),
        ("أحمد الشريف", "موسم التمور في الواحات"),
        # ة and ه, ى and ي
        ("قافلة صحية", "قافله صحيه"),
        ("قافله صحيه", "قافله صحيه"),
        ("فنجان القهوه", "فنجان القهوة"),
        ("مهرجان في الإسكندريه", "فيلم «ملح»"),
        ("شريف المنياوى روائي طويل OR الروائى الطويل", "فيلم «ملح»"),
        # tashkeel and tatweel, in the query or in the text
        ("المِشْرَبِيَّات", "المشربيات تعود"),
        ("الحكواتي عنترة", "الحكواتيّ يعود"),
        ("نــواعير حمـاة", "نواعير حماة"),
        # digits of every kind
        ("الذهب ٢٠١٦", "سوق الذهب تفتح"),
        ("الذهب 2016", "سوق الذهب تفتح"),
        ("۲۰۱۶ الذهب عيار 21", "سوق الذهب تفتح"),
        ("كوفيد-19 متقاعدون", "أطباء متقاعدون"),
        # letters of other keyboards and of old files
        ("ﻧﻮاﻋﻴﺮ", "نواعير حماة"),
        ("زیت الزیتون العطر", "زيت الزيتون يبلغ سعر العطر"),
        # names that begin with و
        ("ويندوز مايكروسوفت", "محال الحاسوب تستعد لنظام ويندوز"),
        ("واشنطن طاولة", "وزير الخارجية من واشنطن"),
        # phrases, near words, beginnings, misspellings
        ('"معمل الحرير"', "في معمل الحرير القديم"),
        ('"فنجان بيروت"~3', "فنجان القهوة في بيروت وصنعاء"),
        ("مشرب* نجارين", "المشربيات تعود"),
        ("المشربات~1", "المشربيات تعود"),
        # fields, sources and dates
        ('title:مكتبة source:"صدى الساحل"', "مكتبة على عجلات"),
        ("كاتب:(سعاد برغوث) باذنجان", "مقلوبة الباذنجان"),
        ("تدمر date:2015", "عاصفة ثلجية تدمر عشرات البيوت"),
        ("تدمر date:2016-12", "متطوعون يجمعون آلاف الصور"),
        ("تدمر after:2025", "سيدة من تدمر"),
        # what is left out
        ("تدمر -متحف -متطوعون -صور", "عاصفة ثلجية تدمر"),
        ("رمضان NOT القطايف عنترة", "الحكواتيّ يعود"),
        # words glued by a lost break, and words misspelt, in the text
        ('"الجبلية فوق ارتفاع"', "عاصفة ثلجية تدمر"),
        ("موسم التمور واسعار الدقلة", "موسم التمور في الواحات"),
    ],
)
def test_what_comes_first(sample_engine: Engine, query: str, first: str) -> None:
    found = titles(sample_engine, query)
    assert found, query
    assert found[0].startswith(first), found[:4]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("المكتبة", "المكتبه"),
        ("أَسْعَارُ الزَّيْتِ", "اسعار الزيت"),
        ("تدمر", "ﺗﺪﻣﺮ"),
        ("عام ٢٠١٦", "عام 2016"),
        ("على ظهر", "علي ظهر"),
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
def test_two_ways_to_ask_the_same(sample_engine: Engine, one: str, other: str) -> None:
    assert titles(sample_engine, one) == titles(sample_engine, other) != []


@pytest.mark.parametrize(
    ("story", "others"),
    [
        ("رافعتان مرفأ طرابلس شحن", 2),  # the same report in two papers
        ("سد عين الصفصاف", 2),
        ('"شط العرب"', 2),
        ("مخطوط الزاوية البحارة", 2),
        ("وادي السنديان مكتبة", 2),
    ],
)
def test_every_report_of_a_story_is_found(sample_engine: Engine, story: str, others: int) -> None:
    assert len(titles(sample_engine, story)) == others


@pytest.mark.parametrize("word", ["تدمر", "مكتبة", "سوق", "على", "كتاب"])
def test_a_wider_level_never_finds_fewer(sample_engine: Engine, word: str) -> None:
    totals = [
        sample_engine.rank(Request(query=f"{level}:{word}")).total
        for level in ("exact", "form", "stem", "root")
    ]
    assert totals == sorted(totals)
    assert totals[0] > 0


@pytest.mark.parametrize("query", ["قزحستان", "zzzz", '"تدمر المكتبة"', "date:1950"])
def test_what_is_not_there(sample_engine: Engine, query: str) -> None:
    assert titles(sample_engine, query) == []


@pytest.mark.parametrize("query", ["*كتب", "/كتاب.*/", "date:2015-02-29", "تدمر date:أمس"])
def test_what_is_not_offered(sample_engine: Engine, query: str) -> None:
    with pytest.raises(BadRequest):
        titles(sample_engine, query)
