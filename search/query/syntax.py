"""The signs of the query language: one table for reading queries and for writing them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

from arabic.folding import INVISIBLE, MARKS, TATWEEL, strip_unseen
from search.answer import Level

TextField = Literal["title", "body"]
FilterField = Literal["source", "author", "section"]
DateField = Literal["date", "after", "before"]

LEVELS: Final[dict[str, Level]] = {
    "exact": "exact",
    "form": "form",
    "stem": "stem",
    "root": "root",
    "مطابق": "exact",
    "لفظ": "form",
    "جذع": "stem",
    "جذر": "root",
}
TEXT_FIELDS: Final[dict[str, TextField]] = {
    "title": "title",
    "body": "body",
    "عنوان": "title",
    "نص": "body",
}
FILTER_FIELDS: Final[dict[str, FilterField]] = {
    "source": "source",
    "author": "author",
    "section": "section",
    "مصدر": "source",
    "كاتب": "author",
    "قسم": "section",
}
DATE_FIELDS: Final[dict[str, DateField]] = {
    "date": "date",
    "after": "after",
    "before": "before",
    "تاريخ": "date",
    "بعد": "after",
    "قبل": "before",
}

FIELD_NAMES: Final = tuple(
    name for names in (TEXT_FIELDS, FILTER_FIELDS, DATE_FIELDS) for name in names if name.isascii()
)
"""The names of all fields, as JSON has them."""

OPERATORS: Final[dict[str, Literal["and", "or", "not"]]] = {"AND": "and", "OR": "or", "NOT": "not"}
ARABIC_OR: Final = frozenset({"أو", "او"})
ARABIC_NOT: Final = frozenset({"ليس"})

CURLY: Final = '"“”„‟❝❞〝〞〟'
ANGLE: Final = "«»"
APOSTROPHES: Final = "''"

SEPARATORS: Final = "،؛"
UNSEEN: Final = INVISIBLE + TATWEEL
"""What is passed over outside of words: bidi controls, zero-width characters and tatweel."""

_ASCII_SHAPES: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if not chr(code).isalpha()},
    0x3000: 0x20,
    0xFE55: ord(":"),
    0xFE63: ord("-"),
    0x2212: ord("-"),
}
_SURROGATES: Final = re.compile("[\ud800-\udfff]")

_STOP: Final = rf"\s\x00-\x1f\x7f-\x9f()|;{SEPARATORS}{CURLY}{ANGLE}"
# A comma parts words but not the digits of one number.
CHUNK: Final = re.compile(rf"(?:\\.|(?<=\d),(?=\d)|[^{_STOP},\\]|\\)+", re.DOTALL)
SKIP: Final = re.compile(rf"[\s\x00-\x1f\x7f-\x9f;,{SEPARATORS}{UNSEEN}]+")
UNSEEN_RUN: Final = re.compile(rf"[{UNSEEN}]*")
NAME: Final = re.compile(rf"([^\W\d_][\w{re.escape(MARKS)}{UNSEEN}]*):")
ESCAPED: Final = re.compile(r"\\.", re.DOTALL)

_IN_WORD: Final = rf"[\w{re.escape(MARKS)}{UNSEEN}]"
ANY_LETTER: Final = re.compile(rf"(?<={_IN_WORD})[?؟]+(?=\w)")
"""A question mark that stands inside of a word, for a letter."""

GLUED: Final = re.compile(rf"{_IN_WORD}+(?:[?؟]+{_IN_WORD}+)+[?؟]*")
"""Words with nothing but question marks between."""

_TO_ESCAPE: Final = re.compile(rf"[{_STOP}\\*~^]|(?<!\d),|,(?!\d)")


def repaired(text: str) -> str:
    """The text with each lone surrogate replaced by U+FFFD, so that it can be encoded."""
    return _SURROGATES.sub("\ufffd", text)


def signs(text: str) -> str:
    """The text with full-width punctuation and digits in their ASCII shapes, length unchanged."""
    return text.translate(_ASCII_SHAPES)


def bare(text: str) -> str:
    """A name or operator without tashkeel, tatweel and what shows nothing, NFKC."""
    return strip_unseen(unicodedata.normalize("NFKC", text))


def letters(text: str) -> str:
    """A text without tashkeel, tatweel and what shows nothing."""
    return strip_unseen(text)


def is_operator(word: str) -> bool:
    """Whether a chunk would be taken for an operator if it stood by itself."""
    if len(word) > 40:
        return False
    plain = bare(word)
    return plain in OPERATORS or plain in ARABIC_OR or plain in ARABIC_NOT or plain in ("&", "&&")


def unescape(chunk: str) -> str:
    """The chunk without the backslashes that make the character after them ordinary.

    A backslash before a letter or digit is an ordinary one, but for the first of a chunk.
    """
    if "\\" not in chunk:
        return chunk
    start = 1 if chunk[0] == "\\" and len(chunk) > 1 else 0
    kept = 1 if start else 0
    return chunk[start : start + kept] + ESCAPED.sub(
        lambda match: match[0] if match[0][1].isalnum() else match[0][1], chunk[start + kept :]
    )


def escape(word: str) -> str:
    """The word written so that the grammar reads it back as that word and nothing else."""
    seen = signs(word)
    pieces: list[str] = []
    last = 0
    name = NAME.match(seen)
    places = {name.end() - 1} if name else set()
    places.update(match.start() for match in _TO_ESCAPE.finditer(seen))
    places.update(place for match in ANY_LETTER.finditer(seen) for place in range(*match.span()))
    for place in sorted(places):
        pieces += [word[last:place], "\\"]
        last = place
    pieces.append(word[last:])
    written = "".join(pieces)
    if SKIP.match(seen) or seen[:1] in ("-", "=", "/", "'") or is_operator(word):
        return written if written.startswith("\\") else "\\" + written
    return written
