"""The words of a part of a query, cached: every step of a search needs them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from arabic.folding import fold, strip_unseen
from arabic.tokenizer import tokenize
from search.query.syntax import ANY_LETTER, IGNORABLE, ascii_signs

_CACHED: Final = 8_192
_LONGEST_CACHED: Final = 64
_STAR: Final = re.compile(rf"[{IGNORABLE}]*\*(?!\w)")


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


class PhraseTerm(NamedTuple):
    """A written word of a phrase; ``begun`` says that a * follows, so that it is a prefix."""

    word: str
    begun: bool


def phrase_terms(text: str) -> tuple[PhraseTerm, ...]:
    """The words of a phrase that have letters or digits, in order.

    A * right after a word makes it a prefix, but not after a number, where it counts stars, nor
    after a word that another * precedes, as in \\*emphasis\\*.
    """
    if "*" not in (signs := ascii_signs(text)):
        return tuple(PhraseTerm(word, False) for word in written_words(text))
    found = []
    for start, end in tokenize(text):
        word = text[start:end]
        if form(word):
            starred = _STAR.match(signs, end) is not None and signs[start - 1 : start] != "*"
            found.append(PhraseTerm(word, starred and not word.isdecimal()))
    return tuple(found)


def forms(text: str) -> tuple[str, ...]:
    """The words of a text that have letters or digits, folded."""
    return split_text(text).forms


def pattern_in(text: str) -> str | None:
    """The text as a pattern, if it is one word with ? inside of it; else None."""
    if "\\" in text:
        return None
    shape = ascii_signs(strip_unseen(text))
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
