"""The analyzer: what a word is at every level."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from arabic.attestation import Attested, unseen
from arabic.folding import HEH, TEH_MARBUTA, fold, fold_exact, fold_light, strip_marks
from arabic.roots import guess_root
from arabic.stemmer import Reading, best

_ARABIC_LETTERS: Final = frozenset("ءابةتثجحخدذرزسشصضطظعغفقكلمنهويؤئ")
_SEATED: Final = frozenset("أإآ")


class Analysis(NamedTuple):
    """A written word at the four levels, and the split that its stem was taken from.

    ``source`` says what vouched for the split: ``noun`` or ``verb`` of the lexicon, ``corpus`` for
    what stands alone in the archive, ``light`` for the light10 stem, ``other`` for words that are
    not Arabic.
    """

    exact: str
    form: str
    stem: str
    root: str
    prefix: str
    base: str
    suffix: str
    source: str


def analyze(word: str, attested: Attested = unseen) -> Analysis:
    """A written word at the levels exact, form, stem and root. Pure; never raises.

    ``attested`` tells what an archive knows of a form; without one, words met before are
    remembered.
    """
    return _analyze_alone(word) if attested is unseen else _analyze(word, attested)


def _analyze(word: str, attested: Attested) -> Analysis:
    exact, form = fold_exact(word), fold(word)
    reading = read(strip_marks(exact), attested)
    if reading is None:
        return Analysis(exact, form, form, form, "", form, "", "other")
    stem = _final(reading.entry)
    root = reading.root or guess_root(stem)
    return Analysis(
        exact, form, stem, root, reading.prefix, reading.base, reading.suffix, reading.source
    )


@lru_cache(maxsize=32_768)
def _analyze_alone(word: str) -> Analysis:
    return _analyze(word, unseen)


def classes(spelling: str, attested: Attested = unseen) -> tuple[str, str]:
    """The stem of a form, given its commonest spelling without marks, and the root that the
    lexicon has for it, empty where it has none (see ``guess_root``)."""
    reading = read(spelling, attested)
    if reading is None:
        form = fold(spelling)
        return form, form
    return _final(reading.entry), reading.root


def read(letters: str, attested: Attested = unseen) -> Reading | None:
    """The reading that the levels of a word are taken from; None for what is not Arabic.

    ``letters`` is the word as written, without marks. The reading does not depend on whether a
    final ة was written ه in haste: the cheaper of the two wins.
    """
    light = fold_light(letters)
    if not light or not _ARABIC_LETTERS.issuperset(light):
        return None
    hamza = -1
    if not _SEATED.isdisjoint(letters):
        hamza = next(place for place, letter in enumerate(letters) if letter in _SEATED)
    reading = best(light, attested, hamza=hamza)
    if light[-1] == HEH and len(light) > 2:
        other = best(light[:-1] + TEH_MARBUTA, attested, hamza=hamza)
        known = other.source in ("noun", "verb")
        if known and (reading.source in ("light", "corpus") or other.cost < reading.cost):
            return other
    return reading


def _final(entry: str) -> str:
    return entry.replace(TEH_MARBUTA, HEH)
