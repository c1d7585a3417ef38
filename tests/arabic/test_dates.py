"""Parsing dates as newspapers write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

from arabic.dates import HIJRI_YEARS, find_date, parse_date, parse_span, search_date
from arabic.folding import fold_text
from arabic.month_names import MONTH_NAMES, MONTHS


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2016", "2016"),
        ("2016-12", "2016-12"),
        ("2016-12-01", "2016-12-01"),
        ("2016/12/1", "2016-12-01"),
        ("20161201", "2016-12-01"),
        ("2016-12-01T23:20:30Z", "2016-12-01"),
        ("2016-12-01 10:20:30.123+03:00", "2016-12-01"),
        ("٢٠١٦-١٢-٠١", "2016-12-01"),
        ("ديسمبر 03, 2020", "2020-12-03"),
        ("3 ديسمبر، 2020", "2020-12-03"),
        ("كانون الأول 2016", "2016-12"),
        ("كانون الاول 2016", "2016-12"),
        ("تشرين أول 2016", "2016-10"),
        ("١٢ أيار/مايو ٢٠١٥", "2015-05-12"),
        ("۱۲ ايار ۲۰۱۵", "2015-05-12"),
        ("3 تشرين الأول/أكتوبر 2017", "2017-10-03"),
        ("3 تشرين الأول (أكتوبر) 2017", "2017-10-03"),
        ("الثلاثاء 14 جانفي 2014", "2014-01-14"),
        ("5 أوت 2019", "2019-08-05"),
        ("5 غشت 2019", "2019-08-05"),
        ("9 يوليوز 2011", "2011-07-09"),
        ("الأحد، ٣ يونيه ٢٠١٨ - ١٠:٢٠ م", "2018-06-03"),
        ("7 يوليه 2018", "2018-07-07"),
        ("3 من شهر ديسمبر من عام 2020", "2020-12-03"),
        ("03/12/2020", "2020-12-03"),
        ("3.12.2020", "2020-12-03"),
        ("12/2020", "2020-12"),
        ("03/12/2020 - 10:15", "2020-12-03"),
        ("Thu, 03 Dec 2020 10:15:00 GMT", "2020-12-03"),
        ("December 3, 2020", "2020-12-03"),
        ("5th of December 2016", "2016-12-05"),
        ("lundi 5 décembre 2016", "2016-12-05"),
        ("1er avr. 2016", "2016-04-01"),
        ("5 févr. 2016", "2016-02-05"),
        ("Tuesday 6 December 2016 23:59 AST", "2016-12-06"),
        ("GMT 5:30:00 2006 الثلاثاء 9 مايو", "2006-05-09"),
        ("صباح الثلثاء 6 كانون الأول 2016", "2016-12-06"),
        ("اليوم 5 ديسمبر 2016", "2016-12-05"),
        ("07 ديسيمبر 2010", "2010-12-07"),
        ("الخميس 12/ذو القعدة/1442 هـ - 24/حزيران/2021 م", "2021-06-24"),
        ("2016-Dec-05", "2016-12-05"),
        ("10 ك2 2016", "2016-01-10"),
        ("5-12-2016 | 10:00 ص", "2016-12-05"),
        ("5 هاتور 1733 - 14 نوفمبر 2016", "2016-11-14"),
        ("14 نوفمبر 2016 م ، 5 هاتور 1733 ش", "2016-11-14"),
        ("السبت 13 صفر 1438 هـ - 14 نوفمبر 2016 م - 5 هاتور 1733 ق", "2016-11-14"),
        ("12 رمضان 1440 هـ", "2019-05-17"),
        ("1 محرم 1438", "2016-10-02"),
        ("15/3/1438 هـ", "2016-12-14"),
        ("15/3/1438", "2016-12-14"),
        ("1438-03-15", "2016-12-14"),
        ("5-3-1438", "2016-12-04"),
        ("5.3.1438", "2016-12-04"),
        ("5 - 3 - 1438", "2016-12-04"),
        ("1438-3-5", "2016-12-04"),
        ("٥/٣/١٤٣٨", "2016-12-04"),
        ("محرم 1438", "2016-10"),
        ("ربيع الأول 1438", "2016"),
        ("15/3/1438 للهجرة", "2016-12-14"),
        ("15/3/1438 AH", "2016-12-14"),
        ("15/3/1438 م", "1438-03-15"),
        ("الجمعة 15 محرم 1438 هـ الموافق 16 أكتوبر 2016 م", "2016-10-16"),
        ("\u200f3 مايو\u00a02015\u200f", "2015-05-03"),
        # the year is no time of day
        ("Oct 7 2022", "2022-10-07"),
        ("7 Oct 2022", "2022-10-07"),
        ("ديسمبر 5 2016", "2016-12-05"),
        ("December 5 2016", "2016-12-05"),
        ("أيلول ٩ ٢٠٠١", "2001-09-09"),
        ("Mon Dec 05 2016 10:30:00 GMT+0300 (Arabia Standard Time)", "2016-12-05"),
        ("2016-12-05 1030", None),
        ("5 ديسمبر 2016 الساعة 10 مساءً", "2016-12-05"),
        # names of months
        ("12 مايس 1963", "1963-05-12"),
        ("12 أيار/مايس 1963", "1963-05-12"),
        ("15 ت2 2009", "2009-11-15"),
        ("15 كانون 2 2009", "2009-01-15"),
        ("3 أوغسطس 2012", "2012-08-03"),
        ("3 أوكتوبر 2012", "2012-10-03"),
        ("5 دیسمبر 2016", "2016-12-05"),
        ("5 سپتامبر 2016", "2016-09-05"),
        ("5 تشرین الثانی 2016", "2016-11-05"),
        ("15 الفاتح 2006", "2006-09-15"),
        ("12 août 2015", "2015-08-12"),
        ("5 ربيع 1 1438", "2016-12-04"),
        ("5 جماد أول 1438", "2017-02-02"),
        # one day in two calendars, or in two ways
        ("5 ربيع الأول 1438 - 5 ديسمبر 2016", "2016-12-05"),
        ("5 ديسمبر 2016 - 5 ربيع الأول 1438", "2016-12-05"),
        ("5 ديسمبر 2016 (5 ربيع الأول 1438)", "2016-12-05"),
        ("22/10/1440هـ - 25/6/2019م", "2019-06-25"),
        ("22/10/1440 25/6/2019", "2019-06-25"),
        ("22/10/1440-25/6/2019", "2019-06-25"),
        ("الأحد 22/10/1440 الموافق 25/6/2019", "2019-06-25"),
        ("الأحد 22/10/1440هـ، الموافق لـ25/6/2019م", "2019-06-25"),
        ("1438/3/5 هـ = 2016/12/5 م", "2016-12-05"),
        ("05 ربيع الأول 1438هـ/05 ديسمبر 2016م", "2016-12-05"),
        ("5 ديسمبر 2016 - 05/12/2016", "2016-12-05"),
        ("يوم الاثنين الموافق 5/12/2016", "2016-12-05"),
        ("الموافق 5 كانون الأول 2016", "2016-12-05"),
        ("الإثنين المصادف 5/12/2016", "2016-12-05"),
        ("يوم الاثنين الموافق لـ 5/12/2016", "2016-12-05"),
    ],
)
def test_a_date_is_parsed(written: str, iso: str | None) -> None:
    assert parse_date(written) == iso


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ديسمبر",
        "أمس",
        "29 فبراير 2015",
        "2015-02-29",
        "13/13/2020",
        "2020-13",
        "2020-00-10",
        "9999",
        "9999-99-99",
        "31 نيسان 2016",
        "أيار/حزيران 2015",
        "1 محرم 1200 هـ",
        "30 صفر 1438",
        "1438 هـ",
        "1438",
        "2014 2015",
        "2016 1999",
        "2014-2015",
        "5/12/2016 6/12/2016",
        "30/2/2016",
        "العدد 12/2018",
        "الصيف 2016",
        "الربيع 2016",
        "5 ديسمبر 2016 و6",
        " - " * 50,
        "في 3 ديسمبر 2020 وقع زلزال",
        "3 ديسمبر 2020" * 40,
    ],
)
def test_a_text_that_is_not_a_date_gives_none(written: str) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize("name", MONTHS)
@pytest.mark.parametrize("fold", [str, fold_text], ids=["written", "folded"])
def test_every_month_name_is_parsed(name: str, fold: Callable[[str], str]) -> None:
    assert parse_date(f"7 {fold(name)} 2015") == f"2015-{MONTHS[name]:02d}-07"


def test_every_pair_of_names_of_a_month_is_parsed() -> None:
    for number, names in MONTH_NAMES.items():
        for one in names:
            for other in names:
                assert parse_date(f"{one}/{other} 2015") == f"2015-{number:02d}"


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("ديسمبر 03, 2020", "2020-12-03"),
        ("نشر في: 3 ديسمبر 2020", "2020-12-03"),
        ("آخر تحديث: 03/12/2020 - 10:15", "2020-12-03"),
        ("كتبت سلمى | 3 ديسمبر 2020", "2020-12-03"),
        ("Published on December 3, 2020", "2020-12-03"),
        ("وقع الزلزال في 3 ديسمبر 2020", None),
        ("الاثنين 5 ربيع الأول 1438 | الموافق 5 ديسمبر 2016 | العدد 17", "2016-12-05"),
        ("آخر تحديث: 6/12/2016 | نشر في: 5/12/2016", "2016-12-05"),
        ("تم النشر في 5/12/2016 - آخر تعديل 7/12/2016", "2016-12-05"),
        ("أُضيف في: الاثنين 5 ديسمبر 2016", "2016-12-05"),
        ("العدد 12/2018", None),
        ("الاثنين - 5 ربيع الأول 1438 هـ - 05 ديسمبر 2016 مـ رقم العدد [13888]", "2016-12-05"),
        ("5 ربيع الأول 1438 هـ - 05 ديسمبر 2016 مـ الصفحة الأولى", "2016-12-05"),
        ("12:30-5 ديسمبر 2016 م ـ 06 ربيع الأول 1438 هـ", "2016-12-05"),
        ("نشر: 10:15 +03 5 ديسمبر 2016", "2016-12-05"),
        ("2014 - 2015", None),
        ("2016", None),
        ("", None),
    ],
)
def test_a_date_line_is_found(line: str, iso: str | None) -> None:
    assert find_date(line) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("كتب أحمد علي الجمعة 28 آب 2015", "2015-08-28"),
        ("نشر في جريدة الضفة يوم 05 - 12 - 2016", "2016-12-05"),
        ("الزيارات 340 - السبت 22/10/1440هـ 25/6/2019م", "2019-06-25"),
        ("منذ 3 سنوات في آذار 2016", "2016-03"),
        ("العدد 12/2018", None),
        ("رقم 2016", None),
        ("من 5 ديسمبر 2016 إلى 9 ديسمبر 2016", None),
        ("بلا تاريخ", None),
        ("5 ديسمبر 2016 " * 20, None),
    ],
)
def test_a_date_is_found_among_other_words(text: str, iso: str | None) -> None:
    assert search_date(text) == iso


@pytest.mark.parametrize(
    ("written", "first", "last", "hijri"),
    [
        ("2016", "2016-01-01", "2016-12-31", False),
        ("شباط 2016", "2016-02-01", "2016-02-29", False),
        ("3 ديسمبر 2020", "2020-12-03", "2020-12-03", False),
        ("1437 هـ", "2015-10-14", "2016-10-01", True),
        ("رمضان 1437", "2016-06-06", "2016-07-05", True),
        ("12 رمضان 1440 هـ", "2019-05-17", "2019-05-17", True),
        ("15 محرم 1438 هـ الموافق 16 أكتوبر 2016 م", "2016-10-16", "2016-10-16", False),
    ],
)
def test_a_date_spans_its_own_days(written: str, first: str, last: str, hijri: bool) -> None:
    assert parse_span(written) == (first, last, hijri, False)


@pytest.mark.parametrize("written", ["1437", "1437-09", "5-3-1438"])
def test_a_hijri_date_known_by_its_year_alone_is_assumed(written: str) -> None:
    span = parse_span(written)
    assert span is not None
    assert (span.hijri, span.assumed) == (True, True)
    gregorian = parse_span(f"{written} م")
    assert gregorian is not None
    assert (gregorian.hijri, gregorian.assumed) == (False, False)


@given(st.text() | st.text(alphabet="0123456789/-. ٠١٢٣هـمايوحرأبنس:TZ|,،()", max_size=60))
def test_no_text_raises(text: str) -> None:
    for found in (parse_date(text), find_date(text), search_date(text)):
        # A Gregorian year that Hijri years are written with needs its era.
        era = " م" if found and HIJRI_YEARS[0] <= int(found[:4]) <= HIJRI_YEARS[1] else ""
        assert found is None or parse_date(found + era) == found
    span = parse_span(text)
    assert span is None or span.first <= span.last


@given(st.dates(min_value=date(1600, 1, 1)))
def test_an_iso_date_gives_itself(day: date) -> None:
    iso = day.isoformat()
    assert parse_date(iso) == (iso if iso < "2201" else None)


HIJRI_NAMES = (
    *("محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة"),
    *("رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"),
)
WAYS = (
    "{d} {m} {y}",
    "يوم الاثنين {d} {m} {y} - 10:15",
    "{m} {d}, {y}",
    "{m} {d} {y}",
    "الاثنين، {d:02}/{n:02}/{y}",
    "{y}/{n}/{d}",
    "{d}-{n}-{y}",
    "يوم الاثنين الموافق {d}/{n}/{y}",
    "{hd}-{hn}-{hy}",
    "الاثنين {hd} {hm} {hy}هـ",
    "{hd} {hm} {hy} - {d} {m} {y}",
    "{hd}/{hn}/{hy}هـ - {d}/{n}/{y}م",
    "الاثنين {hd}/{hn}/{hy} الموافق {d}/{n}/{y}",
    "{d} {m} {y} (الموافق {hd} {hm} {hy}هـ)",
)
"""Ways to print a day: day, name and number of the month, year; the Hijri ones begin with h."""


@given(
    st.dates(min_value=date(1930, 1, 1), max_value=date(2070, 1, 1)),
    st.sampled_from(WAYS),
    st.integers(0, 5),
    st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]),
)
def test_a_day_printed_in_any_way_is_that_day(day: date, way: str, name: int, digits: str) -> None:
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    names = MONTH_NAMES[day.month]
    values = {"d": day.day, "m": names[name % len(names)], "n": day.month, "y": day.year}
    values |= {"hd": hijri.day, "hm": HIJRI_NAMES[hijri.month - 1], "hn": hijri.month}
    values |= {"hy": hijri.year}
    printed = way.format(**values).translate(str.maketrans("0123456789", digits))
    for parse in (parse_date, find_date, search_date):
        assert parse(printed) == day.isoformat()
