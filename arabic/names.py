"""Names that an archive shows to be names: forms that follow words which introduce a name.

A name loses its particles only: it has no inflection, and its article is part of it. In «مدينة
الرقة» and «محمد الشهري» the second word is a name. A word that is a name as well as a common word
(جنين, الجنين) is a name if it is introduced often enough; the more its bare form or its form with
the article occur, the more often.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from babel import Locale

from arabic.attestation import Attestation, Attested, follows_preposition, has_no_proclitic
from arabic.folding import HEH, TEH_MARBUTA, fold
from arabic.lexicon import load_lexicon

_ARTICLE: Final = "ال"
_LEAST: Final = 3
_MIN_LETTERS: Final = 3
_SHARE: Final = 0.05
_SHARE_OF_WORD: Final = 0.15
_SHARE_OF_FREQUENT_WORD: Final = 0.25
_SURELY_INTRODUCED: Final = 25
_MOST_WITH_ARTICLE: Final = 5
_RARE: Final = 0.1
_RARE_BARE: Final = 0.4
_RARE_CITY: Final = 0.2
_RARE_ENTRY: Final = 0.06
_RARE_WORD: Final = 0.5
_FAR_MORE: Final = 50
_PARTICLES: Final = ("و", "ف", "ب", "ل", "ك")
_JOINED_ARTICLES: Final = ("وال", "فال", "بال", "كال", "لل")


def is_name(form: str, attested: Attested) -> bool:
    """Whether the archive shows a form to be a name, or it is the name of a country."""
    occurrences, _, introduced = attested(form)
    if form in _countries() or (form in _cities() and _is_hardly_bare(form, attested, _RARE_CITY)):
        return True
    if introduced < _LEAST or len(form) < _MIN_LETTERS or _has_particle(form, attested):
        return False
    if _is_function_word(form) and not follows_preposition(form, attested):
        return False  # a verb after a name (محمد كان)
    share = introduced / occurrences
    if form.startswith(_ARTICLE):
        bare = form[2:]
        rare = _is_rare_bare(attested(bare), occurrences)
    else:
        bare = form
        rare = attested(_ARTICLE + form).occurrences <= _RARE * occurrences
    is_place = _is_hardly_bare(form, attested, _RARE_ENTRY) and follows_preposition(form, attested)
    if is_place or not is_entry(bare):
        return share >= (_SHARE if rare else _SHARE_OF_WORD)
    return share >= (_SHARE_OF_WORD if rare else _SHARE_OF_FREQUENT_WORD)


def _is_rare_bare(bare: Attestation, with_article: int) -> bool:
    """Whether a word is rare without the article, or so much more frequent that the form with the
    article is another word, as is العلي beside the name علي."""
    return (
        bare.occurrences <= _RARE_BARE * with_article
        or bare.occurrences >= _FAR_MORE * with_article
        or (
            with_article <= _RARE * bare.occurrences
            and bare.introduced >= _SURELY_INTRODUCED
            and bare.introduced >= _SHARE_OF_WORD * bare.occurrences
        )
    )


def _is_hardly_bare(form: str, attested: Attested, most: float) -> bool:
    """Whether a form with the article occurs at most ``most`` times as often without it."""
    if not form.startswith(_ARTICLE):
        return False
    return attested(form[2:]).occurrences <= most * attested(form).occurrences


def has_own_article(bare: str, attested: Attested) -> bool:
    """Whether a word occurs almost only as a name with the article, and so belongs to the name."""
    form = _ARTICLE + bare
    if not is_name(form, attested):
        return False
    if form in _countries():
        return attested(bare).occurrences <= attested(form).occurrences
    most = _RARE_ENTRY if is_entry(bare) else _RARE_WORD
    if form in _cities():
        most = _RARE_CITY
    return attested(bare).occurrences <= most * attested(form).occurrences


def is_apart_from_article(bare: str, attested: Attested) -> bool:
    """Whether a word of the lexicon is a name without the article, but not with it (جنين)."""
    return (
        attested(bare).introduced >= _SURELY_INTRODUCED
        and is_entry(bare)
        and attested(_ARTICLE + bare).occurrences <= _MOST_WITH_ARTICLE * attested(bare).occurrences
        and is_name(bare, attested)
    )


def _has_particle(form: str, attested: Attested) -> bool:
    """Whether a form is a more frequent word behind a particle."""
    own = attested(form).occurrences
    if any(
        form.startswith(joined) and attested(_ARTICLE + form[len(joined) :]).occurrences > own
        for joined in _JOINED_ARTICLES
    ):
        return True
    return any(
        form.startswith(particle) and attested(form[len(particle) :]).occurrences > own
        for particle in _PARTICLES
    ) and not has_no_proclitic(form, attested)


def _is_function_word(form: str) -> bool:
    lexicon = load_lexicon()
    return form in lexicon.verbs or form in lexicon.particles


def is_entry(form: str) -> bool:
    """Whether a form is a word of the lexicon, or an adjective in ي or a feminine of one."""
    nouns, verbs = load_lexicon()[:2]
    stems = {form}
    if form.endswith(HEH):
        stems |= {form[:-1], form[:-1] + TEH_MARBUTA}
    stems |= {stem[:-1] for stem in stems if stem.endswith("ي")}
    stems |= {stem + TEH_MARBUTA for stem in stems if not stem.endswith(TEH_MARBUTA)}
    return form in verbs or any(stem in nouns for stem in stems)


@cache
def _countries() -> frozenset[str]:
    """The forms of the names of countries with the article that are one word."""
    territories = Locale("ar").territories
    return _with_article(name for code, name in territories.items() if code.isalpha())


@cache
def _cities() -> frozenset[str]:
    """The forms of the names of cities with the article that are one word: those that name a time
    zone."""
    return _with_article(zone.get("city", "") for zone in Locale("ar").time_zones.values())


def _with_article(names: Iterable[str]) -> frozenset[str]:
    forms = map(fold, names)
    return frozenset(form for form in forms if form.startswith(_ARTICLE) and form.isalpha())
