"""What the results page says of documents without a date, with a link to them."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from flask_babel import ngettext

from search.answer import Undated
from search.query.nodes import FieldMissing, unparse
from search.query.syntax import ARABIC_DATE_FIELDS
from search.request import Request
from web.localization import current_language, number_text
from web.parameters import Pairs, write_pairs

_ENGLISH: str = unparse(FieldMissing("date"))
_ARABIC: str = f"{ARABIC_DATE_FIELDS['date']}:بلا"


class UndatedNote(msgspec.Struct, frozen=True):
    """A sentence about documents without a date, and the address of the search for them.

    ``left_out`` says that they are not in the answer.
    """

    sentence: str
    address: str
    left_out: bool


def undated_note(
    request: Request, undated: Undated | None, link: Callable[[Pairs], str]
) -> UndatedNote | None:
    """The note on the documents without a date of an answer, None if it has none.

    :param link: makes the address of a search from its parameters.
    """
    if undated is None:
        return None
    count = undated.documents
    shown = number_text(count)
    if undated.left_out:
        sentence = ngettext(
            "One article without a date is left out",
            "%(count)s articles without a date are left out",
            count,
            count=shown,
        )
    elif request.sort in ("newest", "oldest"):
        sentence = ngettext(
            "One article without a date comes last",
            "%(count)s articles without a date come last",
            count,
            count=shown,
        )
    else:
        sentence = ngettext(
            "One article has no date", "%(count)s articles have no date", count, count=shown
        )
    query = undated.query
    if current_language() == "ar":
        query = query.replace(_ENGLISH, _ARABIC)
    wanted = msgspec.structs.replace(request, query=query, after=None, before=None, offset=0)
    return UndatedNote(sentence, link(write_pairs(wanted)), undated.left_out)
