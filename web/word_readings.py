"""The readings of words for the analyze page: parts of a split, reasons, shared classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, get_args

import msgspec

from arabic.folding import fold, strip_marks
from search.engine import Engine
from search.request import LEVELS, BadRequest, Level
from search.word_analysis import WordAnalysis, WordReading

PartKind = Literal["prefix", "base", "suffix"]

_JOINER: Final = "\N{ZERO WIDTH JOINER}"
_NEVER_JOIN_AFTER: Final = frozenset("ءاأإآٱدذرزوؤىة")
_ARTICLE: Final = "ال"
_ALEF_WITH_HAMZA: Final = frozenset("أإآ")


class WordPart(msgspec.Struct, frozen=True):
    """A part of a split word; zero-width joiners keep the shapes its letters have in the word."""

    kind: PartKind
    text: str


class CountedWord(msgspec.Struct, frozen=True):
    """A word with the number of times it occurs in the text, written the same."""

    word: WordAnalysis
    times: int


class SharedClass(msgspec.Struct, frozen=True):
    """Words of a text that have the same ``term`` at a level, and at no narrower one."""

    level: Level
    term: str
    words: tuple[str, ...]


def analyze_text(engine: Engine, text: str) -> tuple[WordAnalysis, ...]:
    """The words of ``text`` at every level.

    :raises BadRequest: the text is longer than a query may be; the parameter is ``text``.
    """
    try:
        return engine.analyze(text)
    except BadRequest as error:
        raise BadRequest(error.message, parameter="text") from error


def count_words(words: Iterable[WordAnalysis]) -> list[CountedWord]:
    """The distinct words in the order of the text."""
    first: dict[str, WordAnalysis] = {}
    times: dict[str, int] = {}
    for word in words:
        first.setdefault(word.exact, word)
        times[word.exact] = times.get(word.exact, 0) + 1
    return [CountedWord(word, times[exact]) for exact, word in first.items()]


def word_parts(split: WordReading | WordAnalysis) -> tuple[WordPart, ...]:
    """The parts of a split that are not empty, with the letter shapes of the whole word."""
    kinds: tuple[PartKind, ...] = get_args(PartKind)
    pieces = [(kind, text) for kind in kinds if (text := getattr(split, kind))]
    shown: list[WordPart] = []
    before = ""
    for place, (kind, text) in enumerate(pieces):
        joins_before = bool(before) and before not in _NEVER_JOIN_AFTER
        joins_after = place + 1 < len(pieces) and text[-1] not in _NEVER_JOIN_AFTER
        shown.append(WordPart(kind, _JOINER * joins_before + text + _JOINER * joins_after))
        before = text[-1]
    return tuple(shown)


def shared_classes(words: Sequence[WordAnalysis]) -> list[SharedClass]:
    """The words that share a term, each group at its narrowest level, from narrow to wide."""
    found: list[SharedClass] = []
    seen: set[tuple[str, ...]] = set()
    for level in LEVELS:
        groups: dict[str, list[str]] = {}
        for word in words:
            groups.setdefault(word.at(level), []).append(word.word)
        for term, members in groups.items():
            group = tuple(dict.fromkeys(members))
            if len(group) > 1 and group not in seen:
                seen.add(group)
                found.append(SharedClass(level, term, group))
    return found


def has_hamza_for_article(word: WordAnalysis) -> bool:
    """Whether a split cheaper than the chosen one reads an alef with hamza as the article's ا."""
    letters = strip_marks(word.exact)
    return any(
        reading.prefix.endswith(_ARTICLE) and letters[len(reading.prefix) - 2] in _ALEF_WITH_HAMZA
        for reading in word.readings[1:]
        if reading.cost < word.readings[0].cost
    )


def keeps_older_class(word: WordAnalysis) -> bool:
    """Whether the archive has the form in another stem class than the chosen split gives."""
    if not word.readings or word.aliases:  # a joined class has the stem of another spelling
        return False
    return fold(word.readings[0].entry) != word.stem


def analysis_steps(word: WordAnalysis) -> list[tuple[str, str]]:
    """The name of each step from the written word to its root, and its result."""
    steps = [(step.name, step.word) for step in word.steps]
    return [*steps, ("particles", word.bare), ("stem", word.stem), ("root", word.root)]
