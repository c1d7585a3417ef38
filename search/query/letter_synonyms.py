"""Query nodes for a Latin letter before a number under its Arabic name: F-16 is إف 16."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from arabic.folding import fold
from arabic.latin_letters import other_letter_names
from search.query.nodes import Phrase, Word
from search.query.query_words import forms, written_words


def letter_and_number(run: Sequence[Word], place: int) -> tuple[int, tuple[str, ...]]:
    """How many leaves from a place on are a letter and a number, 0 if they are not, and the same
    with the other names of the letter."""
    for count in (1, 2):
        words = [word for leaf in run[place : place + count] for word in written_words(leaf.text)]
        if len(words) == 2 and (number := fold(words[1])).isdigit():
            found = tuple(f"{name} {number}" for name in other_letter_names(fold(words[0])))
            return (count, found) if found else (0, ())
    return 0, ()


def letter_phrases(
    texts: Sequence[str], leaf: Word, known: Callable[[str], int | None]
) -> tuple[Phrase, ...]:
    """The phrases of texts in the field of a leaf whose forms are all ``known``."""
    return tuple(
        Phrase(text, level="form", field=leaf.field)
        for text in texts
        if all(known(form) is not None for form in forms(text))
    )
