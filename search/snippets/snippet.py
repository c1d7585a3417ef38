"""Passages of a text with the words of a query marked.

What is sought is given in two parts. ``words`` maps a form to the number of the query term that
it stands for and to its weight: such a word is marked wherever it stands. ``phrases`` are sought
as a whole: their words are marked only where they stand as the phrase.
"""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, TypeAlias

import msgspec

from search.answer import Mark, Passage
from search.snippets.passage_bounds import Cutter, longest
from search.snippets.span_filter import Sieve
from search.snippets.text_spans import Stretches

Sought: TypeAlias = Mapping[str, tuple[int, float]]
"""Form -> (term number, weight): forms of one term share its number, weights are above 0."""


class SoughtPhrase(msgspec.Struct, frozen=True):
    """A phrase to mark: for each of its words the forms that will do.

    With ``slop`` 0 the words stand in a row; else in any order within ``slop`` words more than
    the phrase has. ``term`` and ``weight`` are as in ``Sought``.
    """

    slots: tuple[frozenset[str], ...]
    term: int
    weight: float = 1.0
    slop: int = 0


class _Match(msgspec.Struct, frozen=True):
    """A word to mark, with what it counts towards the choice of passages."""

    start: int
    end: int
    term: int
    weight: float


class _Window(msgspec.Struct, frozen=True):
    """A candidate passage ``[start, end)`` and the matches ``[first, last)`` it holds."""

    start: int
    end: int
    first: int
    last: int


_REPEAT: Final = 0.05
_REPEATS: Final = 4
_SEEN_BEFORE: Final = 0.2
# What another passage has to add, beside the first.
_ADDED: Final = 0.1

HEADLINE: Final = 200
"""About how many code points of a title are shown in a list of hits."""


def mark(
    text: str,
    words: Sought,
    *,
    phrases: Sequence[SoughtPhrase] = (),
    sieve: Sieve | None = None,
) -> Passage:
    """The whole text with every sought word marked, clitics and tashkeel included.

    ``sieve`` is one for the forms of ``words``, where the caller has it for many texts.
    """
    matches = _matches(Stretches(text), words, phrases, sieve or Sieve(words))
    return _passage(text, 0, len(text), matches)


def snippets(
    text: str,
    words: Sought,
    *,
    phrases: Sequence[SoughtPhrase] = (),
    size: int = 220,
    count: int = 2,
    sieve: Sieve | None = None,
) -> tuple[Passage, ...]:
    """The passages of a text that show most of what is sought, in the order of the text.

    Passages hold about ``size`` code points, ``longest(size)`` at most, and do not overlap; at most
    ``count`` are given, more than one only if each holds a match. The first choice covers most of
    the different terms by weight, the next most of what is left; what would add next to nothing is
    left out. They begin and end with a sentence where one does near enough, else with a clause or a
    word; only a word longer than ``size`` is cut, between letters. Where nothing is matched, the
    opening of the text is given; of an empty text nothing. ``sieve`` is as for ``mark``.

    Linear in the text for each passage.
    """
    stretches = Stretches(text)
    matches = _matches(stretches, words, phrases, sieve or Sieve(words))
    cutter = _cutter(stretches, matches, size)
    if not matches:
        start, end = cutter.cut(0, 0)
        return (_piece(cutter, start, end, []),) if start < end else ()
    windows = list(_windows(cutter, matches))
    chosen: list[_Window] = []
    seen: set[int] = set()
    least = 0.0
    while len(chosen) < count:
        best, worth = _best(windows, matches, seen)
        if best is None or worth < least:
            break
        least = max(least, worth * _ADDED)
        chosen.append(best)
        seen.update(match.term for match in matches[best.first : best.last])
        windows = [
            window for window in windows if window.end <= best.start or window.start >= best.end
        ]
    chosen.sort(key=lambda window: window.start)
    return tuple(
        _piece(cutter, window.start, window.end, matches[window.first : window.last])
        for window in chosen
    )


def headline(
    text: str,
    words: Sought,
    *,
    phrases: Sequence[SoughtPhrase] = (),
    size: int = HEADLINE,
    sieve: Sieve | None = None,
) -> Passage:
    """A title with every sought word marked; of one longer than ``longest(size)`` code points the
    beginning, cut as passages are."""
    if len(text) <= longest(size):
        return mark(text, words, phrases=phrases, sieve=sieve)
    stretches = Stretches(text)
    matches = _matches(stretches, words, phrases, sieve or Sieve(words))
    cutter = _cutter(stretches, matches, size)
    start, end = cutter.cut(0, 0)
    return _piece(cutter, start, end, [match for match in matches if match.start < end])


# Finding the words


def _matches(
    stretches: Stretches, words: Sought, phrases: Sequence[SoughtPhrase], sieve: Sieve
) -> list[_Match]:
    """The matches of a text in order."""
    # A phrase needs the words between those that are sought.
    numbers = range(len(stretches)) if phrases else sieve.candidates(stretches)
    read = list(chain.from_iterable(map(stretches.words, numbers)))
    forms = [form for _, _, form in read]
    found = {place: words[form] for place, form in enumerate(forms) if form in words}
    present = set(forms) if phrases else set()
    for phrase in phrases:
        if any(slot.isdisjoint(present) for slot in phrase.slots):
            continue
        for place in _phrase_places(forms, phrase):
            found.setdefault(place, (phrase.term, phrase.weight))
    return [_Match(*read[place][:2], *found[place]) for place in sorted(found)]


