"""The tokenizer: the offsets of the words of a raw text."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from arabic.folding import INVISIBLE, MARKS, TATWEEL, TEH_MARBUTA

_MARKS: Final = re.escape(MARKS + TATWEEL)
_INVISIBLE: Final = re.escape(INVISIBLE)

# Letters of the Arabic script, presentation forms included, without digits and ة.
_ARABIC: Final = (
    "\u0620-\u0628\u062a-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef"
    "\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08b4\u08b6-\u08c7\ufb50-\ufbb1\ufbd3-\ufd3d"
    "\ufd50-\ufdfb\ufe70-\ufe92\ufe95-\ufefc"
)
_TEH: Final = TEH_MARBUTA + "\ufe93\ufe94"
_DIGITS: Final = "0-9\u0660-\u0669\u06f0-\u06f9"

# A word of the Arabic script ends after ة, since a letter after it is a word whose space was lost.
# Letters and digits are separate words, so that the numbers of و15 and 2016م are found.
_WORD: Final = re.compile(
    rf"[{_ARABIC}][{_MARKS}]*(?:[{_INVISIBLE}]*[{_ARABIC}][{_MARKS}]*)*"
    rf"(?:[{_INVISIBLE}]*[{_TEH}][{_MARKS}]*)?"
    rf"|[{_TEH}][{_MARKS}]*"
    rf"|[{_DIGITS}]+(?![^\W_{_ARABIC}{_TEH}])"
    rf"|(?:[^\W_{_ARABIC}{_TEH}][{_MARKS}]*)(?:[{_INVISIBLE}]*[^\W_{_ARABIC}{_TEH}][{_MARKS}]*)*"
)

# Characters that can belong to a word: a fast first split, refined once for each distinct chunk.
_CHUNK: Final = re.compile(rf"[\w{_MARKS}{_INVISIBLE}]+")


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
    """The runs of word characters of a text; most are one word, few are none or several.

    Chunks repeat as words do, so a caller with a cache from chunks to words reads a text at the
    speed of one simple pattern.
    """
    return _CHUNK.findall(text)


@cache
def chunk_table() -> bytes:
    """One byte for every code point of Unicode, 1 if it can belong to a chunk."""
    table = bytearray(sys.maxunicode + 1)
    for match in _CHUNK.finditer("".join(map(chr, range(sys.maxunicode + 1)))):
        table[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return bytes(table)
