"""Headings: what names a document in lists, pages, citations and files.

It is its title; a document without one is named by the first words of its text, in square brackets,
as citations name a work without a title. That is never stored as a title.
"""

from __future__ import annotations

import re
from typing import Final

from arabic.folding import INVISIBLE

BEGINNING_CODE_POINTS: Final = 80
"""Length of the beginning of a text that stands for its title."""

READ_CODE_POINTS: Final = 400
"""Code points of a text of which the beginning is made."""

_SPACES: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_ENDS: Final = ' ،؛:,;-–—([{«“"'
_UNSEEN: Final = INVISIBLE + " "


def beginning_of(title: str, text: str) -> str:
    """The first words of the text of a document without a title, on one line; empty for a document
    with a title, or without a text.

    It is cut after a word, with an ellipsis, at BEGINNING_CODE_POINTS at most.
    """
    if title.strip(_UNSEEN):
        return ""
    line = _SPACES.sub(" ", text[:READ_CODE_POINTS]).strip(_UNSEEN)
    if len(line) < BEGINNING_CODE_POINTS and len(text) <= READ_CODE_POINTS:
        return line
    cut = line[: BEGINNING_CODE_POINTS - 1]
    if line[len(cut) : len(cut) + 1].strip():
        cut = cut.rpartition(" ")[0] or cut
    return f"{cut.rstrip(_ENDS)}…" if cut.strip(_ENDS) else ""


def bracketed(beginning: str) -> str:
    """A beginning as text, in the brackets that say that it is no title; empty for none."""
    return f"[{beginning}]" if beginning else ""


def heading_of(title: str, text: str) -> str:
    """The heading of a document as text: its title on one line, else its bracketed beginning."""
    return _SPACES.sub(" ", title).strip(_UNSEEN) or bracketed(beginning_of(title, text))
