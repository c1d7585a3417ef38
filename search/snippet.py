"""Passages of a text with the words of a query marked.

What is sought is given in two parts. ``words`` maps a form to the number of the query term that
it stands for and to its weight: such a word is marked wherever it stands. ``phrases`` are sought
as a whole: their words are marked only where they stand as the phrase.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, TypeAlias

import msgspec

from search.answer import Mark, Passage
from search.sieve import Sieve
from search.stretches import Stretches

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


_SENTENCE_END: Final = re.compile(r"[.!?؟؛…\n]+[\"'”»)\]]*\s*")
_CLOSERS: Final = frozenset(".!?؟،؛…:,;\"'”»)]")
_OPENERS: Final = frozenset("\"'“«([")

# How much of a passage may be given up for it to end with a sentence.
_ENDING: Final = 0.4
# How far before a far word of a long sentence its passage begins.
_LEAD: Final = 0.25
_REPEAT: Final = 0.05
_REPEATS: Final = 4
_SEEN_BEFORE: Final = 0.2


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

    Passages hold at most ``size`` code points and do not overlap; at most ``count`` are given,
    more than one only if each holds a match. The first choice covers most of the different terms
    by weight, the next most of what is left. They begin with a sentence where its match is near
    enough, and hold whole words; only a word longer than ``size`` is cut, between letters. Where
    nothing is matched, the opening of the text is given; of an empty text nothing. ``sieve`` is as
    for ``mark``.

    Linear in the text for each passage.
    """
    stretches = Stretches(text)
    matches = _matches(stretches, words, phrases, sieve or Sieve(words))
    borders = [0, *(found.end() for found in _SENTENCE_END.finditer(text) if _ends(text, found))]
    cutter = _Cutter(stretches, borders, size)
    if not matches:
        start, end = cutter.cut(0, 0)
        return (_passage(text, start, end, []),) if start < end else ()
    windows = list(_windows(cutter, matches))
    chosen: list[_Window] = []
    seen: set[int] = set()
    while len(chosen) < count:
        best = _best(windows, matches, seen)
        if best is None:
            break
        chosen.append(best)
        seen.update(match.term for match in matches[best.first : best.last])
        windows = [
            window for window in windows if window.end <= best.start or window.start >= best.end
        ]
    chosen.sort(key=lambda window: window.start)
    return tuple(
        _passage(text, window.start, window.end, matches[window.first : window.last])
        for window in chosen
    )


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
    for phrase in phrases:
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
    for slot in wanted:
        for form in slot:
            kinds.setdefault(form, []).append(slot)
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


def _ends(text: str, found: re.Match[str]) -> bool:
    """Whether a sign ends a sentence: a full stop in U.S.A. or 3.5 or after د. does not."""
    start, end = found.span()
    if text[start] != "." or text[start : start + 2] == "..":
        return True
    if text[start - 1 : start].isalpha() and not text[max(0, start - 2) : start - 1].isalnum():
        return "\n" in found[0] or end == len(text)
    if end == len(text) or end - start > 1:
        return True
    return text[end].isalpha() and not text[end].isascii()


class _Cutter:
    """Where passages of a text may begin and end."""

    def __init__(self, stretches: Stretches, borders: Sequence[int], size: int) -> None:
        self.text = stretches.text
        self.size = max(1, size)
        self.borders = borders
        self.stretches = stretches

    def sentence(self, place: int) -> int:
        """Where the sentence of a place begins."""
        return self.borders[max(0, bisect_right(self.borders, place) - 1)]

    def cut(self, start: int, needed: int) -> tuple[int, int]:
        """The passage from ``start`` on, which holds the word that begins at ``needed``."""
        text = self.text
        while start < len(text) and text[start].isspace():
            start += 1
        if start >= len(text):
            return start, start
        limit = start + self.size
        if limit >= len(text):
            return start, start + len(text[start:].rstrip())
        border = self.borders[max(0, bisect_right(self.borders, limit) - 1)]
        if border > max(start + int(self.size * (1 - _ENDING)), needed):
            while text[border - 1].isspace():
                border -= 1
            return start, self._whole(border)
        end = self.stretches.word_end(limit, max(start, needed))
        if end is not None:
            while end < limit and text[end] in _CLOSERS:
                end += 1
            return start, self._whole(end)
        end = limit
        while end > start + 1 and _joins(text[end]):
            end -= 1
        return start, self._whole(end)

    def _whole(self, end: int) -> int:
        while end < len(self.text) and _joins(self.text[end]):
            end += 1
        return end


def _joins(character: str) -> bool:
    """Whether a character belongs to the letter before it."""
    return unicodedata.category(character)[0] == "M" or character in "\u200c\u200d"


def _windows(cutter: _Cutter, matches: Sequence[_Match]) -> Iterator[_Window]:
    """Candidates in order: from sentences that hold a match, else from a little before it."""
    starts = [match.start for match in matches]
    ends = [match.end for match in matches]
    reach = -1
    begun = -1
    for match in matches:
        start = cutter.sentence(match.start)
        if match.end - start > cutter.size:
            # Within a long sentence every second half of a passage is a candidate.
            if match.end <= reach:
                continue
            back = int(cutter.size * _LEAD)
            start = match.start
            if match.end - match.start + back <= cutter.size:
                start = min(start, cutter.stretches.word_start(start - back))
            while start > match.end - cutter.size and cutter.text[start - 1 : start] in _OPENERS:
                start -= 1
            reach = start + cutter.size // 2
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


def _best(windows: Sequence[_Window], matches: Sequence[_Match], seen: set[int]) -> _Window | None:
    """The window of the highest coverage, the earliest of equals.

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
    return best


def _worth(weights: Mapping[float, int]) -> float:
    """What the matches of one term add, given how many there are of each weight."""
    if not weights:
        return 0.0
    repeats = min(sum(weights.values()) - 1, _REPEATS)
    return max(weights) * (1 + _REPEAT * repeats)


# Writing


def _passage(text: str, start: int, end: int, matches: Sequence[_Match]) -> Passage:
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
    return Passage(text=text[start:end], html="".join(pieces), start=start, marks=tuple(marks))
