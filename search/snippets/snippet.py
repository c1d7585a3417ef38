"""Passages of a text with the words of a query marked.

A query has two parts here. ``words`` maps a form to the number of its query term and to its
weight: such words are marked everywhere. The words of ``phrases`` are marked only where they occur
as the phrase.
"""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Final, TypeAlias, TypeVar

import msgspec

from search.answer import Mark, Passage
from search.snippets.passage_bounds import PassageBounds, max_length
from search.snippets.text_spans import LONGEST_KEPT, SpanFilter, TextSpans

_T = TypeVar("_T")

MarkedForms: TypeAlias = Mapping[str, tuple[int, float]]
"""Form -> (term number, weight): the forms of a term share its number; weights are above 0."""


IsLate: TypeAlias = Callable[[], bool]
"""Whether the time is over; a text is marked as far as it was read until then."""


def never_late() -> bool:
    """Allows all the time that is needed."""
    return False


class PhraseQuery(msgspec.Struct, frozen=True):
    """A phrase to mark: ``slots`` has for each of its words the forms that match.

    With ``slop`` 0 the words are consecutive, else in any order among at most ``slop`` other words.
    ``term`` and ``weight`` are as in ``MarkedForms``.
    """

    slots: tuple[frozenset[str], ...]
    term: int
    weight: float = 1.0
    slop: int = 0


class _Match(msgspec.Struct, frozen=True):
    """A word to mark, with the term and weight by which passages are chosen."""

    start: int
    end: int
    term: int
    weight: float


class _Window(msgspec.Struct, frozen=True):
    """A candidate passage ``[start, end)`` with the matches ``[first, last)`` in it."""

    start: int
    end: int
    first: int
    last: int


_AT_ONCE: Final = 1_024
"""Words that are compared before the clock is read again."""

_PASSAGE_MATCHES: Final = 500
"""Matches of one term, the first ones, among which passages are chosen."""

_REPEAT: Final = 0.05
_REPEATS: Final = 4
_SEEN_BEFORE: Final = 0.2
# The coverage that another passage has to add, as a share of the first.
_ADDED: Final = 0.1

HEADLINE: Final = 200
"""About how many code points of a title a hit shows."""


def _spans_of(text: str | TextSpans) -> TextSpans:
    return TextSpans(text) if isinstance(text, str) else text


def mark(
    text: str | TextSpans,
    words: MarkedForms,
    *,
    phrases: Sequence[PhraseQuery] = (),
    span_filter: SpanFilter | None = None,
    most: int | None = None,
    is_late: IsLate = never_late,
) -> Passage:
    """The whole text with every matching word marked, clitics and tashkeel included.

    ``span_filter`` is that of the forms of ``words``, for callers that mark many texts; these may
    also give the spans of a text. ``most`` is how many words are marked (None: all), the first
    ones; those that were not found until ``is_late`` are not marked.
    """
    spans = _spans_of(text)
    found = _matches(spans, words, phrases, span_filter or SpanFilter(words), is_late)
    matches = list(islice(found, most))
    return _passage(spans.text, 0, len(spans.text), matches)


def snippets(
    text: str | TextSpans,
    words: MarkedForms,
    *,
    phrases: Sequence[PhraseQuery] = (),
    size: int = 220,
    count: int = 2,
    span_filter: SpanFilter | None = None,
    is_late: IsLate = never_late,
) -> tuple[Passage, ...]:
    """The best passages of a text for a query, in the order of the text.

    A passage has about ``size`` code points, at most ``max_length(size)``. There are at most
    ``count`` passages; they do not overlap, and several each have a match. They are chosen one by
    one for the weight of the terms that they add, and left out where that is very little. They
    begin and end at a sentence if one is near enough, else at a clause or a word; only a word
    longer than ``size`` is cut, between letters. A text without a match gives its beginning, an
    empty text nothing. ``span_filter`` and ``is_late`` are as for ``mark``.

    Takes time linear in the text for each passage. Of a term that occurs more than 500 times the
    first 500 matches count.
    """
    spans = _spans_of(text)
    found = _matches(spans, words, phrases, span_filter or SpanFilter(words), is_late)
    matches = _first_of_each_term(found)
    bounds = _bounds_of(spans, matches, size)
    if not matches:
        start, end = bounds.fit(0, 0)
        return (_piece(bounds, start, end, []),) if start < end else ()
    windows = list(_windows(bounds, matches, is_late))
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
        _piece(bounds, window.start, window.end, matches[window.first : window.last])
        for window in chosen
    )


