"""Messages and values as HTML in the language of the page, each value in its own direction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from flask_babel import get_locale, gettext
from markupsafe import Markup, escape

from corpus.messages import Language, Message, Placed, parts
from web.localization import date_text
from web.markup import display, text_direction

_DATE: Final = re.compile(r"\d{4}(?:-\d\d)+")
_NO_LINKS: Final[Mapping[str, str]] = MappingProxyType({})
_ISOLATES: Final = {
    "rtl": Markup('<bdi lang="ar" dir="rtl">{}</bdi>'),
    "ltr": Markup('<bdi lang="en" dir="ltr">{}</bdi>'),
    "": Markup('<bdi dir="ltr">{}</bdi>'),
}


def message_html(message: Message, links: Mapping[str, str] = _NO_LINKS) -> Markup:
    """A message as HTML; its parameters are isolated.

    :param links: the address that the value of a parameter links to, by the name of the parameter.
    """
    language: Language = "ar" if str(get_locale()) == "ar" else "en"
    return Markup("").join(
        _placed(part, links) if isinstance(part, Placed) else _literal(part)
        for part in parts(message, language)
    )


def _placed(part: Placed, links: Mapping[str, str]) -> Markup:
    value = isolate(date_text(part.text) if part.kind == "date" else part.text)
    address = links.get(part.name)
    return Markup('<a href="{}">{}</a>').format(address, value) if address else value


def isolate(value: object) -> Markup:
    """A value as HTML that keeps its own direction, with the language of its letters.

    A value without letters, such as a date or a range, runs from left to right.
    """
    text = display(str(value))
    return _ISOLATES[text_direction(text, "")].format(text)


def isolated_list(values: Iterable[object]) -> Markup:
    """Isolated values in a row, with the separator of the page's language."""
    return Markup(gettext(", ")).join(map(isolate, values))


def _literal(text: str) -> Markup:
    """The text of a template with its dates isolated: Arabic text would reorder their parts."""
    return Markup(_DATE.sub(lambda date: str(isolate(date[0])), str(escape(text))))
