"""The stemmer: the cheapest split of a word whose rest the lexicon knows.

Every prefix and suffix pair of Tashaphyne's tables is tried. A split is kept where what remains
is an entry of the arramooz lexicon, as it stands or after a spelling rule of Arabic is undone
(ة written ت before a suffix, a hamza seated by its neighbours, the ا of a derived verb lost after
a person). The cheapest split wins, ties by string. Where no split is kept the light10 stem
stands in (Larkey, Ballesteros and Connell, 2007).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from index.analysis import lexicon
from index.analysis.affixes import MAX_PREFIX, MAX_SUFFIX, SPLITS, Split
from index.analysis.fold import HEH, TEH_MARBUTA, fold_light

_SHORT_COSTS: Final = {1: 6.0, 2: 1.6, 3: 0.3}
_VERB_COST: Final = 0.5
_MENDED_COST: Final = 0.1

_LIGHT10_PREFIXES: Final = ("وال", "بال", "كال", "فال", "ال", "لل")
_LIGHT10_SUFFIXES: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")


class Reading(NamedTuple):
    """One way to read a word: ``entry`` is the lexicon's word, ``base`` what stands between the
    affixes; ``source`` is ``noun``, ``verb`` or ``light``."""

    cost: float
    entry: str
    prefix: str
    base: str
    suffix: str
    source: str
    root: str


def _noun_entries(base: str, suffix: str) -> tuple[tuple[str, float], ...]:
    """Spellings a noun may have had before its suffix, with what each undoing costs."""
    if not suffix:
        return ((base, 0.0),)
    mended: list[tuple[str, float]] = [(base, 0.0)]
    last = base[-1]
    if suffix[0] in "اوية":
        mended.append((base + TEH_MARBUTA, _MENDED_COST))
    if last == "ت":
        mended.append((base[:-1] + TEH_MARBUTA, 0.0))
    elif last in "ئؤ":
        mended.append((base[:-1] + "ء", _MENDED_COST))
    elif last == "ا":
        mended.append((base[:-1] + "ي", _MENDED_COST))
    return tuple(mended)


def _verb_entries(base: str, split: Split) -> tuple[tuple[str, float], ...]:
    mended: list[tuple[str, float]] = []
    person = split.prefix[-1:]
    if person and person in "يتنا":
        mended.append((base, 0.0))
        mended.append(("ا" + base, _MENDED_COST))
    elif not split.prefix or split.prefix in ("و", "ف", "ل", "وا", "فا"):
        mended.append((base, 0.0))
    if split.suffix and base[-1] == "ا":
        mended.append((base[:-1] + "ي", _MENDED_COST))
    return tuple(mended)


def readings(word: str) -> list[Reading]:
    """Every reading of a folded word (ة kept) that the lexicon vouches for, cheapest first."""
    nouns, verbs = lexicon.load()
    found: list[Reading] = []
    length = len(word)
    for start in range(min(MAX_PREFIX, length - 1) + 1):
        suffixes = SPLITS.get(word[:start])
        if suffixes is None:
            continue
        for end in range(length, max(start, length - MAX_SUFFIX - 1), -1):
            split = suffixes.get(word[end:])
            if split is None:
                continue
            base = word[start:end]
            short = _SHORT_COSTS.get(len(base), 0.0)
            if split.noun:
                for entry, extra in _noun_entries(base, split.suffix):
                    if entry in nouns:
                        cost = split.cost + short + extra
                        found.append(
                            Reading(
                                cost, entry, split.prefix, base, split.suffix, "noun", nouns[entry]
                            )
                        )
            if split.verb:
                for entry, extra in _verb_entries(base, split):
                    if entry in verbs:
                        cost = split.cost + short + extra + _VERB_COST
                        found.append(
                            Reading(
                                cost, entry, split.prefix, base, split.suffix, "verb", verbs[entry]
                            )
                        )
    found.sort()
    return found


def light10(word: str) -> Reading:
    """The light10 stem of a folded word (ة kept)."""
    base, prefix, suffix = word, "", ""
    if base.startswith("و") and len(base) > 3:
        prefix, base = "و", base[1:]
    for article in _LIGHT10_PREFIXES:
        if base.startswith(article) and len(base) >= len(article) + 2:
            prefix, base = prefix + article, base[len(article) :]
            break
    for ending in _LIGHT10_SUFFIXES:
        if base.endswith(ending) and len(base) >= len(ending) + 2:
            suffix, base = ending + suffix, base[: -len(ending)]
    return Reading(0.0, base, prefix, base, suffix, "light", "")


def best(word: str) -> Reading:
    """The reading that the stem of a folded word (ة kept) is taken from."""
    found = readings(word)
    return found[0] if found else light10(word)


def stem(word: str) -> str:
    """The stem of a written word, itself folded to the end."""
    return best(fold_light(word)).entry.replace(TEH_MARBUTA, HEH)
