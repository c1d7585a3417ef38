"""Question words and the pronouns after them, which do not say what a question is about."""

from __future__ import annotations

from typing import Final

from arabic.folding import fold

_STANDARD: Final = (
    *("ما", "ماذا", "من", "متى", "أين", "كيف", "كم", "هل", "لماذا", "أي"),
    *("بماذا", "بم", "مم", "لمن", "فيم"),
    # With a pronoun or الذي written onto it; منهم is «of them».
    *("ماهو", "ماهي", "ماهم", "ماهن", "ماهما", "منهو", "مالذي", "ماالذي", "منالذي"),
)

# Of dialects; not إيه and علام, which are folded like آية and a name.
_DIALECT: Final = (
    *("وين", "منين", "إمتى", "ايمتى", "إيمتا", "وقتاش", "فوقاش"),
    *("ليش", "ليه", "علاش", "إيش", "اش", "واش", "وش", "وشو", "فاش"),
    *("لمين", "شنو", "شنوه", "شنهو", "شنهي", "شنية", "شكون", "منو"),
    *("إزاي", "شلون", "كيفاش", "قداش", "قديش", "أديش", "شقد", "شحال", "بشحال", "بكام"),
)

QUESTION_WORDS: Final = frozenset(
    fold(clitic + word) for word in _STANDARD for clitic in ("", "و", "ف")
) | frozenset(map(fold, _DIALECT))
"""Forms of the question words of the standard language, alone and after و or ف, and of dialects."""

QUESTION_WORDS_LIKE_NAMES: Final = frozenset(map(fold, ("مين", "شو", "فين", "كام")))
"""Forms of question words of dialects that also end foreign names (برنارد شو): they are question
words only at the beginning of a question."""

QUESTION_PRONOUNS: Final = frozenset(map(fold, ("هو", "هي", "هما", "هم", "هن")))
"""Forms of the pronouns that follow a question word, as in ما هو and من هي."""

CONJUNCTION: Final = fold("و")
"""The form of و, which is written onto the next word and seldom alone."""
