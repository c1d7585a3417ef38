"""Names of months: Gregorian months of every Arab region, Hijri, English and French months."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

MONTH_NAMES: Final[Mapping[int, tuple[str, ...]]] = MappingProxyType(
    {
        1: ("يناير", "كانون الثاني", "جانفي"),
        2: ("فبراير", "شباط", "فيفري"),
        3: ("مارس", "آذار"),
        4: ("أبريل", "إبريل", "نيسان", "أفريل"),
        5: ("مايو", "أيار", "ماي", "مايس"),
        6: ("يونيو", "يونيه", "حزيران", "جوان"),
        7: ("يوليو", "يوليه", "تموز", "جويلية", "يوليوز"),
        8: ("أغسطس", "آب", "أوت", "غشت"),
        9: ("سبتمبر", "أيلول", "شتنبر"),
        10: ("أكتوبر", "تشرين الأول"),
        11: ("نوفمبر", "تشرين الثاني", "نونبر"),
        12: ("ديسمبر", "كانون الأول", "دجنبر"),
    }
)
"""The names of each Gregorian month, from the Egyptian and Gulf, Levantine, Maghrebi and Moroccan
families; مايس is the Iraqi name of May. The first of each row is the most frequent."""

MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {name: number for number, names in MONTH_NAMES.items() for name in names}
)
"""Every Arabic name of a Gregorian month with its number, 1 to 12."""

HIJRI_MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "محرم": 1,
        "المحرم": 1,
        "صفر": 2,
        "ربيع الأول": 3,
        "ربيع أول": 3,
        "ربيع الثاني": 4,
        "ربيع ثاني": 4,
        "ربيع ثان": 4,
        "ربيع الآخر": 4,
        "ربيع آخر": 4,
        "ربيع 1": 3,
        "ربيع 2": 4,
        "جمادى الأولى": 5,
        "جمادى الأول": 5,
        "جمادى الآخرة": 6,
        "جمادى الآخر": 6,
        "جمادى الثانية": 6,
        "جمادى الثاني": 6,
        "جمادى أول": 5,
        "جمادى ثاني": 6,
        "جمادى 1": 5,
        "جمادى 2": 6,
        "جماد الأول": 5,
        "جماد أول": 5,
        "جماد الآخر": 6,
        "جماد الثاني": 6,
        "جماد ثاني": 6,
        "رجب": 7,
        "شعبان": 8,
        "رمضان": 9,
        "رمضان المبارك": 9,
        "شوال": 10,
        "ذو القعدة": 11,
        "ذي القعدة": 11,
        "ذوالقعدة": 11,
        "ذو قعدة": 11,
        "ذي قعدة": 11,
        "ذو الحجة": 12,
        "ذي الحجة": 12,
        "ذوالحجة": 12,
        "ذو حجة": 12,
        "ذي حجة": 12,
    }
)
"""Every name of a Hijri month with its number, 1 to 12."""

VARIANT_MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "كانون ثاني": 1,
        "كانون ثان": 1,
        "كانون 2": 1,
        "ك2": 1,
        "جنوري": 1,
        "فبرائر": 2,
        "فبروري": 2,
        "فبريوري": 2,
        "فيبراير": 2,
        "ادار": 3,
        "ابرايل": 4,
        "مايوه": 5,
        "يونية": 6,
        "يولية": 7,
        "جوييلية": 7,
        "جويليا": 7,
        "أوغسطس": 8,
        "أغشت": 8,
        "أوغست": 8,
        "شتمبر": 9,
        "سيبتمبر": 9,
        "سبتنبر": 9,
        "تشرين أول": 10,
        "تشرين 1": 10,
        "ت1": 10,
        "أوكتوبر": 10,
        "أكتوبير": 10,
        "تشرين ثاني": 11,
        "تشرين ثان": 11,
        "تشرين 2": 11,
        "ت2": 11,
        "نوفنبر": 11,
        "نوفامبر": 11,
        "كانون أول": 12,
        "كانون 1": 12,
        "ك1": 12,
        "دجمبر": 12,
        "دسمبر": 12,
        "ديسامبر": 12,
        "ديسيمبر": 12,
        "نوفيمبر": 11,
        "فبرائير": 2,
    }
)
"""Less correct and abbreviated names of Gregorian months (ت2 for تشرين الثاني), which dates are
read with but no text is shown."""

PERSIAN_MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "ژانویه": 1,
        "فوریه": 2,
        "فروری": 2,
        "مارچ": 3,
        "آوریل": 4,
        "مئی": 5,
        "ژوئن": 6,
        "جون": 6,
        "ژوئیه": 7,
        "جولائی": 7,
        "اگست": 8,
        "سپتامبر": 9,
        "ستمبر": 9,
        "اکتبر": 10,
        "نوامبر": 11,
        "نومبر": 11,
        "دسامبر": 12,
    }
)
"""Persian and Urdu names of Gregorian months, from Arabic pages of Persian and Urdu publishers."""

LIBYAN_MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "أي النار": 1,
        "النوار": 2,
        "الربيع": 3,
        "الطير": 4,
        "الماء": 5,
        "الصيف": 6,
        "ناصر": 7,
        "هانيبال": 8,
        "الفاتح": 9,
        "التمور": 10,
        "الحرث": 11,
        "الكانون": 12,
    }
)
"""Month names of the Libyan press from 1979 to 2011. Most are other words too, so that they count
only between a day and a year."""

ENGLISH_MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        name.lower(): number
        for names in (calendar.month_name, calendar.month_abbr)
        for number, name in enumerate(names)
        if name
    }
    | {"sept": 9}
)
"""English names and abbreviations of months in lower case."""

_FRENCH: Final = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
FRENCH_MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {name: number for number, name in enumerate(_FRENCH, 1)}
    | {"janv": 1, "fevr": 2, "avr": 4, "juil": 7}
)
"""French names and abbreviations of months in lower case without accents, from pages of the
Maghreb; the other abbreviations are those of English."""

COPTIC_MONTHS: Final = (
    "توت", "بابه", "بابة", "هاتور", "كيهك", "كياك", "طوبة", "طوبه", "أمشير", "برمهات", "برمودة",
    "برموده", "بشنس", "بؤونة", "بؤونه", "بئونة", "أبيب", "مسرى", "النسيء",
)  # fmt: skip
"""Names of the months of the Coptic calendar, which Egyptian papers print beside the others."""
