"""Authors in bylines, datelines and metadata."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.page.agencies import read_dateline
from corpus.page.bylines import clean_author, is_plain_name, read_byline


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("كتب: أحمد علي | الجمعة 28 آب 2015", "أحمد علي"),
        ("كتبت سلمى حسن | 3 ديسمبر 2020", "سلمى حسن"),
        ("كتب أحمد علي الجمعة 28 آب 2015", "أحمد علي"),
        ("كتب - أحمد علي", "أحمد علي"),
        ("كتبه/ د. أحمد علي", "د. أحمد علي"),
        ("بقلم: أحمد علي - القاهرة", "أحمد علي"),
        ("بقلم الكاتبة سلمى حسن", "سلمى حسن"),
        ("بقلم أحمد علي، 5/12/2016", "أحمد علي"),
        ("إعداد: سلمى حسن وأحمد علي", "سلمى حسن; أحمد علي"),
        ("إعداد وتحرير: سلمى حسن", "سلمى حسن"),
        ("كتب سامي حسن ومنى صابر", "سامي حسن; منى صابر"),
        ("كتب: سامي حسن - منى صابر", "سامي حسن; منى صابر"),
        ("كتب: سامي حسن، بيروت", "سامي حسن"),
        ("إعداد: أحمد علي وليد", "أحمد علي وليد"),
        ("إعداد: أحمد علي ووليد حسن", "أحمد علي; وليد حسن"),
        ("إعداد: أحمد علي وليد حسن", "أحمد علي وليد حسن"),
        ("اسم الكاتب: بغداد/ سامي حسن وعبد الله صابر", "سامي حسن; عبد الله صابر"),
        ("سامي حسن (حائل)، منى صابر (جازان)", "سامي حسن; منى صابر"),
        ("بيروت - سامي حسن ومنى صابر", "سامي حسن; منى صابر"),
        ("تصوير وإعداد: سامي حسن", "سامي حسن"),
        ("(إعداد سلمى نجم للنشرة العربية - تحرير سامي حسن)", "سلمى نجم"),
        ("أُرسلت من سامي حسن في ثلاثاء, 12/28/2021 - 23:15", "سامي حسن"),
        ("Submitted by سامي حسن on اثنين, 06/30/2014 - 22:30", "سامي حسن"),
        ("* كاتب وروائي", None),
        ("بيروت ـ سامي حسن", "سامي حسن"),
        ("كتب الشعراء القدامى قصائد كثيرة وأناشيد طويلة في وصف البحر", None),
        ("تحرير: سلمى حسن (10:15)", "سلمى حسن"),
        ("مراسلنا في بغداد: أحمد علي", "أحمد علي"),
        ("مراسل الضفة - أحمد علي", "أحمد علي"),
        ("القاهرة - أحمد علي", "أحمد علي"),
        ("أحمد علي - بيروت", "أحمد علي"),
        ("أحمد علي (الرياض)", "أحمد علي"),
        ("أحمد علي / عمّان - 11 شباط 2021", "أحمد علي"),
        ("بيروت - رويترز", "رويترز"),
        ("مرسلة بواسطة أحمد علي في 10:15 ص", "أحمد علي"),
        ("نشر بواسطة أحمد علي في اثنين, 05/12/2016 - 10:15", "أحمد علي"),
        ("By Ahmad Ali | 5 December 2016", "Ahmad Ali"),
        ("كتب الوزير على صفحته أن الجسر سيفتح غدا", None),
        ("كتب للأطفال في معرض الشارقة", None),
        ("تصوير: أحمد علي", None),
        ("الجمعة 28 آب 2015", None),
        ("كتب: 5/12/2016", None),
        ("المشاهدات: 340", None),
        ("أحمد علي", None),
        ("", None),
    ],
)
def test_the_author_of_a_line_is_read(line: str, author: str | None) -> None:
    found = read_byline(line)
    assert (found.author if found else None) == author


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("أحمد علي", "أحمد علي"),
        ("أحمد علي\u200f", "أحمد علي"),
        ("من سامي حسن ومنى صابر", "سامي حسن; منى صابر"),
        ("سامي حسن - منى صابر", "سامي حسن; منى صابر"),
        ("سامي حسن - بي بي سي", "سامي حسن"),
        ("29 مارس, 2010 - 00:05 — سلمى", "سلمى"),
        ("أحمد علي - الجمعة 28 آب 2015", "أحمد علي"),
        ("الجمعة 28 آب 2015 - أحمد علي", "أحمد علي"),
        ("واشنطن - أحمد علي", "أحمد علي"),
        ("admin", None),
        ("28 آب 2015", None),
        ("info@example.org", None),
    ],
)
def test_an_element_named_as_byline_needs_no_label(line: str, author: str | None) -> None:
    found = read_byline(line, named=True)
    assert (found.author if found else None) == author


@pytest.mark.parametrize(
    ("paragraph", "agency"),
    [
        ("الكويت - 5 - 12 (كونا) -- أعلنت الهيئة", "كونا"),
        ("الرياض 22 شوال 1440 هـ الموافق 25 يونيو 2019 م واس - وصل", "واس"),
        ("القاهرة - رويترز: قال", "رويترز"),
        ("عمان 28 آب (بترا) - عقد", "بترا"),
        ("أنقرة/ الأناضول - بدأ", "الأناضول"),
        ("لندن (أ ف ب) - أعلن", "أ ف ب"),
        ("قالت وكالة رويترز إن الجسر", None),
        ("أعلن الوزير - بحسب رويترز - أن", None),
        ("وفا الرجل بوعده: عاد", None),
    ],
)
def test_the_agency_of_a_dateline_is_read(paragraph: str, agency: str | None) -> None:
    assert read_dateline(paragraph) == agency


@pytest.mark.parametrize(
    ("stated", "author"),
    [
        ("أحمد علي", "أحمد علي"),
        ("كتب أحمد علي; الجمعة", "أحمد علي"),
        ("بقلم أحمد علي", "أحمد علي"),
        ("أحمد علي; سلمى حسن", "أحمد علي; سلمى حسن"),
        ("أحمد علي | صحيفة الضفة", "أحمد علي"),
        ("علي، أحمد", "علي، أحمد"),
        ("صحيفة الضفة", None),
        ("admin", None),
        ("https://example.org/author/7", None),
    ],
)
def test_a_stated_author_is_cleaned(stated: str, author: str | None) -> None:
    assert clean_author(stated, ["صحيفة الضفة"]) == author


@given(st.text(alphabet="كتب: بقلم-|/،أحمدعلي 0123(كونا)\n", max_size=80))
def test_no_line_raises(line: str) -> None:
    for found in (read_byline(line), read_byline(line, named=True)):
        assert found is None or found.author.strip() == found.author != ""
    read_dateline(line)


@pytest.mark.parametrize(
    ("line", "is_name"),
    [
        ("د. سامي حسن", True),
        ("أ.د. سامي حسن", True),
        ("المستشار عمر بن سليمان الحداد", True),
        ("عبد الرحمن آل سالم", True),
        ("أم عبد الله", True),
        ("المستشار", False),
        ("الحي القديم", False),
        ("سعيد", False),
    ],
)
def test_titles_and_particles_are_no_words_of_a_name(line: str, is_name: bool) -> None:
    assert is_plain_name(line) is is_name
