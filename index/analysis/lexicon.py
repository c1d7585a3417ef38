"""The lexicon: nouns, verbs, particles and their roots, from arramooz."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Final, NamedTuple

from pyarabic import araby

from index.analysis.fold import HEH, TEH_MARBUTA, fold_light
from index.analysis.names import NAMES

# Some entries of the lexicon have a dot, a space or a ة in their root.
_WEAK: Final = str.maketrans({"ا": "و", "ى": "ي", ".": None, " ": None, "ة": None})


class Lexicon(NamedTuple):
    """Entries with letters folded but ة kept, each with its root (empty if not known)."""

    nouns: dict[str, str]
    verbs: dict[str, str]
    particles: frozenset[str]


_DICTIONARY: Final = "arabicdictionary.sqlite"
_PARTICLES: Final = "stopwords.sqlite"


def _columns(name: str, sql: str) -> list[tuple[str, ...]]:
    """The columns of a table, empty where it has nothing."""
    with (
        as_file(files("arramooz") / "data" / name) as path,
        contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as db,
    ):
        rows = db.execute(sql).fetchall()
    return [tuple(value or "" for value in column) for column in zip(*rows, strict=True)]


def _folded(words: Sequence[str]) -> list[str]:
    """The words, folded all in one text, which costs a fifth of folding each."""
    return fold_light("\n".join(words)).split("\n")


def _roots(roots: Sequence[str]) -> Iterator[str]:
    """The roots, normalised; few are different."""
    known = {root: normalize_root(root) for root in set(roots)}
    return map(known.__getitem__, roots)


def normalize_root(root: str) -> str:
    """A root with one hamza shape and no ا: ``أخذ`` and ``اخذ`` become ``ءخذ``, ``قال`` ``قول``."""
    uniform = araby.normalize_hamza(araby.strip_tashkeel(root), method="uniform")
    if uniform.startswith("ا"):
        uniform = "ء" + uniform[1:]
    return str(uniform.translate(_WEAK))


@cache
def load() -> Lexicon:
    """The lexicon, read once a process."""
    nouns: dict[str, str] = {}
    singulars: dict[str, str] = {}
    verbs: dict[str, str] = {}
    particles: set[str] = set()
    words, roots, singles = _columns(
        _DICTIONARY, "SELECT unvocalized, root, single FROM nouns ORDER BY id"
    )
    for entry, root, single in zip(_folded(words), _roots(roots), _folded(singles), strict=True):
        if not nouns.get(entry):
            nouns[entry] = root
        if single:
            singulars[entry] = single
    words, roots = _columns(_DICTIONARY, "SELECT unvocalized, root FROM verbs ORDER BY id")
    for entry, root in zip(_folded(words), _roots(roots), strict=True):
        if not verbs.get(entry):
            verbs[entry] = root
    words, kinds = _columns(_PARTICLES, "SELECT word, word_type FROM classedstopwords ORDER BY id")
    for entry, kind in zip(_folded(words), kinds, strict=True):
        if len(entry) < 2:
            continue  # single letters are clitics
        if kind in ("اسم", "حرف", "ضمير"):
            # A particle is its own root, so that it stays out of the classes of real roots.
            nouns[entry] = nouns.get(entry) or entry
            particles.add(entry)
        elif kind == "فعل":
            verbs.setdefault(entry, "")
            particles.add(entry)
    for plural, singular in singulars.items():
        if not nouns[plural]:
            nouns[plural] = nouns.get(singular, "")
    for entry in [entry for entry in nouns if entry.startswith("ال") and entry[2:] in nouns]:
        del nouns[entry]
    for name in NAMES:
        entry = fold_light(name).removeprefix("ال")
        nouns.setdefault(entry, entry.replace(TEH_MARBUTA, HEH))  # its own root
    nouns.pop("", None)
    verbs.pop("", None)
    return Lexicon(nouns, verbs, frozenset(particles))
