"""Letter folding: spellings of one word that differ in marks or letter shape made one."""

from __future__ import annotations

import unicodedata
from typing import Final

from pyarabic import araby, trans

TEH_MARBUTA: Final = araby.TEH_MARBUTA
HEH: Final = araby.HEH
TATWEEL: Final = araby.TATWEEL

_LETTERS: Final = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ٲ": "ا",
    "ٳ": "ا",
    "ٵ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ۍ": "ي",
    "ێ": "ي",
    "ے": "ي",
    "ۓ": "ي",
    "ؽ": "ي",
    "ؾ": "ي",
    "ؿ": "ي",
    "ک": "ك",
    "ڪ": "ك",
    "ګ": "ك",
    "ڬ": "ك",
    "گ": "ك",
    "ڭ": "ك",
    "ہ": "ه",
    "ۂ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ۀ": "ه",
    "ۃ": "ة",
    "پ": "ب",
    "چ": "ج",
    "ژ": "ز",
    "ڤ": "ف",
    "ڥ": "ف",
    "ڨ": "ق",
    "ٹ": "ت",
    "ڈ": "د",
    "ڑ": "ر",
    "ں": "ن",
    "ۆ": "و",
    "ۇ": "و",
    "ۋ": "و",
}

# Latin letters with accents, which are folded away as the marks of Arabic are.
_LATIN: Final = (range(0xC0, 0x250), range(0x1E00, 0x1F00))

# Zero-width, directional and byte-order characters, which show nothing.
INVISIBLE: Final = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)


def _marks() -> str:
    """The marks of the Arabic block and the general combining marks."""
    arabic = range(0x0600, 0x0700)
    extended = range(0x0898, 0x0900)
    general = range(0x0300, 0x0370)
    return "".join(
        chr(code)
        for block in (arabic, extended, general)
        for code in block
        if unicodedata.combining(chr(code)) or unicodedata.category(chr(code)) == "Mn"
    )


MARKS: Final = _marks()


def _table(*, keep_teh_marbuta: bool) -> dict[int, str | None]:
    """What each character of a word becomes; pyarabic decides for the Arabic block."""
    table: dict[int, str | None] = {}
    for code in range(0x0600, 0x0700):
        written = chr(code)
        bare = araby.strip_small(araby.strip_tatweel(araby.strip_tashkeel(written)))
        table[code] = trans.normalize_digits(bare, source="all", out="west") or None
    for block in _LATIN:
        for code in block:
            parts = unicodedata.normalize("NFKD", chr(code))
            table[code] = "".join(part for part in parts if not unicodedata.combining(part))
    for letter, folded in _LETTERS.items():
        table[ord(letter)] = folded
    for character in MARKS + INVISIBLE:
        table[ord(character)] = None
    table[ord(TATWEEL)] = None
    if not keep_teh_marbuta:
        table[ord(TEH_MARBUTA)] = table[ord("ۃ")] = HEH
    table[ord(" ")] = None
    return table


_FORM: Final = _table(keep_teh_marbuta=False)
_LIGHT: Final = _table(keep_teh_marbuta=True)


def _compatible(word: str) -> str:
    if word.isascii() or unicodedata.is_normalized("NFKC", word):
        return word
    return unicodedata.normalize("NFKC", word)


def _folded(word: str, table: dict[int, str | None]) -> str:
    folded = _compatible(word).lower().translate(table)
    # What stood between two characters may have kept them from composing, or hidden a capital.
    while not folded.isascii() and not unicodedata.is_normalized("NFKC", folded):
        folded = unicodedata.normalize("NFKC", folded).lower().translate(table)
    return folded


def fold(word: str) -> str:
    """The form of a written word: its letters folded, marks and tatweel away.

    NFKC comes first, since a decomposed hamza is a mark until it is composed. أإآٱ become ا, ى
    becomes ي, ة becomes ه, Persian and Urdu letters their Arabic kin, digits ASCII, Latin letters
    bare of accents. Idempotent; empty for a word that is nothing but marks.
    """
    return _folded(word, _FORM)


def fold_light(word: str) -> str:
    """The word folded but for its ة, which the stemmer needs to see."""
    return _folded(word, _LIGHT)


def fold_exact(word: str) -> str:
    """The word as written, marks included, but for compatibility shapes, tatweel and what shows
    nothing."""
    return _compatible(word).translate(_SHOWN)


def strip_marks(word: str) -> str:
    """The word without its marks."""
    return word.translate(_BARE)


_SHOWN: Final[dict[int, None]] = {ord(character): None for character in INVISIBLE + TATWEEL + " "}
_BARE: Final[dict[int, None]] = {ord(character): None for character in MARKS}
