"""Texts of the archive to safe HTML: escaped, marked, in paragraphs, with no stray controls."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import count
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from search.answer import Mark, Passage

# Embeddings, overrides and isolates turn the rest of a page around, what follows them inhibits the
# joining of letters; C0 and C1 show as boxes, and those that part lines end an isolate.
_CONTROLS: Final = {
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x2070), 0xFEFF]),
    **{
        code: " " if chr(code).isspace() else None
        for code in [*range(0x20), *range(0x7F, 0xA0)]
        if code not in (0x09, 0x0A, 0x0D)
    },
    **dict.fromkeys((0x2028, 0x2029), "\n"),
}
# Letters without a shape: where a text begins with one, it is taken for its first letter.
_DIRECTION_MARKS: Final = "\u061c\u200e\u200f"
_CONTROL: Final = re.compile(f"[{''.join(re.escape(chr(code)) for code in _CONTROLS)}]")
_OPENING: Final = "\x01"
_CLOSING: Final = "\x02"
_ARABIC: Final = re.compile(r"[\u0621-\u0652]+(?:[ ،]+[\u0621-\u0652]+)*")
_GAP: Final = '<span class="gap">…</span>'
_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]*\S[^\r\n\u2028\u2029]*")


class Line(NamedTuple):
    """A line of a text as HTML, and the language that it is read in."""

    html: Markup
    language: str


class Paragraphs(NamedTuple):
    """The ``lines`` of a text, and how many marks they hold: ``mark-1`` and so on are their
    ids."""

    lines: tuple[Line, ...]
    marks: int


def display(text: str) -> str:
    """Return ``text`` without control characters that would disturb what stands around it."""
    return _undisturbed(text.lstrip(_DIRECTION_MARKS))


def text_direction(text: str, usual: str = "rtl") -> str:
    """Return ``rtl`` or ``ltr``, as the first letter of ``text`` runs; ``usual`` without a letter.

    The rule is P2 of the Unicode bidirectional algorithm (UAX 9). ``dir="auto"`` does not serve
    around elements that have a ``dir`` of their own: it passes over them.
    """
    for character in text:
        if character in _DIRECTION_MARKS:
            continue
        if unicodedata.bidirectional(character) == "L":
            return "ltr"
        if unicodedata.bidirectional(character) in ("R", "AL"):
            return "rtl"
    return usual


def language_of(text: str) -> str:
    """Return the language to read a name in: Arabic, or English where it has Latin letters first;
    which of the languages of either script it is, a name does not tell."""
    return "en" if text_direction(text) == "ltr" else "ar"


def foreign(sentence: str, language: str) -> Markup:
    """Return a sentence of a page, in an English one with its Arabic words apart: each run of them
    has its language and its own direction.

    Letters between Latin commas are runs by themselves: they stay in the order of the sentence.
    """
    if language == "ar":
        return escape(sentence)
    return Markup(_ARABIC.sub(r'<bdi lang="ar">\g<0></bdi>', str(escape(sentence))))


def passage_html(passage: Passage) -> Markup:
    """Return a passage as escaped HTML with its marks, on one line."""
    return _marked(passage.text, passage.marks, 0, len(passage.text))


def passages_html(passages: Sequence[Passage]) -> Markup:
    """Return passages of one text on one line, with a sign where something of it is left out."""
    before = f"{_GAP}&nbsp;" if passages[0].cut_before else ""
    after = f"&nbsp;{_GAP}" if passages[-1].cut_after else ""
    return Markup(before + f"&nbsp;{_GAP} ".join(map(passage_html, passages)) + after)


def paragraphs_html(passage: Passage) -> Paragraphs:
    """Return the lines of a passage that hold any text, each as escaped HTML with its marks, which
    are numbered from 1 in their ids."""
    marks = sorted(passage.marks, key=lambda mark: mark.start)
    lines: list[Line] = []
    done = numbered = 0
    for line in _LINE.finditer(passage.text):
        start, end = line.span()
        inside: list[Mark] = []
        while done < len(marks) and marks[done].start < end:
            if marks[done].end > start:
                inside.append(marks[done])
            if marks[done].end > end:
                break
            done += 1
        html, numbered = _numbered(passage.text, inside, start, end, numbered)
        lines.append(Line(html, language_of(line[0])))
    return Paragraphs(tuple(lines), numbered)


def web_address(url: str | None) -> str | None:
    """Return ``url`` if it is an ``http`` or ``https`` address with a host, else None."""
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return _CONTROL.sub(lambda control: quote(control[0]), url.strip())


def _undisturbed(text: str) -> str:
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


def _marked(text: str, marks: Sequence[Mark], start: int, end: int) -> Markup:
    return _numbered(text, marks, start, end, None)[0]


def _numbered(
    text: str, marks: Sequence[Mark], start: int, end: int, numbered: int | None
) -> tuple[Markup, int]:
    """A stretch with its marks, numbered on from ``numbered`` (None: not at all), and the last
    number."""
    # All is escaped at once: no text has these two controls left when it is shown.
    pieces: list[str] = []
    shown = _undisturbed if _CONTROL.search(text, start, end) else str
    at, last_number = start, numbered or 0
    while at < end and text[at] in _DIRECTION_MARKS:
        at += 1
    for mark in marks:
        first, last = max(mark.start, at), min(mark.end, end)
        if first >= last:
            continue
        last_number += 1
        pieces += (shown(text[at:first]), _OPENING, shown(text[first:last]), _CLOSING)
        at = last
    pieces.append(shown(text[at:end]))
    html = str(escape("".join(pieces))).replace(_CLOSING, "</mark>")
    if numbered is None:
        return Markup(html.replace(_OPENING, "<mark>")), last_number
    number = count(numbered + 1)
    html = re.sub(_OPENING, lambda _: f'<mark id="mark-{next(number)}">', html)
    return Markup(html), last_number
