"""What the analyze page shows of a word beside its levels: joined parts, reasons, meetings."""

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
_ENDS_UNJOINED: Final = frozenset("ءاأإآٱدذرزوؤىة")
_ARTICLE: Final = "ال"
_SEATED: Final = frozenset("أإآ")


class Part(msgspec.Struct, frozen=True):
    """A piece of a split word; its letters keep the shapes they have within the word."""

    kind: PartKind
    text: str


class Told(msgspec.Struct, frozen=True):
    """A word with the number of times that the text has it, written the same."""

    word: WordAnalysis
    times: int


class Meeting(msgspec.Struct, frozen=True):
    """Words of a text that are one at a level and at no narrower one; ``term`` is what they are
    there."""

    level: Level
    term: str
    words: tuple[str, ...]


def read_words(engine: Engine, text: str) -> tuple[WordAnalysis, ...]:
    """Return the words of ``text`` at every level.

    :raises BadRequest: a text past the limits of a query; its parameter is ``text``.
    """
    try:
        return engine.analyze(text)
    except BadRequest as error:
        raise BadRequest(error.message, parameter="text") from error


def distinct(words: Iterable[WordAnalysis]) -> list[Told]:
    """Return each word once, in the order of the text."""
    first: dict[str, WordAnalysis] = {}
    times: dict[str, int] = {}
    for word in words:
        first.setdefault(word.exact, word)
        times[word.exact] = times.get(word.exact, 0) + 1
    return [Told(word, times[exact]) for exact, word in first.items()]


def parts(split: WordReading | WordAnalysis) -> tuple[Part, ...]:
    """Return the pieces of a split that are not empty, as they look where they join."""
    kinds: tuple[PartKind, ...] = get_args(PartKind)
    pieces = [(kind, text) for kind in kinds if (text := getattr(split, kind))]
    shown: list[Part] = []
    before = ""
    for place, (kind, text) in enumerate(pieces):
        joined = bool(before) and before not in _ENDS_UNJOINED
        goes_on = place + 1 < len(pieces) and text[-1] not in _ENDS_UNJOINED
        shown.append(Part(kind, _JOINER * joined + text + _JOINER * goes_on))
        before = text[-1]
    return tuple(shown)


def meetings(words: Sequence[WordAnalysis]) -> list[Meeting]:
    """Return which words meet at which level, from narrow to wide."""
    found: list[Meeting] = []
    seen: set[tuple[str, ...]] = set()
    for level in LEVELS:
        groups: dict[str, list[str]] = {}
        for word in words:
            groups.setdefault(getattr(word, level), []).append(word.word)
        for term, together in groups.items():
            group = tuple(dict.fromkeys(together))
            if len(group) > 1 and group not in seen:
                seen.add(group)
                found.append(Meeting(level, term, group))
    return found


def has_hamza_for_article(word: WordAnalysis) -> bool:
    """Whether a cheaper split than the chosen one takes a written hamza for the article's ا."""
    letters = strip_marks(word.exact)
    return any(
        reading.prefix.endswith(_ARTICLE) and letters[len(reading.prefix) - 2] in _SEATED
        for reading in word.readings[1:]
        if reading.cost < word.readings[0].cost
    )


def keeps_older_class(word: WordAnalysis) -> bool:
    """Whether the archive holds the word's form in another class than this spelling alone gives."""
    return bool(word.readings) and fold(word.readings[0].entry) != word.stem


def steps(word: WordAnalysis) -> list[tuple[str, str]]:
    """Return what the word became on its way to the root, each with the name of the step."""
    way = [(step.name, step.word) for step in word.steps]
    return [*way, ("stem", word.stem), ("root", word.root)]
