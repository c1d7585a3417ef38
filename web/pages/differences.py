"""The page of the differences of two documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, assert_never

from flask import Response, render_template, request
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from search.comparison.differences import ComparedPart, TextDifferences, TextPart, WordCounts
from search.comparison.document_differences import DifferingDocument
from web.api.endpoints import BY_NAME, OTHER_ID
from web.api.routing import no_document, twin_address
from web.http.caching import mark_partial
from web.localization import number_text
from web.markup import display, language_of
from web.message_html import message_html
from web.pages.blueprint import engine, pages
from web.pages.document import document as show_document
from web.pages.links import link
from web.parameters import check_required, given_values, read_language, read_pairs

_LONG_WORDS: Final = 60
"""Equal words in a row of which the middle is folded."""

_SHOWN_WORDS: Final = 15
"""Words that are shown before and after folded ones."""


class CountRow(NamedTuple):
    """A row of the table of words: its name, and the words and the share of each document."""

    name: str
    first: int
    first_share: float
    second: int
    second_share: float


@pages.get("/documents/<document_id>/differences")
def differences(document_id: str) -> str | Response:
    """Show what two documents have in common, and what not, word by word."""
    whole_id = f"{document_id}/differences"
    if engine().document(document_id) is None and engine().document(whole_id) is not None:
        return show_document(whole_id)
    endpoint = BY_NAME["differences"]
    pairs = read_pairs(request.query_string, endpoint.parameter_names)
    read_language(pairs)
    check_required(pairs, endpoint.parameters)
    other_id = OTHER_ID.read(given_values(pairs))
    first, second = engine().document(document_id), engine().document(other_id)
    if first is None or second is None:
        return no_document(document_id if first is None else other_id)
    found = engine().differences(first, second)
    if found.warnings:
        mark_partial()
    own = [(OTHER_ID.name, other_id)]
    return render_template(
        "differences.html",
        found=found,
        documents=[(each, _address(each)) for each in (found.first, found.second)],
        swapped=link("pages.differences", [(OTHER_ID.name, document_id)], document_id=other_id),
        rows=list(_count_rows(found.text)),
        shares=(found.text.first.shared, found.text.second.shared),
        title=differences_html(found.title, first.title, second.title, "title"),
        has_titles=bool(first.title.strip() and second.title.strip()),
        text=differences_html(found.text, first.text, second.text, "text"),
        text_language=language_of(second.text[:1000] or first.text[:1000]),
        warnings=[message_html(each) for each in found.warnings],
        info=found.index,
        twin=twin_address("pages.differences", own, document_id=document_id),
    )


def _address(document: DifferingDocument) -> str:
    return link("pages.document", document_id=document.id)


def _count_rows(found: TextDifferences) -> Iterator[CountRow]:
    def row(name: str, first: int, second: int) -> CountRow:
        return CountRow(
            name, first, _share(first, found.first), second, _share(second, found.second)
        )

    first, second = found.first, found.second
    yield row(gettext("the same, in its place"), first.equal, second.equal)
    yield row(gettext("the same, spelled otherwise"), first.spelling, second.spelling)
    yield row(gettext("moved"), first.moved, second.moved)
    yield row(gettext("not in the other article"), first.other, second.other)


def _share(words: int, counts: WordCounts) -> float:
    return words / counts.words if counts.words else 0.0


def differences_html(found: TextDifferences, first: str, second: str, name: str) -> Markup:
    """The differences of two texts as one text in HTML: what the first alone has is in ``<del>``,
    what the second alone has in ``<ins>``.

    :param name: the beginning of the names of anchors.
    """
    writer = _Writer(found.parts, first, second, name)
    return Markup(Markup("").join(map(writer.part_html, found.parts)).rstrip())


class _Writer:
    """Writes the parts of two texts."""

    def __init__(self, parts: Iterable[ComparedPart], first: str, second: str, name: str) -> None:
        self._first = first
        self._second = second
        self._name = name
        known = [(each.kind, each.moved) for each in parts if each.moved]
        self._linked = (
            {
                moved
                for kind, moved in known
                if kind == "moved_from" and ("moved_to", moved) in set(known)
            }
            if known
            else set()
        )

    def part_html(self, part: ComparedPart) -> Markup:
        """One part, with the white space after it outside of its element."""
        match part.kind:
            case "equal":
                return self._equal(part)
            case "deleted":
                return _element("del", self._text(self._first, part.first))
            case "inserted":
                return _element("ins", self._text(self._second, part.second))
            case "replaced":
                return self._both(part, "")
            case "spelling":
                return self._both(part, ' class="spelling"')
            case "moved_from":
                written = _element("del", self._text(self._first, part.first), ' class="moved"')
                return self._anchor(part, "from", "to") + written
            case "moved_to":
                inside = Markup("").join(map(self.part_html, part.parts))
                text = Markup('<ins class="moved">{}</ins> ').format(inside)
                return self._anchor(part, "to", "from") + text
            case _:
                assert_never(part.kind)

    def _both(self, part: ComparedPart, attributes: str) -> Markup:
        old = _element("del", self._text(self._first, part.first).rstrip(), attributes)
        return old + " " + _element("ins", self._text(self._second, part.second), attributes)

    def _anchor(self, part: ComparedPart, own: str, other: str) -> Markup:
        """The number of a moved passage, with a link to its other place."""
        number, anchor = part.moved, f"{self._name}-{part.moved}"
        label = (
            gettext("Moved passage %(number)s, from here", number=number_text(number))
            if own == "from"
            else gettext("Moved passage %(number)s, to here", number=number_text(number))
        )
        if number not in self._linked:
            return Markup('<small class="moved-label">{}</small> ').format(label)
        return Markup(
            '<a class="moved-label" id="{anchor}-{own}" href="#{anchor}-{other}">{label}</a> '
        ).format(anchor=anchor, own=own, other=other, label=label)

    def _equal(self, part: ComparedPart) -> Markup:
        """Equal words; the middle of many is folded."""
        text = self._text(self._second, part.second)
        words = text.split(None, 2 * _LONG_WORDS)
        if len(words) <= _LONG_WORDS:
            return escape(display(text))
        head = _length_of_words(text, _SHOWN_WORDS)
        tail = len(text) - _length_of_words(text[::-1], _SHOWN_WORDS)
        folded = text[head:tail]
        count = len(folded.split())
        summary = ngettext(
            "one unchanged word", "%(count)s unchanged words", count, count=number_text(count)
        )
        return Markup('{}<details class="unchanged"><summary>{}</summary>{}</details>{}').format(
            display(text[:head].rstrip()),
            summary,
            display(folded.strip()),
            display(text[tail:].lstrip()),
        )

    def _text(self, text: str, part: TextPart | None) -> str:
        """A part of a text; a space follows the last one, as other parts may come after it."""
        if part is None:
            return ""
        return text[part.start : part.end] + " " * (part.end == len(text))


def _length_of_words(text: str, words: int) -> int:
    """Code points of the first words of a text, with the white space after them."""
    rest = text.split(None, words)
    return len(text) - len(rest[words]) if len(rest) > words else len(text)


def _element(name: str, text: str, attributes: str = "") -> Markup:
    inside = text.rstrip()
    if not inside:
        return escape(text)
    written = escape(display(inside))
    return Markup(f"<{name}{attributes}>{written}</{name}>") + text[len(inside) :]
