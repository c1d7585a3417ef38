"""The second stage of ranking by definition: slow, simple, word by word."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from search.matching.ranking_parameters import RANKING

FIELDS: Final = ("title", "body")
FORM: Final = 0
ROOT: Final = 2
OTHER: Final = 3
"""The levels of a match: form, stem, root, other spelling."""

Match = tuple[int, int]
"""Position and level."""


class CloseWord(NamedTuple):
    """A word of a query: what it is worth at each level, and its matches by document and field."""

    worths: Sequence[float]
    matches: Mapping[tuple[int, str], Sequence[Match]]

    def worth(self, found: Sequence[Match]) -> float:
        """The worth of the narrowest of some matches."""
        return self.worths[min(level for _, level in found)] if found else 0.0

    def has_other(self, number: int) -> bool:
        found = (self.matches.get((number, field), ()) for field in FIELDS)
        return any(level == OTHER for mine in found for _, level in mine)

    def forms(self, number: int, field: str) -> set[int]:
        return {place for place, level in self.matches.get((number, field), ()) if level == FORM}


def second_stage(
    numbers: Sequence[int],
    lengths: Mapping[int, int],
    found: Sequence[CloseWord],
    sequence: Sequence[int | None],
    joined: Collection[tuple[int, ...]],
) -> dict[int, float]:
    """What the second stage adds to the scores of documents.

    ``lengths`` are those of bodies; ``sequence`` has the words in the order of the query, None
    between words that are not neighbours; ``joined`` are the words of parts with other spellings.
    """
    runs = _runs(numbers, found, sequence, joined)
    scores = {}
    for number in numbers:
        long = lengths[number] / (lengths[number] + RANKING.passage_length)
        by_field = {
            field: [each.matches.get((number, field), ()) for each in found] for field in FIELDS
        }
        every = [[*title, *body] for title, body in zip(*by_field.values(), strict=True)]
        scores[number] = (
            RANKING.coverage * sum(map(CloseWord.worth, found, every))
            + RANKING.window * _best_window(found, by_field, RANKING.window_words, once=True)
            + RANKING.passage
            * long
            * _best_window(found, by_field, RANKING.passage_words, once=False)
            + RANKING.early * _early(found, by_field["body"])
            + RANKING.run * runs[number]
        )
    return scores


def _early(found: Sequence[CloseWord], matches: Sequence[Sequence[Match]]) -> float:
    return sum(
        max(
            (each.worths[level] / (1 + place / RANKING.early_halving) for place, level in mine),
            default=0.0,
        )
        for each, mine in zip(found, matches, strict=True)
    )


def _best_window(
    found: Sequence[CloseWord],
    by_field: Mapping[str, Sequence[Sequence[Match]]],
    length: int,
    *,
    once: bool,
) -> float:
    best = 0.0
    for matches in by_field.values():
        for start in {place for mine in matches for place, _ in mine}:
            total = 0.0
            for each, mine in zip(found, matches, strict=True):
                inside = [match for match in mine if start <= match[0] < start + length]
                times = min(len(inside), 64)
                gain = 1.0 if once else times * (RANKING.k1 + 1) / (RANKING.k1 + times)
                total += each.worth(inside) * gain
            best = max(best, total)
    return best


def _runs(
    numbers: Sequence[int],
    found: Sequence[CloseWord],
    sequence: Sequence[int | None],
    joined: Collection[tuple[int, ...]],
) -> dict[int, float]:
    """The worth of the best run of each document."""
    neighbours = sum(None not in pair for pair in pairwise(sequence))
    lengths = {number: _run_lengths(number, found, sequence, joined) for number in numbers}
    pairs = [0.0]
    for place, (one, other) in enumerate(pairwise(sequence), 1):
        beside = sum(lengths[number][place] > 0 for number in numbers)
        if one is None or other is None or not beside:
            pairs.append(0.0)
            continue
        both = sum(
            all(any(found[word].forms(number, field) for field in FIELDS) for word in (one, other))
            or lengths[number][place] > 0
            for number in numbers
        )
        rarity = math.log((both + 0.5) / (beside + 0.5))
        pairs.append(min(found[one].worths[FORM], found[other].worths[FORM]) / 2 + rarity)
    return {
        number: max(
            (
                sum(pairs[place - length + 1 : place + 1]) * (length / neighbours) ** 4
                for place, length in enumerate(lengths[number])
                if length
            ),
            default=0.0,
        )
        for number in numbers
    }


def _run_lengths(
    number: int,
    found: Sequence[CloseWord],
    sequence: Sequence[int | None],
    joined: Collection[tuple[int, ...]],
) -> list[int]:
    """The pairs of the longest run that ends at each place of the query."""
    longest = [0] * len(sequence)
    for field in FIELDS:
        before: dict[int, int] = {}
        for place, word in enumerate(sequence):
            reached: dict[int, int] = defaultdict(int)
            for at in found[word].forms(number, field) if word is not None else ():
                follows = place and at - 1 in before and sequence[place - 1] != word
                reached[at] = before[at - 1] + 1 if follows else 0
                longest[place] = max(longest[place], reached[at])
            before = reached
    for part in joined:
        spelled = all(found[word].has_other(number) for word in part)
        for end in range(len(part) - 1, len(sequence)):
            if spelled and tuple(sequence[end - len(part) + 1 : end + 1]) == part:
                longest[end] = max(longest[end], len(part) - 1)
    return longest
