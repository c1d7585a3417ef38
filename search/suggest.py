"""Suggestions: other queries that may have been meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Final

from search.layout import readings
from search.syntax import ANGLE, CURLY, TEXT_FIELDS
from search.words import written_words

Known = Callable[[str], bool]
"""Whether a written word, or one of its class, stands in the archive."""

_CHUNK: Final = re.compile(
    rf"(?:^|(?<=[\s(|&{CURLY}{ANGLE}]))"
    rf"(?P<before>-?(?:(?:{'|'.join(map(re.escape, TEXT_FIELDS))}):)?)"
    rf"(?P<core>[^\s(){CURLY}{ANGLE}]*[A-Za-z][^\s(){CURLY}{ANGLE}]*)"
)
_MOST_READINGS: Final = 2
_LONGEST: Final = 64


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
