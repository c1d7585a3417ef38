"""Dates as Arabic newspapers write them, parsed to ISO dates that may be partial."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from hijridate import Hijri

from arabic.folding import fold_text
from arabic.month_names import (
    COPTIC_MONTHS,
    ENGLISH_MONTHS,
    FRENCH_MONTHS,
    HIJRI_MONTHS,
    LIBYAN_MONTHS,
    MONTHS,
    PERSIAN_MONTHS,
    VARIANT_MONTHS,
)

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
    "الثلائاء",
    "الثلثاء",
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
    and so does a year from 1343 to 1500 without a Gregorian month or era; a Hijri month or year
    becomes the narrowest ISO date that contains all of its days. Of the same day in two calendars
    the Gregorian date counts, as printed. A time zone is ignored: the result is the day as
    written. Nothing is completed: a date without a day or month stays partial.

    Returns ``2016``, ``2016-12`` or ``2016-12-01``, or None if the text is not a date.
    """
    found = _parse(text) if len(text) <= _LONGEST else None
    return None if found is None else found.iso


class Span(NamedTuple):
    """The first and last day of a date, ISO.

    ``hijri`` says that it is written in the Hijri calendar, ``assumed`` that only its year says so.
    """

    first: str
    last: str
    hijri: bool
    assumed: bool = False


