"""Texts of the archive as safe HTML: escaped, marked, in paragraphs, without control characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import count
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from search.answer import Mark, Passage

# Bidi embeddings, overrides and isolates would reorder the rest of a page, the deprecated format
# characters after them change letter shapes, C0 and C1 show as boxes or end an isolate.
_CONTROLS: Final = {
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x2070), 0xFEFF]),
    **{
        code: " " if chr(code).isspace() else None
        for code in [*range(0x20), *range(0x7F, 0xA0)]
        if code not in (0x09, 0x0A, 0x0D)
    },
    **dict.fromkeys((0x2028, 0x2029), "\n"),
}
# Invisible letters: at the start of a text they would decide its direction.
_DIRECTION_MARKS: Final = "\u061c\u200e\u200f"
_CONTROL: Final = re.compile(f"[{''.join(re.escape(chr(code)) for code in _CONTROLS)}]")
_OPENING: Final = "\x01"
_CLOSING: Final = "\x02"
_ARABIC: Final = re.compile(r"[\u0621-\u0652]+(?:[ ،]+[\u0621-\u0652]+)*")
_GAP: Final = '<span class="gap">…</span>'
_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]*\S[^\r\n\u2028\u2029]*")


class Paragraph(NamedTuple):
    """A line of a text as HTML, and the language of its first letter."""

    html: Markup
    language: str


class MarkedText(NamedTuple):
    """The paragraphs of a text, and the number of their marks; the ids are ``mark-1`` and so on."""

    paragraphs: tuple[Paragraph, ...]
    mark_count: int


def display(text: str) -> str:
    """``text`` without control characters that would change the text around it."""
    return _without_controls(text.lstrip(_DIRECTION_MARKS))


def text_direction(text: str, default: str = "rtl") -> str:
    """The direction of the first letter of ``text``, ``rtl`` or ``ltr``; ``default`` without one.

    The rule is P2 of the Unicode bidirectional algorithm (UAX 9). ``dir="auto"`` does not work
    around elements that have a ``dir`` of their own: it skips them.
    """
    for character in text:
        if character in _DIRECTION_MARKS:
            continue
        if unicodedata.bidirectional(character) == "L":
            return "ltr"
        if unicodedata.bidirectional(character) in ("R", "AL"):
            return "rtl"
    return default


def language_of(text: str) -> str:
    """The language to read a name in: English if its first letter is Latin, else Arabic.

    The script is all that a name shows of its language.
    """
    return "en" if text_direction(text) == "ltr" else "ar"


def isolate_arabic(sentence: str, language: str) -> Markup:
    """A sentence of a page as HTML; in English each run of Arabic words is isolated.

    Letters between Latin commas are separate runs, so that they keep the order of the sentence.

    :param language: the language of the sentence.
    """
    if language == "ar":
        return escape(sentence)
    return Markup(_ARABIC.sub(r'<bdi lang="ar">\g<0></bdi>', str(escape(sentence))))


def passage_html(passage: Passage) -> Markup:
    """A passage as escaped HTML with its marks, on one line."""
    return _marked_html(passage.text, passage.marks, 0, len(passage.text))


def passages_html(passages: Sequence[Passage]) -> Markup:
    """Passages of one text as HTML on one line, with ``…`` where text is left out."""
    before = f"{_GAP}&nbsp;" if passages[0].cut_before else ""
    after = f"&nbsp;{_GAP}" if passages[-1].cut_after else ""
    return Markup(before + f"&nbsp;{_GAP} ".join(map(passage_html, passages)) + after)


def paragraphs_html(passage: Passage) -> MarkedText:
    """The lines of a passage that are not blank, as escaped HTML with numbered marks."""
    marks = sorted(passage.marks, key=lambda mark: mark.start)
    paragraphs: list[Paragraph] = []
    done = mark_count = 0
    for line in _LINE.finditer(passage.text):
        start, end = line.span()
        inside: list[Mark] = []
        while done < len(marks) and marks[done].start < end:
            if marks[done].end > start:
                inside.append(marks[done])
            if marks[done].end > end:
                break
            done += 1
        html, mark_count = _numbered_marks_html(passage.text, inside, start, end, mark_count)
        paragraphs.append(Paragraph(html, language_of(line[0])))
    return MarkedText(tuple(paragraphs), mark_count)


def web_address(url: str | None) -> str | None:
    """``url`` if it is an ``http`` or ``https`` address with a host, else None."""
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


def _without_controls(text: str) -> str:
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


def _marked_html(text: str, marks: Sequence[Mark], start: int, end: int) -> Markup:
    return _numbered_marks_html(text, marks, start, end, None)[0]


def _numbered_marks_html(
    text: str, marks: Sequence[Mark], start: int, end: int, last_number: int | None
) -> tuple[Markup, int]:
    """``text[start:end]`` as HTML with its marks, and the number of the last mark.

    :param last_number: the number of the mark before the first; None for marks without ids.
    """
    # Escaped in one call: displayed text never has the two control characters.
    pieces: list[str] = []
    shown = _without_controls if _CONTROL.search(text, start, end) else str
    at, number = start, last_number or 0
    while at < end and text[at] in _DIRECTION_MARKS:
        at += 1
    for mark in marks:
        first, last = max(mark.start, at), min(mark.end, end)
        if first >= last:
            continue
        number += 1
        pieces += (shown(text[at:first]), _OPENING, shown(text[first:last]), _CLOSING)
        at = last
    pieces.append(shown(text[at:end]))
    html = str(escape("".join(pieces))).replace(_CLOSING, "</mark>")
    if last_number is None:
        return Markup(html.replace(_OPENING, "<mark>")), number
    numbers = count(last_number + 1)
    html = re.sub(_OPENING, lambda _: f'<mark id="mark-{next(numbers)}">', html)
    return Markup(html), number
