"""The letter keys of an Arabic keyboard, and which of them are side by side."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

ROWS: Final = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤر ىةوزظ")
"""Three rows of letters from the left; the space is the key of لا. Each row stands half a key to
the right of the one above it. The key of ذ has none beside it."""


def _neighbours() -> Mapping[str, str]:
    pairs = [pair for row in ROWS for pair in pairwise(row)]
    for upper, lower in pairwise(ROWS):
        for place, letter in enumerate(lower):
            pairs += [(letter, above) for above in upper[place : place + 2]]
    found: dict[str, list[str]] = {}
    for first, second in pairs:
        if " " not in (first, second):
            found.setdefault(first, []).append(second)
            found.setdefault(second, []).append(first)
    return {letter: "".join(others) for letter, others in found.items()}


NEIGHBOURS: Final = _neighbours()
"""The letters on the keys beside, above and below the key of a letter."""