def parse_span(text: str) -> Span | None:
    """Parse a text as ``parse_date`` does, and return its first and last day.

    For a Hijri month or year these are exactly its own days.
    """
    found = _parse(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    return Span(found.first.isoformat(), found.last.isoformat(), found.hijri, found.assumed)


def find_date(line: str) -> str | None:
    """Parse a date line of a saved page: a date, optionally after a label or between bars.

    Of several dates between bars, a Gregorian one counts before a Hijri one, and any other before
    the date of an update. Returns None for a sentence that mentions a date, and for a year alone.
    """
    line = line.strip()
    if not line or len(line) > _LONGEST:
        return None
    whole = _read_labelled(line)
    if whole is not None:
        return whole.iso
    parts = _BARS.split(line)
    if len(parts) == 1 or any(len(part) > _PART for part in parts):
        return None
    found = [(part, _read_labelled(part)) for part in parts]
    dates = [(date.hijri, is_update(part), date.iso) for part, date in found if date is not None]
    if dates and all(hijri for hijri, _, _ in dates):
        # The Gregorian date may be in a part that has other words too.
        return search_date(line) or min(dates)[2]
    return min(dates, key=lambda date: date[:2])[2] if dates else None


def search_date(text: str) -> str | None:
    """Find the date in a short text of other words, such as the line below a headline.

    Returns None for a text of more than one Gregorian date, for one longer than 160 code points,
    and for a year or a month and year in figures alone, which may count anything.
    """
    if len(text) > _LONGEST:
        return None
    simple = _simplify(text)
    found = [each for each in _scan(simple) if each.date and each.length > _SHORT]
    update = _UPDATE.search(simple)
    if update is not None and found and found[0].start < update.start():
        found = [each for each in found if each.start < update.start()]
    chosen = _choose([each.date for each in found if each.date])
    return None if chosen is None else chosen.iso


def is_update(text: str) -> bool:
    """Whether a text says that its date is the one of an update, and has no other before it."""
    simple = _simplify(text)
    update = _UPDATE.search(simple)
    if update is None:
        return False
    starts = [each.start for each in _scan(simple) if each.date and each.length > _SHORT]
    return not (starts and min(starts) < update.start() < max(starts))


def is_date_label(text: str) -> bool:
    """Whether a text begins with the label of a date: نشر في, آخر تحديث."""
    return _PUBLISHED.match(text) is not None


def find_weekday(text: str) -> re.Match[str] | None:
    """The first weekday of a text, with the word يوم before it."""
    return _WRITTEN_WEEKDAY.search(text)


class _Found(NamedTuple):
    """A parsed date.

    ``iso`` is None if no partial ISO date contains all of its days.
    """

    iso: str | None
    first: date
    last: date
    hijri: bool
    assumed: bool = False


class _Match(NamedTuple):
    """A place of a simplified text that has the shape of a date; ``date`` is None for no day of
    the calendar."""

    start: int
    end: int
    date: _Found | None

    @property
    def length(self) -> int:
        return self.end - self.start


_SHORT: Final = 7
_MONTHS_OF_YEAR: Final = 12
_PART: Final = 60
_EDGES: Final = " ,،;:.()[]|-–—"


def _alternatives(names: Mapping[str, int] | tuple[str, ...]) -> str:
    folded = sorted({fold_text(name) for name in names}, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", " ?") for name in folded)


_GREGORIAN: Final = {
    fold_text(k): v
    for names in (
        PERSIAN_MONTHS,
        LIBYAN_MONTHS,
        FRENCH_MONTHS,
        VARIANT_MONTHS,
        ENGLISH_MONTHS,
        MONTHS,
    )
    for k, v in names.items()
}
_NEEDS_DAY: Final = frozenset(map(fold_text, (*LIBYAN_MONTHS, "جون")))
_FIRST_LIBYAN_YEAR: Final = 1900
"""A lower year beside these months counts from the death of the Prophet."""

_HIJRI: Final = {fold_text(k): v for k, v in HIJRI_MONTHS.items()}
_SQUEEZED: Final = {
    name.replace(" ", ""): (number, hijri)
    for table, hijri in ((_GREGORIAN, False), (_HIJRI, True))
    for name, number in table.items()
}

_NAME: Final = rf"(?:{_alternatives({**_GREGORIAN, **_HIJRI})})(?!\w)"
_MONTH: Final = rf"(?P<month>{_NAME})(?:(?: ?[/\-–(،,] ?| )(?P<twin>{_NAME})\)?)?\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?(?!\d)"
_YEAR: Final = r"(?:(?:من )?(?:عام|سنه|العام) ?)?(?P<year>\d{4})"
_ERA: Final = r"(?: ?(?P<era>هجريه|هجري|ه|للهجره|ah|a\.h\.|ميلاديه|ميلادي|للميلاد|م|ad|ce)\b\.?)?"
_ANY_MONTH: Final = frozenset({None, *range(1, 13)})
_HIJRI_ERAS: Final = ("ه", "لله", "ah", "a.h")
_OF: Final = r"(?:من |of )?(?:شهر )?"
_GAP: Final = r"[ ,،\-–/.]*"
_SEP: Final = r" ?(?P<sep>[/\-.–]) ?"

_SHAPES: Final = tuple(
    re.compile(rf"(?<!\w)(?:{shape}){_ERA}(?!\w)")
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
"""Each way of writing a date; a longer match counts before a shorter one at the same place."""

_BETWEEN_DATES: Final = re.compile(
    r"(?:[\s,،;:.()\[\]|/=\-–—]++|\b(?:الموافق|موافق|الموافقه|المصادف|يوافق|ل|يوم|بتاريخ|في)\b)*+"
)
_UPDATE: Final = re.compile(r"تحديث|تعديل|\bم?حدثت?\b|عدلت?\b|update|modif", re.IGNORECASE)
_WEEKDAY: Final = re.compile(
    rf"\b(?:(?:يوم|صباح|مساء|ظهر|فجر|اليوم) )*(?:{_alternatives(_WEEKDAYS)}|اليوم(?= \d)"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    rf"|{'|'.join(f'{n.lower()}|{n[:3].lower()}' for n in calendar.day_name)})\b\.?[\s,،\-–]*"
)
_WRITTEN_WEEKDAY: Final = re.compile(
    r"(?:\bيوم\s+)?\b(?:السبت|ال[أا]حد|ال[إأا]ثنين|الثلاثاء?|ال[أا]ربعاء?|الخميس|الجمعة|الجمعه)\b"
)
_ISO_TIME: Final = re.compile(
    r"(?<=\d)(?:t\d{2}(?::?\d{2})?| \d{2}:\d{2})"
    r"(?::?\d{2}(?:[.,]\d+)?)?\s*(?:z|[+-]\d{2}:?\d{2})?$"
)
_ISSUE: Final = re.compile(r"(?<=\S)[\s,،|\-–]+(?:رقم )?العدد ?:? ?[\[(]? ?\d+(?![/\d]) ?[\])]?")
_COPTIC: Final = re.compile(
    rf"(?<!\d)\d{{1,2}} ?(?:من )?(?:{_alternatives(COPTIC_MONTHS)})[ ,،/\-–]+"
    r"(?:لسنه |سنه )?\d{3,4}(?!\d)(?: ?(?:ش|ق|للشهداء|لل?شهدا\w*|قبطي\w*)\b)?"
)
_CLITIC: Final = re.compile(r"\b[لب](?=\d)")
_ZONE_NAME: Final = re.compile(r"(?<=[\d )])\((?=[^()]*[a-z])[^()\d]*\)?$")
_TIME: Final = re.compile(
    r"[\s,،|\-–@]*(?:\b(?:الساعه|في|at|gmt)\s*)*\(?\b\d{1,2}:\d{2}(?::\d{2})?\)?"
    r"(?:\s*(?:صباحا|مساء|ظهرا|ص\b|م\b|a\.?m\b\.?|p\.?m\b\.?"
    r"|(?:gmt|utc|ast|ce?s?t|ees?t|[ep][sd]t|bst|wat|msk)\b|بتوقيت \w+(?: \w+)?"
    r"|[+-]\d{2}:?\d{2}|[+-]\d{1,2}\b(?! ?[^\W\d_])))*[\s,،|\-–]*"
    r"|[\s,،|\-–@]*\bالساعه\s+\d{1,2}\s*(?:صباحا|مساء|ظهرا|ص|م)\b[\s,،|\-–]*"
)
_LABEL: Final = re.compile(
    r"^\W*(?:(?:"
    r"(?:تم\s+)?(?:نُ?شر(?:ت)?|النشر|نشره|كُ?تب|[أاأُ]ُ?ضيف(?:ت)?|حُ?رر|تحديث|التحديث|منشور|الإضافة)"
    r"\s*(?:في|بتاريخ|يوم)?"
    r"|تاريخ\s+(?:ال)?(?:نشر|[إا]ضافة|تحديث|[إا]نشاء|مقال|خبر|موضوع|صدور)"
    r"|[آا]خر\s+(?:تحديث|تعديل)(?:\s+في)?|(?:ال|ب)?تاريخ|في|يوم|صدر(?:ت)?"
    r"|(?:first\s+)?published|posted|(?:last\s+)?(?:updated|modified)|date|publié|mis à jour"
    r"|on|at|le)(?![^\W\d])\s*:?\s*)+",
    re.IGNORECASE,
)
_PUBLISHED: Final = re.compile(
    r"^\W*(?:(?:تم\s+)?(?:نُ?شر(?:ت)?|النشر)\s*(?:في|بتاريخ|يوم|:|(?=\d|ال(?:سبت|[أا]حد|[إأا]ثنين|ثلاثاء|[أا]ربعاء|خميس|جمعة)))"
    r"|تاريخ\s+(?:ال)?(?:نشر|[إا]ضافة|تحديث|مقال|خبر)|[آا]خر\s+(?:تحديث|تعديل)|بتاريخ"
    r"|published|posted|(?:last\s+)?updated)",
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
    text = _COPTIC.sub(" ", _ISSUE.sub(" ", text))
    text = _WEEKDAY.sub(" ", _CLITIC.sub(" ", text))
    text = _ISO_TIME.sub("", _ZONE_NAME.sub("", text.strip()).strip())
    return " ".join(_TIME.sub(" ", text).split()).strip(_EDGES)


def _read_labelled(text: str) -> _Found | None:
    """Parse a date after a label; None for a year alone, which may as well be a page number."""
    found = _parse(_LABEL.sub("", text, count=1))
    if found is None or found.iso is None or len(found.iso) == 4:
        return None
    return found


@lru_cache(maxsize=8192)
def _parse(text: str) -> _Found | None:
    """Parse a date, or one day written in several ways, with nothing else beside it."""
    simple = _simplify(text)
    found = _scan(simple)
    end = 0
    for match in found:
        if match.date is None or not _BETWEEN_DATES.fullmatch(simple, end, match.start):
            return None
        end = match.end
    if not found or not _BETWEEN_DATES.fullmatch(simple, end):
        return None
    return _choose([match.date for match in found if match.date])


def _choose(dates: Sequence[_Found]) -> _Found | None:
    """The only Gregorian date of several, else the only Hijri one; None if they disagree."""
    for hijri in (False, True):
        days = {(date.first, date.last): date for date in dates if date.hijri == hijri}
        if days:
            return next(iter(days.values())) if len(days) == 1 else None
    return None


def _scan(text: str) -> list[_Match]:
    """Find the dates in a simplified text, from its start, the longest at each place."""
    matches = [match for shape in _SHAPES for match in shape.finditer(text)]
    matches.sort(key=lambda match: (match.start(), -match.end()))
    found: list[_Match] = []
    for match in matches:
        if not found or match.start() >= found[-1].end:
            found.append(_Match(match.start(), match.end(), _assemble(match.groupdict())))
    return found


def _assemble(found: Mapping[str, str | None]) -> _Found | None:
    year = int(found["year"] or 0)
    name, twin, number = found.get("month"), found.get("twin"), found.get("number")
    written_day = found.get("day")
    day = int(written_day) if written_day else None
    month = int(number) if number else None
    if month is not None and day is not None and day <= _MONTHS_OF_YEAR < month:
        # 07-19-2012 has the month first, as it can be no other day.
        day, month = month, day
    hijri, assumed = False, False
    if name:
        month, hijri = _SQUEEZED[name.replace(" ", "")]
        if twin and _SQUEEZED[twin.replace(" ", "")] != (month, hijri):
            return None
        if name in _NEEDS_DAY and (day is None or year < _FIRST_LIBYAN_YEAR):
            return None
    elif HIJRI_YEARS[0] <= year <= HIJRI_YEARS[1]:
        hijri, assumed = True, found.get("sep") != "/"
    era = found.get("era")
    if era:
        hijri_era = era.startswith(_HIJRI_ERAS)
        if name and hijri_era != hijri:
            return None
        hijri, assumed = hijri_era, False
    if not hijri:
        return _gregorian(year, month, day)
    parsed = _hijri(year, month, day)
    return parsed._replace(assumed=assumed) if parsed else None


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
