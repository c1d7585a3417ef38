"""The parts of a ``<title>`` element: headline, section and site."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from arabic.folding import strip_unseen

FEW_WORDS: Final = 2
"""Words of a part that is more likely the name of a site than a headline."""

_PARTS_LIMIT: Final = 8
STRONG_SEPARATOR: Final = re.compile(r"\s*[|»«•·¦│]\s*|\s*:\s?:\s*|\s+(?:>>|<<|~|-+>)\s+")
SEPARATOR: Final = re.compile(
    r"\s*[|»«•·¦│]\s*|\s*:\s?:\s*|\s+(?:>>|<<|~|/|-+>)\s+|\s+[-–—]+\s+|\s*:\s+|\s*_+\s*(?=[^\W\d_]{2})"
)


def split_title(title: str) -> list[str]:
    """The parts of a title between separators (``|``, ``::``, ``»``, a dash between spaces)."""
    return [part for part in (part.strip() for part in SEPARATOR.split(title)) if part]


def runs_of_parts(title: str) -> Iterator[str]:
    """The runs of neighbouring parts of a title, as written."""
    starts, ends = [0], []
    for match in list(SEPARATOR.finditer(title))[:_PARTS_LIMIT]:
        ends.append(match.start())
        starts.append(match.end())
    ends.append(len(title))
    for index, start in enumerate(starts):
        for end in ends[index:]:
            yield title[start:end].strip()


_QUOTES: Final = re.compile("[\"'`«»‹›‘’‛“”‟]")


def title_key(text: str) -> str:
    """The comparison key of a title: no quotes, marks or invisible characters, in lower case."""
    plain = strip_unseen(unicodedata.normalize("NFKC", text)).lower()
    return " ".join(_QUOTES.sub("", plain).replace("…", "...").split())
