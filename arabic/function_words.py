"""Function words, which say little by themselves: they are offered after all others."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from arabic.folding import fold
from arabic.lexicon import load

_CONJUNCTIONS: Final = ("و", "ف")
_PREPOSITIONS: Final = ("ب", "ل", "ك")
_PRONOUNS: Final = ("ه", "ها", "هم", "هما", "هن", "نا", "كم")
_WITH_PRONOUNS: Final = (
    *("ب", "ل", "في", "من", "عن", "على", "إلى", "مع", "بين", "لدى", "بعد", "قبل", "عند", "حول"),
    *("خلال", "ضد", "نحو", "أمام", "إن", "لأن", "كأن", "لكن", "كل", "بعض", "غير", "مثل"),
)
_FURTHER: Final = (
    *("كانت", "كانوا", "يكون", "تكون", "تم", "يتم", "ليست", "ليسوا", "عدم", "بعدما", "قبلما"),
    *("كذلك", "لذلك", "هكذا", "إنما", "سواء", "عبر", "بسبب", "بشكل", "كأن", "لأن", "أحد"),
    *("بشأن", "رغم", "وفق", "حسب", "عقب", "إثر", "جراء", "لدى", "يجب", "يمكن", "سوف", "لا"),
    *("اللذان", "اللذين", "اللتان", "اللتين", "اللواتي", "اللاتي", "هاتان", "هاتين"),
)
# Of words of two letters, only these are seen behind a clitic: ولي and فهم are words.
_SHORT: Final = frozenset(
    ("في", "من", "عن", "لا", "ما", "ان", "قد", "هو", "هي", "لم", "لن", "او", "كل", "له", "به")
)
_KEPT: Final = 8_192


@cache
def _plain() -> frozenset[str]:
    """The forms of the closed classes of the lexicon, and further ones."""
    return frozenset(map(fold, (*load().particles, *_FURTHER)))


@cache
def _joined() -> frozenset[str]:
    """The forms with a pronoun."""
    return frozenset(fold(word + pronoun) for word in _WITH_PRONOUNS for pronoun in _PRONOUNS)


@lru_cache(_KEPT)
def is_function_word(form: str) -> bool:
    """Whether a form is a particle, pronoun or auxiliary, perhaps with a clitic, or a letter."""
    return len(form) < 2 or any(
        _is_bare(rest, form) or (rest[:1] in _PREPOSITIONS and _is_after_preposition(rest[1:]))
        for rest in (form, form[1:] if form.startswith(_CONJUNCTIONS) else form)
    )


def _is_bare(word: str, form: str) -> bool:
    known = word in _plain() or word in _joined()
    return known and (word == form or len(word) > 2 or word in _SHORT)


def _is_after_preposition(word: str) -> bool:
    # بلدية is not ب and لديه.
    if word.startswith("ان"):
        return word in _plain() or word in _joined()
    return word in (_plain() if len(word) > 2 else _SHORT)
