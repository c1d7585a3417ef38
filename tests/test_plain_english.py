"""Prose and names use the terms of the field; private phrases must not come back.

``python -m tests.test_plain_english`` prints every occurrence in all places, with totals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.homes import ROOT

PLACES = {
    **{name: (name,) for name in ("arabic", "corpus", "index", "search", "web", "warraq")},
    **{name: (name,) for name in ("benchmarks", "tests", "docs")},
    "project": ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"),
    "build": ("Makefile", "pyproject.toml", "setup.py", ".ci/run"),
}
SUFFIXES = {".py", ".pyx", ".pyi", ".md", ".html", ".js", ".css", ".toml", ""}

NAMES = ("sieve", "stretches", "borders", "slips", "meant", "sought", "told", "door")
"""Words that must not be the name, or a part of the name, of a module, function or variable."""

PHRASES = (
    "leave for scripts",
    "names? of this server",
    "(shows?|show) nothing",
    "(will|would) do instead of",
    "(told|tells?|said|refused|refuses?) in (a|one) sentence",
    "(is|are|was|were|be|been) told",
    "(it|that|which|and) tells?",
    "tells? (of|how|what|whether|which|apart)",
    "told apart",
    "as (it|they) stands?",
    "as they are|as it is",
    "stands? (in|at|for itself|nowhere|alone|beside|before|behind|there)",
    "(that|which|who) (is|are) none",
    "of none",
    "(?<!--)anew",
    "at hand",
    "taken? away",
    "(gone|goes?|going) on with",
    "(may|can|might|could) be meant|is meant|are meant",
    "holds? (it|them|that) against",
    "what (follows|there is|is asked|came of|becomes of|nobody)",
    "behind the back",
    "(the|a|this) house|rooms? of|ground floor|front door|one door",
    "nobody (would|should|else)",
    "to the letter",
    "whatever it is",
    "made? (do|due) with",
    "stands? for (one|several)",
    "comes? to (an end|nothing|be)",
    "where it is none",
)
"""Regular expressions of phrases that must not occur in code, comments, messages and docs."""

_BLANKS = r"[\s#\"]+"  # also a line break, with the comment sign or quotes of the next line
_PHRASE = re.compile(rf"\b(?:{'|'.join(PHRASES).replace(' ', _BLANKS)})\b", re.IGNORECASE)
_NAME = re.compile(
    rf"(?:\b(?:def|class) \w*(?:{'|'.join(NAMES)})\w*"
    rf"|(?<![\"'“\w-])(?:{'|'.join(NAMES)})(?= ?=|: ?[A-Za-z]|\())",
    re.IGNORECASE,
)


class Occurrence(NamedTuple):
    """A private phrase or name with its file and line."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def files_of(place: str) -> Iterator[Path]:
    for entry in PLACES[place]:
        path = ROOT / entry
        for found in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if found.is_file() and found.suffix in SUFFIXES and found != Path(__file__):
                yield found


def occurrences(place: str) -> Iterator[Occurrence]:
    """Find the private phrases and names of a place, also across a line break."""
    for path in files_of(place):
        name = str(path.relative_to(ROOT))
        if any(word in path.stem.split("_") for word in NAMES):
            yield Occurrence(name, 1, path.stem)
        text = path.read_text("utf-8")
        for pattern in (_PHRASE, _NAME):
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                yield Occurrence(name, line, " ".join(match[0].split()))


@pytest.mark.parametrize("place", PLACES)
def test_prose_and_names_use_the_terms_of_the_field(place: str) -> None:
    assert [str(found) for found in occurrences(place)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the index is made anew", True),
        ("what shows nothing is taken away", True),
        ("def told(query):", True),
        ("told: list[str] = []", True),
        ('"these were searched: {names}"', False),
        ("zero-width characters are removed", False),
        ("rebuild the index", False),
    ],
)
def test_private_phrases_are_found(text: str, found: bool) -> None:
    assert bool(_PHRASE.search(text) or _NAME.search(text)) is found


def main() -> None:
    totals: Counter[str] = Counter()
    for place in PLACES:
        for found in occurrences(place):
            totals[place] += 1
            print(found)
    print(*(f"{place}: {totals[place]}" for place in PLACES), sep="\n")


if __name__ == "__main__":
    main()
