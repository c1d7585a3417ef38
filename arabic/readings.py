"""Readings: the splits of a word whose base is an entry of the lexicon, with their costs.

Every prefix and suffix pair of Tashaphyne's tables is tried. A split is valid if the base between
them is an entry of the arramooz lexicon, unchanged or after a spelling rule is reversed (ة written
as ت before a suffix, the seat of a hamza, the ا that a derived verb loses after a person, the
middle letter of a hollow verb). Readings sort by cost, ties by string. The light10 stem is the
reading that needs no lexicon (Larkey, Ballesteros and Connell, 2007).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from arabic.affixes import MAX_PREFIX, MAX_SUFFIX, SPLITS, SUFFIXES, Split
from arabic.folding import TEH_MARBUTA
from arabic.lexicon import load_lexicon
from arabic.pronouns import pronoun_of

_SHORT_COSTS: Final = {1: 6.0, 2: 1.0, 3: 0.3}
_VERB_COST: Final = 0.5
_SPELLING_COST: Final = 0.1
_PARTICLE_COST: Final = -0.3
# لكنه is لكن with a pronoun rather than ل before a noun.
_PRONOUN_GAIN: Final = 0.1
SISTERS_OF_INNA: Final = frozenset(("ان", "لان", "لكن", "ليت", "لعل"))
"""The particles that take the pronoun «me» as verbs do."""
ME: Final = "ني"
_DUAL_COST: Final = 0.6
# Compensates the cost of a short entry: قال is a more frequent verb than أقول or قوّل.
_HOLLOW_COST: Final = -0.3
# Most words in ات are plurals of a noun in ة.
_PLURAL_COST: Final = 0.2
# Compensates the cost of two letters: وقع is a more frequent verb than قعّ.
_ASSIMILATED_COST: Final = -0.4
_TWO_LETTERS: Final = 2
_WEAK_LETTERS: Final = "اوي"
PERSONS: Final = frozenset("يتنا")
"""The letters of the person before a verb in the present tense."""
_BEFORE_PAST: Final = frozenset(("", "و", "ف", "ل", "وا", "فا"))
_FEMININE_PAST: Final = frozenset(
    ("ت", "تا", "ته", "تها", "تهم", "تهما", "تهن", "تني", "تنا", "تك", "تكم")
)
# A final ي is not written before these: «she» of the past (أعطت), and the plural (يعطون).
_WITHOUT_WEAK_LETTER: Final = frozenset(
    split
    for suffixes in SPLITS.values()
    for split in suffixes.values()
    if split.suffix[:1] == "و"
    or (
        split.prefix in _BEFORE_PAST
        and split.prefix[-1:] not in PERSONS
        and split.suffix in _FEMININE_PAST
    )
)
# رأى is the only verb that loses the hamza of its root.
_PRESENT_OF_SEE: Final = ("ري", "را")
_JUSSIVE_COST: Final = 0.8
_LONGEST_PARTICLE: Final = 7
_NISBA_SUFFIXES: Final = frozenset({"ي", "ية", "يات", "يين", "يون", "يان", "يا"})
# An adjective from a noun (سياسة, سياسي) is more frequent in news than a possessive.
_NISBA_GAIN: Final = 0.4
ARTICLES: Final = ("وال", "بال", "كال", "فال", "ال", "لل")
"""The article alone and behind particles."""

_LIGHT10_SUFFIXES: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")


class Reading(NamedTuple):
    """One way to split a word.

    ``base`` is the part between the affixes, ``entry`` the word of the lexicon for it; ``source``
    is ``noun``, ``verb``, ``name``, ``corpus`` or ``light`` (see
    ``arabic.analyzer.Analysis``). Readings sort by their cost.
    """

    cost: float
    entry: str
    prefix: str
    base: str
    suffix: str
    source: str
    root: str


def proclitics_of(reading: Reading) -> str:
    """The part of the prefix of a reading that is particles, without the person of a verb."""
    if reading.source == "verb" and reading.prefix[-1:] in PERSONS:
        return reading.prefix[:-1]
    return reading.prefix


def find_readings(word: str) -> list[Reading]:
    """The readings of a folded word (ة kept) with an entry of the lexicon, by rising cost."""
    lexicon = load_lexicon()
    found: list[Reading] = []
    for split, base in _splits(word):
        if split.noun:
            _add_noun_readings(found, split, base, lexicon.nouns)
        if split.verb:
            _add_verb_readings(found, split, base, lexicon.verbs)
    found.sort()
    return found


def _splits(word: str) -> Iterator[tuple[Split, str]]:
    """Yield every affix pair of a word with the base between them."""
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


def _add_noun_readings(
    found: list[Reading], split: Split, base: str, nouns: dict[str, str]
) -> None:
    """Add the nouns of a split, and an adjective in ي from a noun (nisba)."""
    prefix, suffix, _, _, affixes = split
    for entry, cost in _noun_entries(base, suffix):
        root = nouns.get(entry)
        if root is not None:
            cost += affixes + _short_entry_cost(entry, prefix, suffix)
            found.append(Reading(cost, entry, prefix, base, suffix, "noun", root))
    if suffix in _NISBA_SUFFIXES and len(base) > 1:
        root = nouns.get(base)
        if root is None:
            root = nouns.get(base + TEH_MARBUTA)
        if root is not None:
            cost = affixes + _SHORT_COSTS.get(len(base), 0.0) - _NISBA_GAIN
            found.append(Reading(cost, base + "ي", prefix, base, suffix, "noun", root))


def _noun_entries(base: str, suffix: str) -> list[tuple[str, float]]:
    """Possible entries for a noun before a suffix, with the cost of each spelling rule."""
    if not suffix:
        return [(base, 0.0)]
    last = base[-1]
    if last == "ئ":
        last, base = "ء", base[:-1] + "ء"  # ئ stays before ا only (see ``letter_context``)
    if suffix.startswith("ات"):
        found = [(base, _PLURAL_COST), (base + TEH_MARBUTA, 0.0)]
    else:
        found = [(base, 0.0)]
    if last == "ت":
        found.append((base[:-1] + TEH_MARBUTA, 0.0))
    elif last == "ء":
        found.append((base[:-1] + "يء", _SPELLING_COST))
    elif last == "ا":
        found.append((base[:-1] + "ي", _SPELLING_COST))
    return found


def _add_verb_readings(
    found: list[Reading], split: Split, base: str, verbs: dict[str, str]
) -> None:
    prefix, suffix, _, _, affixes = split
    if suffix == ME and base in SISTERS_OF_INNA:
        cost = affixes + _PARTICLE_COST - _PRONOUN_GAIN
        found.append(Reading(cost, base, prefix, base, suffix, "noun", base))
    for entry, cost in _verb_entries(base, split):
        root = verbs.get(entry)
        if root is not None:
            cost += affixes + _VERB_COST + _short_entry_cost(entry, prefix, suffix)
            found.append(Reading(cost, entry, prefix, base, suffix, "verb", root))


def _verb_entries(base: str, split: Split) -> list[tuple[str, float]]:
    """Possible entries for a verb between its person and suffix, with costs."""
    found: list[tuple[str, float]] = []
    is_present = split.prefix[-1:] in PERSONS
    if is_present:
        found = _present_entries(base)
    elif split.prefix in _BEFORE_PAST:
        found.append((base, _DUAL_COST if split.suffix == "ا" else 0.0))
    if split.suffix and base[-1] == "ا":
        found.append((base[:-1] + "ي", _SPELLING_COST))
    if len(base) > 1 and base[-1] != "ي":
        if split in _WITHOUT_WEAK_LETTER:
            found += _final_weak(base, _SPELLING_COST, is_present=is_present)
        elif is_present and not split.suffix and base[-1] not in _WEAK_LETTERS:
            found += _final_weak(base, _JUSSIVE_COST, is_present=True)
    return found


def _present_entries(base: str) -> list[tuple[str, float]]:
    """Possible entries for a verb after a person, with costs."""
    if len(base) == 1:
        return [(base, 0.0)]
    found = [(base, 0.0), ("ا" + base, _SPELLING_COST)]
    if len(base) == _TWO_LETTERS:
        return found + _weak(base)
    if base[0] == "ء":
        found.append(("ا" + base[1:], _SPELLING_COST))
    if base[-2] in "وي":
        found += _hollow(base)
    return found


def _final_weak(base: str, cost: float, *, is_present: bool) -> list[tuple[str, float]]:
    """Verbs whose final ي is not written, with costs."""
    if is_present:
        return [(base + "ي", cost), (f"ا{base}ي", cost + _SPELLING_COST)]
    return [(base + "ي", cost)]


def _weak(base: str) -> list[tuple[str, float]]:
    """Verbs whose present tense can have two letters, with costs: those that begin with و (وقع for
    يقع), and the jussive of hollow ones (كان for يكن)."""
    assimilated = ("و" + base, _ASSIMILATED_COST)
    if base in _PRESENT_OF_SEE:
        return [assimilated, ("راي", _SPELLING_COST)]
    if base[1] in _WEAK_LETTERS:
        return [assimilated]
    return [assimilated, (f"{base[0]}ا{base[1]}", _SPELLING_COST)]


def _hollow(base: str) -> list[tuple[str, float]]:
    """Hollow verbs whose present tense can be a base with و or ي in the middle, with costs."""
    past = f"{base[:-2]}ا{base[-1]}"
    found = []
    if load_lexicon().verbs.get(past, "")[1:2] == base[-2]:
        found.append((past, _HOLLOW_COST))
    if base[-2] == "ي":
        found.append(("ا" + past, 0.0))
    return found


def _short_entry_cost(entry: str, prefix: str, suffix: str) -> float:
    """The cost of a short entry; negative for a particle without the prefix ك, alone or with a
    pronoun."""
    if (
        len(entry) <= _LONGEST_PARTICLE
        and entry in _particles()
        and "ك" not in prefix
        and (not suffix or pronoun_of(suffix))
    ):
        return _PARTICLE_COST - (_PRONOUN_GAIN if suffix else 0.0)
    return _SHORT_COSTS.get(len(entry), 0.0)


def _particles() -> frozenset[str]:
    return load_lexicon().particles


def light10(word: str) -> Reading:
    """The light10 stem of a folded word (ة kept)."""
    base, prefix, suffix = word, "", ""
    if base.startswith("و") and len(base) > 3:
        prefix, base = "و", base[1:]
    for article in ARTICLES:
        if base.startswith(article) and len(base) >= len(article) + 2:
            prefix, base = prefix + article, base[len(article) :]
            break
    for ending in _LIGHT10_SUFFIXES:
        if base.endswith(ending) and len(base) >= len(ending) + 2:
            suffix, base = ending + suffix, base[: -len(ending)]
    return Reading(0.0, base, prefix, base, suffix, "light", "")
