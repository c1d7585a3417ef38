"""Letter folding: words that differ only in marks or letter shapes get one spelling.

The only folding table of the project. ``fold`` and its variants take one word; ``fold_text`` and
``strip_unseen`` keep the spaces of a text.
"""

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

# Blocks of Latin letters with accents, which are removed like Arabic marks.
_LATIN: Final = (range(0xC0, 0x250), range(0x1E00, 0x1F00))

INVISIBLE: Final = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
"""Zero-width characters, bidirectional controls, the soft hyphen and byte order marks."""


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
    """The folded string of each character; pyarabic decides for the Arabic block."""
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
    return table


# NFKC makes spaces within a word, such as those of U+FDFA.
_NO_SPACE: Final = {ord(" "): None}
_TEXT: Final = _table(keep_teh_marbuta=False)
_FORM: Final = _TEXT | _NO_SPACE
_LIGHT: Final = _table(keep_teh_marbuta=True) | _NO_SPACE
_EXACT: Final = {ord(character): None for character in INVISIBLE + TATWEEL + " "}
_WITHOUT_MARKS: Final = {ord(character): None for character in MARKS}
_WITHOUT_UNSEEN: Final = {ord(character): None for character in MARKS + INVISIBLE + TATWEEL}


def _compatible(word: str) -> str:
    if word.isascii() or unicodedata.is_normalized("NFKC", word):
        return word
    return unicodedata.normalize("NFKC", word)


def _folded(word: str, table: dict[int, str | None]) -> str:
    folded = _compatible(word).lower().translate(table)
    # A removed character may have kept two others from composing, or a capital from lower case.
    while not folded.isascii() and not unicodedata.is_normalized("NFKC", folded):
        folded = unicodedata.normalize("NFKC", folded).lower().translate(table)
    return folded


def fold(word: str) -> str:
    """The form of a written word: folded letters, without marks and tatweel.

    NFKC comes first, since a decomposed hamza is a mark until it is composed. أإآٱ become ا, ى
    becomes ي, ة becomes ه, Persian and Urdu letters become the Arabic letters nearest to them,
    digits become ASCII, and Latin letters lose their accents. Idempotent; empty for a word of marks
    alone.
    """
    return _folded(word, _FORM)


def fold_light(word: str) -> str:
    """The form of a word with ة kept, which the stemmer needs."""
    return _folded(word, _LIGHT)


def fold_text(text: str) -> str:
    """A text with every word folded as ``fold`` does, spaces and punctuation kept."""
    return _folded(text, _TEXT)


def fold_exact(word: str) -> str:
    """The word as written, with its marks, in NFKC, without tatweel and ``INVISIBLE``."""
    return _compatible(word).translate(_EXACT)


def strip_marks(word: str) -> str:
    """The word without its marks."""
    return word.translate(_WITHOUT_MARKS)


def strip_unseen(text: str) -> str:
    """A text without marks, tatweel and ``INVISIBLE``; its letters and spaces are unchanged."""
    return text.translate(_WITHOUT_UNSEEN)
