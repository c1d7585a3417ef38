"""Particles that keep letters which other words lose: على is not علي, and إليه is not آلية.

Without them a class of several thousand occurrences would be that of a word with several hundred
thousand. The set is closed: two particles with pronouns, behind و and ف.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from arabic.pronouns import PRONOUNS

_CONJUNCTIONS: Final = ("", "و", "ف")
_ON, _TO = "على", "إلى"
# The spellings of each particle, alone and before a pronoun.
_ALONE: Final = {_ON: (_ON,), _TO: (_TO, "الى", "إلي", "إلی")}
_BEFORE_PRONOUN: Final = {_ON: ("علي",), _TO: ("إلي", "الي")}


class Particle(NamedTuple):
    """A particle with what is joined to it: the form of the whole, and its parts."""

    form: str
    conjunction: str
    word: str
    pronoun: str


def _spellings() -> dict[str, Particle]:
    """Each written spelling, without marks."""
    found = {}
    for word in (_ON, _TO):
        for conjunction in _CONJUNCTIONS:
            for spelling in _ALONE[word]:
                found[conjunction + spelling] = Particle(conjunction + word, conjunction, word, "")
            for pronoun in PRONOUNS:
                form = conjunction + _BEFORE_PRONOUN[word][0] + pronoun
                for spelling in _BEFORE_PRONOUN[word]:
                    whole = conjunction + spelling + pronoun
                    found[whole] = Particle(form, conjunction, word, pronoun)
    return found


KEPT_PARTICLES: Final = _spellings()
"""The particles by their written spelling, without marks."""

KEPT_FORMS: Final = {
    written: each.form
    for written, each in KEPT_PARTICLES.items()
    if each.form.endswith("ى") or each.word == _TO
}
"""The forms of the spellings that letter folding would change."""

_FOLDED: Final = str.maketrans("ىإ", "يا")

SAME_LETTERS: Final = {form: form.translate(_FOLDED) for form in set(KEPT_FORMS.values())}
"""What letter folding would make of each kept form: the form of another word."""
