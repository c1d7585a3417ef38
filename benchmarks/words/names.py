"""Names: documents found, divided by the documents that have the name itself behind particles."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.judged_sets import EvaluationDataError
from benchmarks.words.found_documents import count_documents, find_any
from search.engine import Engine

LEAST: Final = 0.97
MOST: Final = 1.15
"""The ratio of a right name lies between these, inclusive."""

_CONJUNCTIONS: Final = ("", "و", "ف")
_PREPOSITIONS: Final = ("", "ب", "ك", "ل")
_ARTICLE: Final = "ال"


class NameCount(msgspec.Struct, frozen=True, kw_only=True):
    """The documents found for a name, and those that have it behind particles."""

    name: str
    found: int
    written: int

    @property
    def ratio(self) -> float:
        """Documents found for each document that has the name."""
        return self.found / self.written if self.written else float("inf")

    @property
    def right(self) -> bool:
        """Whether nearly all documents found have the name, and nearly all of those are found."""
        return LEAST <= self.ratio <= MOST


def read_names(shared: Path) -> list[str]:
    """Read the names, one a line. Raises EvaluationDataError."""
    path = shared / "gold" / "names.txt"
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationDataError(f"{path} cannot be read: {error}.") from error
    return [line.strip() for line in lines if line.strip()]


def with_particles(name: str) -> tuple[str, ...]:
    """A name behind no particle and behind each combination of و ف and ب ك ل.

    The ل takes the place of the ا of the article: العراق, للعراق; before ل it is not written
    three times: الليل, لليل.
    """
    words = []
    for conjunction in _CONJUNCTIONS:
        for preposition in _PREPOSITIONS:
            rest = name
            if preposition == "ل" and name.startswith(_ARTICLE):
                rest = name[1:] if name[2:3] != "ل" else name[2:]
            words.append(conjunction + preposition + rest)
    return tuple(words)


def count_names(engine: Engine, names: Iterable[str]) -> tuple[NameCount, ...]:
    """Count the documents of each name that occurs in the archive."""
    counts = (
        NameCount(
            name=name,
            found=count_documents(engine, name),
            written=len(find_any(engine, with_particles(name))),
        )
        for name in names
    )
    return tuple(each for each in counts if each.written)
