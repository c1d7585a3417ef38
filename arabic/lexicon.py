"""The lexicon of arramooz: nouns, verbs and particles with their roots."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from typing import Final, NamedTuple

from pyarabic import araby

from arabic.folding import HEH, TEH_MARBUTA, fold, fold_exact, fold_light, strip_marks
from arabic.particle_spelling import KEPT_PARTICLES
from arabic.protected_names import NAMES

# Some entries of the lexicon have a dot, a space or a ة in their root.
_WEAK: Final = str.maketrans({"ا": "و", "ى": "ي", ".": None, " ": None, "ة": None})


class Lexicon(NamedTuple):
    """Entries folded with ة kept, each with its root, empty if unknown."""

    nouns: dict[str, str]
    verbs: dict[str, str]
    particles: frozenset[str]
    inseparable: frozenset[str]


_AFTER_PREPOSITION: Final = frozenset(("ما", "لا", "دون", "ذلك", "اي"))
_DICTIONARY: Final = "arabicdictionary.sqlite"
_PARTICLES: Final = "stopwords.sqlite"


def _rows(name: str, sql: str) -> Iterator[tuple[str | None, ...]]:
    with (
        as_file(files("arramooz") / "data" / name) as path,
        contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as db,
    ):
        yield from db.execute(sql)


def normalize_root(root: str) -> str:
    """A root with one hamza shape and no ا: ``أخذ`` and ``اخذ`` become ``ءخذ``, ``قال`` ``قول``."""
    uniform = araby.normalize_hamza(araby.strip_tashkeel(root), method="uniform")
    if uniform.startswith("ا"):
        uniform = "ء" + uniform[1:]
    return str(uniform.translate(_WEAK))


@cache
def load_lexicon() -> Lexicon:
    """The lexicon, read once in a process."""
    nouns, singulars = _read_nouns()
    verbs = _read_verbs()
    particles, inseparable = _add_particles(nouns, verbs)
    _add_roots_of_singulars(nouns, singulars)
    _drop_entries_with_article(nouns, particles)
    _drop_sound_plurals(nouns)
    _add_names(nouns)
    nouns.setdefault(fold_light("مئة"), normalize_root("مأي"))  # missing in the lexicon
    nouns.pop("", None)
    verbs.pop("", None)
    return Lexicon(nouns, verbs, particles, inseparable)


_root_of: Final = cache(normalize_root)  # there are few different roots


def _read_nouns() -> tuple[dict[str, str], dict[str, str]]:
    """The roots of nouns, and the singulars of plurals."""
    nouns: dict[str, str] = {}
    singulars: dict[str, str] = {}
    for word, root, single in _rows(
        _DICTIONARY, "SELECT unvocalized, root, single FROM nouns ORDER BY id"
    ):
        entry = fold_light(word or "")
        if not nouns.get(entry):
            nouns[entry] = _root_of(root or "")
        if single:
            singulars[entry] = fold_light(single)
    return nouns, singulars


def _read_verbs() -> dict[str, str]:
    verbs: dict[str, str] = {}
    for word, root in _rows(_DICTIONARY, "SELECT unvocalized, root FROM verbs ORDER BY id"):
        entry = fold_light(word or "")
        if not verbs.get(entry):
            verbs[entry] = _root_of(root or "")
    return verbs


def _add_particles(
    nouns: dict[str, str], verbs: dict[str, str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Add particles to nouns and verbs; returns them, and those of them that take neither the
    article nor a suffix but a pronoun."""
    particles: set[str] = set()
    inseparable: set[str] = set()
    for word, kind in _rows(_PARTICLES, "SELECT word, word_type FROM classedstopwords ORDER BY id"):
        entry = fold_light(word or "")
        if len(entry) < 2 or word in KEPT_PARTICLES:
            continue  # single letters are clitics, and على keeps its letters
        if kind in ("اسم", "حرف", "ضمير"):
            if entry[0] in "بلك" and entry[1:] in _AFTER_PREPOSITION:
                continue  # بما is ب before ما
            # A particle is its own root, so that it shares the class of no real root.
            nouns[entry] = nouns.get(entry) or entry
            particles.add(entry)
            if kind != "اسم":
                inseparable.add(entry)
        elif kind == "فعل":
            verbs.setdefault(entry, "")
            particles.add(entry)
    return frozenset(particles), frozenset(inseparable)


