"""Spelling variants: which stems of a vocabulary are spellings of one word.

Candidates share a key, so that few pairs are compared. Foreign words join if their spellings
differ little for their length and neither is an Arabic word (``arabic.word_shapes``), since
Arabic words are distinguished by their vowels. The more frequent stem is the head of the class.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from arabic.transliteration import (
    LETTERS,
    SHORT,
    VOWELS,
    Difference,
    difference,
    shortened_keys,
    sound_key,
)
from arabic.word_shapes import ARABIC_ONLY, Nativeness, is_entry, is_foreign_entry, nativeness

VariantKind: TypeAlias = Literal["spelling", "hundred", "extraction", "plural"]
"""Why a stem or form belongs to the class of another one: a spelling of the same word, مائة for
مئة, ال for لا after a faulty extraction, or a broken plural of it."""

NOT_FOREIGN: Final = 0
"""The checksum of words that may not vary."""

_ARTICLE: Final = "ال"
_MIN_WITH_ARTICLE: Final = 6
_MIN_LETTERS: Final = 4
_MIN_INSERTED: Final = 6
_MOST_COMPARED: Final = 48
_LEAST_OCCURRENCES: Final = 2
_NOT_FOREIGN: Final = ("الل", "ابو")
_VARYING: Final = re.compile(f"[{''.join(sorted(LETTERS - ARABIC_ONLY))}]{{{_MIN_LETTERS},}}")
_MUCH_RARER: Final = 8
_INFLECTED: Final = 0.5
_MOST_LETTERS: Final = 3
_ENDINGS: Final = ("يه", "ات", "يين", "يون")


class Spelling(NamedTuple):
    """A spelling of a stem: the stem itself, or the stem with an ending."""

    word: str
    stem: str


class Join(NamedTuple):
    """A stem that is a spelling of another one, the head of its class."""

    stem: str
    head: str
    kind: VariantKind


class _Edge(NamedTuple):
    """A stem that another one may join, and what tells for it; the lowest is the best."""

    cost: float
    negated: int
    target: str
    kind: VariantKind


def may_vary(word: str) -> bool:
    """Whether a folded word is long enough for a foreign word, and has only letters of one."""
    return _VARYING.fullmatch(word) is not None and not word.startswith(_NOT_FOREIGN)


def without_own_article(word: str) -> str:
    """A stem without the article that is part of it; other stems are unchanged."""
    has_article = word.startswith(_ARTICLE) and not word.startswith(_NOT_FOREIGN)
    return word[2:] if has_article and len(word) >= _MIN_WITH_ARTICLE else word


def key_sum(word: str) -> int:
    """The CRC-32 of the key that the spellings of a foreign word share; ``NOT_FOREIGN`` for a word
    that may not vary."""
    word = without_own_article(word)
    if not may_vary(word):
        return NOT_FOREIGN
    return zlib.crc32(sound_key(word).encode("utf-8", "surrogatepass"))


def key_sums(word: str) -> tuple[int, ...]:
    """The checksums of the keys that the spellings of a word may have, without those of spellings
    that have one vowel more."""
    word = without_own_article(word)
    if not may_vary(word):
        return ()
    key = sound_key(word)
    keys = [key, *sorted(shortened_keys(key))]
    return tuple(zlib.crc32(each.encode("utf-8", "surrogatepass")) for each in keys)


def same_foreign_word(one: str, other: str, *, rare: bool = False) -> Difference | None:
    """How far two spellings of one foreign word differ; None for different words.

    ``rare`` says that ``one`` occurs far less often than ``other``: then it may look like an
    Arabic word if the lexicon has the other as a foreign one.
    """
    if one == other or not (may_vary(one) and may_vary(other)):
        return None
    return _compare(one, other, rare=rare)


def _compare(one: str, other: str, *, rare: bool) -> Difference | None:
    found = difference(one, other)
    if found is None or not _is_small(found, min(len(one), len(other))):
        return None
    if not (_are_foreign(one, other, found) or (rare and _is_rare_spelling(one, other, found))):
        return None
    known = is_entry(one), is_entry(other)
    if (all(known) and found.consonants) or (any(known) and found.consonants >= 1):
        return None
    if any(known) and found.slots == SHORT + 1 and _is_broken_plural(one, other):
        return None
    return found


def _is_small(found: Difference, letters: int) -> bool:
    """Whether a difference is small for a word of so many slots and letters."""
    consonants, vowels, slots = found
    match slots:
        case 0 | 1:
            return False
        case 2:
            return consonants <= 0.5 and not vowels and letters > _MIN_LETTERS
        case 3:
            return _is_small_for_short(consonants, vowels, letters)
        case 4:
            return vowels <= 1.1 if consonants <= 0.6 else consonants <= 1.25 and not vowels
        case 5:
            return consonants <= 1.3 and vowels <= 2.1 and consonants + vowels <= 2.1
        case _:
            return consonants <= 1.5 and vowels <= 2.3


def _is_small_for_short(consonants: float, vowels: float, letters: int) -> bool:
    """The same for three slots: another letter for one sound, or one vowel in a long word."""
    if consonants:
        return consonants <= (0.6 if letters >= _MIN_INSERTED else 0.5) and not vowels
    return vowels <= (1 if letters >= _MIN_INSERTED - 1 else 0)


def _are_foreign(one: str, other: str, found: Difference) -> bool:
    """Whether no word is Arabic. A word that is only with a suffix may be foreign beside one that
    is not, or if both are long and have the same vowels."""
    first, second = nativeness(one), nativeness(other)
    if max(first, second) == Nativeness.WHOLE:
        return False
    if max(first, second) == Nativeness.NONE:
        return True
    if found.slots <= SHORT:
        return False
    return first != second or (not found.vowels and len(one) >= _MIN_INSERTED)


def _is_rare_spelling(rare: str, common: str, found: Difference) -> bool:
    """Whether a rare word that is no entry is a spelling of a foreign entry of the lexicon."""
    return (
        is_foreign_entry(common)
        and not is_entry(rare)
        and found.consonants <= 0.6
        and found.vowels <= 1
        and len(rare) > _MIN_LETTERS
    )


def _is_broken_plural(one: str, other: str) -> bool:
    """Whether two words differ like a noun of four consonants and its plural: درهم, دراهم."""
    singular, plural = sorted((one, other), key=lambda word: word[2:3] == "ا")
    return (
        plural[2:3] == "ا"
        and singular[:2] == plural[:2]
        and not set(singular[1:3]) & set(VOWELS)
        and len(plural) - len(singular) <= 1
    )


def doubled_vowel_key(stem: str) -> str | None:
    """A stem with وو after ا written once (داوود), None without one."""
    place = stem.find("اوو")
    if place < 0 or stem[place + 3 : place + 4] in ("", *VOWELS):
        return None
    return stem[: place + 2] + stem[place + 3 :]


def inflected(form: str, stem: str) -> str | None:
    """A form without its particles, if it has an ending after its stem (كونفدراليات); None for
    other forms.

    Of two spellings of a foreign word, the lexicon may have one alone, and then stems differ: the
    inflected forms are what they share.
    """
    if not form.endswith(_ENDINGS) or len(form) < _MIN_INSERTED:
        return None
    start = form.find(stem[:3], 0, 6)
    return form[start:] if start >= 0 and form[start:] != stem else None


def find_joins(
    spellings: Sequence[Spelling],
    occurrences: Mapping[str, int],
    fixed: Collection[str] = frozenset(),
    singulars: Mapping[str, str] = MappingProxyType({}),
) -> list[Join]:
    """The stems that join the class of another one.

    ``spellings`` are the stems, each with its further spellings; ``occurrences`` counts every
    stem. Stems in ``fixed`` join none, others may join them. ``singulars`` are the stems of the
    singulars of broken plurals. The head of a class is its fixed stem, else the most frequent.
    """
    best: dict[str, _Edge] = {}
    plurals = (
        (stem, _Edge(0.0, -occurrences[one], one, "plural")) for stem, one in singulars.items()
    )
    for edges in (
        _foreign_edges(spellings, occurrences, fixed),
        _doubled_vowel_edges(occurrences),
        plurals,
    ):
        for stem, edge in edges:
            if stem not in fixed and (stem not in best or edge < best[stem]):
                best[stem] = edge
    return _resolved(best, occurrences, fixed)


def _foreign_edges(
    spellings: Sequence[Spelling], occurrences: Mapping[str, int], fixed: Collection[str]
) -> Iterator[tuple[str, _Edge]]:
    for group in _groups(spellings):
        for mine, other in _pairs(group, occurrences, fixed):
            rare = occurrences[other.stem] >= _MUCH_RARER * occurrences[mine.stem]
            found = _compare(mine.word, other.word, rare=rare)
            if found is not None:
                cost = found.consonants + found.vowels
                cost += _INFLECTED * ((mine.word != mine.stem) + (other.word != other.stem))
                yield mine.stem, _Edge(cost, -occurrences[other.stem], other.stem, "spelling")


def _doubled_vowel_edges(occurrences: Mapping[str, int]) -> Iterator[tuple[str, _Edge]]:
    for stem in occurrences:
        single = doubled_vowel_key(stem)
        if single is not None and single in occurrences:
            yield stem, _Edge(0.0, -occurrences[single], single, "spelling")


def _pairs(
    group: Collection[Spelling], occurrences: Mapping[str, int], fixed: Collection[str]
) -> Iterator[tuple[Spelling, Spelling]]:
    """The pairs of a group to compare, the fixed or more frequent stem second. An Arabic word is
    compared with foreign entries of the lexicon alone."""
    ordered = sorted(
        group,
        key=lambda each: (each.stem not in fixed, -occurrences[each.stem], each.stem, each.word),
    )
    foreign: list[Spelling] = []
    entries: list[Spelling] = []
    for mine in ordered[:_MOST_COMPARED]:
        if _is_inflected_word(mine):
            continue
        is_fixed = mine.stem in fixed
        is_arabic = nativeness(mine.word) == Nativeness.WHOLE
        for other in () if is_fixed else entries if is_arabic else foreign:
            if other.stem == mine.stem or other.word == mine.word:
                continue
            if abs(len(other.word) - len(mine.word)) > _MOST_LETTERS:
                continue
            if not _are_inflected_entries(mine, other):
                yield mine, other
        if not is_arabic and (is_fixed or occurrences[mine.stem] >= _LEAST_OCCURRENCES):
            foreign.append(mine)
            if is_foreign_entry(mine.word):
                entries.append(mine)


def _are_inflected_entries(one: Spelling, other: Spelling) -> bool:
    """Whether two stems are entries of the lexicon, and one of them has an ending."""
    inflected_word = one.word != one.stem or other.word != other.stem
    return inflected_word and is_entry(one.stem) and is_entry(other.stem)


def _is_inflected_word(spelling: Spelling) -> bool:
    """Whether a spelling is an Arabic word with an ending."""
    return spelling.word != spelling.stem and nativeness(spelling.stem) == Nativeness.WHOLE


def _groups(spellings: Iterable[Spelling]) -> Iterator[list[Spelling]]:
    """Spellings that may be of one word."""
    groups: dict[str, list[Spelling]] = defaultdict(list)
    shortened: list[tuple[str, Spelling]] = []
    for each in spellings:
        if not may_vary(each.word):
            continue
        key = sound_key(each.word)
        groups[key].append(each)
        if key[0] == "=" and len(each.word) >= _MIN_INSERTED:
            shortened += [(shorter, each) for shorter in shortened_keys(key)]
    for key, each in shortened:
        if key in groups and each not in groups[key]:
            groups[key].append(each)
    return (group for group in groups.values() if len(group) > 1)


def _resolved(
    best: Mapping[str, _Edge], occurrences: Mapping[str, int], fixed: Collection[str]
) -> list[Join]:
    """The joins of each stem with the head of its class."""
    linked: dict[str, list[str]] = defaultdict(list)
    for stem, edge in best.items():
        linked[stem].append(edge.target)
        linked[edge.target].append(stem)
    joins: list[Join] = []
    seen: set[str] = set()
    for first in linked:
        if first in seen:
            continue
        members = _component(first, linked)
        seen |= members
        ordered = sorted(members, key=lambda each: (each not in fixed, -occurrences[each], each))
        head = ordered[0]
        # Where the head itself has an edge, the stem that it leads to joins for the same reason.
        joins += [
            Join(stem, head, (best.get(stem) or best[_neighbour(stem, linked, best)]).kind)
            for stem in ordered[1:]
        ]
    return joins


def _component(first: str, linked: Mapping[str, Sequence[str]]) -> set[str]:
    members, waiting = {first}, [first]
    while waiting:
        for other in linked[waiting.pop()]:
            if other not in members:
                members.add(other)
                waiting.append(other)
    return members


def _neighbour(stem: str, linked: Mapping[str, Sequence[str]], best: Mapping[str, _Edge]) -> str:
    """A stem that has an edge to ``stem``, the best one."""
    return min((each for each in linked[stem] if each in best), key=lambda each: best[each])
