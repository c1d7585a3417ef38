"""The language of an answer, and dates and numbers in it."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any, Final

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, g, request
from flask_babel import Babel, get_locale, get_translations

from corpus.messages import LANGUAGES, Language
from web.paths import API_ROOT

PAGE_LANGUAGE: Final[Language] = "ar"
API_LANGUAGE: Final[Language] = "en"

_CACHED: Final = 4_096
"""Formatted dates, and numbers, that a process keeps."""


def init_language(app: Flask) -> None:
    """Add translations to ``app``, with the language chosen by ``?lang=``."""
    Babel(app, default_locale=PAGE_LANGUAGE, locale_selector=requested_language)
    # A page has a hundred sentences: the catalogue is looked up once for each answer.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda sentence: _catalogue().ugettext(sentence),
        lambda one, many, number: _catalogue().ungettext(one, many, number),
        newstyle=True,
    )


def requested_language() -> str:
    """The language of the parameter ``lang`` of the request, else the default."""
    requested = request.args.get("lang", "")
    return requested if requested in LANGUAGES else default_language()


def default_language() -> str:
    """The language of a request without ``lang``: English for the API, else Arabic."""
    return API_LANGUAGE if request.path.startswith(API_ROOT) else PAGE_LANGUAGE


def current_language() -> Language:
    """The language of the current answer."""
    try:
        language: Language = g.language
    except AttributeError:
        language = g.language = "ar" if str(get_locale()) == "ar" else "en"
    return language


def _catalogue() -> Any:
    try:
        return g.catalogue
    except AttributeError:
        g.catalogue = get_translations()
        return g.catalogue


def date_text(date: str | None, language: str | None = None) -> str:
    """An ISO date, perhaps partial, in words with no-break spaces.

    :param date: ``2016``, ``2016-12``, ``2016-12-01`` or a date with a time; any other text is
        returned unchanged.
    :param language: that of the page if None.
    """
    return _date_in(date, language or current_language()) if date else ""


@lru_cache(_CACHED)
def _date_in(date: str, language: str) -> str:
    day = date.split("T", 1)[0]
    pattern = {4: "y", 7: "LLLL y", 10: "long"}.get(len(day))
    if pattern is None:
        return date
    try:
        parsed = datetime.date.fromisoformat(day + "-01-01"[: 10 - len(day)])
    except ValueError:
        return date
    return str(format_date(parsed, pattern, locale=language)).replace(" ", "\N{NO-BREAK SPACE}")


def number_text(number: float, pattern: str | None = None, language: str | None = None) -> str:
    """A number with the separators of a language.

    :param pattern: a number pattern of UTS 35, ``0.00`` for two decimals.
    :param language: that of the page if None.
    """
    return _number_in(number, pattern, language or current_language())


@lru_cache(_CACHED)
def _number_in(number: float, pattern: str | None, language: str) -> str:
    return str(format_decimal(number, pattern, locale=language))
