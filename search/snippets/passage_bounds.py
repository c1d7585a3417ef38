"""The bounds of passages: at sentences, else at clauses, else at words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from search.snippets.text_spans import TextSpans

_SENTENCE_END: Final = re.compile(r"[.!?؟؛…\n]+[\"'”»)\]]*\s*")
_SENTENCE_PUNCTUATION: Final = frozenset(".!?؟؛…\n")
_CLAUSE_END: Final = re.compile(r"[،,;:](?=\s)")
_CLOSERS: Final = frozenset(".!?؟،؛…:,;\"'”»)]")
# Words that belong to the next one, so that a passage should not end with them.
_PROCLITIC_WORDS: Final = frozenset(
    ["في", "من", "على", "إلى", "الى", "عن", "مع", "بين", "و", "أو", "أن", "ان", "إن", "لا", "ما"]
)
_OPENERS: Final = frozenset("\"'“«([")

# Sentences are found in blocks of so many code points, and in so many blocks before and after a
# place.
_BLOCK: Final = 4_096
_BLOCKS: Final = 3

# How much longer a passage may be to end with a sentence, or with consecutive matches.
_EXTRA: Final = 0.25
# How much shorter it may be to end with a sentence, or with a clause.
_SENTENCE: Final = 0.4
_CLAUSE: Final = 0.25
# How far before a match late in its sentence a passage begins, and how far at a clause.
_LEAD: Final = 0.25
_CLAUSE_LEAD: Final = 0.4


def max_length(size: int) -> int:
    """How many code points a passage of about ``size`` may have."""
    return size + int(size * _EXTRA)


class PassageBounds:
    """Fits passages of about ``size`` code points to a text.

    Match n of the text is ``[starts[n], ends[n])``, of query term ``terms[n]``, in order. A passage
    keeps every term that fits, and avoids to separate consecutive matches.
    """

    def __init__(
        self,
        spans: TextSpans,
        starts: Sequence[int],
        ends: Sequence[int],
        terms: Sequence[int],
        size: int,
    ) -> None:
        self.text = spans.text
        self.size = max(1, size)
        self._spans = spans
        self._starts = starts
        self._ends = ends
        self._terms = terms
        self._block = max(_BLOCK, 4 * self.size)
        self._sentence_ends: dict[int, list[int]] = {}
        self._closings: dict[int, int] = {}

    def start_before(self, start: int, end: int) -> int:
        """The start of a passage for the match ``[start, end)`` late in its sentence: at a clause,
        else a few words before it."""
        begun = start
        floor = max(self.sentence_start(start), start - int(self.size * _CLAUSE_LEAD))
        clause = _CLAUSE_END.search(self.text, floor, start)
        back = int(self.size * _LEAD)
        if clause is not None and end - clause.end() <= self.size:
            begun = clause.end()
        elif end - start + back <= self.size:
            begun = min(start, self._spans.word_start(start - back))
        place = bisect_left(self._starts, begun)
        while self._follows(place, begun) and end - self._starts[place - 1] <= self.size:
            place -= 1
            begun = self._starts[place]
        while begun > end - self.size and self.text[begun - 1 : begun] in _OPENERS:
            begun -= 1
        return begun

    def _follows(self, match: int, start: int) -> bool:
        """Whether a match begins at ``start``, with only space after the previous match."""
        return (
            0 < match < len(self._starts)
            and self._starts[match] == start
            and start - self._ends[match - 1] <= self.size
            and self.text[self._ends[match - 1] : start].isspace()
        )

    def sentence_start(self, place: int) -> int:
        """The start of the sentence at a place; of a very long one a place far before it."""
        last = place // self._block
        for block in range(last, max(-1, last - _BLOCKS), -1):
            ends = self._sentences_in(block)
            at = bisect_right(ends, place)
            if at:
                return ends[at - 1]
        return max(0, last - _BLOCKS + 1) * self._block

    def _sentence_end_from(self, place: int) -> int:
        """The first end of a sentence at or after a place; of a very long one a place far after
        it."""
        first = place // self._block
        for block in range(max(0, first - 1), first + _BLOCKS):
            ends = self._sentences_in(block)
            at = bisect_left(ends, place)
            if at < len(ends):
                return ends[at]
        return min(len(self.text), (first + _BLOCKS) * self._block)

    def _closing(self, sentence_end: int) -> int:
        """The end of a sentence without the spaces after it."""
        known = self._closings.get(sentence_end)
        if known is None:
            known = sentence_end
            while known > 0 and self.text[known - 1].isspace():
                known -= 1
            self._closings[sentence_end] = known
        return known

    def _sentences_in(self, block: int) -> list[int]:
        """The ends of the sentences whose punctuation begins in a block of the text."""
        known = self._sentence_ends.get(block)
        if known is None:
            start, stop = block * self._block, (block + 1) * self._block
            if 0 < start < len(self.text) and self.text[start - 1] in _SENTENCE_PUNCTUATION:
                # The rest of the punctuation that begins in the block before.
                rest = _SENTENCE_END.match(self.text, start)
                start = start if rest is None else rest.end()
            known = self._sentence_ends[block] = []
            for found in _SENTENCE_END.finditer(self.text, start):
                if found.start() >= stop:
                    break
                if found[0][0] != "." or _ends(self.text, found):
                    known.append(found.end())
        return known

    def fit(self, start: int, needed: int) -> tuple[int, int]:
        """The passage from ``start`` that contains the word that begins at ``needed``."""
        text = self.text
        while start < len(text) and text[start].isspace():
            start += 1
        if start >= len(text):
            return start, start
        limit, reach = start + self.size, start + max_length(self.size)
        if reach >= len(text):
            return start, start + len(text[start:].rstrip())
        last_needed = max(needed, self._last_new(start, limit))
        floor = max(start + int(self.size * (1 - _SENTENCE)), last_needed)
        end = self._sentence_end(floor, limit, reach)
        if end is None:
            end = self._clause_end(max(limit - int(self.size * _CLAUSE), last_needed), limit)
        if end is None:
            end = self._word_end(start, max(start, needed), limit, reach)
        while end < reach and _joins(text[end]):
            end += 1
        return start, end

    def cuts_before(self, start: int) -> bool:
        """Whether a passage that begins at ``start`` cuts a sentence there."""
        return bool(self.text[self.sentence_start(start) : start].strip())

    def cuts_after(self, end: int) -> bool:
        """Whether a passage that ends at ``end`` cuts a sentence there."""
        return bool(self.text[end : self._sentence_end_from(end)].strip())

    def _last_new(self, start: int, limit: int) -> int:
        """The start of the last match in a passage that is the first one of its term."""
        place, seen = start, set()
        for match in range(bisect_left(self._starts, start), bisect_right(self._ends, limit)):
            if self._terms[match] not in seen:
                seen.add(self._terms[match])
                place = self._starts[match]
        return place

    def _sentence_end(self, floor: int, limit: int, reach: int) -> int | None:
        """The last end of a sentence up to ``limit``, else the first up to ``reach``."""
        for sentence_end in (self.sentence_start(limit), self._sentence_end_from(limit + 1)):
            end = self._closing(sentence_end)
            if floor < end <= reach:
                return end
        return None

    def _clause_end(self, floor: int, limit: int) -> int | None:
        ends = [found.end() for found in _CLAUSE_END.finditer(self.text, floor, limit)]
        return ends[-1] if ends else None

    def _word_end(self, start: int, needed: int, limit: int, reach: int) -> int:
        """The end of the last word up to ``limit``, or of the matches right after it; the end of a
        letter in a longer word."""
        end = self._spans.word_end(limit, needed)
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
            self.text[gap + 1 : end] in _PROCLITIC_WORDS
            and (shorter := self._spans.word_end(gap, needed)) is not None
        ):
            end = shorter
        while end < limit and self.text[end] in _CLOSERS:
            end += 1
        return end


def _ends(text: str, found: re.Match[str]) -> bool:
    """Whether punctuation that begins with a full stop ends a sentence: in U.S.A. or 3.5 or after
    د. it does not."""
    start, end = found.span()
    if text[start : start + 2] == "..":
        return True
    if text[start - 1 : start].isalpha() and not text[max(0, start - 2) : start - 1].isalnum():
        return "\n" in found[0] or end == len(text)
    if end == len(text) or end - start > 1:
        return True
    return text[end].isalpha() and not text[end].isascii()


def _joins(character: str) -> bool:
    """Whether a character combines with the letter before it."""
    return unicodedata.category(character)[0] == "M" or character in "\u200c\u200d"
