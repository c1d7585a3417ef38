"""Arabic typed on a Latin keyboard layout: hgsghl is السلام."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Final

from search.query.query_words import written_words
from search.query.syntax import ANGLE, CURLY, TEXT_FIELD_NAMES

Known = Callable[[str], bool]
"""Whether a written word, or one of its class, occurs in the archive."""

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
    """The Arabic readings of a chunk without spaces typed on QWERTY or AZERTY, each once; none
    unless every character is the key of a letter.

    A chunk of capitals is read as small letters too, as Caps Lock may be on. Final punctuation,
    such as a comma, is read both as a key and as itself.
    """
    if not any("a" <= key.lower() <= "z" for key in chunk):
        return ()
    found = [chunk.translate(table) for table in _TABLES if all(ord(key) in table for key in chunk)]
    if chunk.isupper():
        found += readings(chunk.lower())
    ends = len(chunk.rstrip(",;.:!"))
    if ends < len(chunk):
        found += [reading + chunk[ends:] for reading in readings(chunk[:ends])]
    return tuple(dict.fromkeys(found))


def other_layouts(query: str, known: Known) -> tuple[str, ...]:
    """The query with unknown Latin words replaced by their Arabic readings.

    A word is replaced only by readings that are ``known``. There is at most one query for each
    layout, QWERTY first.
    """
    mistyped = list(_mistyped(query, known))
    found = []
    for chosen in zip_longest(*(each for _, _, each in mistyped)):
        text, last = "", 0
        for (start, end, each), reading in zip(mistyped, chosen, strict=True):
            text += query[last:start] + (reading or each[-1])
            last = end
        found.append(text + query[last:])
    return tuple(dict.fromkeys(found))


def _mistyped(query: str, known: Known) -> Iterator[tuple[int, int, list[str]]]:
    """Where unknown Latin words start and end, with their known readings."""
    for found in _CHUNK.finditer(query):
        core = found["core"]
        if len(core) > _LONGEST or all(map(known, written_words(core))):
            continue
        found_readings = [
            reading
            for reading in readings(core)
            if (words := written_words(reading)) and all(map(known, words))
        ]
        if found_readings:
            yield found.start("core"), found.end("core"), found_readings[:_MOST_READINGS]
