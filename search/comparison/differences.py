"""The differences of two texts, word by word: what is the same, spelled otherwise, replaced, left
out, added or moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

import msgspec
from rapidfuzz.distance import LCSseq

from search.comparison.shared_passages import CommonPassage, shared_passages
from search.comparison.words import Words, read_words
from search.matching.deadline import CheckTime, OutOfTime, no_deadline

DifferenceKind = Literal[
    "equal", "spelling", "replaced", "deleted", "inserted", "moved_from", "moved_to"
]

_NEAR: Final = 4
"""Words of either text that are skipped to find equal words again within a passage."""

_SPACES: Final = " \n\t\r\xa0"


class TextPart(msgspec.Struct, frozen=True):
    """The part ``[start, end)`` of a text, in code points."""

    start: int
    end: int


class ComparedPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of two texts: of the first, of the second, or of both.

    ``kind`` is ``equal``; ``spelling`` where the words are the same but for diacritics, hamza and
    the like; ``replaced``; ``deleted`` for words of the first text alone, ``inserted`` for those of
    the second; ``moved_from`` and ``moved_to`` for a passage that has another place, both
    with its number ``moved``, from 1. ``parts`` are the differences inside a ``moved_to``.

    A part begins with a word, and reaches to the beginning of the next one.
    """

    kind: DifferenceKind
    first: TextPart | None = None
    second: TextPart | None = None
    moved: int = 0
    parts: tuple[ComparedPart, ...] = ()


