"""The choice among verbs that one form may be of, by how often their other tense is attested."""

from __future__ import annotations

from typing import Final

from arabic.attestation import Attested
from arabic.lexicon import load_lexicon
from arabic.readings import PERSONS, Reading

_TWO_LETTERS, _THREE_LETTERS = 2, 3
_MOST_MASCULINE: Final = 2
_LEAST_PAST: Final = 0.01


def most_frequent_verb(form: str, found: list[Reading], attested: Attested) -> Reading:
    """The first reading, or the verb that is attested most in the other tense if the same split is
    possible for several verbs (كتب and أكتب for يكتب)."""
    first = found[0]
    if first.source != "verb":
        return first
    is_present = first.prefix[-1:] in PERSONS
    same = [
        reading
        for reading in found
        if reading.source == "verb" and reading[2:5] == first[2:5] and reading.entry != first.entry
    ]
    if not same:
        return (is_present and _attested_hollow(first, attested)) or first
    if not is_present:
        return max((first, *same), key=lambda reading: count_present(reading.entry, attested))
    ends_weak = _is_final_weak(first.base, attested)
    same = [each for each in (first, *same) if is_weak(each) == ends_weak]
    if not same:
        return first
    first = same[0]
    counts = {reading.entry: _count_past(reading.entry, attested) for reading in same}
    chosen = max(same, key=lambda reading: counts[reading.entry])
    if counts[chosen.entry] < int(_LEAST_PAST * attested(form).occurrences) ** 2:
        chosen = _without_evidence(same, attested)
    return _attested_hollow(chosen, attested) or chosen


def is_weak(reading: Reading) -> bool:
    """Whether a verb is read with a final ي that is not written."""
    return reading.entry in (reading.base + "ي", f"ا{reading.base}ي")


def _is_final_weak(base: str, attested: Attested) -> bool:
    """Whether the base of a verb in the present tense is more frequent with a final ي."""
    return attested(f"ي{base}ي").occurrences > attested("ي" + base).occurrences


def _without_evidence(same: list[Reading], attested: Attested) -> Reading:
    """The verb in the present tense if «she» of no past is frequent: of two letters that double
    the last (حق for يحق), or the one of the most frequent past."""
    doubled = (reading for reading in same if reading.entry == reading.base)
    if len(same[0].base) == _TWO_LETTERS and (found := next(doubled, None)) is not None:
        return found
    return max(same, key=lambda reading: attested(reading.entry).occurrences)


def _count_past(entry: str, attested: Attested) -> int:
    """How often the past tense of a verb occurs, as «he» and as «she», multiplied.

    Many nouns look like «he», few like «she», so that «he» counts in proportion to it.
    """
    feminine = attested(entry.removesuffix("ي") + "ت").occurrences
    return feminine * min(attested(entry).occurrences, _MOST_MASCULINE * feminine)


def count_present(entry: str, attested: Attested) -> int:
    """How often the present tense of a verb of the lexicon occurs, as «he»."""
    presents = ["ي" + entry]
    if entry[0] == "ا" and len(entry) >= _THREE_LETTERS:
        presents += ["ي" + entry[1:], "يء" + entry[1:]]
    if len(entry) == _THREE_LETTERS and entry[1] == "ا":
        presents += [f"ي{entry[0]}{middle}{entry[2]}" for middle in "وي"]
    return sum(attested(form).occurrences for form in presents)


def _attested_hollow(reading: Reading, attested: Attested) -> Reading | None:
    """The reading as a hollow verb whose past tense the archive has (عاش for يعيش); the lexicon
    lacks many, or has another verb of these letters."""
    base = reading.base
    if len(base) != _THREE_LETTERS or base[1] not in "وي":
        return None
    past = f"{base[0]}ا{base[2]}"
    root = load_lexicon().verbs.get(past, "")
    form = reading.prefix + base + reading.suffix
    is_possible = not root or root[1:2] in (base[1], root[2:3])
    if not is_possible or 3 * attested(past).occurrences < attested(form).occurrences:
        return None
    return reading._replace(entry=past, root=base)
