"""Pairs of prefix and suffix that a word can be split by, from Tashaphyne's tables, with costs.

Tashaphyne lists which prefixes go with which suffixes, for nouns and for verbs. The stemmer chooses
the reading of the lowest cost: the more frequent a clitic, the lower its cost.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tashaphyne import affix_const

from arabic.folding import fold_light

_HAMZA: Final = "أ"
_MALFORMED: Final = frozenset("آ؟? ")

# Costs of the parts of a prefix: article, conjunctions and prepositions, persons of verbs.
_ARTICLE_COST: Final = 0.2
_CLITIC_COSTS: Final = {"و": 0.6, "ب": 0.7, "ل": 0.7, "س": 0.7, "ف": 1.2, "ك": 1.4}
_PERSON_COST: Final = 0.7

_SUFFIX_COSTS: Final = {
    "": 0.0,
    "ة": 0.2,
    "ات": 0.4,
    "ا": 0.5,
    "ين": 0.5,
    "ون": 0.5,
    "ان": 0.6,
    "ه": 0.6,
    "ها": 0.6,
    "هم": 0.7,
    "هما": 0.8,
    "هن": 0.9,
    "نا": 0.8,
    "ت": 0.6,
    "وا": 0.6,
    "ن": 0.9,
    "ي": 1.1,
    "ية": 1.2,
    "ك": 1.4,
    "كم": 1.6,
    "كن": 1.8,
    "كما": 1.8,
    "تم": 2.6,
    "تن": 1.8,
    "تما": 1.9,
    "و": 0.9,
    "تي": 1.3,
    "يا": 1.5,
}
_SUFFIX_LETTER_COST: Final = 0.55


class Split(NamedTuple):
    """An affix pair; ``noun`` and ``verb`` say which words it goes with."""

    prefix: str
    suffix: str
    noun: bool
    verb: bool
    cost: float


def _prefix_cost(prefix: str, *, verbal: bool) -> float:
    cost = 0.0
    rest = prefix
    if rest.endswith(("ال", "لل")):
        cost += _ARTICLE_COST + (_CLITIC_COSTS["ل"] - 0.2 if rest.endswith("لل") else 0.0)
        rest = rest[:-2]
    elif verbal and rest and rest[-1] in "يتنا":
        cost += _PERSON_COST
        rest = rest[:-1]
    return cost + sum(_CLITIC_COSTS.get(letter, 1.0) for letter in rest)


def _suffix_cost(suffix: str) -> float:
    known = _SUFFIX_COSTS.get(suffix)
    return known if known is not None else _SUFFIX_LETTER_COST * len(suffix) + 0.1


def _pairs(entries: set[str]) -> set[tuple[str, str]]:
    """The well-formed pairs of a Tashaphyne table, folded, without the interrogative أ."""
    pairs = set()
    for entry in entries:
        prefix, dash, suffix = entry.partition("-")
        if not dash or "-" in suffix or _MALFORMED & set(entry):
            continue
        if prefix.startswith(_HAMZA) and len(prefix) > 1:
            continue
        pairs.add((fold_light(prefix), fold_light(suffix)))
    return pairs


def _splits() -> dict[str, dict[str, Split]]:
    nouns = {
        pair
        for pair in _pairs(affix_const.NOUN_AFFIX_LIST)
        if pair[0] != "ا"  # the interrogative before a noun
    }
    # Tashaphyne lacks the plurals of adjectives in ي.
    nouns |= {(prefix, "ي" + suffix) for prefix, suffix in nouns if suffix in ("ين", "ون")}
    verbs = _pairs(affix_const.VERB_AFFIX_LIST)
    table: dict[str, dict[str, Split]] = {}
    for prefix, suffix in sorted(nouns | verbs):
        verb_only = (prefix, suffix) not in nouns
        cost = _prefix_cost(prefix, verbal=verb_only) + _suffix_cost(suffix)
        split = Split(
            prefix, suffix, (prefix, suffix) in nouns, (prefix, suffix) in verbs, round(cost, 3)
        )
        table.setdefault(prefix, {})[suffix] = split
    return table


SPLITS: Final = _splits()
"""The affix pairs by prefix, then by suffix."""

SUFFIXES: Final = frozenset(suffix for suffixes in SPLITS.values() for suffix in suffixes)
MAX_PREFIX: Final = max(map(len, SPLITS))
MAX_SUFFIX: Final = max(map(len, SUFFIXES))
"""Letters of the longest prefix and suffix."""
