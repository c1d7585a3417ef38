"""The words in a piece of a query: every step of a question asks for them, so they are kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from arabic.folding import fold
from arabic.tokenizer import tokenize
from search.query.syntax import ANY_LETTER, letters, signs

_KEPT: Final = 8_192
_LONGEST_KEPT: Final = 64


class Written(NamedTuple):
    """The words of a text that have any letters: ``words`` as written, ``forms`` with letters
    folded; ``trimmed`` is the text from the first of them to the last."""

    words: tuple[str, ...]
    forms: tuple[str, ...]
    trimmed: str


def written(text: str) -> Written:
    """The words of a text; total, in time linear in the text."""
    return _kept(text) if len(text) <= _LONGEST_KEPT else _read(text)


def written_words(text: str) -> tuple[str, ...]:
    """The words of a text that have any letters, as written."""
    return written(text).words


def forms(text: str) -> tuple[str, ...]:
    """The words of a text that have any letters, with letters folded."""
    return written(text).forms


def pattern_in(text: str) -> str | None:
    """The word that a text is, if one is left once each ? inside of it is taken for a letter."""
    if "\\" in text:
        return None
    seen = signs(letters(text))
    filled = ANY_LETTER.sub(lambda found: seen[found.end()] * len(found[0]), seen)
    found = written(filled)
    if filled == seen or len(found.words) != 1:
        return None
    start = filled.index(found.trimmed)
    pattern = seen[start : start + len(found.trimmed)].replace("؟", "?")
    return pattern if "?" in pattern[1:] and pattern[0] != "?" else None


@lru_cache(_KEPT)
def form(word: str) -> str:
    """The form of a written word."""
    return fold(word)


def _read(text: str) -> Written:
    found = [
        (span, folded) for span in tokenize(text) if (folded := fold(text[span.start : span.end]))
    ]
    if not found:
        return Written((), (), "")
    return Written(
        tuple(text[span.start : span.end] for span, _ in found),
        tuple(folded for _, folded in found),
        text[found[0][0].start : found[-1][0].end],
    )


_kept = lru_cache(_KEPT)(_read)


def forget() -> None:
    """Keep nothing of what was read so far."""
    _kept.cache_clear()
    form.cache_clear()
