"""Keyboard slips: Arabic typed while the keyboard stood on Latin letters (hgsghl is السلام)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Final

from search.query.query_words import written_words
from search.query.syntax import ANGLE, CURLY, TEXT_FIELD_NAMES

Known = Callable[[str], bool]
"""Whether a written word, or one of its class, stands in the archive."""

_CHUNK: Final = re.compile(
    rf"(?:^|(?<=[\s(|&{CURLY}{ANGLE}]))"
    rf"(?P<before>-?(?:(?:{'|'.join(map(re.escape, TEXT_FIELD_NAMES))}):)?)"
    rf"(?P<core>[^\s(){CURLY}{ANGLE}]*[A-Za-z][^\s(){CURLY}{ANGLE}]*)"
)
_MOST_READINGS: Final = 2
_LONGEST: Final = 64

_ARABIC: Final = "ذ1234567890-=ضصثقفغعهخحجدشسيبلاتنمكطئءؤر ىةوزظ"
_QWERTY: Final = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_AZERTY: Final = "²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmùwxcvbn,;:!"
_SHIFTED: Final = {"H": "أ", "Y": "إ", "N": "آ", "G": "لأ", "T": "لإ", "B": "لآ", "J": "ـ"}


def _table(keys: str) -> dict[int, str]:
    letters = {
        key: letter
        for key, letter in zip(keys, _ARABIC, strict=True)
        if "\u0621" <= letter <= "\u064a"
    }
    letters["b"] = "لا"
    capitals = {key.upper(): letter for key, letter in letters.items() if key.isalpha()}
    return {ord(key): letter for key, letter in {**capitals, **letters, **_SHIFTED}.items()}


_TABLES: Final = (_table(_QWERTY), _table(_AZERTY))


def readings(chunk: str) -> tuple[str, ...]:
    """What a run of signs without a space would be on an Arabic keyboard: by the keys of QWERTY and
    by those of AZERTY, each once; only where every sign is a key of a letter.

    Capitals alone may come from the key that locks them, and are read as small letters too. A sign
    at the end that also closes a word, such as a comma, is read both ways.
    """
    if not any("a" <= sign.lower() <= "z" for sign in chunk):
        return ()
    found = [
        chunk.translate(table) for table in _TABLES if all(ord(sign) in table for sign in chunk)
    ]
    if chunk.isupper():
        found += readings(chunk.lower())
    ends = len(chunk.rstrip(",;.:!"))
    if ends < len(chunk):
        found += [reading + chunk[ends:] for reading in readings(chunk[:ends])]
    return tuple(dict.fromkeys(found))


def other_layouts(query: str, known: Known) -> tuple[str, ...]:
    """The query with its Latin words that nobody wrote read as keys of an Arabic keyboard.

    A word is read so only where what it reads is known. At most one query by the keys of each
    layout, QWERTY first.
    """
    slips = list(_slips(query, known))
    found = []
    for chosen in zip_longest(*(each for _, _, each in slips)):
        read, last = "", 0
        for (start, end, each), reading in zip(slips, chosen, strict=True):
            read += query[last:start] + (reading or each[-1])
            last = end
        found.append(read + query[last:])
    return tuple(dict.fromkeys(found))


def _slips(query: str, known: Known) -> Iterator[tuple[int, int, list[str]]]:
    for found in _CHUNK.finditer(query):
        core = found["core"]
        if len(core) > _LONGEST or all(map(known, written_words(core))):
            continue
        meant = [
            reading
            for reading in readings(core)
            if (words := written_words(reading)) and all(map(known, words))
        ]
        if meant:
            yield found.start("core"), found.end("core"), meant[:_MOST_READINGS]
