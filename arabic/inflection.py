"""Evidence of an archive against an inflection: suffixes that a form cannot have.

A word with an inflection has other forms of the same pattern, and stands where its case and kind
may stand. So the archive contradicts a suffix if the form follows prepositions but the suffix is
nominative or accusative (صيدا, سلمان), if no other form of the pattern occurs (عدنان without
عدنين), or if the form takes an article or follows a preposition but the suffix is that of a verb
(سرت).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from arabic.attestation import Attested, follows_preposition, takes_article
from arabic.folding import HEH, TEH_MARBUTA
from arabic.names import is_name

PRONOUNS: Final = ("هما", "كما", "ها", "هم", "هن", "نا", "كم", "كن", "ه", "ك")
"""Suffixed pronouns in the order in which they are tried; ي is also the ending of adjectives."""

_THIRD_PERSON: Final = ("ه", "ها", "هم", "هما")
_PLURAL_OBLIQUE: Final = "ين"
_ACCUSATIVE: Final = frozenset({"ا", "يا"})
_OBLIQUE: Final = frozenset({"ين", "تين", "يين", "يتين"})
_NOMINATIVE: Final = frozenset({"ان", "ون", "تان", "يون", "يتان"})
_ENOUGH: Final = 20
_CASE_OF_NAME: Final = 0.02
_LEAST_SHARE: Final = 0.05
_LEAST_NOMINATIVE: Final = 0.01
_SHORT_BASE: Final = 2
_SHORT_SHARE: Final = 0.1
_SUFFIXES_CACHED: Final = 512


@lru_cache(_SUFFIXES_CACHED)
def pronoun_of(suffix: str) -> str:
    """The pronoun at the end of a suffix, empty where there is none."""
    return next((pronoun for pronoun in PRONOUNS if suffix.endswith(pronoun)), "")


def contradicts_noun(form: str, base: str, suffix: str, attested: Attested) -> bool:
    """Whether the archive speaks against a noun ``base`` with a suffix in a form."""
    if not suffix or suffix == TEH_MARBUTA:
        return False
    occurrences = attested(form).occurrences
    if (suffix in _ACCUSATIVE or suffix in _NOMINATIVE) and follows_preposition(form, attested):
        return True
    if suffix == "ا" and is_name(form[:-1], attested):
        return occurrences > _CASE_OF_NAME * attested(form[:-1]).occurrences
    pronoun = pronoun_of(suffix)
    if pronoun:
        return _lacks_pronouns(form, base, pronoun, occurrences, attested)
    if occurrences < _ENOUGH:
        return False
    if suffix in _NOMINATIVE:
        oblique = [form[:-2] + _PLURAL_OBLIQUE]
        return _are_rare(oblique, _LEAST_SHARE * occurrences, attested)
    if suffix in _OBLIQUE:
        nominative = (form[:-2] + "ون", form[:-2] + "ان")
        return _are_rare(nominative, _LEAST_NOMINATIVE * occurrences, attested)
    return False


def _lacks_pronouns(
    form: str, base: str, pronoun: str, occurrences: int, attested: Attested
) -> bool:
    """Whether other pronouns after the same stem are too rare for this one to be a pronoun."""
    stem = form[: len(form) - len(pronoun)]
    others = [stem + other for other in _THIRD_PERSON if other != pronoun]
    if len(base) <= _SHORT_BASE:
        return _are_rare(others, max(1.0, _SHORT_SHARE * occurrences), attested)
    if occurrences < _ENOUGH:
        return False
    bare = stem[:-1] + HEH if stem.endswith("ت") else stem
    return _are_rare([*others, stem, bare], _LEAST_SHARE * occurrences, attested)


def contradicts_verb(form: str, attested: Attested) -> bool:
    """Whether the archive shows a form where no verb may stand."""
    return takes_article(form, attested) or follows_preposition(form, attested)


def is_rarer_verb(form: str, base: str, attested: Attested) -> bool:
    """Whether the archive has a form more often than the verb that it would be a rare person of."""
    occurrences = attested(form).occurrences
    return occurrences >= _ENOUGH and attested(base).occurrences <= occurrences


def _are_rare(forms: Iterable[str], least: float, attested: Attested) -> bool:
    return sum(attested(form).occurrences for form in forms) < least
