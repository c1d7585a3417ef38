"""Where passages of a text begin and end: with sentences, else with clauses, else with words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from search.snippets.text_spans import Stretches

_SENTENCE_END: Final = re.compile(r"[.!?؟؛…\n]+[\"'”»)\]]*\s*")
_CLAUSE_END: Final = re.compile(r"[،,;:](?=\s)")
_CLOSERS: Final = frozenset(".!?؟،؛…:,;\"'”»)]")
# Words that lean on the next one, and are better not the last of a passage.
_LEANING: Final = frozenset(
    ["في", "من", "على", "إلى", "الى", "عن", "مع", "بين", "و", "أو", "أن", "ان", "إن", "لا", "ما"]
)
_OPENERS: Final = frozenset("\"'“«([")

# How much longer a passage may be for it to end with a sentence or with matches in a row.
_STRETCH: Final = 0.25
# How much of it may be given up for it to end with a sentence, or with a clause.
_SENTENCE: Final = 0.4
_CLAUSE: Final = 0.25
# How far before a far word of a long sentence its passage begins, and how far with a clause.
_LEAD: Final = 0.25
_CLAUSE_LEAD: Final = 0.4


def longest(size: int) -> int:
    """How many code points a passage of about ``size`` may hold."""
    return size + int(size * _STRETCH)


class Cutter:
    """Cuts passages of about ``size`` code points from a text.

    ``starts`` and ``ends`` are the borders of its matches, in order, ``terms`` what each stands
    for: a passage gives up no term that it has room for, and does not part matches that follow
    upon one another if it can be helped.
    """

    def __init__(
        self,
        stretches: Stretches,
        starts: Sequence[int],
        ends: Sequence[int],
        terms: Sequence[int],
        size: int,
    ) -> None:
        self.text = stretches.text
        self.size = max(1, size)
        self._stretches = stretches
        self._starts = starts
        self._ends = ends
        self._terms = terms
        found = _SENTENCE_END.finditer(self.text)
        self._borders = [0, *(each.end() for each in found if _ends(self.text, each))]

    def lead(self, start: int, end: int) -> int:
        """Where the passage of the match ``[start, end)`` begins that lies far into its sentence:
        with a clause, else a few words before it."""
        begun = start
        floor = max(self.sentence(start), start - int(self.size * _CLAUSE_LEAD))
        clause = _CLAUSE_END.search(self.text, floor, start)
        back = int(self.size * _LEAD)
        if clause is not None and end - clause.end() <= self.size:
            begun = clause.end()
        elif end - start + back <= self.size:
            begun = min(start, self._stretches.word_start(start - back))
        place = bisect_left(self._starts, begun)
        while self._follows(place, begun) and end - self._starts[place - 1] <= self.size:
            place -= 1
            begun = self._starts[place]
        while begun > end - self.size and self.text[begun - 1 : begun] in _OPENERS:
            begun -= 1
        return begun

    def _follows(self, match: int, start: int) -> bool:
        """Whether a match begins at ``start``, right after the one before it."""
        return (
            0 < match < len(self._starts)
            and self._starts[match] == start
            and self.text[self._ends[match - 1] : start].isspace()
        )

    def sentence(self, place: int) -> int:
        """Where the sentence of a place begins."""
        return self._borders[max(0, bisect_right(self._borders, place) - 1)]

    def cut(self, start: int, needed: int) -> tuple[int, int]:
        """The passage from ``start`` on, which holds the word that begins at ``needed``."""
        text = self.text
        while start < len(text) and text[start].isspace():
            start += 1
        if start >= len(text):
            return start, start
        limit, reach = start + self.size, start + longest(self.size)
        if reach >= len(text):
            return start, start + len(text[start:].rstrip())
        held = max(needed, self._last_new(start, limit))
        floor = max(start + int(self.size * (1 - _SENTENCE)), held)
        end = self._sentence_end(floor, limit, reach)
        if end is None:
            end = self._clause_end(max(limit - int(self.size * _CLAUSE), held), limit)
        if end is None:
            end = self._word_end(start, max(start, needed), limit, reach)
        while end < len(text) and _joins(text[end]):
            end += 1
        return start, end

    def is_begun(self, start: int) -> bool:
        """Whether a sentence is cut where a passage begins."""
        return bool(self.text[self.sentence(start) : start].strip())

    def goes_on(self, end: int) -> bool:
        """Whether a sentence is cut where a passage ends."""
        place = bisect_left(self._borders, end)
        border = self._borders[place] if place < len(self._borders) else len(self.text)
        return bool(self.text[end:border].strip())

    def _last_new(self, start: int, limit: int) -> int:
        """Where the last match of a passage begins that no other of its term comes before."""
        place, told = start, set()
        for match in range(bisect_left(self._starts, start), bisect_right(self._ends, limit)):
            if self._terms[match] not in told:
                told.add(self._terms[match])
                place = self._starts[match]
        return place

    def _sentence_end(self, floor: int, limit: int, reach: int) -> int | None:
        """The last end of a sentence up to ``limit``, else the first up to ``reach``."""
        place = bisect_right(self._borders, limit)
        for border in self._borders[place - 1 : place + 1]:
            end = border
            while end > floor and self.text[end - 1].isspace():
                end -= 1
            if floor < end <= reach:
                return end
        return None

    def _clause_end(self, floor: int, limit: int) -> int | None:
        ends = [found.end() for found in _CLAUSE_END.finditer(self.text, floor, limit)]
        return ends[-1] if ends else None

    def _word_end(self, start: int, needed: int, limit: int, reach: int) -> int:
        """The end of the last word up to ``limit``, and of matches that follow right upon it; of a
        word that is longer, the end of a letter."""
        end = self._stretches.word_end(limit, needed)
        if end is None:
            end = limit
            while end > start + 1 and _joins(self.text[end]):
                end -= 1
            return end
        place = bisect_left(self._starts, end)
        while (
            place < len(self._starts)
            and self._ends[place - 1] == end
            and self._follows(place, self._starts[place])
            and self._ends[place] <= reach
        ):
            end = self._ends[place]
            place += 1
        while (gap := self.text.rfind(" ", needed, end)) >= 0 and (
            self.text[gap + 1 : end] in _LEANING
            and (shorter := self._stretches.word_end(gap, needed)) is not None
        ):
            end = shorter
        while end < limit and self.text[end] in _CLOSERS:
            end += 1
        return end


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


def _joins(character: str) -> bool:
    """Whether a character belongs to the letter before it."""
    return unicodedata.category(character)[0] == "M" or character in "\u200c\u200d"