def _add_roots_of_singulars(nouns: dict[str, str], singulars: dict[str, str]) -> None:
    """Give a plural without a root the root of its singular."""
    for plural, singular in singulars.items():
        if not nouns[plural]:
            nouns[plural] = nouns.get(singular, "")


def _drop_sound_plurals(nouns: dict[str, str]) -> None:
    """Delete plurals in ات whose singular in ة is an entry."""
    for entry in [entry for entry in nouns if entry.endswith("ات")]:
        if entry[:-2] + TEH_MARBUTA in nouns:
            del nouns[entry]


def _drop_entries_with_article(nouns: dict[str, str], particles: frozenset[str]) -> None:
    """Delete entries with the article whose noun is an entry without it; the ال of a particle is
    no article (الذي)."""
    for entry in [entry for entry in nouns if entry.startswith("ال") and entry[2:] in nouns]:
        if entry not in particles:
            del nouns[entry]


def _add_names(nouns: dict[str, str]) -> None:
    """Add the protected names, each its own root."""
    for name in NAMES:
        entry = fold_light(name).removeprefix("ال")
        nouns.setdefault(entry, entry.replace(TEH_MARBUTA, HEH))


class NounNumbers(NamedTuple):
    """What the lexicon says of the number of nouns.

    ``singulars`` has the forms of the singulars of each broken plural. The plurals are written
    without marks, and also with an initial alef that lacks its hamza. ``plurals`` has the
    forms of the broken plurals of each form. ``singular`` has all other nouns, written so too,
    ``infinitives`` those of them that are infinitives. ``defective`` has the forms of nouns that
    lose a final ي.
    """

    singulars: dict[str, frozenset[str]]
    plurals: dict[str, frozenset[str]]
    singular: frozenset[str]
    infinitives: frozenset[str]
    defective: frozenset[str]


_BROKEN_PLURAL: Final = "جمع تكسير"
_INFINITIVE: Final = "مصدر"


@cache
def read_noun_numbers() -> NounNumbers:
    """The numbers of nouns, read once in a process."""
    singulars: dict[str, set[str]] = {}
    plurals: dict[str, set[str]] = {}
    singular: set[str] = set()
    infinitives: set[str] = set()
    defective: set[str] = set()
    columns = "unvocalized, number, single, broken_plural, wordtype, mankous"
    for cells in _rows(_DICTIONARY, f"SELECT {columns} FROM nouns ORDER BY id"):
        noun, number, single, broken, kind, is_defective = cells
        word = strip_marks(fold_exact(noun or ""))
        if is_defective:
            defective.add(fold(word))
        if number == _BROKEN_PLURAL:
            pairs = [(word, each) for each in _words_in(single)]
            for written in _without_hamza(word):
                singulars.setdefault(written, set())
        else:
            pairs = [(each, word) for each in _words_in(broken)]
            singular.update(_without_hamza(word))
            if (kind or "").endswith(_INFINITIVE):
                infinitives.update(_without_hamza(word))
        for plural, one in pairs:
            for written in _without_hamza(plural):
                singulars.setdefault(written, set()).add(fold(one))
            plurals.setdefault(fold(one), set()).add(fold(plural))
    return NounNumbers(
        {plural: frozenset(forms) for plural, forms in singulars.items()},
        {form: frozenset(forms) for form, forms in plurals.items()},
        frozenset(singular),
        frozenset(infinitives),
        frozenset(defective),
    )


def _without_hamza(word: str) -> tuple[str, ...]:
    """A word, and the same with an initial alef that lacks its hamza; not where this would look
    like the article."""
    if word.startswith(("أ", "إ", "آ")) and word[1:2] != "ل":
        return word, "ا" + word[1:]
    return (word,)


def _words_in(cell: str | None) -> Iterator[str]:
    """The words of a cell, which may have the article, and remarks after a space."""
    for part in (cell or "").split(";"):
        word = strip_marks(fold_exact(part.strip().partition(" ")[0].rstrip(":")))
        word = word.removeprefix("ال")
        if len(word) > 1:
            yield word
