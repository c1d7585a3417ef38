"""What a corpus itself knows of its words, and what follows for how they are split.

Arabic writes particles onto words, but never onto a word that already follows a free preposition:
nobody writes «في» before a word with a glued و, ف, ب, ل or ك, nor before a verb. So a form
that often follows one has none of these, whatever it begins with (واشنطن, بريطانيا, تدمر).
And where a word is in no lexicon, the rest of it that stands alone most often is the word.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

PREPOSITIONS: Final = frozenset({"في", "إلى", "الى", "على", "عن"})
"""Free prepositions as written, but for من, which is also «who» before a verb."""


class Attestation(NamedTuple):
    """How often a form stands in the archive, and how often of these after a preposition."""

    occurrences: int
    prepositional: int


Attested: TypeAlias = Callable[[str], Attestation]
"""The attestation of a form (letters folded)."""

_UNSEEN: Final = Attestation(0, 0)
_LEAST: Final = 2
_BARE_SHARE: Final = 0.01
_ARTICLE_SHARE: Final = 0.02
_COMMON: Final = 20
_CARRIED_SHARE: Final = 0.005


def unseen(form: str) -> Attestation:  # noqa: ARG001
    """The attestation of every form where there is no archive to ask."""
    return _UNSEEN


def is_bare(form: str, attested: Attested) -> bool:
    """Whether a form carries no conjunction, no glued preposition and no person of a verb."""
    occurrences, prepositional = attested(form)
    return prepositional >= _LEAST and prepositional >= _BARE_SHARE * occurrences


def is_carried(form: str, attested: Attested) -> bool:
    """Whether a form is common and yet hardly ever follows a preposition, as words that carry a
    particle do."""
    occurrences, prepositional = attested(form)
    return occurrences >= _COMMON and prepositional < _CARRIED_SHARE * occurrences


def takes_article(form: str, attested: Attested) -> bool:
    """Whether a form is seen with the article, which no verb has."""
    with_article = attested("ال" + form).occurrences
    return with_article >= _LEAST and with_article >= _ARTICLE_SHARE * attested(form).occurrences


def weight(base: str, attested: Attested) -> float:
    """How well attested a bare word is, with the article or without: ``log10(1 + n)``."""
    occurrences = attested(base).occurrences
    if not base.startswith("ال"):
        occurrences += attested("ال" + base).occurrences
    return math.log10(1 + occurrences)
