"""Cleaning saved news pages: title, date, site and body are separated from the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from arabic.dates import find_date, search_date
from arabic.folding import strip_unseen
from corpus.page.bylines import read_byline
from corpus.page.dated_lists import find_dated_lists

TITLE_LIMIT: Final = 150
"""Code points of the longest title line."""

_SITE_LIMIT: Final = 60
_SITE_SEPARATORS: Final = re.compile(r"\s+[-–—]+\s+|\s*(?:»|::)\s*|\s*:\s+")
_HEAD_LINES: Final = 8
_TAIL_LINE: Final = 150
_TAIL_LINES: Final = 12
_JOINED_TAIL: Final = 1_000

_RELATED: Final = (
    r"(?:مقالات|مواضيع|موضوعات|أخبار|اخبار|مواد|روابط) (?:ذات|ذو) (?:صلة|صله|الصلة|الصله)",
    r"مقالات مشابهة",
    r"[إا]قر[أا] [أا]يض(?:اً|ًا|ا)",
    r"قد يعجبك [أا]يض(?:اً|ًا|ا)",
    r"related (?:posts|articles|stories)",
)
_COMMENTS: Final = (
    r"powered by facebook comments",
    r"(?:\d+ )?comments?",
    r"(?:\d+ )?(?:ال)?تعليق(?:ات)?",
    r"(?:اترك|أترك|أضف|اضف|اكتب) (?:تعليق(?:اً|ًا|ا|ك)?|رداً|ردا)",
    r"leave a (?:comment|reply)",
)


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a page.

    ``text`` is one slice of the page; ``date`` is the date line in ISO, which can be later than the
    story; ``author`` is that of a byline with a label (بقلم); ``removed`` lists the lines before
    the body and the tail after it.
    """

    title: str
    text: str
    date: str | None = None
    author: str | None = None
    source: str | None = None
    removed: tuple[str, ...] = ()


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def clean_page(text: str) -> Cleaned:
    """Separate the parts of a saved news page; any other text keeps every word.

    A saved page has a date line or the title again after its first line, or comments or related
    articles at its end. ``TITLE | SITE`` is split only if there is one of these. Otherwise, a short
    first line before a paragraph is the title, and the rest is the text.
    """
    lines = _lines(text)
    if not lines:
        return Cleaned(title="", text=text)
    tail = _tail(text, lines)
    head = _Head.read(lines, tail is not None)
    body_start = lines[head.length].start if head.length < len(lines) else len(text)
    body_end = len(text) if tail is None else tail
    if head.length and not text[body_start:body_end].strip():
        # A page needs a body between head and tail.
        return Cleaned(title="", text=text)
    if not head.length and tail is None:
        return Cleaned(title="", text=text)
    removed = [line.text for line in lines[: head.length] if line is not lines[0]]
    if head.source is not None:
        removed.insert(0, lines[0].text)
    if tail is not None:
        removed.append(text[tail:].strip())
    return Cleaned(
        title=head.title,
        text=text[body_start:body_end].strip(),
        date=head.date,
        author=head.author,
        source=head.source,
        removed=tuple(removed),
    )


def clean_body(text: str, title: str) -> Cleaned:
    """Remove title lines, a date line and the tail from a body whose title is known."""
    lines = _lines(text)
    tail = _tail(text, lines)
    count, date, author = _skip_head_lines(lines, 0, (title,))
    body_start = lines[count].start if count < len(lines) else len(text)
    body = text[body_start : len(text) if tail is None else tail].strip()
    if not body:
        return Cleaned(title=title, text=text)
    removed = [line.text for line in lines[:count]]
    if tail is not None:
        removed.append(text[tail:].strip())
    return Cleaned(title=title, text=body, date=date, author=author, removed=tuple(removed))


class _Head(NamedTuple):
    """The number of lines before the body, and the fields in them."""

    length: int
    title: str = ""
    date: str | None = None
    author: str | None = None
    source: str | None = None

    @classmethod
    def read(cls, lines: Sequence[_Line], has_tail: bool) -> _Head:
        first = lines[0].text
        title, site = _split_first(first, lines)
        if len(title) > TITLE_LIMIT:
            return cls(0)
        names = (title, first, site) if site else (title,)
        count, date, author = _skip_head_lines(lines, 1, names)
        if count > 1 or (site and has_tail):
            return cls(count, title, date, author, site or None)
        return cls(1, first) if _is_title(lines) else cls(0)


def _split_first(first: str, lines: Sequence[_Line]) -> tuple[str, str]:
    """The title and the site of a first line: ``TITLE | SITE``, or parts between other separators
    of which one is repeated as the title in a line after it."""
    title, bar, site = (part.strip() for part in first.rpartition("|"))
    if bar and title and 0 < len(site) <= _SITE_LIMIT:
        return title, site
    known = {_key(line.text) for line in lines[1:_HEAD_LINES] if len(line.text) <= TITLE_LIMIT}
    for separator in _SITE_SEPARATORS.finditer(first[: 2 * TITLE_LIMIT]):
        before, after = first[: separator.start()].strip(), first[separator.end() :].strip()
        for one, other in ((before, after.strip(":» ")), (after, before)):
            if one and _key(one) in known and 0 < len(other) <= _SITE_LIMIT:
                return one, other
    return first, ""


