"""Function words, which say little by themselves: they are offered after all others."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from index.analysis.fold import fold
from index.analysis.lexicon import load

_CLITICS: Final = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
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
# Of two letters, only these are taken off from a clitic: ولي and فهم are words.
_SHORT: Final = frozenset(
    ("في", "من", "عن", "لا", "ما", "ان", "قد", "هو", "هي", "لم", "لن", "او", "كل", "له", "به")
)
_KEPT: Final = 8_192


@cache
def _words() -> frozenset[str]:
    """Forms: the closed classes of the lexicon and what is made of them."""
    joined = (word + pronoun for word in _WITH_PRONOUNS for pronoun in _PRONOUNS)
    return frozenset(map(fold, (*load().particles, *_FURTHER, *joined)))


@lru_cache(_KEPT)
def is_function_word(form: str) -> bool:
    """Whether a form is a particle, pronoun or auxiliary, perhaps with a clitic, or a letter."""
    if len(form) < 2 or form in _words():
        return True
    rests = (form[len(clitic) :] for clitic in _CLITICS if form.startswith(clitic))
    return any(rest in (_words() if len(rest) > 2 else _SHORT) for rest in rests)
