"""Letter folding: words that differ only in marks, letter shapes or spelling get one form.

The only folding table of the project; ``letter_context`` has the rules that look at neighbouring
letters. ``fold`` and its variants take one word; ``fold_text`` and ``strip_unseen`` keep the spaces
of a text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pyarabic import araby, trans

from arabic.letter_context import (
    apply_context,
    join_final_hamza,
)
from arabic.letter_context import (
    has_no_context as _has_no_context,
)
from arabic.letter_context import (
    repeats as _repeats,
)
from arabic.particle_spelling import KEPT_FORMS, SAME_LETTERS
from arabic.uthmani_spelling import LETTER_MARKS, write_out

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
    for letter in "ؤئ":
        table[ord(letter)] = letter  # which letter they become depends on their neighbours
    for character in MARKS + INVISIBLE:
        table[ord(character)] = None
    table[ord(TATWEEL)] = None
    for separator in "،٬":
        table[ord(separator)] = ","
    for character in LETTER_MARKS:
        table[ord(character)] = LETTER_MARKS[0]  # kept until it is written out
    if not keep_teh_marbuta:
        table[ord(TEH_MARBUTA)] = table[ord("ۃ")] = HEH
    return table


# NFKC makes spaces within a word, such as those of U+FDFA.
_NO_SPACE: Final = {ord(" "): None}
_TEXT: Final = _table(keep_teh_marbuta=False) | {
    **dict.fromkeys(map(ord, LETTER_MARKS)),
    ord("ؤ"): "ء",
    ord("ئ"): "ء",
    ord("،"): "،",
    ord("٬"): "٬",
}
_FORM: Final = _table(keep_teh_marbuta=False) | _NO_SPACE
_LIGHT: Final = _table(keep_teh_marbuta=True) | _NO_SPACE
_EXACT: Final = {ord(character): None for character in INVISIBLE + " "}
_WITHOUT_MARKS: Final = {ord(character): None for character in MARKS}
_WITHOUT_UNSEEN: Final = {ord(character): None for character in MARKS + INVISIBLE + TATWEEL}

_FURTHER: Final = "z"  # a letter of no rule
_PARTICLES: Final = frozenset(SAME_LETTERS.values())

# A tatweel carries a hamza that has no other letter below it.
_BARE_TATWEEL: Final = re.compile("ـ(?![\u064b-\u0653]*\u0654)")
_has_letter_mark: Final = re.compile(f"[{LETTER_MARKS}]").search

_NUMBER: Final = re.compile(r"[0-9]+(?:[,.][0-9]{3})+")
_SEPARATORS: Final = {ord(sign): None for sign in ",."}


def _compatible(word: str) -> str:
    if word.isascii() or unicodedata.is_normalized("NFKC", word):
        return word
    # The ligature has an alef, which is not written after the ل of لله.
    return unicodedata.normalize("NFKC", word.replace("ل\ufdf2", "لله"))


def _written_out(word: str) -> str:
    """A word in NFKC with the letters that its marks stand for."""
    return write_out(_compatible(fold_exact(word)))


def _translated(word: str, table: dict[int, str | None]) -> str:
    """A word or text in NFKC with its letters folded one by one."""
    folded = word.lower().translate(table)
    # A removed character may have kept two others from composing, or a capital from lower case.
    while not folded.isascii() and not unicodedata.is_normalized("NFKC", folded):
        folded = unicodedata.normalize("NFKC", folded).lower().translate(table)
    return folded


def _fold(word: str, table: dict[int, str | None]) -> str:
    """The form of a word of any characters."""
    word = _compatible(word)
    folded = word.lower().translate(table)
    if _has_no_context(folded) and not ("هلل" in folded or _repeats(folded)):
        return folded if folded[-3:-1] != "يا" else join_final_hamza(folded, strip_unseen(word))
    return _fold_in_context(word, folded, table)


def _fold_in_context(word: str, folded: str, table: dict[int, str | None]) -> str:
    """The form of a word in NFKC that has rare characters, or letters of a rule; ``folded`` is the
    word folded letter by letter."""
    if not unicodedata.is_normalized("NFKC", folded):
        folded = _translated(word, table)
    if LETTER_MARKS[0] in folded:
        word = _written_out(word)
        folded = _translated(word, table).replace(LETTER_MARKS[0], "")
    if folded.isascii():
        return folded.translate(_SEPARATORS) if _NUMBER.fullmatch(folded) else folded
    if folded[-3:-1] == "يا":
        folded = join_final_hamza(folded, strip_unseen(word))
    return apply_context(folded)


def fold(word: str) -> str:
    """The form of a written word: folded letters, without marks and tatweel.

    NFKC comes first, since a decomposed hamza is a mark until it is composed, then letters written
    as marks (``uthmani_spelling.write_out``). أإآٱ become ا, ى becomes ي, ة becomes ه, Persian and
    Urdu letters become the Arabic letters nearest to them, digits become ASCII without thousands
    separators, and Latin letters lose their accents. Then come the rules of ``letter_context``.
    The particles of ``particle_spelling`` keep their letters. Idempotent; empty for a word of marks
    alone.
    """
    kept = KEPT_FORMS.get(word)
    if kept is not None:
        return kept
    # Most words are their own form; ة is none of the letters of a form.
    if _has_no_context(word) and "هلل" not in word and "ة" not in word and not _repeats(word):
        return word
    folded = _fold(word, _FORM)
    letters = strip_unseen(_compatible(word)) if folded in _PARTICLES else word
    return KEPT_FORMS.get(letters, folded)


def fold_light(word: str) -> str:
    """The form of a word with ة kept, which the stemmer needs."""
    return _fold(word, _LIGHT)


def fold_part(part: str, *, begins: bool = True, ends: bool = False) -> str:
    """The form of a part of a word; ``begins`` and ``ends`` say whether it is at the beginning and
    at the end, where other rules apply."""
    start, end = "" if begins else _FURTHER, "" if ends else _FURTHER
    return fold(start + part + end).removeprefix(start).removesuffix(end)


def fold_beginnings(word: str) -> tuple[str, ...]:
    """What the forms of words begin with that begin like ``word``: its form, and its form as part
    of a longer word, where ئ may stay before ا."""
    inside = fold_part(word)
    before_alef = (inside[:-1] + "ئ",) if inside.endswith("ء") else ()
    return tuple(dict.fromkeys((fold(word), inside, *before_alef)))


def fold_text(text: str) -> str:
    """A text folded letter by letter, without the rules that look at neighbouring letters; spaces
    and punctuation are kept."""
    return _translated(_compatible(text), _TEXT)


def fold_exact(word: str) -> str:
    """The word as written, with its marks, in NFKC, without ``INVISIBLE`` and tatweel, except one
    below a hamza."""
    exact = _compatible(word).translate(_EXACT)
    return _BARE_TATWEEL.sub("", exact) if TATWEEL in exact else exact


def strip_marks(word: str) -> str:
    """The word without its marks; those that stand for letters are written out."""
    if _has_letter_mark(word):
        word = _written_out(word)
    return word.translate(_WITHOUT_MARKS)


def strip_unseen(text: str) -> str:
    """A text without marks, tatweel and ``INVISIBLE``; its letters and spaces are unchanged."""
    return text.translate(_WITHOUT_UNSEEN)
