"""The stemmer: the cheapest split of a word whose rest is known.

Every prefix and suffix pair of Tashaphyne's tables is tried. A split is kept where what remains
is an entry of the arramooz lexicon, as it stands or after a spelling rule of Arabic is undone
(ة written ت before a suffix, a hamza seated by its neighbours, the ا of a derived verb lost after
a person, the middle of a hollow verb). The cheapest split wins, ties by string.

What the corpus knows comes before: a form that follows prepositions has no proclitic, a form that
takes the article is no verb. A word the lexicon does not know is split where its rest is best
attested; where nothing is attested the light10 stem stands in (Larkey, Ballesteros and Connell,
2007).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from index.analysis import lexicon
from index.analysis.affixes import MAX_PREFIX, MAX_SUFFIX, SPLITS, Split
from index.analysis.attestation import Attested, is_bare, takes_article, unseen, weight
from index.analysis.fold import HEH, TEH_MARBUTA

_SHORT_COSTS: Final = {1: 6.0, 2: 1.6, 3: 0.3}
_VERB_COST: Final = 0.5
_MENDED_COST: Final = 0.1
# An ة noun is what most words in ات are made of.
_PLURAL_COST: Final = 0.2

_UNKNOWN_PREFIXES: Final = (
    *("", "ال", "و", "ف", "ب", "ل", "ك", "لل", "وال", "فال", "بال", "كال", "ول", "وب", "وك", "ولل"),
    *("وبال", "وكال", "فب", "فل", "فبال", "فلل"),
)
_UNKNOWN_SUFFIXES: Final = ("", "ة", "ه", "ها", "هم", "ات", "ين", "ون", "ان", "ية", "ا")
_ATTESTED_GAIN: Final = 0.6
_LEAST_UNKNOWN: Final = 3

_LIGHT10_PREFIXES: Final = ("وال", "بال", "كال", "فال", "ال", "لل")
_LIGHT10_SUFFIXES: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")


class Reading(NamedTuple):
    """One way to read a word: ``entry`` is the lexicon's word, ``base`` what stands between the
    affixes; ``source`` is ``noun``, ``verb``, ``corpus`` or ``light``."""

    cost: float
    entry: str
    prefix: str
    base: str
    suffix: str
    source: str
    root: str


def _noun_entries(base: str, suffix: str) -> Iterator[tuple[str, float]]:
    """Spellings a noun may have had before its suffix, with what each undoing costs."""
    if not suffix:
        yield base, 0.0
        return
    plural = suffix.startswith("ات")
    yield base, _PLURAL_COST if plural else 0.0
    last = base[-1]
    if suffix[0] in "اوية":
        yield base + TEH_MARBUTA, 0.0 if plural else _MENDED_COST
    if last == "ت":
        yield base[:-1] + TEH_MARBUTA, 0.0
    elif last in "ئؤ":
        yield base[:-1] + "ء", _MENDED_COST
    elif last == "ا":
        yield base[:-1] + "ي", _MENDED_COST


def _verb_entries(base: str, split: Split) -> Iterator[tuple[str, float]]:
    person = split.prefix[-1:]
    if person and person in "يتنا":
        yield base, 0.0
        yield "ا" + base, _MENDED_COST
        if len(base) >= 3 and base[-2] in "وي":
            hollow = f"{base[:-2]}ا{base[-1]}"
            yield hollow, _MENDED_COST
            yield "ا" + hollow, _MENDED_COST
    elif not split.prefix or split.prefix in ("و", "ف", "ل", "وا", "فا"):
        yield base, 0.0
    if split.suffix and base[-1] == "ا":
        yield base[:-1] + "ي", _MENDED_COST


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
            cost = split.cost + _SHORT_COSTS.get(len(base), 0.0)
            affixes = split.prefix, base, split.suffix
            if split.noun:
                for entry, extra in _noun_entries(base, split.suffix):
                    if entry in nouns:
                        found.append(Reading(cost + extra, entry, *affixes, "noun", nouns[entry]))
            if split.verb:
                for entry, extra in _verb_entries(base, split):
                    if entry in verbs:
                        dear = cost + extra + _VERB_COST
                        found.append(Reading(dear, entry, *affixes, "verb", verbs[entry]))
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


def _attested_splits(word: str, attested: Attested, *, bare: bool) -> Iterator[Reading]:
    """Splits of a word the lexicon does not know, whole word included, by what is attested."""
    for prefix in ("", "ال") if bare else _UNKNOWN_PREFIXES:
        if not word.startswith(prefix):
            continue
        rest = word[len(prefix) :]
        for suffix in _UNKNOWN_SUFFIXES:
            base = rest[: len(rest) - len(suffix)]
            if not rest.endswith(suffix) or len(base) < _LEAST_UNKNOWN:
                continue
            gain = weight(base.replace(TEH_MARBUTA, HEH), attested)
            if not gain:
                continue
            split = SPLITS[prefix][suffix]
            yield Reading(
                split.cost - _ATTESTED_GAIN * gain, base, prefix, base, suffix, "corpus", ""
            )


def best(word: str, attested: Attested = unseen) -> Reading:
    """The reading that the stem of a folded word (ة kept) is taken from."""
    form = word.replace(TEH_MARBUTA, HEH)
    found = readings(word)
    bare = is_bare(form, attested)
    if bare:
        found = [reading for reading in found if reading.prefix in ("", "ال")]
    if found and found[0].source == "verb" and takes_article(form, attested):
        found = [reading for reading in found if reading.source == "noun"]
    if found:
        return found[0]
    chosen = min(_attested_splits(word, attested, bare=bare), default=None)
    if chosen is None:
        return light10(word)
    if not chosen.prefix:
        return chosen
    # What a clitic leaves is read as it is when it stands alone.
    inner = best(word[len(chosen.prefix) :], attested)
    return inner._replace(prefix=chosen.prefix + inner.prefix)
