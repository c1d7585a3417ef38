"""Function words, which completion and similarity rank below other words."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from arabic.folding import fold
from arabic.lexicon import load_lexicon
from arabic.pronouns import PRONOUNS

_CONJUNCTIONS: Final = ("و", "ف")
_PREPOSITIONS: Final = ("ب", "ل", "ك")
_WITH_PRONOUNS: Final = (
    *("ب", "ل", "في", "من", "عن", "على", "إلى", "مع", "بين", "لدى", "بعد", "قبل", "عند", "حول"),
    *("خلال", "ضد", "نحو", "أمام", "إن", "لأن", "كأن", "لكن", "كل", "بعض", "غير", "مثل"),
)
_ADDITIONAL: Final = (
    *("على", "إلى"),
    *("كانت", "كانوا", "يكون", "تكون", "تم", "يتم", "ليست", "ليسوا", "عدم", "بعدما", "قبلما"),
    *("كذلك", "لذلك", "هكذا", "إنما", "سواء", "عبر", "بسبب", "بشكل", "كأن", "لأن", "أحد"),
    *("بشأن", "رغم", "وفق", "حسب", "عقب", "إثر", "جراء", "لدى", "يجب", "يمكن", "سوف", "لا"),
    *("اللذان", "اللذين", "اللتان", "اللتين", "اللواتي", "اللاتي", "هاتان", "هاتين"),
)
# The only words of two letters that count after a clitic: ولي and فهم are words.
_SHORT: Final = frozenset(
    ("في", "من", "عن", "لا", "ما", "ان", "قد", "هو", "هي", "لم", "لن", "او", "كل", "له", "به")
)
_CACHED_FORMS: Final = 8_192


@cache
def _plain() -> frozenset[str]:
    """The forms of the particles of the lexicon and of additional words."""
    return frozenset(map(fold, (*load_lexicon().particles, *_ADDITIONAL)))


@cache
def _joined() -> frozenset[str]:
    """The forms with a pronoun suffix."""
    return frozenset(
        fold(word.replace("ى", "ي") + pronoun) for word in _WITH_PRONOUNS for pronoun in PRONOUNS
    )


@lru_cache(_CACHED_FORMS)
def is_function_word(form: str) -> bool:
    """Whether a form is a particle, pronoun or auxiliary, with or without a clitic, or a letter."""
    return len(form) < 2 or any(
        _is_listed(rest, form) or (rest[:1] in _PREPOSITIONS and _follows_preposition(rest[1:]))
        for rest in (form, form[1:] if form.startswith(_CONJUNCTIONS) else form)
    )


def _is_listed(word: str, form: str) -> bool:
    known = word in _plain() or word in _joined()
    return known and (word == form or len(word) > 2 or word in _SHORT)


def _follows_preposition(word: str) -> bool:
    # بلدية is not ب with لديه.
    if word.startswith("ان"):
        return word in _plain() or word in _joined()
    return word in (_plain() if len(word) > 2 else _SHORT)
