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

from arabic import lexicon
from arabic.affixes import MAX_PREFIX, MAX_SUFFIX, SPLITS, SUFFIXES, Split
from arabic.attestation import Attested, is_bare, is_carried, takes_article, unseen, weight
from arabic.folding import HEH, TEH_MARBUTA

_SHORT_COSTS: Final = {1: 6.0, 2: 1.0, 3: 0.3}
_VERB_COST: Final = 0.5
_MENDED_COST: Final = 0.1
_PARTICLE_COST: Final = -0.3
_DUAL_COST: Final = 0.6
# Makes up for what a short entry costs: قال is the commoner verb than أقول or قوّل.
_HOLLOW_COST: Final = -0.3
# An ة noun is what most words in ات are made of.
_PLURAL_COST: Final = 0.2

_PERSONS: Final = frozenset("يتنا")
_BEFORE_PAST: Final = frozenset(("", "و", "ف", "ل", "وا", "فا"))
_LONGEST_PARTICLE: Final = 7
_NISBA_SUFFIXES: Final = frozenset({"ي", "ية", "يات", "يين", "يون", "يان", "يا"})
# An adjective made of a noun (سياسة, سياسي) is commoner in news than a possessive.
_NISBA_GAIN: Final = 0.4

# For words of no lexicon: what an affix costs in orders of magnitude of attestation. The article
# is unmistakable; a particle need only be outnumbered by what it leaves.
_UNKNOWN_PREFIXES: Final = {
    "": 0.0,
    **dict.fromkeys(("ال", "وال", "فال", "بال", "كال", "لل", "ولل", "فلل", "وبال", "وكال"), -0.2),
    **dict.fromkeys("وبل", 0.1),
    **dict.fromkeys("فك", 0.3),
    **dict.fromkeys(("ول", "وب", "وك", "فب", "فل"), 0.3),
}
_UNKNOWN_SUFFIXES: Final = {
    "": 0.0,
    "ة": 0.2,
    "ه": 0.6,
    "ها": 0.6,
    "هم": 0.8,
    "ا": 0.6,
    "ات": 0.6,
    "ين": 0.6,
    "ون": 0.6,
    "ان": 0.8,
    "ية": 1.2,
}
_PROCLITICS: Final = frozenset("وفبلك")
# What may as well be the first letters of a word; the article is not.
_DOUBTFUL: Final = frozenset(
    prefix for prefix in SPLITS if prefix and not prefix.endswith(("ال", "لل"))
)
_CONJUNCTIONS: Final = frozenset("وف")
_OUTNUMBERED: Final = 4
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


def _noun_entries(base: str, suffix: str) -> list[tuple[str, float]]:
    """Spellings a noun may have had before its suffix, with what each undoing costs."""
    if not suffix:
        return [(base, 0.0)]
    if suffix.startswith("ات"):
        found = [(base, _PLURAL_COST), (base + TEH_MARBUTA, 0.0)]
    else:
        found = [(base, 0.0)]
    last = base[-1]
    if last == "ت":
        found.append((base[:-1] + TEH_MARBUTA, 0.0))
    elif last in "ئؤ":
        found.append((base[:-1] + "ء", _MENDED_COST))
    elif last == "ا":
        found.append((base[:-1] + "ي", _MENDED_COST))
    return found


def _verb_entries(base: str, split: Split) -> list[tuple[str, float]]:
    """Spellings a verb may have had before its person and suffix."""
    found: list[tuple[str, float]] = []
    if split.prefix[-1:] in _PERSONS:
        found.append((base, 0.0))
        if len(base) > 1:
            found.append(("ا" + base, _MENDED_COST))
        if len(base) >= _LEAST_UNKNOWN:
            if base[0] in "ؤئ":
                found.append(("ا" + base[1:], _MENDED_COST))
            if base[-2] in "وي":
                found += _hollow(base)
    elif split.prefix in _BEFORE_PAST:
        found.append((base, _DUAL_COST if split.suffix == "ا" else 0.0))
    if split.suffix and base[-1] == "ا":
        found.append((base[:-1] + "ي", _MENDED_COST))
    return found


def _hollow(base: str) -> list[tuple[str, float]]:
    """Hollow verbs of which a base with و or ي in the middle may be the present."""
    past = f"{base[:-2]}ا{base[-1]}"
    found = []
    if lexicon.load().verbs.get(past, "")[1:2] == base[-2]:
        found.append((past, _HOLLOW_COST))
    if base[-2] == "ي":
        found.append(("ا" + past, 0.0))
    return found


def _short(entry: str, prefix: str) -> float:
    """What a short entry costs; a particle, which ك is not written onto, less than nothing."""
    if len(entry) <= _LONGEST_PARTICLE and entry in _particles() and "ك" not in prefix:
        return _PARTICLE_COST
    return _SHORT_COSTS.get(len(entry), 0.0)


def _particles() -> frozenset[str]:
    return lexicon.load().particles


def _splits(word: str) -> Iterator[tuple[Split, str]]:
    """Every affix pair that a word has, with the base it leaves."""
    length = len(word)
    ends = [
        (end, word[end:])
        for end in range(length, max(0, length - MAX_SUFFIX - 1), -1)
        if word[end:] in SUFFIXES
    ]
    for start in range(min(MAX_PREFIX, length - 1) + 1):
        suffixes = SPLITS.get(word[:start])
        if suffixes is None:
            continue
        for end, suffix in ends:
            if end <= start:
                break
            split = suffixes.get(suffix)
            if split is not None:
                yield split, word[start:end]