class WordCounts(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a text: all, and those that the other text has in the same place, with another
    spelling, in another place, or not at all."""

    words: int
    equal: int
    spelling: int
    moved: int
    other: int

    @property
    def shared(self) -> float:
        """The share of the words that the other text has, from 0 to 1."""
        return (self.words - self.other) / self.words if self.words else 0.0


class TextDifferences(msgspec.Struct, frozen=True, kw_only=True):
    """The differences of two texts.

    The parts of the first text, in the order of ``parts``, are the whole of it, and so are those of
    the second. ``complete`` is False where some are reported as replaced that were not compared
    word by word, for they were too long or time ran out.
    """

    first: WordCounts
    second: WordCounts
    parts: tuple[ComparedPart, ...]
    complete: bool = True


class _Step(NamedTuple):
    """Words ``[first, first_end)`` and ``[second, second_end)`` of two texts, of one kind."""

    kind: DifferenceKind
    first: int
    first_end: int
    second: int
    second_end: int
    moved: int = 0


def find_differences(
    first: str, second: str, *, cells: int, most: int, check_time: CheckTime = no_deadline
) -> TextDifferences:
    """The differences of two texts.

    Words are compared as folded. Passages of five equal words or more are found first
    (``search.comparison.shared_passages``): the heaviest chain of them that is in the same order in
    both texts is in place, the others were moved. What is between them is compared word by word (by
    a longest common subsequence), as long as the products of the lengths add up to at most
    ``cells`` and ``check_time`` does not raise OutOfTime. At most ``most`` parts are distinguished.
    """
    comparison = _Comparison(first, second, cells, check_time)
    steps = comparison.steps()
    complete = comparison.complete
    if len(steps) > most:
        steps, complete = [*steps[: most - 1], _joined_rest(steps[most - 1 :], comparison)], False
    parts = tuple(map(comparison.part, steps))
    counts = _count(steps, comparison)
    return TextDifferences(first=counts[0], second=counts[1], parts=parts, complete=complete)


class _Comparison:
    """Two texts, their words and the passages that they share."""

    def __init__(self, first: str, second: str, cells: int, check_time: CheckTime) -> None:
        self.texts = (first, second)
        self.words = (read_words(first), read_words(second))
        self.keys = (self.words[0].keys.tolist(), self.words[1].keys.tolist())
        self.complete = True
        self._cells = cells
        self._check_time = check_time
        self._bounds = tuple(map(_bounds_of, self.words, self.texts))
        self._spans = tuple(
            list(zip(each.starts.tolist(), each.ends.tolist(), strict=True)) for each in self.words
        )
        passages = shared_passages(*self.words)
        in_place = set(_heaviest_chain(passages))
        self._kept = [each for place, each in enumerate(passages) if place in in_place]
        moved = [each for place, each in enumerate(passages) if place not in in_place]
        self.moved = dict(enumerate(moved, 1))
        self._moved = (
            sorted(_Token(each.first_start, each.first_end, n) for n, each in self.moved.items()),
            sorted(_Token(each.second_start, each.second_end, n) for n, each in self.moved.items()),
        )

    def steps(self) -> list[_Step]:
        """The steps in their order: those of the second text, with what the first has beside."""
        found: list[_Step] = []
        sizes = len(self.keys[0]), len(self.keys[1])
        end = CommonPassage(sizes[0], sizes[0], sizes[1], sizes[1], 0)
        start = CommonPassage(0, 0, 0, 0, 0)
        for before, after in pairwise([start, *self._kept, end]):
            found += self._between(
                before.first_end, after.first_start, before.second_end, after.second_start
            )
            found += self.inside(after)
        return list(_merged(found))

    def inside(self, passage: CommonPassage) -> Iterator[_Step]:
        """The steps of a passage, whose differences are short."""
        keys, others = self.keys
        at, place = passage.first_start, passage.second_start
        while at < passage.first_end and place < passage.second_end:
            size = 0
            most = min(passage.first_end - at, passage.second_end - place)
            while size < most and keys[at + size] == others[place + size]:
                size += 1
            yield from self._equal(at, place, size)
            at, place = at + size, place + size
            skipped, passed = self._next_equal(passage, at, place)
            yield from _changed(at, at + skipped, place, place + passed)
            at, place = at + skipped, place + passed
        yield from _changed(at, passage.first_end, place, passage.second_end)

    def _next_equal(self, passage: CommonPassage, at: int, place: int) -> tuple[int, int]:
        """How many words of each text are before the next equal ones."""
        keys, others = self.keys
        left, right = passage.first_end - at, passage.second_end - place
        for skipped, passed in _STEPS_OVER:
            if skipped >= left or passed >= right:
                continue
            here, there = at + skipped, place + passed
            pair = keys[here : min(here + 2, passage.first_end)]
            if pair == others[there : there + len(pair)]:
                return skipped, passed
        return min(1, left), min(1, right)

    def _equal(self, at: int, place: int, size: int) -> Iterator[_Step]:
        """Equal words as steps, those apart that are spelled otherwise."""
        texts, spans = self.texts, self._spans
        done = 0
        for each in range(size):
            start, end = spans[0][at + each]
            other, other_end = spans[1][place + each]
            if texts[0][start:end] != texts[1][other:other_end]:
                here, there = at + each, place + each
                if each > done:
                    yield _Step("equal", at + done, here, place + done, there)
                yield _Step("spelling", here, here + 1, there, there + 1)
                done = each + 1
        if size > done:
            yield _Step("equal", at + done, at + size, place + done, place + size)

    def _between(self, at: int, end: int, place: int, other_end: int) -> Iterator[_Step]:
        """The steps between two passages in place."""
        first = _with_moved(self._moved[0], at, end)
        second = _with_moved(self._moved[1], place, other_end)
        codes = [self._code(each, 0) for each in first]
        others = [self._code(each, 1) for each in second]
        for equal, one, one_end, two, two_end in self._aligned(codes, others):
            if equal:
                yield from self._equal(first[one].start, second[two].start, one_end - one)
            else:
                yield from _unequal(first[one:one_end], second[two:two_end])

    def _code(self, token: _Token, text: int) -> int:
        """A number that is equal for equal words, and different for moved passages."""
        return -2 * token.moved - text if token.moved else self.keys[text][token.start]

    def _aligned(
        self, first: list[int], second: list[int]
    ) -> list[tuple[bool, int, int, int, int]]:
        """Ranges of both lists that are equal or not, in their order."""
        whole = (False, 0, len(first), 0, len(second))
        size = len(first) * len(second)
        if not size:
            return [whole] if first or second else []
        try:
            self._check_time()
        except OutOfTime:
            self._cells = 0
        if size > self._cells:
            self.complete = False
            return [whole]
        self._cells -= size
        codes = LCSseq.opcodes(first, second)
        return _without_chance(
            [
                (each.tag == "equal", each.src_start, each.src_end, each.dest_start, each.dest_end)
                for each in codes
            ]
        )

    def part(self, step: _Step) -> ComparedPart:
        """A step as a part of the texts."""
        inner: tuple[ComparedPart, ...] = ()
        if step.kind == "moved_to":
            inner = tuple(map(self.part, _merged(self.inside(self.moved[step.moved]))))
        return ComparedPart(
            kind=step.kind,
            first=self._text_part(0, step.first, step.first_end),
            second=self._text_part(1, step.second, step.second_end),
            moved=step.moved,
            parts=inner,
        )

    def _text_part(self, text: int, start: int, end: int) -> TextPart | None:
        if start == end:
            return None
        bounds = self._bounds[text]
        return TextPart(bounds[start], bounds[end])


class _Token(NamedTuple):
    """The words ``[start, end)`` of a text: one word, or a passage with its number in ``moved``."""

    start: int
    end: int
    moved: int = 0


_STEPS_OVER: Final = tuple(
    sorted(
        ((one, other) for one in range(_NEAR + 1) for other in range(_NEAR + 1) if one or other),
        key=lambda skipped: (sum(skipped), skipped[0] != skipped[1]),
    )
)
"""How many words of each text may be skipped to find equal ones again, the fewest first."""


def _bounds_of(words: Words, text: str) -> list[int]:
    """Where the part of a text begins that each word begins, and its end; signs directly before a
    word, such as a bracket, belong to it."""
    starts, ends = words.starts.tolist(), words.ends.tolist()
    bounds = [*starts, len(text)]
    for place in range(1, len(starts)):
        start, before = starts[place], ends[place - 1]
        if start - before > 1 and text[before:start].strip():
            gap = text[before:start]
            space = max(map(gap.rfind, _SPACES))
            bounds[place] = before + space + 1 if space >= 0 else start
    bounds[0] = 0
    return bounds


def _heaviest_chain(passages: Sequence[CommonPassage]) -> list[int]:
    """The passages, by their places in the list, that are in one order in both texts, and of which
    the number of words is largest; ``passages`` are in the order of the first text."""
    ends: list[int] = []  # of chains in the second text, rising, as are their weights
    weights: list[int] = []
    lasts: list[int] = []
    before = [-1] * len(passages)
    for place, each in enumerate(passages):
        at = bisect_left(ends, each.second_start + 1)
        before[place] = lasts[at - 1] if at else -1
        weight = each.equal + (weights[at - 1] if at else 0)
        after = bisect_left(ends, each.second_end)
        if after and weights[after - 1] >= weight:
            continue
        last = after
        while last < len(ends) and weights[last] <= weight:
            last += 1
        ends[after:last] = [each.second_end]
        weights[after:last] = [weight]
        lasts[after:last] = [place]
    chain = []
    place = lasts[-1] if lasts else -1
    while place >= 0:
        chain.append(place)
        place = before[place]
    return chain[::-1]


def _with_moved(moved: Sequence[_Token], start: int, end: int) -> list[_Token]:
    """The words of a range as tokens, each of the ``moved`` passages in it, in order, as one."""
    tokens: list[_Token] = []
    inside = moved[bisect_left(moved, (start,)) : bisect_left(moved, (end,))]
    for passage in [*inside, _Token(end, end)]:
        tokens += (_Token(word, word + 1) for word in range(start, passage.start))
        start = passage.end
        if passage.moved:
            tokens.append(passage)
    return tokens


def _without_chance(
    codes: list[tuple[bool, int, int, int, int]],
) -> list[tuple[bool, int, int, int, int]]:
    """The ranges without equal ones that are shorter than what differs on both sides of them: few
    words that two different sentences have in common by chance."""
    kept: list[tuple[bool, int, int, int, int]] = []
    changed = [0 if each[0] else max(each[2] - each[1], each[4] - each[3]) for each in codes]
    for place, (equal, start, end, other, other_end) in enumerate(codes):
        if equal:
            before = changed[place - 1] if place else 0
            after = changed[place + 1] if place + 1 < len(codes) else 0
            equal = end - start >= min(before, after)
        if kept and not equal and not kept[-1][0]:
            last = kept.pop()
            kept.append((False, last[1], end, last[3], other_end))
        else:
            kept.append((equal, start, end, other, other_end))
    return kept


def _changed(first: int, first_end: int, second: int, second_end: int) -> Iterator[_Step]:
    """Words of two texts that are not the same, as one step at most."""
    if first < first_end and second < second_end:
        yield _Step("replaced", first, first_end, second, second_end)
    elif first < first_end:
        yield _Step("deleted", first, first_end, second, second)
    elif second < second_end:
        yield _Step("inserted", first, first, second, second_end)


def _unequal(first: Sequence[_Token], second: Sequence[_Token]) -> Iterator[_Step]:
    """Tokens of two texts that are not the same; moved passages are steps of their own."""
    if first and second and not any(each.moved for each in (*first, *second)):
        yield _Step("replaced", first[0].start, first[-1].end, second[0].start, second[-1].end)
        return
    for token in first:
        kind: DifferenceKind = "moved_from" if token.moved else "deleted"
        yield _Step(kind, token.start, token.end, 0, 0, token.moved)
    for token in second:
        kind = "moved_to" if token.moved else "inserted"
        yield _Step(kind, 0, 0, token.start, token.end, token.moved)


def _merged(steps: Iterable[_Step]) -> Iterator[_Step]:
    """The steps, those joined that follow each other and are of one kind."""
    last: _Step | None = None
    for each in steps:
        if last is not None and last.kind == each.kind and not each.moved:
            last = _Step(
                last.kind,
                last.first if last.first < last.first_end else each.first,
                max(last.first_end, each.first_end),
                last.second if last.second < last.second_end else each.second,
                max(last.second_end, each.second_end),
            )
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def _joined_rest(steps: Sequence[_Step], comparison: _Comparison) -> _Step:
    """Everything from the first of some steps to the ends of the texts, as replaced."""
    sizes = tuple(map(len, comparison.keys))
    first = min((each.first for each in steps if each.first < each.first_end), default=sizes[0])
    second = min((each.second for each in steps if each.second < each.second_end), default=sizes[1])
    return _Step("replaced", first, sizes[0], second, sizes[1])


def _count(steps: Sequence[_Step], comparison: _Comparison) -> tuple[WordCounts, WordCounts]:
    """How many words of each text are of which kind."""
    totals: list[dict[str, int]] = [{}, {}]
    for step in steps:
        for total, size in zip(
            totals, (step.first_end - step.first, step.second_end - step.second), strict=True
        ):
            total[step.kind] = total.get(step.kind, 0) + size
    sizes = tuple(map(len, comparison.keys))
    first, second = (
        WordCounts(
            words=size,
            equal=total.get("equal", 0),
            spelling=total.get("spelling", 0),
            moved=total.get("moved_from", 0) + total.get("moved_to", 0),
            other=sum(total.get(kind, 0) for kind in ("replaced", "deleted", "inserted")),
        )
        for size, total in zip(sizes, totals, strict=True)
    )
    return first, second