def _phrase_places(forms: Sequence[str], phrase: SoughtPhrase) -> set[int]:
    """The positions of the words that stand as the phrase."""
    size = len(phrase.slots)
    if size == 0 or size > len(forms):
        return set()
    if phrase.slop == 0:
        rare = min(range(size), key=lambda slot: len(phrase.slots[slot]))
        starts = (
            place - rare
            for place, form in enumerate(forms)
            if form in phrase.slots[rare] and 0 <= place - rare <= len(forms) - size
        )
        found: set[int] = set()
        for start in starts:
            if all(forms[start + slot] in wanted for slot, wanted in enumerate(phrase.slots)):
                found.update(range(start, start + size))
        return found
    return _near_places(forms, Counter(phrase.slots), size + phrase.slop)


def _near_places(forms: Sequence[str], wanted: Counter[frozenset[str]], width: int) -> set[int]:
    """The positions of sought words that lie, with all the others, in a window of ``width``."""
    kinds: dict[str, list[frozenset[str]]] = {}
    for form in {*forms}:
        held_by = [slot for slot in wanted if form in slot]
        if held_by:
            kinds[form] = held_by
    held: Counter[frozenset[str]] = Counter()
    lacking = len(wanted)
    inside: list[int] = [place for place, form in enumerate(forms) if form in kinds]
    found: set[int] = set()
    first = marked = 0
    for last, place in enumerate(inside):
        while inside[first] <= place - width:
            for slot in kinds[forms[inside[first]]]:
                lacking += held[slot] == wanted[slot]
                held[slot] -= 1
            first += 1
        for slot in kinds[forms[place]]:
            held[slot] += 1
            lacking -= held[slot] == wanted[slot]
        if lacking == 0:
            found.update(inside[max(first, marked) : last + 1])
            marked = last + 1
    return found


# Choosing passages


def _cutter(stretches: Stretches, matches: Sequence[_Match], size: int) -> Cutter:
    return Cutter(
        stretches,
        [match.start for match in matches],
        [match.end for match in matches],
        [match.term for match in matches],
        size,
    )


def _windows(cutter: Cutter, matches: Sequence[_Match]) -> Iterator[_Window]:
    """Candidates in order: from sentences that hold a match, else from a little before it."""
    starts = [match.start for match in matches]
    ends = [match.end for match in matches]
    reach = -1
    begun = -1
    for match in matches:
        start = cutter.sentence(match.start)
        if match.end - start > cutter.size:
            # Within a long sentence what lies close after a match is shown with it.
            if match.end <= reach:
                continue
            start = cutter.lead(match.start, match.end)
            reach = match.start + cutter.size // 4
        if start <= begun:
            continue
        begun = start
        start, end = cutter.cut(start, match.start)
        first = bisect_left(starts, start)
        # A word longer than a passage counts where its beginning shows.
        last = bisect_right(ends, end)
        if last <= first and first < len(starts) and starts[first] < end:
            last = first + 1
        if last > first:
            yield _Window(start, end, first, last)


def _best(
    windows: Sequence[_Window], matches: Sequence[_Match], seen: set[int]
) -> tuple[_Window | None, float]:
    """The window of the highest coverage, the earliest of equals, and its coverage.

    A term counts once with the highest weight it has in the window, a little for each repeat, and
    less if another passage shows it already. The counts slide along with the windows.
    """
    best: _Window | None = None
    highest = score = 0.0
    held: dict[int, dict[float, int]] = {}
    worth: dict[int, float] = {}
    first = last = 0
    for window in windows:
        if window.first >= last:
            held, worth, score = {}, {}, 0.0
            first = last = window.first
        changed: set[int] = set()
        for match in matches[last : window.last]:
            weights = held.setdefault(match.term, {})
            weights[match.weight] = weights.get(match.weight, 0) + 1
            changed.add(match.term)
        for match in matches[first : window.first]:
            weights = held[match.term]
            weights[match.weight] -= 1
            if not weights[match.weight]:
                del weights[match.weight]
            changed.add(match.term)
        first, last = window.first, max(last, window.last)
        for term in changed:
            score -= worth.get(term, 0.0)
            worth[term] = _worth(held[term]) * (_SEEN_BEFORE if term in seen else 1.0)
            score += worth[term]
        if best is None or score > highest + 1e-9:
            best, highest = window, score
    return best, highest


def _worth(weights: Mapping[float, int]) -> float:
    """What the matches of one term add, given how many there are of each weight."""
    if not weights:
        return 0.0
    repeats = min(sum(weights.values()) - 1, _REPEATS)
    return max(weights) * (1 + _REPEAT * repeats)


# Writing


def _piece(cutter: Cutter, start: int, end: int, matches: Sequence[_Match]) -> Passage:
    before, after = cutter.is_begun(start), cutter.goes_on(end)
    return _passage(cutter.text, start, end, matches, before, after)


def _passage(
    text: str,
    start: int,
    end: int,
    matches: Sequence[_Match],
    cut_before: bool = False,
    cut_after: bool = False,
) -> Passage:
    pieces: list[str] = []
    marks: list[Mark] = []
    place = start
    for match in matches:
        stop = min(match.end, end)
        pieces += (
            html.escape(text[place : match.start]),
            "<mark>",
            html.escape(text[match.start : stop]),
            "</mark>",
        )
        marks.append(Mark(match.start - start, stop - start))
        place = stop
    pieces.append(html.escape(text[place:end]))
    return Passage(
        text=text[start:end],
        html="".join(pieces),
        start=start,
        marks=tuple(marks),
        cut_before=cut_before,
        cut_after=cut_after,
    )
