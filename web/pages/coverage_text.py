"""A draft and the documents of its check as HTML: shared passages, new sentences and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from search.coverage.answer import NewInDraft, SameText, SharedPassage, TextSpan
from web.markup import Paragraph, display, language_of

CONTEXT: Final = 90
"""Code points before and after a passage that are shown with it."""

PASSAGES_SHOWN: Final = 40
"""Passages of a document that the page shows."""

PASSAGE_SHOWN: Final = 640
"""Code points of a passage that is shown whole, side by side; a longer one loses its middle."""

NAME_MARKS: Final = 500
"""Places of new names that are marked in a draft."""

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]*\S[^\r\n\u2028\u2029]*")
_GAP: Final = Markup('<span class="gap">…</span>')
_SPACES: Final = re.compile(r"\s+")


class PassagePair(NamedTuple):
    """A shared passage, in the draft and in a document, with the text around it."""

    draft: Markup
    document: Markup
    words: int


class _Marking(NamedTuple):
    """A part of a text, and the tag that marks it."""

    start: int
    end: int
    opening: str
    closing: str


def passage_pairs(
    draft: str, document: str, passages: Sequence[SharedPassage]
) -> list[PassagePair]:
    """Return the first passages that two texts share, in the order of the draft."""
    return [
        PassagePair(
            _with_context(draft, each.draft), _with_context(document, each.document), each.words
        )
        for each in passages[:PASSAGES_SHOWN]
    ]


def marked_draft(draft: str, same_text: Iterable[SameText], new: NewInDraft) -> list[Paragraph]:
    """Return the lines of a draft; found passages, new sentences and new names are marked."""
    found = _united(each.draft for document in same_text for each in document.passages)
    markings = [
        *(_Marking(start, end, '<span class="found">', "</span>") for start, end in found),
        *(_Marking(each.start, each.end, '<em class="new">', "</em>") for each in new.sentences),
        *(_Marking(start, end, "<strong>", "</strong>") for start, end in _places(draft, new)),
    ]
    return [
        Paragraph(_marked(draft, line.start(), line.end(), markings), language_of(line[0]))
        for line in _LINE.finditer(draft)
    ]


def one_line(text: str) -> str:
    """Return a text on one line, without control characters."""
    return _SPACES.sub(" ", display(text))


def beginning(text: str, most: int) -> str:
    """Return the first words of a text on one line, with … where it is cut."""
    line = one_line(text[: 2 * most]).strip()
    if len(line) <= most:
        return line
    return line[:most].rpartition(" ")[0] + " …"


def _with_context(text: str, span: TextSpan) -> Markup:
    """A passage marked on one line, with some words before and after it."""
    start = max(0, span.start - CONTEXT)
    if start:
        space = text.find(" ", start, span.start)
        start = span.start if space < 0 else space + 1
    end = min(len(text), span.end + CONTEXT)
    if end < len(text):
        space = text.rfind(" ", span.end, end)
        end = span.end if space < 0 else space
    before, after = one_line(text[start : span.start]), one_line(text[span.end : end])
    inside = _passage(one_line(text[span.start : span.end]))
    return Markup("{}{}{}{}{}").format(
        _GAP + " " if start else "", before, inside, after, " " + _GAP if end < len(text) else ""
    )


def _passage(line: str) -> Markup:
    """A passage marked, a long one without its middle."""
    if len(line) <= PASSAGE_SHOWN:
        return Markup("<mark>{}</mark>").format(line)
    head = line[: PASSAGE_SHOWN // 2].rpartition(" ")[0]
    tail = line[-PASSAGE_SHOWN // 4 :].partition(" ")[2]
    return Markup("<mark>{}</mark> {} <mark>{}</mark>").format(head, _GAP, tail)


def _united(spans: Iterable[TextSpan]) -> list[tuple[int, int]]:
    """Spans without overlaps, in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((each.start, each.end) for each in spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _places(draft: str, new: NewInDraft) -> list[tuple[int, int]]:
    """The places of the new names in a draft."""
    names = sorted({name for name in new.names if name.strip()}, key=len, reverse=True)
    if not names:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    places = (found.span() for found in pattern.finditer(draft))
    return [place for place, _ in zip(places, range(NAME_MARKS), strict=False)]


def _marked(text: str, start: int, end: int, markings: Sequence[_Marking]) -> Markup:
    """A line of a text as HTML; where markings overlap, the later one is inside."""
    inside = [each for each in markings if each.start < end and each.end > start]
    bounds = sorted(
        {
            start,
            end,
            *(min(max(at, start), end) for each in inside for at in (each.start, each.end)),
        }
    )
    return Markup("".join(_pieces(text, bounds, inside)))


def _pieces(text: str, bounds: Sequence[int], markings: Sequence[_Marking]) -> Iterator[str]:
    opened: list[_Marking] = []
    for first, last in pairwise(bounds):
        here = [each for each in markings if each.start <= first and each.end >= last]
        kept = 0
        while kept < min(len(opened), len(here)) and opened[kept] is here[kept]:
            kept += 1
        yield from (each.closing for each in reversed(opened[kept:]))
        yield from (each.opening for each in here[kept:])
        yield str(escape(display(text[first:last])))
        opened = here
    yield from (each.closing for each in reversed(opened))
