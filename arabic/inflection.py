"""Evidence of an archive against an inflection: suffixes that a form cannot have.

A word with an inflection has other forms of the same pattern, and stands where its case and kind
may stand. So the archive contradicts a suffix if the form follows prepositions but the suffix is
nominative or accusative (صيدا, سلمان), if no other form of the pattern occurs (عدنان without
عدنين), or if the form takes an article or follows a preposition but the suffix is that of a verb
(سرت).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from arabic.attestation import Attested, follows_preposition, takes_article
from arabic.folding import HEH, TEH_MARBUTA
from arabic.lexicon import load_lexicon
from arabic.names import is_name
from arabic.pronouns import pronoun_of

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
_SHORT_SHARE_OF_LONG_SUFFIX: Final = 0.5
_LEAST_DEFINITE: Final = 2
_LEAST_OF_ACCUSATIVE: Final = 0.5
_NOMINAL_ENDINGS: Final = ("", HEH, "ين", "ات")
_LEAST_MASCULINE: Final = 0.05
_SECOND_PERSON: Final = frozenset({"ك", "كم", "كن", "كما"})
_SUBJECTS: Final = frozenset({"تن", "تم", "تما", "ن"})
_CONSTRUCT: Final = "و"
_FIRST_PERSON: Final = frozenset("ان")


def contradicts_noun(form: str, base: str, suffix: str, attested: Attested, whole: int = 0) -> bool:
    """Whether the archive speaks against a noun ``base`` with a suffix in a form, which occurs
    ``whole`` times with its particles."""
    if not suffix:
        return False
    occurrences = max(attested(form).occurrences, whole)
    if suffix == TEH_MARBUTA:
        return _has_no_masculine(base, occurrences, attested)
    if pronoun_of(suffix):
        return _lacks_pronouns(form, base, suffix, occurrences, attested)
    if (suffix in _ACCUSATIVE or suffix in _NOMINATIVE) and follows_preposition(form, attested):
        return True
    if suffix == "ا" and is_name(form[:-1], attested):
        return occurrences > _CASE_OF_NAME * attested(form[:-1]).occurrences
    return occurrences >= _ENOUGH and _has_no_case(form, base, suffix, occurrences, attested)


def _has_no_case(form: str, base: str, suffix: str, occurrences: int, attested: Attested) -> bool:
    """Whether the other cases of a noun with a suffix are too rare for it."""
    if suffix == "ا":
        definite = (f"ال{base}{ending}" for ending in _NOMINAL_ENDINGS)
        is_rarer = attested(base).occurrences < _LEAST_OF_ACCUSATIVE * occurrences
        return is_rarer and _are_rare(definite, _LEAST_DEFINITE, attested)
    if suffix == _CONSTRUCT:
        plurals = (base + "ون", base + "ين", f"ال{base}ون", f"ال{base}ين")
        return _are_rare(plurals, _LEAST_SHARE * occurrences, attested)
    if suffix in _NOMINATIVE:
        oblique = [form[:-2] + _PLURAL_OBLIQUE]
        return _are_rare(oblique, _LEAST_SHARE * occurrences, attested)
    if suffix in _OBLIQUE:
        nominative = (form[:-2] + "ون", form[:-2] + "ان")
        return _are_rare(nominative, _LEAST_NOMINATIVE * occurrences, attested)
    return False


def _lacks_pronouns(
    form: str, base: str, suffix: str, occurrences: int, attested: Attested
) -> bool:
    """Whether other pronouns after the same stem are too rare for the one that ends the suffix to
    be a pronoun."""
    pronoun = pronoun_of(suffix)
    stem = form[: len(form) - len(pronoun)]
    others = [stem + other for other in _THIRD_PERSON if other != pronoun]
    if len(base) <= _SHORT_BASE:
        is_long = len(suffix) > len(pronoun)
        share = _SHORT_SHARE_OF_LONG_SUFFIX if is_long else _SHORT_SHARE
        return _are_rare(others, max(1.0 + is_long, share * occurrences), attested)
    if occurrences < _ENOUGH:
        return False
    if pronoun in _SECOND_PERSON:
        return _are_rare(others, _LEAST_SHARE * occurrences, attested)
    bare = stem[:-1] + HEH if stem.endswith("ت") else stem
    return _are_rare([*others, stem, bare], _LEAST_SHARE * occurrences, attested)


def contradicts_verb(form: str, base: str, suffix: str, attested: Attested, whole: int = 0) -> bool:
    """Whether the archive shows a form where no verb may stand, or speaks against the person or
    the suffix of a verb ``base`` in it; ``whole`` is as for ``contradicts_noun``."""
    if takes_article(form, attested) or follows_preposition(form, attested):
        return True
    occurrences = max(attested(form).occurrences, whole)
    if suffix in _SUBJECTS | _SECOND_PERSON and (
        occurrences >= _ENOUGH and attested(base).occurrences <= occurrences
    ):
        return True
    is_short = len(base) <= _SHORT_BASE
    if is_short and form[:1] in _FIRST_PERSON and form != base + suffix:
        others = ("ي" + form[1:], "ت" + form[1:])
        if _are_rare(others, max(1.0, _SHORT_SHARE * occurrences), attested):
            return True
    pronoun = pronoun_of(suffix)
    if not pronoun or (suffix == "نا" and not is_short):
        return False
    return (is_short or pronoun in _SECOND_PERSON) and _lacks_pronouns(
        form, base, suffix, occurrences, attested
    )


def _has_no_masculine(base: str, occurrences: int, attested: Attested) -> bool:
    """Whether a word in ة is hardly the feminine of a base that is a verb rather than a noun."""
    if occurrences < _ENOUGH or base not in load_lexicon().verbs:
        return False
    return attested("ال" + base).occurrences < _LEAST_MASCULINE * occurrences


def _are_rare(forms: Iterable[str], least: float, attested: Attested) -> bool:
    return sum(attested(form).occurrences for form in forms) < least
