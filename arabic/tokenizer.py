"""The tokenizer: the offsets of the words of a raw text."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from arabic.folding import INVISIBLE, MARKS, TATWEEL, TEH_MARBUTA

# Word characters that are no letter alone: tatweel, small letters above and marks on a space.
_UNSEEN: Final = (
    TATWEEL + "\u06e5\u06e6\u037a"
    "\ufc5e\ufc5f\ufc60\ufc61\ufc62\ufc63\ufcf2\ufcf3\ufcf4"
    "\ufe70\ufe71\ufe72\ufe74\ufe76\ufe77\ufe78\ufe79\ufe7a\ufe7b\ufe7c\ufe7d\ufe7e\ufe7f"
)
_MARKS: Final = re.escape(MARKS + _UNSEEN)
_INVISIBLE: Final = re.escape(INVISIBLE)

# Letters of the Arabic script, presentation forms included, without digits and ة.
_ARABIC: Final = (
    "\u0620-\u0628\u062a-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef"
    "\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08b4\u08b6-\u08c7\ufb50-\ufbb1\ufbd3-\ufc5d"
    "\ufc64-\ufcf1\ufcf5-\ufd3d\ufd50-\ufdfb\ufe73\ufe80-\ufe92\ufe95-\ufefc"
)
_TEH: Final = TEH_MARBUTA + "\ufe93\ufe94"
_DIGITS: Final = "0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19"
_NOT_ZERO: Final = "1-9\u0661-\u0669\u06f1-\u06f9\uff11-\uff19"
_OTHER: Final = rf"[^\W_{_DIGITS}{_ARABIC}{_TEH}{_UNSEEN}]"

THOUSANDS_SEPARATORS: Final = ",\u060c\u066c.\xa0\u202f"
"""The characters that may part the thousands of a number."""

_COMMAS, _DOT, _SPACES = ",\u060c\u066c", ".", "\xa0\u202f"


def _grouped(separators: str, most: int) -> str:
    """A pattern for 1 to 3 digits and up to ``most`` groups of 3, with one kind of separator."""
    return (
        rf"(?:[{separators}][{_DIGITS}]{{3}}){{1,{most}}}"
        rf"(?![{separators}]?[{_DIGITS}])"
    )


# More groups are a list, or the parts of an address (192.168.100.200).
_NUMBER: Final = (
    rf"(?<![{_DIGITS}][{THOUSANDS_SEPARATORS}])[{_NOT_ZERO}][{_DIGITS}]{{0,2}}"
    rf"(?:{_grouped(_COMMAS, 3)}|{_grouped(_DOT, 2)}|{_grouped(_SPACES, 3)})"
)

# The vocative يا is written without a space in Quranic spelling: يَٰقَوۡمِ.
_VOCATIVE: Final = (
    rf"(?:[وف][{MARKS}]*)?ي[{MARKS}]*?\u0670[{MARKS}]*(?=[{_ARABIC}{TATWEEL}])(?!س[{MARKS}]*ي)"
)
# A hamza may have only a tatweel below it.
_FIRST: Final = rf"(?:[{_ARABIC}]|{TATWEEL}(?=[\u064b-\u0653]*\u0654))"

# A word of the Arabic script ends after ة, since a letter after it is a word whose space was lost.
# Letters and digits are separate words, so that the numbers of و15, 2016م and F16 are found.
_WORD: Final = re.compile(
    rf"{_VOCATIVE}"
    rf"|{_FIRST}[{_MARKS}]*(?:[{_INVISIBLE}]*[{_ARABIC}][{_MARKS}]*)*"
    rf"(?:[{_INVISIBLE}]*[{_TEH}][{_MARKS}]*)?"
    rf"|[{_TEH}][{_MARKS}]*"
    rf"|{_NUMBER}|[{_DIGITS}]+"
    rf"|(?:{_OTHER}[{_MARKS}]*)(?:[{_INVISIBLE}]*{_OTHER}[{_MARKS}]*)*"
)

# Characters that can belong to a word: a fast first split, refined once for each distinct chunk.
_INSIDE: Final = rf"[\w{_MARKS}{_INVISIBLE}]"
_CHUNK: Final = re.compile(
    rf"{_INSIDE}+(?:(?<=[{_DIGITS}])[{THOUSANDS_SEPARATORS}](?=[{_DIGITS}]){_INSIDE}+)*"
)

INSIDE_CHUNK, SEPARATOR, DIGIT = 1, 2, 3
"""The values of ``chunk_table``; those of characters inside a chunk are odd."""


class Token(NamedTuple):
    """A written word ``text[start:end]``; offsets in code points."""

    start: int
    end: int


def tokenize(text: str) -> Iterator[Token]:
    """Yield the written words of a text in order, with their marks and tatweel."""
    for match in _WORD.finditer(text):
        yield Token(match.start(), match.end())


def words(chunk: str) -> list[str]:
    """The written words of a chunk (see ``chunks``), or of any text."""
    return _WORD.findall(chunk)


def chunks(text: str) -> list[str]:
    """The runs of word characters of a text, with the separators between the digits of a number;
    most are one word, few are none or several.

    Chunks repeat as words do, so a caller with a cache from chunks to words reads a text at the
    speed of one simple pattern.
    """
    return _CHUNK.findall(text)


@cache
def chunk_table() -> bytes:
    """One byte for every code point of Unicode: ``INSIDE_CHUNK`` if it can belong to a chunk,
    ``DIGIT`` if it is a digit of one, ``SEPARATOR`` if it belongs to the chunk between two digits,
    else 0."""
    table = bytearray(sys.maxunicode + 1)
    codes = array("I", range(sys.maxunicode + 1)).tobytes()
    everything = codes.decode(f"utf-32-{sys.byteorder[0]}e", "surrogatepass")
    for pattern, value in (
        (_INSIDE, INSIDE_CHUNK),
        (f"[{_DIGITS}]", DIGIT),
        (f"[{THOUSANDS_SEPARATORS}]", SEPARATOR),
    ):
        for match in re.finditer(f"{pattern}+", everything):
            table[match.start() : match.end()] = bytes([value]) * (match.end() - match.start())
    return bytes(table)
