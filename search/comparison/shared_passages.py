"""Passages that two texts share, moved ones included: runs of equal folded words, some replaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from index.array_types import I64, U64
from index.arrays import ranges
from search.comparison.words import Words

SEED_WORDS: Final = 5
"""Equal words in a row that every passage has."""

_BRIDGED: Final = 3
"""Words in a row that may be replaced, added or missing within a passage."""

_AFTER_BRIDGE: Final = 2
"""Equal words in a row that must come after replaced ones."""

_AFTER_SHIFT: Final = 3
"""The same where other words than replaced ones lie between."""

_PLACES: Final = 8
"""Places of the first text that one seed of the second is compared with."""

_FACTOR: Final = 0x9E3779B97F4A7C15


class CommonPassage(NamedTuple):
    """The words ``[first_start, first_end)`` of one text and ``[second_start, second_end)`` of
    another, of which ``equal`` are the same in the same order."""

    first_start: int
    first_end: int
    second_start: int
    second_end: int
    equal: int


class _Run(NamedTuple):
    """``words`` equal words in a row, from word ``first`` of one text and ``second`` of another."""

    first: int
    second: int
    words: int


def shared_passages(first: Words, second: Words) -> tuple[CommonPassage, ...]:
    """The passages that two texts share, in the order of the first; no word is in two of them.

    A passage begins as at least five equal words in a row, of which the longest are taken first,
    and goes on over up to three words that were replaced, added or left out. Of five words that the
    first text repeats, eight places are compared, so that the time is about linear in the texts.
    """
    runs = _equal_runs(first.keys, second.keys)
    if not runs:
        return ()
    return _joined(_bridged(first.keys, second.keys, runs))


def covered_words(passages: Iterable[CommonPassage], size: int) -> int:
    """The number of words of the first text, which has ``size``, that are in any of passages."""
    inside = np.zeros(size, bool)
    for each in passages:
        inside[each.first_start : each.first_end] = True
    return int(np.count_nonzero(inside))


def covered_share(passages: Iterable[CommonPassage], size: int) -> float:
    """The share of these words, from 0 to 1."""
    return covered_words(passages, size) / size if size else 0.0


def seed_hashes(keys: U64) -> U64:
    """A hash of each five words in a row."""
    count = max(0, len(keys) - SEED_WORDS + 1)
    seeds = np.zeros(count, np.uint64)
    for place in range(SEED_WORDS):
        seeds = (seeds + keys[place : place + count]) * np.uint64(_FACTOR)
    return seeds


def _equal_runs(first: U64, second: U64) -> list[_Run]:
    """The runs of at least five equal words, the longest chosen first; each word of either text is
    in one run at most."""
    at, places = _equal_seeds(seed_hashes(first), seed_hashes(second))
    if not len(at):
        return []
    order = np.lexsort((places, at - places))
    at, places = at[order], places[order]
    begins = np.flatnonzero(
        np.concatenate((np.ones(1, bool), (np.diff(at) != 1) | (np.diff(places) != 1)))
    )
    words = np.diff(np.append(begins, len(at))) + SEED_WORDS - 1
    # Of runs as long as each other the one with the least moved words.
    moved = np.abs(at[begins] - places[begins])
    longest = np.lexsort((moved, -words))
    texts = _Compared.of(first, second)
    ordered = zip(
        at[begins][longest].tolist(),
        places[begins][longest].tolist(),
        words[longest].tolist(),
        strict=True,
    )
    runs = (texts.free_run(*run) for run in ordered)
    return [run for run in runs if run is not None]


def _equal_seeds(one: U64, other: U64) -> tuple[I64, I64]:
    """The places of equal seeds in both texts; for each of the second at most eight in the
    first."""
    order = np.argsort(one, kind="stable")
    ordered = one[order]
    starts = np.searchsorted(ordered, other, "left")
    counts = np.minimum(np.searchsorted(ordered, other, "right") - starts, _PLACES)
    return order[ranges(starts, counts)], np.repeat(np.arange(len(other)), counts)


class _Compared(NamedTuple):
    """The keys of both texts, and flags of their words that are in a passage."""

    keys: list[int]
    others: list[int]
    used: bytearray
    seen: bytearray

    @classmethod
    def of(cls, first: U64, second: U64) -> _Compared:
        """Both texts, without passages."""
        return cls(first.tolist(), second.tolist(), bytearray(len(first)), bytearray(len(second)))

    def free_run(self, first: int, second: int, words: int) -> _Run | None:
        """The part of a run whose words are in no passage yet, with equal words around it; None if
        it has fewer than five words. Its words are then used."""
        while words and (self.used[first] or self.seen[second]):
            first, second, words = first + 1, second + 1, words - 1
        while words and (self.used[first + words - 1] or self.seen[second + words - 1]):
            words -= 1
        if words < SEED_WORDS:
            return None
        while first and second and self.is_free(first - 1, second - 1):
            first, second, words = first - 1, second - 1, words + 1
        while self.is_free(first + words, second + words):
            words += 1
        self.use(CommonPassage(first, first + words, second, second + words, words))
        return _Run(first, second, words)

    def is_free(self, first: int, second: int) -> bool:
        """Whether words are equal, and in no passage."""
        return (
            first < len(self.keys)
            and second < len(self.others)
            and self.keys[first] == self.others[second]
            and not self.used[first]
            and not self.seen[second]
        )

    def reversed(self) -> _Compared:
        """Both texts from their ends."""
        return _Compared(self.keys[::-1], self.others[::-1], self.used[::-1], self.seen[::-1])

    def use(self, passage: CommonPassage) -> None:
        """Flag the words of a passage."""
        first, last, start, end, _ = passage
        self.used[first:last] = b"\1" * (last - first)
        self.seen[start:end] = b"\1" * (end - start)


def _bridged(first: U64, second: U64, runs: Sequence[_Run]) -> list[CommonPassage]:
    """The runs as passages that go on over replaced words in both directions."""
    size, length = len(first), len(second)
    texts = _Compared.of(first, second)
    passages = [
        CommonPassage(at, at + words, place, place + words, words)
        for at, place, words in sorted(runs)
    ]
    for each in passages:
        texts.use(each)
    forward = [_continued(texts, each) for each in passages]
    texts = texts.reversed()
    backward = [_continued(texts, _mirrored(each, size, length)) for each in reversed(forward)]
    return [_mirrored(each, size, length) for each in reversed(backward)]


def _mirrored(passage: CommonPassage, size: int, length: int) -> CommonPassage:
    """A passage counted from the ends of the texts."""
    first, last, start, end, equal = passage
    return CommonPassage(size - last, size - first, length - end, length - start, equal)


def _continued(texts: _Compared, passage: CommonPassage) -> CommonPassage:
    """A passage with the words after it that are equal but for a few."""
    while (step := _bridge(texts, passage.first_end, passage.second_end)) is not None:
        passage = passage._replace(
            first_end=passage.first_end + step.first,
            second_end=passage.second_end + step.second,
            equal=passage.equal + step.words,
        )
        texts.use(passage)
    return passage


def _bridge(texts: _Compared, at: int, place: int) -> _Run | None:
    """The next equal words after a few others, if there are any that are in no passage yet; the
    lengths of the run are from ``at`` and ``place`` on."""
    for skipped, passed in _GAPS:
        one, other = at + skipped, place + passed
        if any(texts.used[at:one]) or any(texts.seen[place:other]):
            continue
        count = 0
        while texts.is_free(one + count, other + count):
            count += 1
        if count >= (_AFTER_BRIDGE if skipped == passed else _AFTER_SHIFT):
            return _Run(skipped + count, passed + count, count)
    return None


_GAPS: Final = tuple(
    sorted(
        (
            (one, other)
            for one in range(_BRIDGED + 1)
            for other in range(_BRIDGED + 1)
            if one or other
        ),
        key=lambda gap: (gap[0] != gap[1], sum(gap)),
    )
)
"""How many words of either text may lie between equal ones: replaced words first."""


def _joined(passages: Sequence[CommonPassage]) -> tuple[CommonPassage, ...]:
    """Passages with at most three words of either text between two, joined."""
    joined: list[CommonPassage] = []
    for each in sorted(passages):
        last = joined[-1] if joined else None
        if (
            last is not None
            and 0 <= each.first_start - last.first_end <= _BRIDGED
            and 0 <= each.second_start - last.second_end <= _BRIDGED
        ):
            joined[-1] = CommonPassage(
                last.first_start,
                each.first_end,
                last.second_start,
                each.second_end,
                last.equal + each.equal,
            )
        else:
            joined.append(each)
    return tuple(joined)