def _skip_head_lines(
    lines: Sequence[_Line], start: int, names: Sequence[str]
) -> tuple[int, str | None, str | None]:
    """The index after the lines that are one of ``names``, the date line or a byline with a label,
    the date, and the author."""
    known = {_key(name) for name in names if 0 < len(name) <= 2 * TITLE_LIMIT}
    date: str | None = None
    author: str | None = None
    count = start
    listed = _dated_lists(lines[start:])
    while count - start not in listed and count < min(len(lines), _HEAD_LINES):
        line = lines[count].text
        byline = read_byline(line) if author is None else None
        found = find_date(line) if date is None else None
        if byline is not None and byline.labelled:
            author = byline.author
            found = found or (search_date(line) if date is None else None)
        elif found is None and not _is_known(line, known):
            break
        date = date or found
        count += 1
    return count, date, author


def _dated_lists(lines: Sequence[_Line]) -> frozenset[int]:
    """The first lines that are dated lists, whose dates are those of events."""
    return find_dated_lists([line.text for line in lines[: 2 * _HEAD_LINES]])


def _is_known(line: str, known: set[str]) -> bool:
    """Whether a line has a known key; a truncated title ends in dots."""
    if len(line) > 2 * TITLE_LIMIT:
        return False
    key = _key(line)
    cut = key.removesuffix("...")
    return key in known or (
        cut != key and len(cut) >= 15 and any(name.startswith(cut.rstrip()) for name in known)
    )


def _is_title(lines: Sequence[_Line]) -> bool:
    """Whether the first line is short, not a sentence, and before a blank line, a paragraph or
    a dated list."""
    if len(lines) < 2:
        return False
    first, second = lines[0], lines[1]
    if len(first.text) > TITLE_LIMIT or first.text[-1] in ".،؛,;:":
        return False
    is_paragraph_apart = second.start - first.end > 2
    body = sum(len(line.text) for line in lines[1:])
    return body > len(first.text) and (
        is_paragraph_apart
        or len(second.text) >= 2 * len(first.text)
        or 0 in _dated_lists(lines[1:])
    )


def _lines(text: str) -> list[_Line]:
    """The lines that are not blank, with their offsets in ``text``."""
    found = []
    for match in re.finditer(r"[^\r\n\u2028\u2029]+", text):
        line = match.group().strip()
        if line:
            start = match.start() + match.group().index(line)
            found.append(_Line(start, start + len(line), line))
    return found


_QUOTES: Final = re.compile("[\"'«»‹›‘’‛“”‟]")
_ANY: Final = "|".join((*_RELATED, *_COMMENTS))
_MARKER: Final = re.compile(rf"(?:(?:{_ANY})[\s:|،.…\-–()\d]*+)++", re.IGNORECASE)
_STRONG: Final = re.compile("|".join((*_RELATED, _COMMENTS[0])), re.IGNORECASE)
_JOINED: Final = re.compile(
    rf"(?:(?<!\w)(?:ال)?تعليق(?:ات)?\s*)?(?:comments?\s*)*+{_COMMENTS[0]}", re.IGNORECASE
)


def _tail(text: str, lines: Sequence[_Line]) -> int | None:
    """The offset of the tail: a marker after which there are only markers and headlines."""
    start: int | None = None
    headlines = 0
    for line in reversed(lines[1:]):
        # A longer line is a paragraph, which the pattern of markers need not read.
        if len(line.text) <= _TAIL_LINE and _MARKER.fullmatch(line.text):
            # A weak marker (تعليق) counts only at the end or directly before a marker.
            if _STRONG.search(line.text) or not headlines:
                start, headlines = line.start, 0
        elif len(line.text) > _TAIL_LINE or line.text[-1] in ".؛:" or headlines == _TAIL_LINES:
            break
        else:
            headlines += 1
    return _joined_tail(text, len(text) if start is None else start, start)


def _joined_tail(text: str, end: int, start: int | None) -> int | None:
    """The offset of a tail without a line break before it, by a marker that articles never have."""
    joined = _JOINED.search(text, max(0, end - _JOINED_TAIL), end + _JOINED_TAIL)
    if joined is None or not 0 < joined.start() < end:
        return start
    rest = text[joined.end() :].splitlines()
    return joined.start() if all(len(line) <= 2 * _TAIL_LINE for line in rest) else start


def _key(line: str) -> str:
    """The comparison key of a line: no quotes, marks or invisible characters, in lower case."""
    plain = strip_unseen(unicodedata.normalize("NFKC", line)).lower()
    return " ".join(_QUOTES.sub("", plain).split())
