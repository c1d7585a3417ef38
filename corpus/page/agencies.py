"""News agencies: their names in datelines and bylines, and the sites that are theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from arabic.folding import fold_text
from corpus.page.tree import squeeze

AGENCIES: Final = (
    "رويترز", "أ ف ب", "أ.ف.ب", "ا ف ب", "أف ب", "فرانس برس", "د ب أ", "د.ب.أ", "أ ب", "أ.ب",
    "أسوشيتد برس", "أسوشييتد برس", "يو بي آي", "ي ب أ", "شينخوا", "سبوتنيك", "نوفوستي", "تاس",
    "إفي", "آكي", "الأناضول", "كونا", "واس", "وام", "قنا", "بنا", "بترا", "سانا", "وفا", "معا",
    "صفا", "أ ش أ", "أ.ش.أ", "أش أ", "واج", "وأج", "وات", "ومع", "و م ع", "واع", "نينا", "سبأ",
    "سونا", "وال", "CNN", "AFP", "العمانية", "قدس برس", "وكالات", "الوكالات", "قدس نت", "الفرنسية",
    "الألمانية",
)  # fmt: skip
"""Names of news agencies as datelines have them."""

_FULL_NAMES: Final[Mapping[str, str]] = {
    fold_text(short): fold_text(full)
    for short, full in {
        "واس": "السعودية", "وام": "الإمارات", "قنا": "القطرية", "كونا": "الكويتية",
        "بنا": "البحرين", "بترا": "الأردنية", "سانا": "السورية", "وفا": "الفلسطينية",
        "واج": "الجزائرية", "وأج": "الجزائرية", "وات": "تونس", "ومع": "المغرب",
        "و م ع": "المغرب", "واع": "العراقية", "نينا": "العراقية", "سبأ": "اليمنية",
        "سونا": "السودان", "أ ش أ": "الشرق الأوسط", "أ.ش.أ": "الشرق الأوسط",
        "أش أ": "الشرق الأوسط", "وال": "الليبية", "وما": "الموريتانية",
    }.items()
}  # fmt: skip
"""Short names of agencies with a part of the names of their sites."""

_LATIN_NAMES: Final[Mapping[str, str]] = {
    fold_text(short): latin
    for short, latin in {
        "سانا": "sana", "وام": "wam", "كونا": "kuna", "بترا": "petra", "واس": "spa", "وفا": "wafa",
        "قنا": "qna", "بنا": "bna", "واج": "aps", "وات": "tap", "ومع": "map", "سونا": "suna",
        "واع": "ina", "العمانية": "ona", "سبأ": "saba", "أ ش أ": "mena", "معا": "maan",
    }.items()
}  # fmt: skip
"""Short names of agencies with those in Latin letters."""

_AGENCY_KEYS: Final = frozenset(map(fold_text, AGENCIES))
_AGENCY_SITE: Final = re.compile(r"(?:ال)?وكاله\b")
_LINE_LIMIT: Final = 160
_AGENCY_NAME: Final = re.compile(
    rf"(?<!\w)(?P<name>{'|'.join(map(re.escape, sorted(AGENCIES, key=len, reverse=True)))})(?!\w)"
)
_BEFORE_AGENCY: Final = re.compile(r"(?:[-–—/(«،]|\d\s*(?:م|هـ)?)\s*$")
_AFTER_AGENCY: Final = re.compile(r"\s*(?:[)»]\s*(?:[-–—:/]|$)|[-–—:/])")
_DATELINE_WORDS: Final = 12


def read_dateline(paragraph: str) -> str | None:
    """The news agency in a dateline at the beginning of a text: «الكويت - 5 - 12 (كونا) --»."""
    start = squeeze(paragraph[:_LINE_LIMIT])
    for match in _AGENCY_NAME.finditer(start):
        before, after = start[: match.start()], start[match.end() :]
        if len(before.split()) > _DATELINE_WORDS or not _BEFORE_AGENCY.search(before):
            continue
        if _AFTER_AGENCY.match(after):
            return match["name"]
    return None


def is_agency(name: str) -> bool:
    """Whether a name is the one of a news agency."""
    folded = fold_text(name).strip()
    return folded in _AGENCY_KEYS or (folded.startswith("وكاله ") and len(folded.split()) <= 4)


def is_own_agency(agency: str, site: str) -> bool:
    """Whether an agency is the one that the site belongs to: بترا is the one of وكالة الأنباء
    الأردنية."""
    folded, known = fold_text(agency), fold_text(site)
    if folded in re.split(r"[\s()«»|]+", known):
        return True
    if _LATIN_NAMES.get(folded) in (re.sub(r"[\s.]+", "", known), known.split(" ", 1)[0]):
        return True
    full = _FULL_NAMES.get(folded)
    return full is not None and full in known and _AGENCY_SITE.match(known) is not None
