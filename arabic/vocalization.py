"""Vocalized words: marks that distinguish words, and agreement between marks."""

from __future__ import annotations

from pyarabic import araby

from arabic.folding import fold_exact, strip_marks


def is_vocalized(word: str) -> bool:
    """Whether a word has marks that distinguish it, other than the ـًا that many writers add."""
    exact = fold_exact(word)
    return not exact.isascii() and strip_marks(exact) != exact.replace(araby.FATHATAN, "")


def marks_agree(spelling: str, word: str) -> bool:
    """Whether two spellings have the same letters and no contradicting marks."""
    return bool(araby.vocalizedlike(spelling, word))
