"""Lists of dated entries in a text, as a chronology, a list of days or a table of matches has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Final, NamedTuple

from arabic.dates import find_date, is_date_label, is_update
from corpus.page.line_roles import SHORT_LINE, find_edge_date
from corpus.page.tree import Element, PageTree, ancestors

_FAR: Final = 3
"""Lines from one entry of a list to the next, at most."""

_MANY: Final = 3
"""Entries from which lines with dates alone are a list."""

_AFTER_DATE: Final = re.compile(r"\s*\|\s*|\s*:(?:\s+|$)|\s+[-–—]+\s+|\t+")
_YEAR: Final = re.compile(r"(?:عام |سنة )?(?:1[6-9]|20)\d\d")
_TIME: Final = re.compile(r"\d{1,2}:\d\d\b.{0,12}")


class _Entry(NamedTuple):
    """A line that begins with a date; ``is_alone`` says that it has nothing else."""

    place: int
    date: str
    is_alone: bool


def find_dated_lists(lines: Sequence[str]) -> frozenset[int]:
    """The places of the lines that are parts of dated lists, of neighbouring lines of one kind.

    A list has three entries with different dates, or two with a text each. A date alone above the
    first entry with a text is no part of it: it may be the date of publication.
    """
    entries = [each for each in map(_read_entry, range(len(lines)), lines) if each is not None]
    places: set[int] = set()
    for run in _runs(entries):
        listed = _without_date_above(run)
        if _is_list(listed, lines):
            # The text of a date alone is in the line below it.
            has_text_below = listed[-1].is_alone and not _are_adjacent(listed)
            end = min(listed[-1].place + 1 + has_text_below, len(lines))
            places.update(range(listed[0].place, end))
    return frozenset(places)


def dated_lists_in_page(page: PageTree, indices: Sequence[int]) -> frozenset[int]:
    """The lines of a page, out of ``indices``, that are parts of dated lists."""
    kinds: dict[tuple[tuple[str, str | None], ...], list[int]] = {}
    for index in indices:
        if _read_entry(index, page.lines[index].text) is not None:
            kinds.setdefault(_kind(page.lines[index].block), []).append(index)
    found: set[int] = set()
    for alike in kinds.values():
        # Dates of other kinds of elements are not entries of the same list.
        others = {index for each in kinds.values() if each is not alike for index in each}
        texts = ["" if index in others else page.lines[index].text for index in indices]
        found.update(indices[place] for place in find_dated_lists(texts) if texts[place])
    return frozenset(found)


def _kind(block: Element) -> tuple[tuple[str, str | None], ...]:
    """The tags and classes of a block and of the element around it."""
    return tuple((each.tag, each.get("class")) for each in islice(ancestors(block), 2))


def _read_entry(place: int, text: str) -> _Entry | None:
    text = text.strip()
    if not text or is_date_label(text) or is_update(text[:SHORT_LINE]):
        return None
    before, after = (*_AFTER_DATE.split(text, maxsplit=1), "")[:2]
    date = find_date(before) or (before if _YEAR.fullmatch(before) else None)
    if date is not None:
        is_alone = not after or find_date(after) is not None or _TIME.fullmatch(after) is not None
        return _Entry(place, date, is_alone)
    found = find_edge_date(text)
    if found is None or not found.is_first:
        return None
    return _Entry(place, found.iso, not any(found.beside))


def _runs(entries: Sequence[_Entry]) -> Iterator[list[_Entry]]:
    """The runs of entries that are near each other."""
    run: list[_Entry] = []
    for entry in entries:
        if run and entry.place - run[-1].place > _FAR:
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _without_date_above(run: list[_Entry]) -> list[_Entry]:
    """A run of entries without a first line that is a date alone, unlike the entries below it."""
    first, rest = run[0], run[1:]
    if not first.is_alone or not rest:
        return run
    if not any(each.is_alone for each in rest):
        return rest
    is_above = rest[0].place == first.place + 1 and rest[0].is_alone
    return rest if is_above and len(rest) > 1 and not _are_adjacent(rest) else run


def _are_adjacent(run: Sequence[_Entry]) -> bool:
    return all(one.place + 1 == other.place for one, other in pairwise(run))


def _is_list(run: Sequence[_Entry], lines: Sequence[str]) -> bool:
    if len({each.date for each in run}) < min(len(run), _MANY):
        return False
    if len(run) != _MANY - 1:
        return len(run) >= _MANY
    if not any(each.is_alone for each in run):
        return True
    between = lines[run[0].place + 1 : run[1].place]
    below = lines[run[1].place + 1 : run[1].place + 2]
    has_texts = bool(between) and bool(below) and all(each.is_alone for each in run)
    return has_texts and all(len(each) <= SHORT_LINE for each in (*between, *below))
