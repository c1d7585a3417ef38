"""Notes on a query as HTML: related words that matched too, and the count of each query term."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from typing import Final, assert_never

import msgspec
from flask_babel import gettext
from markupsafe import Markup, escape

from arabic.spelling_variants import VariantKind
from corpus.messages import Message
from search.answer import Expansion, TermCount
from search.request import Request
from web import localization
from web.message_html import isolate, isolated_list, message_html
from web.pages.labels import field_label
from web.parameters import Pairs, write_pairs

_DAY_RANGE: Final = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")
# The end of a first day to cut so that it is as long as the last year, month or day (its key).
_FIRST_DAY_ENDS: Final = {
    4: re.compile("-01(?:-01)?$"),
    7: re.compile("-01$"),
    10: re.compile("$"),
}


class TermNote(msgspec.Struct, frozen=True):
    """A term of a query as HTML, with the number of documents it occurs in.

    ``field`` is the label of its field, empty for title and body together.
    """

    field: str
    term: Markup
    documents: int


def expansion_notes(expansions: Iterable[Expansion]) -> list[Markup]:
    """One sentence for each expanded month, word and compound, then one for all optional words."""
    months: list[Markup] = []
    compounds: list[Markup] = []
    others: list[Markup] = []
    optional: list[str] = []
    for each in expansions:
        match each.kind:
            case "month":
                sentence = gettext("Other names of the month %(word)s match as well: %(names)s.")
                values = {"word": isolate(each.word), "names": isolated_list(each.terms)}
                months.append(escape(sentence) % values)
            case "compound":
                compounds.append(_compound_note(each))
            case "omitted":
                optional.append(each.word)
            case "spelling" | "hundred" | "extraction" | "plural":
                values = {"word": isolate(each.word), "spellings": isolated_list(each.terms)}
                others.append(escape(_sentence_of(each.kind)) % values)
            case _:
                assert_never(each.kind)
    notes = [*months, *others, *compounds]
    if optional:
        sentence = gettext("These words are optional: %(words)s.")
        notes.append(escape(sentence) % {"words": isolated_list(optional)})
    return notes


def _compound_note(compound: Expansion) -> Markup:
    word = isolate(compound.word)
    if not compound.terms:
        sentence = gettext("The words of %(word)s match side by side only.")
        return escape(sentence) % {"word": word}
    sentence = gettext("%(word)s is written in one word or more; also matching: %(spellings)s.")
    return escape(sentence) % {"word": word, "spellings": isolated_list(compound.terms)}


def warning_notes(
    request: Request, warnings: Iterable[Message], link: Callable[[Pairs], str]
) -> list[Markup]:
    """The warnings of an answer; the narrower count of a wide class links to its query.

    :param link: makes the address of a search from its parameters.
    """
    notes = []
    for warning in warnings:
        query = warning.params.get("query") if warning.code == "wide_class" else None
        links = {}
        if isinstance(query, str):
            narrower = msgspec.structs.replace(request, query=query, offset=0)
            links["narrower_documents"] = link(write_pairs(narrower))
        notes.append(message_html(warning, links))
    return notes


def _sentence_of(kind: VariantKind) -> str:
    match kind:
        case "spelling" | "hundred":
            sentence = gettext("Other spellings of %(word)s match as well: %(spellings)s.")
        case "extraction":
            sentence = gettext(
                "Spellings of %(word)s with ال and لا exchanged match too: %(spellings)s."
            )
        case "plural":
            sentence = gettext("The singular or plural of %(word)s matches as well: %(spellings)s.")
        case _:
            assert_never(kind)
    return str(sentence)


def term_notes(terms: Iterable[TermCount]) -> list[TermNote]:
    """The terms of a query with their document counts."""
    return [TermNote(_term_field(term), _term_html(term), term.documents) for term in terms]


def _term_field(term: TermCount) -> str:
    if term.field is not None:
        return field_label(term.field)
    return gettext("date") if term.kind == "date" else ""


def _term_html(term: TermCount) -> Markup:
    match term.kind:
        case "phrase":
            return Markup("<q>{}</q>").format(isolate(term.text))
        case "date":
            return Markup("<bdi>{}</bdi>").format(day_range_text(term.text))
        case "word" | "prefix" | "wildcard" | "fuzzy" | "filter":
            return isolate(term.text)
        case _:
            assert_never(term.kind)


def day_range_text(text: str) -> str:
    """A range of days of a query, ``2018-01-01..2018-12-31``, in words.

    A range that begins or ends with a whole year or month names that year or month. Other texts
    are returned unchanged.
    """
    found = _DAY_RANGE.fullmatch(text)
    if not found or not (found[1] or found[2]):
        return text
    last = found[2] and _last_period(found[2])
    first = found[1] and _FIRST_DAY_ENDS[len(last or "2018")].sub("", found[1])
    if first == last:
        return localization.date_text(first)
    ends = ((gettext("from"), first), (gettext("to"), last))
    return " ".join(f"{word} {localization.date_text(day)}" for word, day in ends if day)


def _last_period(last_day: str) -> str:
    """The year or the month that ends with a day, else the day."""
    year, month, day = map(int, last_day.split("-"))
    if (month, day) == (12, 31):
        return last_day[:4]
    return last_day[:7] if day == monthrange(year, month)[1] else last_day
