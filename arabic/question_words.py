"""Question words and the pronouns after them, which do not say what a question is about."""

from __future__ import annotations

from typing import Final

from arabic.folding import fold

_QUESTION_WORDS: Final = (
    *("ما", "ماذا", "من", "متى", "أين", "كيف", "كم", "هل", "لماذا", "أي"),
    *("بماذا", "بم", "مم", "لمن", "فيم"),
)

QUESTION_WORDS: Final = frozenset(
    fold(clitic + word) for word in _QUESTION_WORDS for clitic in ("", "و", "ف")
)
"""Forms of the question words, alone and after و or ف."""

QUESTION_PRONOUNS: Final = frozenset(map(fold, ("هو", "هي", "هما", "هم", "هن")))
"""Forms of the pronouns that follow a question word, as in ما هو and من هي."""

CONJUNCTION: Final = fold("و")
"""The form of و, which is written onto the next word and seldom alone."""