def readings(word: str) -> list[Reading]:
    """Every reading of a folded word (ة kept) that the lexicon vouches for, cheapest first."""
    nouns, verbs, _ = lexicon.load()
    found: list[Reading] = []
    for split, base in _splits(word):
        prefix, suffix, noun, verb, affixes = split
        if noun:
            for entry, cost in _noun_entries(base, suffix):
                root = nouns.get(entry)
                if root is not None:
                    cost += affixes + _short(entry, prefix)
                    found.append(Reading(cost, entry, prefix, base, suffix, "noun", root))
            if suffix in _NISBA_SUFFIXES and len(base) > 1:
                root = nouns.get(base)
                if root is None:
                    root = nouns.get(base + TEH_MARBUTA)
                if root is not None:
                    cost = affixes + _SHORT_COSTS.get(len(base), 0.0) - _NISBA_GAIN
                    found.append(Reading(cost, base + "ي", prefix, base, suffix, "noun", root))
        if verb:
            for entry, cost in _verb_entries(base, split):
                root = verbs.get(entry)
                if root is not None:
                    cost += affixes + _VERB_COST + _short(entry, prefix)
                    found.append(Reading(cost, entry, prefix, base, suffix, "verb", root))
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


def attested_splits(word: str, attested: Attested, *, bare: bool, hamza: int) -> Iterator[Reading]:
    """Splits of a word the lexicon does not know, whole word included, by what is attested."""
    for prefix, prefix_cost in _UNKNOWN_PREFIXES.items():
        if not word.startswith(prefix) or (bare and prefix in _DOUBTFUL):
            continue
        rest = word[len(prefix) :]
        if rest.startswith("ال") and len(rest) > _LEAST_UNKNOWN + 1 and hamza != len(prefix):
            continue
        for suffix, suffix_cost in _UNKNOWN_SUFFIXES.items():
            base = rest[: len(rest) - len(suffix)]
            if not rest.endswith(suffix) or len(base) < _LEAST_UNKNOWN:
                continue
            gain = weight(base.replace(TEH_MARBUTA, HEH), attested)
            if gain:
                cost = prefix_cost + suffix_cost - gain
                yield Reading(cost, base, prefix, base, suffix, "corpus", "")


def _carried(form: str, found: list[Reading], attested: Attested) -> Reading | None:
    """The reading with a proclitic of a form whose cheapest reading has none, where the counts say
    that it carries one: after a conjunction, what is left is much the commoner word; else the form
    hardly ever follows a preposition, while what is left is commoner or follows them itself."""
    first = found[0]
    if first.prefix or first.entry in lexicon.load().particles:
        return None
    own = attested(form).occurrences
    carried = first.source == "noun" and is_carried(form, attested)
    for reading in found:
        if reading.prefix not in _PROCLITICS:
            continue
        rest = form[len(reading.prefix) :]
        count = attested(rest).occurrences
        if reading.prefix in _CONJUNCTIONS and count > _OUTNUMBERED * own:
            return reading
        if carried and (count > own or (reading.prefix in "بل" and is_bare(rest, attested))):
            return reading
    return None


def _commonest_verb(found: list[Reading], attested: Attested) -> Reading:
    """The first reading; but of several verbs that the same split may stand for (كتب and أكتب for
    يكتب) the one whose past is attested most."""
    first = found[0]
    if first.source != "verb" or first.prefix[-1:] not in _PERSONS:
        return first
    same = [
        reading
        for reading in found
        if reading.source == "verb" and reading[2:5] == first[2:5] and reading.entry != first.entry
    ]
    return max([first, *same], key=lambda reading: attested(reading.entry).occurrences)


def best(word: str, attested: Attested = unseen, *, hamza: int = -1) -> Reading:
    """The reading that the stem of a folded word (ة kept) is taken from.

    ``hamza`` is where the word as written has its first أ, إ or آ, which no article begins with;
    -1 where it has none.
    """
    form = word.replace(TEH_MARBUTA, HEH)
    found = readings(word)
    if hamza >= 0:
        found = [reading for reading in found if not _through(reading.prefix, hamza)]
    bare = is_bare(form, attested)
    if bare:
        found = [reading for reading in found if reading.prefix not in _DOUBTFUL]
    elif found and (carried := _carried(form, found, attested)):
        return carried
    if found and found[0].source == "verb" and takes_article(form, attested):
        found = [reading for reading in found if reading.source == "noun"]
    if found:
        return _commonest_verb(found, attested)
    splits = attested_splits(word, attested, bare=bare, hamza=hamza)
    chosen = min((split for split in splits if not _through(split.prefix, hamza)), default=None)
    if chosen is None:
        return light10(word)
    if not chosen.prefix:
        return chosen
    # What a clitic leaves is read as it is when it stands alone.
    length = len(chosen.prefix)
    inner = best(word[length:], attested, hamza=max(hamza - length, -1))
    return inner._replace(prefix=chosen.prefix + inner.prefix)


def _through(prefix: str, hamza: int) -> bool:
    """Whether a prefix takes an ا with a hamza for the article's."""
    return prefix.endswith("ال") and len(prefix) - 2 == hamza
