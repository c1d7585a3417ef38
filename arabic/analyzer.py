"""The analyzer: the levels exact, form, particles, stem and root of a word."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from arabic.attestation import Attested, takes_article, unseen
from arabic.folding import HEH, TEH_MARBUTA, fold, fold_exact, fold_light, strip_marks
from arabic.lexicon import load_lexicon
from arabic.particle_spelling import KEPT_PARTICLES, Particle
from arabic.pronouns import PRONOUNS
from arabic.readings import Reading
from arabic.roots import guess_root
from arabic.stemmer import best_reading

_ARABIC_LETTERS: Final = frozenset("ءابةتثجحخدذرزسشصضطظعغفقكلمنهويؤئ")
_HAMZA_ON_ALEF: Final = frozenset("أإآ")
# After ل, the article is written ل.
_PROCLITICS: Final = re.compile("[وفبكلس]*(?:ال)?")


class Analysis(NamedTuple):
    """A written word at the five levels, and the split that gave its stem.

    ``bare`` is the form without its proclitics: particles (و ف ب ك ل س) and the article.
    ``source`` is the evidence for the split: ``noun`` or ``verb`` of the lexicon, ``name`` for a
    name that the archive shows, ``corpus`` for a base that occurs alone in the archive, ``light``
    for the light10 stem, ``other`` for words that are not Arabic.
    """

    exact: str
    form: str
    bare: str
    stem: str
    root: str
    prefix: str
    base: str
    suffix: str
    source: str


class WordClass(NamedTuple):
    """The classes of a form: without its proclitics, its stem, and its root in the lexicon, empty
    if unknown (see ``guess_root``)."""

    bare: str
    stem: str
    root: str


def analyze(word: str, attested: Attested = unseen) -> Analysis:
    """Analyze a written word at the levels exact, form, particles, stem and root. Never raises.

    ``attested`` gives the attestation of a form in an archive; without it, results are cached.
    """
    return _analyze_alone(word) if attested is unseen else _analyze(word, attested)


def _analyze(word: str, attested: Attested) -> Analysis:
    exact, form = fold_exact(word), fold(word)
    reading = choose_reading(strip_marks(exact), attested)
    if reading is None:
        return Analysis(exact, form, form, form, form, "", form, "", "other")
    stem = _stem(reading.entry)
    root = reading.root or guess_root(stem)
    return Analysis(
        exact,
        form,
        _bare(form, reading),
        stem,
        root,
        reading.prefix,
        reading.base,
        reading.suffix,
        reading.source,
    )


@lru_cache(maxsize=32_768)
def _analyze_alone(word: str) -> Analysis:
    return _analyze(word, unseen)


def classify(spelling: str, attested: Attested = unseen) -> WordClass:
    """The classes of a form.

    ``spelling`` is the most frequent spelling of the form, without marks.
    """
    form = fold(spelling)
    reading = choose_reading(spelling, attested)
    if reading is None:
        return WordClass(form, form, form)
    return WordClass(_bare(form, reading), _stem(reading.entry), reading.root)


def choose_reading(letters: str, attested: Attested = unseen) -> Reading | None:
    """The reading that gives the stem and root of a word; None for a word that is not Arabic.

    ``letters`` is the word as written, without marks. A final ه is also read as ة, which many
    writers replace by it; the reading of lower cost is chosen.
    """
    particle = KEPT_PARTICLES.get(letters)
    if particle is not None:
        return _read_particle(particle)
    light = fold_light(letters)
    if not light or not _ARABIC_LETTERS.issuperset(light):
        return None
    hamza = -1
    if not _HAMZA_ON_ALEF.isdisjoint(letters):
        hamza = next(index for index, letter in enumerate(letters) if letter in _HAMZA_ON_ALEF)
    reading = best_reading(light, attested, hamza=hamza)
    if light[-1] == HEH and len(light) > 2 and not _has_pronoun(reading, attested):
        other = best_reading(light[:-1] + TEH_MARBUTA, attested, hamza=hamza)
        known = other.source in ("noun", "verb", "name")
        if known and (reading.source in ("light", "corpus") or other.cost < reading.cost):
            return other
    return reading


def _read_particle(particle: Particle) -> Reading:
    """The reading of a particle, which is its own root: علا has nothing to do with على."""
    base = particle.form.removeprefix(particle.conjunction).removesuffix(particle.pronoun)
    return Reading(
        0.0, particle.word, particle.conjunction, base, particle.pronoun, "noun", particle.word
    )


def _has_pronoun(reading: Reading, attested: Attested) -> bool:
    """Whether a reading is of a particle with a pronoun (لكنه), and its letters are not those of a
    noun in ة too (بينه, بيّنة)."""
    if reading.suffix not in PRONOUNS or reading.entry not in load_lexicon().particles:
        return False
    return not takes_article(reading.base + reading.suffix, attested)


def _bare(form: str, reading: Reading) -> str:
    """A form without the proclitics that begin the prefix of its reading; the person of a verb
    stays."""
    found = _PROCLITICS.match(reading.prefix)
    return form.removeprefix(found[0]) if found else form


def _stem(entry: str) -> str:
    """The stem that a lexicon entry gives."""
    return entry.replace(TEH_MARBUTA, HEH)