def headline(
    text: str | TextSpans,
    words: MarkedForms,
    *,
    phrases: Sequence[PhraseQuery] = (),
    size: int = HEADLINE,
    span_filter: SpanFilter | None = None,
    is_late: IsLate = never_late,
) -> Passage:
    """A title with every matching word marked; one longer than ``max_length(size)`` code points is
    cut like a passage."""
    spans = _spans_of(text)
    if len(spans.text) <= max_length(size):
        return mark(spans, words, phrases=phrases, span_filter=span_filter, is_late=is_late)
    matches = list(_matches(spans, words, phrases, span_filter or SpanFilter(words), is_late))
    bounds = _bounds_of(spans, matches, size)
    start, end = bounds.fit(0, 0)
    return _piece(bounds, start, end, [match for match in matches if match.start < end])


# Matching


def _matches(
    spans: TextSpans,
    words: MarkedForms,
    phrases: Sequence[PhraseQuery],
    span_filter: SpanFilter,
    is_late: IsLate,
) -> Iterator[_Match]:
    """The matches of a text in order, found one by one unless there are phrases."""
    if phrases:
        yield from _matches_with_phrases(spans, words, phrases, is_late)
        return
    for number in _in_time(span_filter.candidates(spans), is_late):
        place, stop = spans.bounds(number)
        if stop - place > LONGEST_KEPT:
            for start, end, form in _in_time(spans.words(number), is_late):
                if form in words:
                    yield _Match(start, end, *words[form])
            continue
        for start, end, form in span_filter.wanted(spans.text[place:stop]):
            yield _Match(place + start, place + end, *words[form])


def _matches_with_phrases(
    spans: TextSpans, words: MarkedForms, phrases: Sequence[PhraseQuery], is_late: IsLate
) -> Iterator[_Match]:
    """The same for a query with phrases, which need the words between their own as well."""
    every = chain.from_iterable(map(spans.words, range(len(spans))))
    tokens = list(_in_time(every, is_late))
    forms = [form for _, _, form in tokens]
    found = {place: words[form] for place, form in enumerate(forms) if form in words}
    present = set(forms)
    for phrase in phrases:
        if any(slot.isdisjoint(present) for slot in phrase.slots):
            continue
        for place in _phrase_places(forms, phrase, is_late):
            found.setdefault(place, (phrase.term, phrase.weight))
    for place in sorted(found):
        yield _Match(*tokens[place][:2], *found[place])


def _in_time(values: Iterable[_T], is_late: IsLate) -> Iterator[_T]:
    """The values until the time is over, which is asked after each thousand."""
    for count, value in enumerate(values, 1):
        if not count % _AT_ONCE and is_late():
            return
        yield value


def _first_of_each_term(found: Iterable[_Match]) -> list[_Match]:
    """The matches among which passages are chosen."""
    counts: Counter[int] = Counter()
    matches: list[_Match] = []
    for match in found:
        counts[match.term] += 1
        if counts[match.term] <= _PASSAGE_MATCHES:
            matches.append(match)
    return matches


def _phrase_places(forms: Sequence[str], phrase: PhraseQuery, is_late: IsLate) -> set[int]:
    """The positions of the words that occur as the phrase."""
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
        for start in _in_time(starts, is_late):
            if all(forms[start + slot] in wanted for slot, wanted in enumerate(phrase.slots)):
                found.update(range(start, start + size))
        return found
    return _near_places(forms, Counter(phrase.slots), size + phrase.slop, is_late)


