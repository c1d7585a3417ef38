"""Roots of words that are not in the lexicon, by Tashaphyne."""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

import tashaphyne

from arabic.lexicon import normalize_root

if TYPE_CHECKING:
    from tashaphyne.stemming import ArabicLightStemmer

_MIN_LETTERS, _MAX_LETTERS = 3, 4


def _import_when_used(name: str) -> None:
    """Have a module of Tashaphyne read when one of its attributes is first read."""
    full_name = f"tashaphyne.{name}"
    spec = importlib.util.find_spec(full_name)
    if full_name in sys.modules or spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[full_name] = module
    spec.loader.exec_module(module)
    # Its stemmer takes it from here; the import system would read an attribute.
    setattr(tashaphyne, name, module)


class _Stemmer(threading.local):
    """One stemmer for each thread, because Tashaphyne's stemmer stores the current word."""

    @cached_property
    def stemmer(self) -> ArabicLightStemmer:
        """The stemmer of this thread; importing it takes half a second, for its list of words."""
        # Its lists of stop words and verbs are read by none of the functions below, and the first
        # takes 35 MB of memory, 210 while it is compiled.
        _import_when_used("arabicstopwords")
        _import_when_used("verb_stamp_const")
        from tashaphyne.stemming import ArabicLightStemmer

        return ArabicLightStemmer()


_LOCAL = _Stemmer()


def guess_root(stem: str) -> str:
    """The root of a stem, or the stem itself if no root of three or four letters is found.

    Tashaphyne gives a root for every segmentation. Known roots come before unknown ones, then the
    most frequent, ties by string; Tashaphyne's own choice depends on the hash seed.
    """
    stemmer = _LOCAL.stemmer
    stemmer.transform2stars(stem)
    stemmer.segment(stem)
    candidates: Counter[str] = Counter()
    for left, right in sorted(stemmer.get_segment_list()):
        root = stemmer.get_root(left, right)
        if _MIN_LETTERS <= len(root) <= _MAX_LETTERS:
            known = stemmer.is_root(root)
            candidates[("0" if known else "1") + normalize_root(root)] += 1
    if not candidates:
        return normalize_root(stem)
    return min(candidates, key=lambda item: (item[0], -candidates[item], item))[1:]
