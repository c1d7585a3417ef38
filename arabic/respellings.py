"""Respellings: forms that are another spelling of an attested form, by a rule of orthography.

- The alef of مائة, which a form lacks, is also written in words made from it (مائوية, مائات).
- A text copied from a page layout may have ال for لا (عالء for علاء).
- The name of a country may end in ية for يا (سورية). The feminine of an adjective ends so as well
  (بريطانية); but an adjective hardly ever follows a preposition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final, Literal, NamedTuple, TypeAlias

from arabic.attestation import Attested
from arabic.folding import HEH
from arabic.lexicon import load_lexicon

RespellingKind: TypeAlias = Literal["hundred", "extraction", "spelling"]


class Respelling(NamedTuple):
    """The form that a form is another spelling of, and by which rule."""

    form: str
    kind: RespellingKind


_HUNDRED: Final = re.compile("((?:[وف]?(?:[بلك]?ال|لل|[بلك])?)م)ا(ئات|ءويه?)")
_ARTICLE: Final = re.compile("^[وفبك]?(?:ال|لل)")
_SWAPPED: Final = "ال"
_SOUND: Final = "لا"
_MOST_SWAPS: Final = 3
_MIN_DAMAGED: Final = 4
_MIN_NOUN: Final = 3
_MORE_FREQUENT: Final = 5
_MUCH_MORE_FREQUENT: Final = 20
_FAR_MORE_FREQUENT: Final = 50

_FEMININE: Final = "ي" + HEH
_COUNTRY: Final = "يا"
_CONJUNCTIONS: Final = "وف"
_PROCLITICS: Final = "بلك"
_MIN_COUNTRY: Final = 5
_MIN_PREPOSITIONAL: Final = 2
_PREPOSITIONAL_SHARE: Final = 0.1


def respell(form: str, root: str, attested: Attested) -> Respelling | None:
    """The attested form that a form is another spelling of; None for most forms.

    ``root`` is the root of the form in the lexicon, empty for a word that it does not know.
    """
    if "م" in form and (found := _HUNDRED.fullmatch(form)):
        return Respelling(found[1] + found[2], "hundred")
    if _SWAPPED in form[1:] and (sound := _undamaged(form, root, attested)):
        return Respelling(sound, "extraction")
    if form.endswith(_FEMININE) and (country := _country(form, attested)):
        return Respelling(country, "spelling")
    return None


def _undamaged(form: str, root: str, attested: Attested) -> str | None:
    """The most frequent form that has لا for some ال of a form; None without evidence of damage.

    A noun of the lexicon is not damaged. Another word is, if the other form occurs at least as
    often and is a noun of the lexicon, or is much more frequent.
    """
    if len(form) < _MIN_DAMAGED or (_is_noun(form) if root else _is_entry(form)):
        return None
    found, sound = max(
        ((attested(each).occurrences, each) for each in _swapped(form)), default=(0, "")
    )
    least = max(attested(form).occurrences, 1)
    if root:
        least *= _FAR_MORE_FREQUENT
    elif sound.endswith(_SOUND):
        least *= _MUCH_MORE_FREQUENT  # the accusative of another noun: جدلا, جدال
    elif not _is_noun(sound):
        least *= _MORE_FREQUENT
    return sound if found >= least else None


def damaged(form: str) -> Iterator[str]:
    """The forms that a faulty extraction may have made of a form: ال for one or more of its لا."""
    if _SOUND in form and len(form) >= _MIN_DAMAGED:
        yield from _exchanged(form, _SOUND, _SWAPPED, 1)


def _swapped(form: str) -> Iterator[str]:
    """A form with لا for one or more of its ال, but not for its article."""
    article = _ARTICLE.match(form)
    start = article.end() if article and len(form) - article.end() >= _MIN_NOUN else 1
    return _exchanged(form, _SWAPPED, _SOUND, start)


def _exchanged(form: str, old: str, new: str, start: int) -> Iterator[str]:
    places = [place for place in range(start, len(form) - 1) if form.startswith(old, place)]
    for count in range(1, len(places[:_MOST_SWAPS]) + 1):
        for chosen in combinations(places[:_MOST_SWAPS], count):
            letters = list(form)
            for place in chosen:
                letters[place : place + 2] = new
            yield "".join(letters)


def _is_entry(form: str) -> bool:
    """Whether a form is a noun of the lexicon unchanged, with or without the article."""
    nouns = load_lexicon().nouns
    return form in nouns or _ARTICLE.sub("", form, count=1) in nouns


def _is_noun(form: str) -> bool:
    nouns = load_lexicon().nouns
    bare = _ARTICLE.sub("", form, count=1)
    return any(word in nouns for word in (form, bare, bare[:-1], bare[:-1] + "ة", bare[:-2]))


def _country(form: str, attested: Attested) -> str | None:
    """The name of a country in يا that a form in ية is another spelling of."""
    for bare in _without_proclitics(form):
        if len(bare) < _MIN_COUNTRY or not _is_place(bare, attested):
            continue
        country = bare[: -len(_FEMININE)] + _COUNTRY
        if _is_place(country, attested) and not attested("ال" + country).occurrences > 1:
            return country
    return None


def _without_proclitics(form: str) -> Iterator[str]:
    yield form
    if form[0] in _CONJUNCTIONS:
        yield form[1:]
        if form[1:2] and form[1] in _PROCLITICS:
            yield form[2:]
    elif form[0] in _PROCLITICS:
        yield form[1:]


def _is_place(form: str, attested: Attested) -> bool:
    """Whether a form follows prepositions as often as names of places do."""
    occurrences, prepositional, _ = attested(form)
    return (
        prepositional >= _MIN_PREPOSITIONAL and prepositional >= _PREPOSITIONAL_SHARE * occurrences
    )
