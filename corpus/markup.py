"""Markup in texts of feeds and exports: entities become characters, tags become line breaks."""

from __future__ import annotations

import html
import re
from typing import Final

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPES: Final = 3
"""How often an entity may be escaped again: ``&amp;amp;quot;``."""

_BLOCK: Final = "p|div|br|hr|li|ul|ol|h[1-6]|blockquote|table|tr|td|th|section|article"
_INLINE: Final = "a|b|i|u|em|strong|span|font|small|big|sub|sup|img|abbr|cite|mark|s|strike|center"
_BREAK: Final = re.compile(rf"</?(?:{_BLOCK})(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_TAG: Final = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_MARKUP: Final = re.compile(
    rf"</(?:{_BLOCK}|{_INLINE})\s*>|<(?:br|hr|img)\b[^<>]{{0,2000}}>", re.IGNORECASE
)


def resolve_entities(text: str) -> str:
    """Replace the entities of HTML by their characters, also those escaped twice or three times.

    Only a whole entity of a known name or number is replaced (``&quot;``, not ``&quot``), and a
    no-break space becomes a space.
    """
    for _ in range(_ESCAPES):
        if "&" not in text:
            break
        resolved = _ENTITY.sub(_character, text)
        if resolved == text:
            break
        text = resolved
    return text


def plain_text(text: str) -> str:
    """A text without the markup of HTML; it is unchanged if it has none.

    A text with a closing tag, ``<br>`` or ``<img>`` is markup: blocks become lines, other tags of
    text are removed, and comments, scripts and styles with what they contain; tags of other names
    stay. Entities are resolved in any text.
    """
    if "<" in text and _MARKUP.search(text):
        for start, end in (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")):
            text = _cut(text, start, end)
        if _BREAK.search(text):
            text = "\n".join(map(str.strip, _BREAK.sub("\n", text).split("\n"))).strip()
        text = _BLANK_LINES.sub("\n\n", _TAG.sub("", text))
    return resolve_entities(text)


def plain_title(title: str) -> str:
    """A title in one line without tags of text and entities."""
    if "<" in title and _MARKUP.search(title):
        title = " ".join(_TAG.sub("", _BREAK.sub(" ", title)).split())
    return resolve_entities(title)


def _cut(text: str, start: str, end: str) -> str:
    """A text without its parts from ``start`` to ``end``; a part without an end stays."""
    lower = text.lower()
    if start not in lower or len(lower) != len(text):
        return text
    kept, place = [], 0
    while (begin := lower.find(start, place)) >= 0:
        stop = lower.find(end, begin)
        if stop < 0:
            break
        kept.append(text[place:begin])
        place = stop + len(end)
    return "".join([*kept, text[place:]])


def _character(match: re.Match[str]) -> str:
    written = match.group()
    character = html.unescape(written)
    if character == written:
        return written
    return " " if character == "\u00a0" else character
