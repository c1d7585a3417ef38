"""Arabic and English pages: which one is asked for, and dates and numbers written in it."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any, Final

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, g, request
from flask_babel import Babel, get_locale, get_translations, gettext
from markupsafe import Markup, escape

from corpus.messages import render
from search.request import BadRequest
from web.message_html import isolate, message_html
from web.parameters import LANGUAGES, ParameterError, noop
from web.paths import API_ROOT

PAGE_LANGUAGE: Final = "ar"
API_LANGUAGE: Final = "en"

_WRITTEN: Final = 4_096
"""Numbers, and dates, of which a process remembers how they are written."""

LEVELS: Final = {
    "exact": noop("exact: as written"),
    "form": noop("form: any spelling"),
    "stem": noop("stem: any inflection"),
    "root": noop("root: the whole root"),
}
BREADTHS: Final = {
    "exact": noop("just as written"),
    "form": noop("in any spelling"),
    "stem": noop("with inflections"),
    "root": noop("by root"),
}
FIELDS: Final = {
    "title": noop("in the title"),
    "body": noop("in the text"),
    "source": noop("source"),
    "author": noop("author"),
    "section": noop("section"),
}
STEPS: Final = {
    "shown": noop("as written"),
    "bare": noop("marks away"),
    "light": noop("letters folded, ة kept"),
    "form": noop("ة folded too: the form"),
    "stem": noop("affixes away: the stem"),
    "root": noop("the root of the stem"),
}
VOUCHERS: Final = {
    "noun": noop("a noun of the lexicon"),
    "verb": noop("a verb of the lexicon"),
    "corpus": noop("the words of this archive"),
    "light": noop("a rule of thumb"),
    "other": noop("not an Arabic word"),
}
FINDINGS: Final = {
    "follows_prepositions": noop(
        "Here it often follows a preposition, and a word that does has no particle written onto it."
    ),
    "takes_article": noop("Here it also stands with the article, which no verb takes."),
    "rest_is_commoner": noop(
        "Here the word is commoner without its first letters than with them,"
        " so they are a particle, though a cheaper split keeps them."
    ),
}
SORTS: Final = {
    "relevance": noop("most relevant"),
    "newest": noop("newest first"),
    "oldest": noop("oldest first"),
    "arrival": noop("last added first"),
}


def init_language(app: Flask) -> None:
    """Give ``app`` its translations and the choice of language by ``?lang=``."""
    Babel(app, default_locale=PAGE_LANGUAGE, locale_selector=usual_or_asked)
    # A page has a hundred sentences: the catalogue is looked up once for all of them.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda sentence: _catalogue().ugettext(sentence),
        lambda one, many, number: _catalogue().ungettext(one, many, number),
        newstyle=True,
    )


def usual_or_asked() -> str:
    """Return the language that the address asks for, else the usual one of its kind."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else usual()


def usual() -> str:
    """Return the language of an address that names none: English for the API, else Arabic."""
    return API_LANGUAGE if request.path.startswith(API_ROOT) else PAGE_LANGUAGE


def current() -> str:
    """Return the language of this answer: ``ar`` or ``en``."""
    try:
        spoken: str = g.spoken
    except AttributeError:
        spoken = g.spoken = str(get_locale())
    return spoken


def _catalogue() -> Any:
    try:
        return g.catalogue
    except AttributeError:
        g.catalogue = get_translations()
        return g.catalogue


def date_text(date: str | None, spoken: str | None = None) -> str:
    """Write an ISO date, perhaps partial, in a language, else that of the page.

    Its words do not part at the end of a line.

    :param date: ``2016``, ``2016-12``, ``2016-12-01`` or a moment that begins with one; what is
        no such date is given back as it is.
    """
    return _date_in(date, spoken or current()) if date else ""


@lru_cache(_WRITTEN)
def _date_in(date: str, spoken: str) -> str:
    day = date.split("T", 1)[0]
    pattern = {4: "y", 7: "LLLL y", 10: "long"}.get(len(day))
    if pattern is None:
        return date
    try:
        parsed = datetime.date.fromisoformat(day + "-01-01"[: 10 - len(day)])
    except ValueError:
        return date
    return str(format_date(parsed, pattern, locale=spoken)).replace(" ", "\N{NO-BREAK SPACE}")


def number_text(number: float, pattern: str | None = None, spoken: str | None = None) -> str:
    """Write a number with the separators of a language, else that of the page.

    :param pattern: a number pattern of UTS 35, ``0.00`` for two decimals.
    """
    return _number_in(number, pattern, spoken or current())


@lru_cache(_WRITTEN)
def _number_in(number: float, pattern: str | None, spoken: str) -> str:
    return str(format_decimal(number, pattern, locale=spoken))


def sentence(error: BadRequest) -> str:
    """Return the message of a refused request in the language asked for, as plain text."""
    if isinstance(error, ParameterError):
        return str(gettext(error.template) % error.values)
    return render(error.message, "ar" if current() == "ar" else "en")


def sentence_html(error: BadRequest) -> Markup:
    """Return the message of a refused request in the language of the page, as HTML."""
    if isinstance(error, ParameterError):
        values = {name: isolate(value) for name, value in error.values.items()}
        return escape(gettext(error.template)) % values
    return message_html(error.message)
