"""Shapes of Arabic words: whether a stem is a pattern of the morphology over a known root.

Arabic words and names are distinguished by their vowels (تقدم and تقديم, سلمان and سليمان), foreign
words are not. A stem is taken for Arabic if its letters fit a pattern with a root of the lexicon.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache, lru_cache
from typing import Final

from arabic.folding import HEH, TEH_MARBUTA
from arabic.lexicon import load_lexicon

ARABIC_ONLY: Final = frozenset("حعضظ")
"""Letters of sounds that other languages lack; no foreign word is written with them."""

# Digits are letters of the root; the same digit twice is the same letter. A pattern without 1 is of
# roots that begin with و (اتصال), one without 3 of roots that double their second letter.
_PATTERNS: Final = """
123 1ا23 12ا3 12ي3 12و3 1ا2و3 1ا2ي3 ا123 ا12ا3 ا12و3 م123 م12و3 م12ا3 م12ي3 م1ا23 م1ا2ي3
ت123 ت12ي3 ت1ا23 ت12ا3 مت123 مت1ا23 ان12ا3 ان123 من123 ا1ت2ا3 ا1ت23 م1ت23 است123 است12ا3 مست123
مست12ي3 1وا23 1وا2ي3 12ائ3 12اء3 12ايا 12ي2 12ا2ي3 12ا23 12اوي3 يا123 ي123 ن123 ي12و3
ات23 ات2ا3 مت23 ا1د23 ا1د2ا3 ا1ط23 ا1ط2ا3 م1د23 م1ط23
12ا3ي 1و2ا3 1ي2ا3 12و2 12ا22 12ي2ي3 1و2ي3 12يو3 م12و2 ت1ا2ي3 م12ي2
1234 12ا34 12و34 123و4 123ي4 123ا4 12ا3ي4 ت1234 م1234 ا12ا3ي4 م12ا34
"""
_NISBA: Final = ("", HEH, "ي")
_SUFFIXES: Final = (
    *("ان", "ات", "ين", "ون", "يه", "يات", "يين", "يون", "ها", "هم", "نا"),
    *("اني", "انيه", "اوي", "اء", "ت", "وا"),
)
_WEAK: Final = str.maketrans("ائؤ", "وءء")
_ASSIMILATED: Final = "و"
_WEAK_LETTERS: Final = "ويء"
_FOREIGN_SUFFIXES: Final = frozenset({"ون", "يون"})
_MIN_BASE: Final = 3
_LONGEST_ROOT: Final = 4
_CACHED: Final = 65_536


class Nativeness(IntEnum):
    """How surely a stem is an Arabic word: it fits no pattern, it fits one only without a suffix
    that may be part of the word (تليف + ون), or it fits one."""

    NONE = 0
    WITH_SUFFIX = 1
    WHOLE = 2


@lru_cache(_CACHED)
def nativeness(stem: str) -> Nativeness:
    """How surely a stem (folded, ة as ه) is a word of Arabic roots and patterns.

    A word of the lexicon is foreign if its root there has more than four letters, or if it fits
    no pattern itself (تلفزيون).
    """
    if not ARABIC_ONLY.isdisjoint(stem):
        return Nativeness.WHOLE
    if is_foreign_entry(stem):
        return Nativeness.NONE
    root = _lexicon_root(stem)
    if any(_fits(stem[: len(stem) - len(end)], root) for end in _NISBA if stem.endswith(end)):
        return Nativeness.WHOLE
    known = root is not None
    if any(
        _fits(stem[: -len(end)], root)
        for end in _SUFFIXES
        if stem.endswith(end) and not (known and end in _FOREIGN_SUFFIXES)
    ):
        return Nativeness.WHOLE if known else Nativeness.WITH_SUFFIX
    return Nativeness.NONE


def is_foreign_entry(stem: str) -> bool:
    """Whether the lexicon has a stem with a root of more than four letters: the word itself."""
    root = _lexicon_root(stem)
    return root is not None and len(root) > _LONGEST_ROOT and "،" not in root


def _lexicon_root(stem: str) -> str | None:
    """The root of an entry of the lexicon, None for other stems."""
    nouns, verbs = load_lexicon()[:2]
    nominal = stem[:-1] + TEH_MARBUTA if stem.endswith(HEH) else stem
    for entries, entry in ((nouns, stem), (nouns, nominal), (verbs, stem)):
        root = entries.get(entry)
        if root is not None:
            return root
    return None


def is_entry(stem: str) -> bool:
    """Whether a stem is an entry of the lexicon, with ه for ة."""
    return _lexicon_root(stem) is not None


def _fits(base: str, root: str | None) -> bool:
    """Whether a base fits a pattern with a known root: of an entry whose root has three letters,
    with such a root."""
    if len(base) < _MIN_BASE:
        return False
    known = _roots(_MIN_BASE if root and len(root) == _MIN_BASE else _LONGEST_ROOT)
    return any(
        _is_root(match, known) for pattern in _compiled(len(base)) if (match := pattern(base))
    )


def _is_root(match: re.Match[str], known: frozenset[str]) -> bool:
    """Whether the root letters of a match are a known root; a weak letter, if there is only one,
    may be another one."""
    found = match.groupdict()
    first, second = found.get("root1", _ASSIMILATED), found["root2"]
    third, fourth = found.get("root3", second), found.get("root4", "")
    root = f"{first}{second}{third}{fourth}".translate(_WEAK)
    weak = [place for place, letter in enumerate(root) if letter in _WEAK_LETTERS]
    if len(root) > 3 and weak:
        return False
    if root in known:
        return True
    return len(weak) == 1 and any(
        root[: weak[0]] + other + root[weak[0] + 1 :] in known for other in _WEAK_LETTERS
    )


@cache
def _compiled(length: int) -> tuple:  # type: ignore[type-arg]
    return tuple(
        re.compile(_expression(pattern)).fullmatch
        for pattern in _PATTERNS.split()
        if len(pattern) == length
    )


def _expression(pattern: str) -> str:
    written: list[str] = []
    for place, sign in enumerate(pattern):
        if not sign.isdigit():
            written.append(sign)
        elif sign in pattern[:place]:
            written.append(f"(?P=root{sign})")
        else:
            written.append(f"(?P<root{sign}>.)")
    return "".join(written)


@cache
def _roots(longest: int) -> frozenset[str]:
    """The roots of the lexicon from three to ``longest`` letters."""
    lexicon = load_lexicon()
    return frozenset(
        root
        for entries in (lexicon.nouns, lexicon.verbs)
        for entry, root in entries.items()
        if _MIN_BASE <= len(root) <= longest and root != entry.rstrip("ةي")
    )
