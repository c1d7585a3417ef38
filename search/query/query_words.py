"""The words of a part of a query, cached: every step of a search needs them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from arabic.folding import fold
from arabic.tokenizer import tokenize
from search.query.syntax import ANY_LETTER, ascii_signs, strip_marks

_CACHED: Final = 8_192
_LONGEST_CACHED: Final = 64


class SplitText(NamedTuple):
    """The words of a text that have letters or digits: ``words`` as written, ``forms`` folded;
    ``trimmed`` is the text from the first of them to the last."""

    words: tuple[str, ...]
    forms: tuple[str, ...]
    trimmed: str


def split_text(text: str) -> SplitText:
    """Split a text into words, in time linear in the text; nothing is raised."""
    return _split_cached(text) if len(text) <= _LONGEST_CACHED else _split(text)


def written_words(text: str) -> tuple[str, ...]:
    """The words of a text that have letters or digits, as written."""
    return split_text(text).words


def forms(text: str) -> tuple[str, ...]:
    """The words of a text that have letters or digits, folded."""
    return split_text(text).forms


def pattern_in(text: str) -> str | None:
    """The text as a pattern, if it is one word with ? inside of it; else None."""
    if "\\" in text:
        return None
    shape = ascii_signs(strip_marks(text))
    # Each ? becomes a letter, so that the tokenizer reads on.
    filled = ANY_LETTER.sub(lambda found: shape[found.end()] * len(found[0]), shape)
    found = split_text(filled)
    if filled == shape or len(found.words) != 1:
        return None
    start = filled.index(found.trimmed)
    pattern = shape[start : start + len(found.trimmed)].replace("؟", "?")
    return pattern if "?" in pattern[1:] and pattern[0] != "?" else None


@lru_cache(_CACHED)
def form(word: str) -> str:
    """The form of a written word."""
    return fold(word)


def _split(text: str) -> SplitText:
    found = [
        (span, folded) for span in tokenize(text) if (folded := fold(text[span.start : span.end]))
    ]
    if not found:
        return SplitText((), (), "")
    return SplitText(
        tuple(text[span.start : span.end] for span, _ in found),
        tuple(folded for _, folded in found),
        text[found[0][0].start : found[-1][0].end],
    )


_split_cached = lru_cache(_CACHED)(_split)


def clear_cache() -> None:
    """Forget the words of all texts."""
    _split_cached.cache_clear()
    form.cache_clear()
