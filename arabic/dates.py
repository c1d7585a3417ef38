"""Dates as Arabic newspapers write them, parsed to ISO dates that may be partial."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from hijridate import Hijri

from arabic.folding import fold_text
from arabic.month_names import ENGLISH_MONTHS, HIJRI_MONTHS, MONTHS, VARIANT_MONTHS

FIRST_YEAR: Final = 600
LAST_YEAR: Final = 2200
HIJRI_YEARS: Final = (1343, 1500)
"""First and last Hijri year of the Umm al-Qura tables behind ``hijridate``."""

_WEEKDAYS: Final = (
    "السبت",
    "الأحد",
    "الاثنين",
    "الإثنين",
    "الثلاثاء",
    "الثلاثا",
    "الأربعاء",
    "الاربعا",
    "الخميس",
    "الجمعة",
)

_LONGEST: Final = 160
"""Code points of the longest date line."""


def parse_date(text: str) -> str | None:
    """Parse a text that is a date and nothing else.

    ``text`` may have a weekday, a time of day and the words used with dates (يوم, عام, الموافق).
    The day comes before the month in ``03/12/2020``. A Hijri month or ``هـ`` marks a Hijri date,
    and so does a year from 1343 to 1500 between slashes; a Hijri month or year becomes the
    narrowest ISO date that contains all of its days. A time zone is ignored: the result is the
    day as written.

    Returns ``2016``, ``2016-12`` or ``2016-12-01``, or None if the text is not a date.
    """
    found = _parse(text) if len(text) <= _LONGEST else None
    return None if found is None else found.iso


class Span(NamedTuple):
    """The first and last day of a date, ISO; ``hijri`` if it is written in the Hijri calendar."""

    first: str
    last: str
    hijri: bool


def parse_span(text: str) -> Span | None:
    """Parse a text as ``parse_date`` does, and return its first and last day.

    For a Hijri month or year these are exactly its own days.
    """
    found = _parse(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    return Span(found.first.isoformat(), found.last.isoformat(), found.hijri)


def find_date(line: str) -> str | None:
    """Parse a date line of a saved page: a date, optionally after a label or between bars.

    Returns None for a sentence that mentions a date, and for a year alone.
    """
    line = line.strip()
    if not line or len(line) > _LONGEST:
        return None
    parts = [line, *_BARS.split(line)]
    if any(len(part) > _PART for part in parts[1:]):
        parts = [line]
    dates = (parse_date(_LABEL.sub("", part, count=1)) for part in parts)
    # A year alone may as well be a headline or a page number.
    return next((found for found in dates if found is not None and len(found) > 4), None)


class _Found(NamedTuple):
    """A parsed date.

    ``iso`` is None if no partial ISO date contains all of its days.
    """

    iso: str | None
    first: date
    last: date
    hijri: bool


_PART: Final = 60
_EDGES: Final = " ,،;:.()[]|-–—"


def _alternatives(names: Mapping[str, int] | tuple[str, ...]) -> str:
    folded = sorted({fold_text(name) for name in names}, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", " ?") for name in folded)


_GREGORIAN: Final = {
    fold_text(k): v for k, v in {**MONTHS, **VARIANT_MONTHS, **ENGLISH_MONTHS}.items()
}
_HIJRI: Final = {fold_text(k): v for k, v in HIJRI_MONTHS.items()}
_SQUEEZED: Final = {
    name.replace(" ", ""): (number, hijri)
    for table, hijri in ((_GREGORIAN, False), (_HIJRI, True))
    for name, number in table.items()
}

_NAME: Final = rf"(?:{_alternatives({**_GREGORIAN, **_HIJRI})})(?!\w)"
_MONTH: Final = rf"(?P<month>{_NAME})(?: ?[/\-–(] ?(?P<twin>{_NAME})\)?)?\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
_YEAR: Final = r"(?:(?:من )?(?:عام|سنه|العام) ?)?(?P<year>\d{4})"
_ERA: Final = r"(?: ?(?P<era>هجريه|هجري|ه|للهجره|ah|a\.h\.|ميلاديه|ميلادي|للميلاد|م|ad|ce)\b\.?)?"
_ANY_MONTH: Final = frozenset({None, *range(1, 13)})
_HIJRI_ERAS: Final = ("ه", "لله", "ah", "a.h")
_OF: Final = r"(?:من )?(?:شهر )?"
_GAP: Final = r"[ ,،\-–/]*"
_SEP: Final = r" ?(?P<sep>[/\-.–]) ?"

_SHAPES: Final = tuple(
    re.compile(shape + _ERA)
    for shape in (
        rf"{_DAY}{_GAP}{_OF}{_MONTH}{_GAP}{_YEAR}",
        rf"(?:شهر )?{_MONTH}{_GAP}(?:{_DAY}[ ,،\-–/]+)?{_YEAR}",
        rf"{_YEAR}{_GAP}{_MONTH}(?:{_GAP}{_DAY})?",
        rf"{_YEAR}[ ,،\-–/]+{_DAY}{_GAP}{_OF}{_MONTH}",
        rf"(?P<year>\d{{4}}){_SEP}(?P<number>\d{{1,2}})(?: ?(?P=sep) ?(?P<day>\d{{1,2}}))?",
        rf"(?P<day>\d{{1,2}}){_SEP}(?P<number>\d{{1,2}}) ?(?P=sep) ?(?P<year>\d{{4}})",
        r"(?P<number>\d{1,2}) ?(?P<sep>/) ?(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<number>\d{2})(?P<day>\d{2})",
        _YEAR,
    )
)

_ALSO: Final = re.compile(r"\s*(?:\bالموافق(?: ل)?|\bالمصادف(?: ل)?|(?<=[\d\s][هم])\s*[-–/=|]+)\s*")
_WEEKDAY: Final = re.compile(
    rf"\b(?:يوم )?(?:{_alternatives(_WEEKDAYS)}"
    rf"|{'|'.join(f'{n.lower()}|{n[:3].lower()}' for n in calendar.day_name)})\b\.?[\s,،\-–]*"
)
_ISO_TIME: Final = re.compile(
    r"(?<=\d)[t ](\d{2}):?\d{2}(?::?\d{2}(?:[.,]\d+)?)?\s*(?:z|[+-]\d{2}:?\d{2})?$"
)
_TIME: Final = re.compile(
    r"[\s,،|\-–@]*(?:\b(?:الساعه|في|at)\s*)*\(?\b\d{1,2}:\d{2}(?::\d{2})?\)?"
    r"(?:\s*(?:صباحا|مساء|ظهرا|ص\b|م\b|a\.?m\b\.?|p\.?m\b\.?|gmt|utc|بتوقيت \w+(?: \w+)?"
    r"|[+-]\d{2}:?\d{2}|[+-]\d{1,2}\b))*[\s,،|\-–]*"
)
_LABEL: Final = re.compile(
    r"^\W*(?:(?:تم )?(?:نشر(?:ت)?|النشر|كتب|أضيف|اضيف|حرر|تحديث)\s+(?:في|بتاريخ|يوم)?\s*:?\s*"
    r"|(?:تاريخ\s+(?:النشر|الإضافة|الاضافة|التحديث|الإنشاء)|آخر\s+تحديث|اخر\s+تحديث|نُشر\s+في"
    r"|التاريخ|بتاريخ|تاريخ|في|يوم)\s*:?\s*"
    r"|(?:published|posted|updated|last updated|date)(?:\s+on)?\s*:?\s*)+",
    re.IGNORECASE,
)
_BARS: Final = re.compile(r"\s*[|•·»«]\s*|\s+[-–—]\s+|\t+")


def _simplify(text: str) -> str:
    """Fold letters and digits, remove weekday and time of day, put one space between words."""
    # NFKC can make a text much longer than the limit that it passed.
    text = fold_text(text)[: 2 * _LONGEST]
    text = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
    )
    text = " ".join(text.split()).strip(_EDGES)
    text = _WEEKDAY.sub(" ", text)
    text = _ISO_TIME.sub("", text.strip())
    return " ".join(_TIME.sub(" ", text).split()).strip(_EDGES)


@lru_cache(maxsize=8192)
def _parse(text: str) -> _Found | None:
    """Parse a date, or a Hijri and a Gregorian date side by side, of which the Gregorian counts."""
    halves = [_parse_simple(half.strip(_EDGES)) for half in _ALSO.split(_simplify(text))]
    dates = [half for half in halves if half is not None]
    if len(dates) < len(halves):
        return None
    return min(dates, key=lambda found: found.hijri)


def _parse_simple(text: str) -> _Found | None:
    for shape in _SHAPES:
        match = shape.fullmatch(text)
        if match is not None:
            return _assemble(match.groupdict())
    return None


def _assemble(found: Mapping[str, str | None]) -> _Found | None:
    year = int(found["year"] or 0)
    name, twin, number = found.get("month"), found.get("twin"), found.get("number")
    written_day = found.get("day")
    day = int(written_day) if written_day else None
    month: int | None = None
    hijri = False
    if name:
        month, hijri = _SQUEEZED[name.replace(" ", "")]
        if twin and _SQUEEZED[twin.replace(" ", "")] != (month, hijri):
            return None
    elif number:
        month = int(number)
        hijri = found.get("sep") == "/" and HIJRI_YEARS[0] <= year <= HIJRI_YEARS[1]
    era = found.get("era")
    if era:
        hijri_era = era.startswith(_HIJRI_ERAS)
        if name and hijri_era != hijri:
            return None
        hijri = hijri_era
    return (_hijri if hijri else _gregorian)(year, month, day)


def _gregorian(year: int, month: int | None, day: int | None) -> _Found | None:
    if not FIRST_YEAR <= year <= LAST_YEAR or month not in _ANY_MONTH:
        return None
    last = calendar.monthrange(year, month or 12)[1]
    if month is not None and day is not None:
        if not 1 <= day <= last:
            return None
        found = date(year, month, day)
        return _Found(found.isoformat(), found, found, False)
    iso = f"{year:04d}" if month is None else f"{year:04d}-{month:02d}"
    return _Found(iso, date(year, month or 1, 1), date(year, month or 12, last), False)


def _hijri(year: int, month: int | None, day: int | None) -> _Found | None:
    """Convert a date of the Umm al-Qura calendar (``hijridate``), 1343 to 1500 AH."""
    if not HIJRI_YEARS[0] <= year <= HIJRI_YEARS[1] or month not in _ANY_MONTH:
        return None
    length = Hijri(year, month or 12, 1).month_length()
    if month is not None and day is not None:
        if not 1 <= day <= length:
            return None
        found = _day(Hijri(year, month, day))
        return _Found(found.isoformat(), found, found, True)
    first, last = _day(Hijri(year, month or 1, 1)), _day(Hijri(year, month or 12, length))
    iso: str | None = f"{first:%Y-%m}" if first.month == last.month else f"{first.year}"
    return _Found(iso if first.year == last.year else None, first, last, True)


def _day(day: Hijri) -> date:
    found = day.to_gregorian()
    return date(found.year, found.month, found.day)
