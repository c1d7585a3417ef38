"""Query nodes for a Latin letter before a number under its Arabic name: F-16 is إف 16."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from arabic.latin_letters import other_letter_names
from search.query.nodes import Phrase, Word
from search.query.query_words import forms


def letter_and_number(run: Sequence[Word], place: int) -> tuple[int, tuple[str, ...]]:
    """How many leaves from a place on are a letter and a number, 0 if they are not, and the same
    with the other names of the letter."""
    found = forms(run[place].text)
    names = other_letter_names(found[0]) if found else ()
    if not names:
        return 0, ()
    count = 2 if len(found) == 1 else 1
    if count == 2 and place + 1 < len(run):
        found += forms(run[place + 1].text)
    if len(found) != 2 or not found[1].isdigit():
        return 0, ()
    return count, tuple(f"{name} {found[1]}" for name in names)


def letter_phrases(
    texts: Sequence[str], leaf: Word, known: Callable[[str], int | None]
) -> tuple[Phrase, ...]:
    """The phrases of texts in the field of a leaf whose forms are all ``known``."""
    return tuple(
        Phrase(text, level="form", field=leaf.field)
        for text in texts
        if all(known(form) is not None for form in forms(text))
    )