def _near_places(
    forms: Sequence[str], wanted: Counter[frozenset[str]], width: int, is_late: IsLate
) -> set[int]:
    """The positions of words of a phrase that occur together in a window of ``width`` words."""
    kinds: dict[str, list[frozenset[str]]] = {}
    for form in {*forms}:
        slots = [slot for slot in wanted if form in slot]
        if slots:
            kinds[form] = slots
    in_window: Counter[frozenset[str]] = Counter()
    missing = len(wanted)
    inside: list[int] = [place for place, form in enumerate(forms) if form in kinds]
    found: set[int] = set()
    first = marked = 0
    for last, place in enumerate(_in_time(inside, is_late)):
        while inside[first] <= place - width:
            for slot in kinds[forms[inside[first]]]:
                missing += in_window[slot] == wanted[slot]
                in_window[slot] -= 1
            first += 1
        for slot in kinds[forms[place]]:
            in_window[slot] += 1
            missing -= in_window[slot] == wanted[slot]
        if missing == 0:
            found.update(inside[max(first, marked) : last + 1])
            marked = last + 1
    return found


# Choosing passages


def _bounds_of(spans: TextSpans, matches: Sequence[_Match], size: int) -> PassageBounds:
    return PassageBounds(
        spans,
        [match.start for match in matches],
        [match.end for match in matches],
        [match.term for match in matches],
        size,
    )


def _windows(
    bounds: PassageBounds, matches: Sequence[_Match], is_late: IsLate
) -> Iterator[_Window]:
    """Candidates in order: from the start of a sentence with a match, or shortly before it."""
    starts = [match.start for match in matches]
    ends = [match.end for match in matches]
    reach = -1
    begun = -1
    for match in _in_time(matches, is_late):
        start = bounds.sentence_start(match.start)
        if match.end - start > bounds.size:
            # In a long sentence a close match is shown with the one before it.
            if match.end <= reach:
                continue
            start = bounds.start_before(match.start, match.end)
            reach = match.start + bounds.size // 4
        if start <= begun:
            continue
        begun = start
        start, end = bounds.fit(start, match.start)
        first = bisect_left(starts, start)
        # A word longer than a passage counts if the passage has its beginning.
        last = bisect_right(ends, end)
        if last <= first and first < len(starts) and starts[first] < end:
            last = first + 1
        if last > first:
            yield _Window(start, end, first, last)


def _best(
    windows: Sequence[_Window], matches: Sequence[_Match], seen: set[int]
) -> tuple[_Window | None, float]:
    """The window of the highest coverage, the earliest among equals, and its coverage.

    A term counts once with its highest weight in the window, a little more for each repeat, and
    less if a chosen passage has it already. The counts are updated from window to window.
    """
    best: _Window | None = None
    highest = score = 0.0
    weights_of: dict[int, dict[float, int]] = {}
    worth: dict[int, float] = {}
    first = last = 0
    for window in windows:
        if window.first >= last:
            weights_of, worth, score = {}, {}, 0.0
            first = last = window.first
        changed: set[int] = set()
        for match in matches[last : window.last]:
            weights = weights_of.setdefault(match.term, {})
            weights[match.weight] = weights.get(match.weight, 0) + 1
            changed.add(match.term)
        for match in matches[first : window.first]:
            weights = weights_of[match.term]
            weights[match.weight] -= 1
            if not weights[match.weight]:
                del weights[match.weight]
            changed.add(match.term)
        first, last = window.first, max(last, window.last)
        for term in changed:
            score -= worth.get(term, 0.0)
            worth[term] = _worth(weights_of[term]) * (_SEEN_BEFORE if term in seen else 1.0)
            score += worth[term]
        if best is None or score > highest + 1e-9:
            best, highest = window, score
    return best, highest


def _worth(weights: Mapping[float, int]) -> float:
    """The coverage by one term, given its number of matches of each weight."""
    if not weights:
        return 0.0
    repeats = min(sum(weights.values()) - 1, _REPEATS)
    return max(weights) * (1 + _REPEAT * repeats)


# Output


def _piece(bounds: PassageBounds, start: int, end: int, matches: Sequence[_Match]) -> Passage:
    before, after = bounds.cuts_before(start), bounds.cuts_after(end)
    return _passage(bounds.text, start, end, matches, before, after)


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
