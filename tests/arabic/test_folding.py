"""Letter folding, by examples and properties."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.folding import (
    INVISIBLE,
    MARKS,
    TATWEEL,
    fold,
    fold_beginnings,
    fold_exact,
    fold_light,
    strip_marks,
)
from arabic.uthmani_spelling import LETTER_MARKS

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءؤئأإآةى"
arabic = st.text(LETTERS, min_size=1, max_size=12)
PLAIN_MARKS = "".join(mark for mark in MARKS if mark not in LETTER_MARKS)
decoration = st.text(PLAIN_MARKS + TATWEEL + INVISIBLE, max_size=4)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        # hamza
        ("أحمد", "احمد"),
        ("إسلام", "اسلام"),
        ("آثار", "اثار"),
        ("ٱلكتاب", "الكتاب"),
        ("مسؤول", "مسءول"),
        ("شاطئ", "شاطيء"),
        ("سماء", "سماء"),
        ("ا\u0654حمد", "احمد"),  # decomposed
        ("مسو\u0654ول", "مسءول"),
        # ة and ه, ى and ي
        ("مكتبة", "مكتبه"),
        ("مكتبه", "مكتبه"),
        ("لدى", "لدي"),
        ("لدي", "لدي"),
        # particles keep their letters
        *(("على", "على"), ("علي", "علي"), ("عَلَى", "على"), ("عـلى", "على"), ("وعلى", "وعلى")),
        *(("إلى", "إلى"), ("الى", "إلى"), ("إلي", "إلى"), ("آلي", "الي"), ("وَإِلَى", "وإلى")),
        *(("إليه", "إليه"), ("اليه", "إليه"), ("آلية", "اليه"), ("واليها", "وإليها")),
        # digits
        ("٢٠١٦", "2016"),
        ("۲۰۱۶", "2016"),
        ("２０１６", "2016"),
        # Persian and Urdu letters
        ("کتاب", "كتاب"),
        ("تونسی", "تونسي"),
        ("گل", "كل"),
        ("ہفتہ", "هفته"),
        ("پاکستان", "باكستان"),
        ("چای", "جاي"),
        ("ڤيينا", "فيينا"),
        # marks, tatweel and zero-width characters
        ("كِتَابٌ", "كتاب"),
        ("وَرَّاق", "وراق"),
        ("هٰذا", "هذا"),
        ("كتـــاب", "كتاب"),
        ("می\u200cروم", "ميروم"),
        ("كت\u200dاب", "كتاب"),
        ("\u202eكتاب\u202c", "كتاب"),
        # presentation forms and ligatures
        ("ﺗﻮﻧﺲ", "تونس"),
        ("ﻻ", "لا"),
        ("ﷲ", "الله"),
        ("ﷺ", "صلياللهعليهوسلم"),
        # other scripts
        ("BBC", "bbc"),
        ("Ｗｈｏｏｓｈ", "whoosh"),
        ("café", "cafe"),
        # empty forms
        ("", ""),
        ("ـــ", ""),
        ("\u064e\u0651", ""),
        ("\u200f", ""),
    ],
)
def test_a_word_has_its_form(written: str, form: str) -> None:
    assert fold(written) == form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # the seat of a hamza
        *(("مسؤول", "مسئول"), ("رؤوس", "رءوس"), ("شؤون", "شئون"), ("قرائن", "قراءن")),
        *(("شاطئ", "شاطيء"), ("شاطئ", "شاطىء"), ("شيء", "شئ"), ("سيئ", "سيء"), ("شيئا", "شيءا")),
        *(("هيئة", "هيأة"), ("هيئه", "هيأه"), ("بِيئَة", "بيأة")),
        *(("قرأوا", "قرؤوا"), ("قراوا", "قرؤوا"), ("بدأوا", "بدؤوا"), ("جاءوا", "جاؤوا")),
        *(("يقرأون", "يقرؤون"), ("سيلجأون", "سيلجؤون"), ("يسيئون", "يسيؤون")),
        *(("مئة", "مائة"), ("والمائة", "والمئة"), ("خمسمائة", "خمسمئة"), ("مائتين", "مئتين")),
        # madda
        *(("القرآن", "القرءان"), ("آمنوا", "ءامنوا"), ("قرآنا", "قرءانا"), ("وآمنوا", "وءامنوا")),
        # letters repeated for emphasis
        *(("رائع", "راااائع"), ("جميل", "جميييل"), ("مبروك", "مبرووووك"), ("شكرا", "شكرااا")),
        *(("الله", "اللللله"), ("ممتاز", "مممتاز"), ("المؤسسات", "المؤسسسات")),
        # the ligature of الله
        *(("الله", "ﷲ"), ("الله", "اﷲ"), ("عبدالله", "عبداﷲ"), ("بالله", "بﷲ"), ("لله", "لﷲ")),
        *(("اللهم", "اﷲم"), ("والله", "وﷲ")),
        # لا and الله with swapped letters
        *(("الأمم", "األمم"), ("الإسلام", "اإلسلام"), ("الآن", "اآلن"), ("الاتحاد", "االتحاد")),
        *(("والأمم", "واألمم"), ("بالإضافة", "باإلضافة"), ("وبالأمس", "وباألمس")),
        *(("الله", "اهلل"), ("الله", "هللا"), ("والله", "وهللا"), ("عبدالله", "عبداهلل")),
        *(("عطاالله", "عطاهللا"), ("عطالله", "عطاالله")),
        # thousands separators
        *(("12345", written) for written in ("12,345", "١٢٬٣٤٥", "12.345", "١٢،٣٤٥", "12\xa0345")),
        ("1234567", "1,234,567"),
        # Quranic spelling: dagger alef
        *(("الكتاب", "ٱلْكِتَٰبُ"), ("السماوات", "ٱلسَّمَٰوَٰتِ"), ("إسماعيل", "إسمٰعيل")),
        *(("بلاغ", "بَلَٰغٌ"), ("إبراهيم", "إِبۡرَٰهِيمَ"), ("الملائكة", "ٱلْمَلَٰٓئِكَةُ")),
        *(("الصلاة", "ٱلصَّلَوٰةَ"), ("الحياة", "ٱلۡحَيَوٰةِ"), ("الربا", "ٱلرِّبَوٰا۟"), ("زكاة", "زکوٰۃ")),
        *(("موسى", "موسىٰ"), ("على", "عَلَىٰٓ"), ("التوراة", "ٱلتَّوۡرَىٰةَ"), ("هداهم", "هُدَىٰهُمۡ")),
        *(("القيامة", "القيٰمة"), ("اللاتي", "ٱلَّٰتِي"), ("خطاياكم", "خَطَٰيَٰكُمۡ")),
        # and words without an alef
        *(("هذا", "هٰذا"), ("وهذه", "وَهَٰذِهِۦ"), ("كذلك", "كَذَٰلِكَ"), ("هؤلاء", "هَٰٓؤُلَآءِ")),
        *(("ولكنهم", "وَلَٰكِنَّهُمۡ"), ("أولئك", "أُو۟لَٰٓئِكَ"), ("الله", "اللّٰه"), ("طه", "طٰهٰ")),
        *(("إلهكم", "إِلَٰهُكُمۡ"), ("الرحمن", "ٱلرَّحۡمَٰنِ"), ("عبدالرحمن", "عبدالرحمٰن"), ("هكذا", "هـٰكذا")),
        # a hamza on a tatweel, and small letters
        *(("فآمنوا", "فَـَٔامِنُوا۟"), ("الآخرة", "ٱلْـَٔاخِرَةِ"), ("سيئات", "سَيِّـَٔاتِ")),
        *(("يسألونك", "يَسۡـَٔلُونَكَ"), ("مسؤولا", "مَسۡـُٔولٗا"), ("شيئا", "شَيۡـٔٗا")),
        *(("خاسئين", "خَٰسِـِٔينَ"), ("المشأمة", "ٱلۡمَشۡـَٔمَةِ")),
        *(("إبراهيم", "إِبۡرَٰهِـۧمَ"), ("يحيي", "يُحۡيِۦ"), ("إيلافهم", "إِۦلَٰفِهِمۡ"), ("له", "لَهُۥ")),
        *(("يستوون", "يَسۡتَوُۥنَ"), ("داود", "دَاوُۥدَ"), ("به", "بِهِۦ")),
    ],
)
def test_spellings_of_one_word_have_one_form(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert fold_light(one) == fold_light(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("مئات", "مات"), ("فئات", "فات"), ("وئام", "وام"), ("سؤال", "سال"), ("فؤاد", "فاد")),
        *(("جزءا", "جزا"), ("جزءان", "جزان"), ("قراءات", "قرات"), ("نبوءات", "نبوات")),
        *(("شؤون", "شاون"), ("حياة", "حيئة"), ("تعاون", "تعءون"), ("بطء", "بطيء"), ("ملء", "مليء")),
        *(("تتتبع", "تتبع"), ("وووزع", "وزع"), ("ههههه", "ه"), ("اساسييين", "اساسين")),
        *(("مهللا", "مالله"), ("تهللا", "تالله"), ("سمائه", "سمئه"), ("يهلل", "يالله")),
        *(("1,5", "15"), ("12.10.2016", "12102016"), ("1,2345", "12345")),
    ],
)
def test_different_words_keep_their_forms(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_digits_and_latin_letters_may_be_repeated() -> None:
    assert list(map(fold, ("1000000", "www", "xxxl"))) == ["1000000", "www", "xxxl"]


@pytest.mark.parametrize("word", ["شيئان", "شاطئان", "مسؤولون", "قارئة", "كتاب", "جميلة", "رئيس"])
def test_a_word_begins_with_the_forms_of_its_beginnings(word: str) -> None:
    for length in range(2, len(word)):
        assert fold(word).startswith(fold_beginnings(word[:length]))


@pytest.mark.parametrize(
    ("written", "light"),
    [("المكتبة", "المكتبة"), ("إِدَارَة", "ادارة"), ("مكتبةٌ", "مكتبة"), ("على", "علي")],
)
def test_the_light_fold_keeps_teh_marbuta(written: str, light: str) -> None:
    assert fold_light(written) == light


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("المكتبة", "المكتبة"),
        ("كِتَابٌ", "كِتَابٌ"),
        ("كتـــاب", "كتاب"),
        ("ا\u0654حمد", "أحمد"),
        ("ﺗﻮﻧﺲ", "تونس"),
        ("كت\u200dاب", "كتاب"),
        ("٢٠١٦", "٢٠١٦"),
        ("BBC", "BBC"),
    ],
)
def test_the_level_exact_keeps_letters_and_marks(written: str, exact: str) -> None:
    assert fold_exact(written) == exact


def test_folding_every_code_point_is_idempotent() -> None:
    """For each of the 1,114,112 code points."""
    for code in range(0x110000):
        form = fold(chr(code))
        assert fold(form) == form, hex(code)


@given(st.one_of(st.text(), st.text(LETTERS), st.text("اأإلهئءؤويتمنة" + MARKS + "ـ1,.")))
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_light(fold_light(text)) == fold_light(text)


@pytest.mark.parametrize(
    "text",
    [
        "\u1100\u200d\u1161",  # two jamo that compose without the joiner between them
        "\u0c46\u064e\u0c56",
        "İstanbul",
        "\u0627\u0640\u0654",
    ],
)
def test_characters_compose_after_one_between_them_is_removed(text: str) -> None:
    form = fold(text)
    assert fold(form) == form
    assert unicodedata.is_normalized("NFKC", form)


@given(arabic, st.lists(decoration, min_size=1, max_size=12))
def test_marks_tatweel_and_zero_width_characters_do_not_change_the_form(
    word: str, between: list[str]
) -> None:
    dressed = "".join(letter + between[place % len(between)] for place, letter in enumerate(word))
    # A combining hamza or madda is part of its letter, not a mark.
    bare = fold(unicodedata.normalize("NFKC", dressed))
    assert fold(dressed) == bare
    if not set("\u0653\u0655").intersection(dressed):
        assert fold(dressed) == fold(word)


@given(arabic)
def test_the_form_is_the_light_fold_with_heh(word: str) -> None:
    assert fold(word) == fold_light(word).replace("ة", "ه")


@given(st.text(LETTERS + MARKS + TATWEEL + INVISIBLE + "٣7aÉﺗﻻﷲ"))
def test_the_level_exact_has_the_same_form(text: str) -> None:
    """A term is stored at the level exact, and its form has to be that of the written word."""
    assert fold(fold_exact(text)) == fold(text)


def test_marks_are_nonspacing_marks() -> None:
    assert all(unicodedata.category(mark) == "Mn" for mark in MARKS)
    assert {"\u064e", "\u0651", "\u0670", "\u0655", "\u0301"} <= set(MARKS)
    assert strip_marks("كِتَابٌ") == "كتاب"
    assert strip_marks("كتـاب") == "كتـاب"
