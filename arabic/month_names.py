"""Names of months: Gregorian months of every Arab region, Hijri months, and English names."""

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
        5: ("مايو", "أيار", "ماي"),
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
families; the first of each row is the most frequent."""

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
        "جمادى الأولى": 5,
        "جمادى الأول": 5,
        "جمادى الآخرة": 6,
        "جمادى الآخر": 6,
        "جمادى الثانية": 6,
        "جمادى الثاني": 6,
        "رجب": 7,
        "شعبان": 8,
        "رمضان": 9,
        "شوال": 10,
        "ذو القعدة": 11,
        "ذي القعدة": 11,
        "ذوالقعدة": 11,
        "ذو الحجة": 12,
        "ذي الحجة": 12,
        "ذوالحجة": 12,
    }
)
"""Every name of a Hijri month with its number, 1 to 12."""

VARIANT_MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "كانون ثاني": 1,
        "كانون ثان": 1,
        "تشرين أول": 10,
        "تشرين ثاني": 11,
        "تشرين ثان": 11,
        "كانون أول": 12,
        "جوييلية": 7,
        "شتمبر": 9,
        "نوفنبر": 11,
        "دجمبر": 12,
    }
)
"""Less correct spellings of Gregorian months, which dates are read with but no text is shown."""

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
