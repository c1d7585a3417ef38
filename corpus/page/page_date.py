"""The date of a page: of several that it states, one by a fixed rule, with the others kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from arabic.dates import is_update, parse_date

_NO_DATE: Final = frozenset(("1970-01-01", "1900-01-01", "1899-12-31", "1899-12-30", "1980-01-01"))
"""Days that a computer writes for a date that is missing."""

_IN_ADDRESS: Final = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?:(?P<sign>[/\-_])(?P<month>0?[1-9]|1[0-2])"
    r"(?:(?P=sign)(?P<day>0?[1-9]|[12]\d|3[01]))?|(?P<date>(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])))"
    r"(?=[/\-_.]|$)"
)


class StatedDate(NamedTuple):
    """A date that a page states, and the place that states it.

    ``rank`` is 0 for metadata of the publication, 1 for the markup of the page (``<time>``), 2 for
    a printed line, 3 for the address, 4 for dates of an update.
    """

    rank: int
    place: str
    written: str
    iso: str


METADATA: Final = 0
MARKUP: Final = 1
PRINTED: Final = 2
ADDRESS: Final = 3
UPDATE: Final = 4


def state_date(rank: int, place: str, written: str, iso: str | None = None) -> StatedDate | None:
    """A stated date; None if ``written`` is not a date, or the sign of a missing one."""
    found = iso or parse_date(written)
    if found is None or found in _NO_DATE or (len(found) == 4 and rank > METADATA):
        return None
    return StatedDate(UPDATE if is_update(written) else rank, place, written, found)


def date_in_address(address: str) -> StatedDate | None:
    """The date in the path of an address: ``/2016/12/05/``."""
    found = _IN_ADDRESS.search(address.partition("?")[0])
    if found is None:
        return None
    month, day = (
        (found["date"][:2], found["date"][2:]) if found["date"] else found.group("month", "day")
    )
    iso = "-".join(part.zfill(2) for part in (found["year"], month, day) if part)
    return state_date(ADDRESS, "address", found.group().strip("/-_."), parse_date(iso))


def choose_date(stated: Iterable[StatedDate]) -> tuple[StatedDate | None, list[StatedDate]]:
    """Choose the date of a page, and list the stated dates that disagree with it.

    The lowest rank counts, and of one rank the first. A partial date gives way to one that lies in
    it, as ``2016-09`` to ``2016-09-05``, unless that is the date of an update.
    """
    dates = sorted(stated, key=lambda each: each.rank)
    if not dates:
        return None, []
    chosen = dates[0]
    for each in dates:
        if each.rank < UPDATE and each.iso != chosen.iso and each.iso.startswith(chosen.iso):
            chosen = each
    return chosen, _others(chosen, dates)


def _others(chosen: StatedDate, dates: Sequence[StatedDate]) -> list[StatedDate]:
    known = {chosen.iso}
    others = []
    for each in dates:
        if each.iso not in known and not chosen.iso.startswith(each.iso):
            known.add(each.iso)
            others.append(each)
    return others
