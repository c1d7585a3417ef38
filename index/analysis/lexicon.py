"""The lexicon: nouns, verbs and their roots, from arramooz."""

from __future__ import annotations

import contextlib
import sqlite3
from functools import cache
from importlib.resources import as_file, files
from typing import Final, NamedTuple

from pyarabic import araby

from index.analysis.fold import fold_light

_WEAK: Final = str.maketrans({"ا": "و", "ى": "ي", ".": None, " ": None})


class Lexicon(NamedTuple):
    """Entries with letters folded but ة kept, each with its root (empty if not known)."""

    nouns: dict[str, str]
    verbs: dict[str, str]


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
    with (
        as_file(files("arramooz") / "data" / "arabicdictionary.sqlite") as path,
        contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as db,
    ):
        for word, root, single in db.execute(
            "SELECT unvocalized, root, single FROM nouns ORDER BY id"
        ):
            entry = fold_light(word or "")
            if not nouns.get(entry):
                nouns[entry] = normalize_root(root or "")
            if single:
                singulars[entry] = fold_light(single)
        for word, root in db.execute("SELECT unvocalized, root FROM verbs ORDER BY id"):
            entry = fold_light(word or "")
            if not verbs.get(entry):
                verbs[entry] = normalize_root(root or "")
    for plural, singular in singulars.items():
        if not nouns[plural]:
            nouns[plural] = nouns.get(singular, "")
    nouns.pop("", None)
    verbs.pop("", None)
    return Lexicon(nouns, verbs)
