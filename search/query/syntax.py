"""The names and signs of the query language, each in one table, and how words are escaped.

The lexer, the parser, the writing of queries, the checks of requests and the tests of the
documentation read these tables. Keyword fields come from ``corpus.fields``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from arabic.folding import INVISIBLE, MARKS, TATWEEL, strip_unseen
from corpus.decoding import LONE_SURROGATE
from corpus.fields import KEYWORD_FIELDS
from search.request import Level

# Fields and levels

TextField = Literal["title", "body"]
DateField = Literal["date", "after", "before"]
KeywordName: TypeAlias = str
"""The name of one of ``corpus.fields.KEYWORD_FIELDS``."""

TEXT_FIELDS: Final[tuple[TextField, ...]] = get_args(TextField)

ARABIC_LEVELS: Final[Mapping[Level, str]] = {
    "exact": "مطابق",
    "form": "لفظ",
    "particles": "أدوات",
    "stem": "جذع",
    "root": "جذر",
}
ARABIC_TEXT_FIELDS: Final[Mapping[TextField, str]] = {"title": "عنوان", "body": "نص"}
ARABIC_DATE_FIELDS: Final[Mapping[DateField, str]] = {
    "date": "تاريخ",
    "after": "بعد",
    "before": "قبل",
}

_Name = TypeVar("_Name", bound=str)


def _both_names(arabic: Mapping[_Name, str]) -> dict[str, _Name]:
    """Latin and Arabic names of the query language, with what each stands for."""
    return {name: name for name in arabic} | {written: name for name, written in arabic.items()}


LEVEL_NAMES: Final = _both_names(ARABIC_LEVELS) | _both_names({"particles": "ادوات"})
TEXT_FIELD_NAMES: Final = _both_names(ARABIC_TEXT_FIELDS)
KEYWORD_FIELD_NAMES: Final = _both_names({each.name: each.arabic_name for each in KEYWORD_FIELDS})
DATE_FIELD_NAMES: Final = _both_names(ARABIC_DATE_FIELDS)

ARABIC_NAMES: Final = frozenset(
    (
        *ARABIC_TEXT_FIELDS.values(),
        *ARABIC_DATE_FIELDS.values(),
        *(each.arabic_name for each in KEYWORD_FIELDS),
    )
)
"""The Arabic names of all fields."""

FIELD_NAMES: Final = (
    *ARABIC_TEXT_FIELDS,
    *(each.name for each in KEYWORD_FIELDS),
    *ARABIC_DATE_FIELDS,
)
"""The Latin names of all fields."""

# Operators

OperatorRole = Literal["and", "or", "not"]
AmbiguousRole = Literal["ambiguous or", "ambiguous not"]


class OperatorNames(NamedTuple):
    """How an operator is written.

    ``word`` is an operator in capitals only. ``arabic`` are also ordinary words of headlines:
    ``search.query.operators`` decides by their neighbours; their tokens have the role
    ``ambiguous_role`` until then. ``is_binary`` says whether it joins two operands, else it
    applies to the next one.
    """

    role: OperatorRole
    word: str
    signs: tuple[str, ...]
    arabic: tuple[str, ...] = ()
    ambiguous_role: AmbiguousRole | None = None
    is_binary: bool = True


OPERATORS: Final = (
    OperatorNames("and", "AND", ("&&", "&")),
    OperatorNames("or", "OR", ("||", "|"), ("أو", "او"), "ambiguous or"),
    OperatorNames("not", "NOT", ("-",), ("ليس", "وليس"), "ambiguous not", False),
)

OPERATOR_WORDS: Final[Mapping[str, OperatorRole | AmbiguousRole]] = {
    **{each.word: each.role for each in OPERATORS},
    **{
        word: each.ambiguous_role
        for each in OPERATORS
        if each.ambiguous_role is not None
        for word in each.arabic
    },
}
"""The role of a chunk that is the word of an operator."""

OPERATOR_SIGNS: Final[Mapping[OperatorRole, tuple[str, ...]]] = {
    each.role: each.signs for each in OPERATORS
}
"""The signs of each operator, the longest first."""

CONJUNCTION: Final = "و"
"""The letter that joins words; before a field or group, and before ليس, it is AND."""

MINUS_SIGNS: Final = "‐‑‒–—―−﹣－﹘⁃⁻₋˗➖־⸺⸻۔¬"
"""Signs that are read as the minus sign: dashes of every length, and signs that look like one."""

MINUS_LETTERS: Final = TATWEEL + "ー"
"""Letters that look like a minus sign, and are one only directly before a word, after a space."""

EXCLAMATION: Final = "!"
"""Read as a minus sign directly before a word, after a space."""

NO_VALUE: Final = "none"
NONE_NAMES: Final = frozenset({NO_VALUE, "بلا"})
"""The value of a field that stands for documents without the field."""

_ALL_SIGNS: Final = frozenset(sign for each in OPERATORS for sign in each.signs)
_LONGEST_NAME: Final = 40
_CHUNKS_KEPT: Final = 8_192

# Signs

CURLY: Final = '"“”„‟❝❞〝〞〟'
ANGLE: Final = "«»"
APOSTROPHES: Final = "''"

SEPARATORS: Final = "،؛"
IGNORABLE: Final = INVISIBLE + TATWEEL
"""Characters that are skipped outside of words: bidi controls, zero-width characters, tatweel."""

_ASCII_SHAPES: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if not chr(code).isalpha()},
    0x3000: 0x20,
    0xFE55: ord(":"),
    **{ord(sign): ord("-") for sign in MINUS_SIGNS},
}

_STOP: Final = rf"\s\x00-\x1f\x7f-\x9f()|;{SEPARATORS}{CURLY}{ANGLE}"
# A comma separates words but not the digits of one number.
CHUNK: Final = re.compile(rf"(?:\\.|(?<=\d),(?=\d)|[^{_STOP},\\]|\\)+", re.DOTALL)
SKIP: Final = re.compile(rf"[\s\x00-\x1f\x7f-\x9f;,{SEPARATORS}{IGNORABLE}]+")
IGNORABLE_RUN: Final = re.compile(rf"[{IGNORABLE}]*")
NAME: Final = re.compile(rf"([^\W\d_][\w{re.escape(MARKS)}{IGNORABLE}]*):")
ESCAPED: Final = re.compile(r"\\.", re.DOTALL)

_IN_WORD: Final = rf"[\w{re.escape(MARKS)}{IGNORABLE}]"
ANY_LETTER: Final = re.compile(rf"(?<={_IN_WORD})[?؟]+(?=\w)")
"""A question mark inside of a word, which matches any one letter."""

GLUED: Final = re.compile(rf"{_IN_WORD}+(?:[?؟]+{_IN_WORD}+)+[?؟]*")
"""Words with nothing but question marks between them."""

_SPACED_GROUPS: Final = re.compile(r"(?<!\d)\d{1,3}(?:[\xa0\u202f]\d{3})+(?!\d)")
_COMMAS: Final = str.maketrans("\xa0\u202f", ",,")

_FIRST_ESCAPED: Final = (*MINUS_LETTERS, *"-=/'!")
_TO_ESCAPE: Final = re.compile(rf"[{_STOP}\\*~^]|(?<!\d),|,(?!\d)")


def repaired(text: str) -> str:
    """Replace each lone surrogate by U+FFFD, so that the text can be encoded."""
    return LONE_SURROGATE.sub("\ufffd", text)


def with_number_groups(text: str) -> str:
    """Write commas for the no-break spaces between groups of three digits, which end no word as
    other spaces do; the length is unchanged."""
    return _SPACED_GROUPS.sub(lambda found: found[0].translate(_COMMAS), text)


def ascii_signs(text: str) -> str:
    """Replace full-width punctuation and digits by their ASCII shapes; the length is unchanged."""
    return text.translate(_ASCII_SHAPES)


def plain_name(text: str) -> str:
    """Normalise the name of a field or operator: NFKC without marks and invisible characters."""
    return strip_unseen(unicodedata.normalize("NFKC", text))


def operator_role(chunk: str) -> OperatorRole | AmbiguousRole | None:
    """The role of a chunk that is the word of an operator, else None."""
    return _operator_role(chunk) if len(chunk) <= _LONGEST_NAME else None


@lru_cache(_CHUNKS_KEPT)
def _operator_role(chunk: str) -> OperatorRole | AmbiguousRole | None:
    return OPERATOR_WORDS.get(plain_name(chunk))


def field_name(written: str) -> str:
    """The name before a colon as the tables have it; empty for one too long to be a name."""
    return plain_name(written).lower() if len(written) <= _LONGEST_NAME else ""


def is_operator(word: str) -> bool:
    """Whether a chunk alone would be read as an operator."""
    return operator_role(word) is not None or (
        len(word) <= _LONGEST_NAME and plain_name(word) in _ALL_SIGNS
    )


def unescape(chunk: str) -> str:
    """Remove the backslashes that make the character after them ordinary.

    A backslash before a letter or digit is an ordinary character, unless it begins the chunk.
    """
    if "\\" not in chunk:
        return chunk
    start = 1 if chunk[0] == "\\" and len(chunk) > 1 else 0
    kept = 1 if start else 0
    return chunk[start : start + kept] + ESCAPED.sub(
        lambda match: match[0] if match[0][1].isalnum() else match[0][1], chunk[start + kept :]
    )


def escape(word: str) -> str:
    """Write a word so that the grammar reads it back as that word and nothing else."""
    shape = ascii_signs(word)
    pieces: list[str] = []
    last = 0
    name = NAME.match(shape)
    places = {name.end() - 1} if name else set()
    places.update(match.start() for match in _TO_ESCAPE.finditer(shape))
    places.update(place for match in ANY_LETTER.finditer(shape) for place in range(*match.span()))
    for place in sorted(places):
        pieces += [word[last:place], "\\"]
        last = place
    pieces.append(word[last:])
    written = "".join(pieces)
    if SKIP.match(shape) or shape[:1] in _FIRST_ESCAPED or is_operator(word):
        return written if written.startswith("\\") else "\\" + written
    return written
