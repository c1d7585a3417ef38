"""Query nodes for the other names of a month: أيار is مايو is ماي."""

from __future__ import annotations

from collections.abc import Iterator

from arabic.folding import fold
from arabic.month_mentions import CLITICS, EXACT_ONLY, NEEDS_NUMBER, is_day, is_year
from search.query.nodes import Phrase, Word
from search.query.syntax import TextField
from search.request import Level


def leaves_of_name(
    name: str, field: TextField | None, *, before: str = "", after: str = ""
) -> Iterator[Word | Phrase]:
    """The query nodes that match a month name, alone and after each clitic.

    ``before`` and ``after`` are the words of the query around the month: a name that needs a number
    is matched only beside the number in them.
    """
    if name in NEEDS_NUMBER:
        if is_day(fold(before)):
            yield Phrase(f"{before} {name}", level="form", field=field)
        if is_year(fold(after)):
            yield Phrase(f"{name} {after}", level="form", field=field)
        return
    level: Level = "exact" if name in EXACT_ONLY else "form"
    for clitic in CLITICS:
        if " " in name:
            yield Phrase(clitic + name, level=level, field=field)
        else:
            yield Word(clitic + name, level=level, field=field)
