"""The pages for readers: a document, how words are read, health; what all pages share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

import msgspec
from flask import Blueprint, Flask, Response, current_app, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from arabic.folding import fold
from corpus.schema import ArchiveError
from search.engine import Engine, EngineError
from search.limits import LIMITS
from search.query.nodes import Word, unparse
from search.query.syntax import LEVEL_NAMES
from search.request import LEVELS, BadRequest, Level, Request
from search.word_analysis import WordAnalysis
from web import localization
from web.api.handlers import ANALYZE
from web.markup import (
    display,
    foreign,
    language_of,
    passage_html,
    passages_html,
    text_direction,
    web_address,
)
from web.message_html import isolate, message_html
from web.pages import suggestion_links
from web.parameters import (
    SEARCH,
    Pairs,
    address,
    page_address,
    read_language,
    read_pairs,
)
from web.paths import path
from web.problems import RETRY_SECONDS, SENTENCES
from web.word_readings import (
    Told,
    distinct,
    has_hamza_for_article,
    keeps_older_class,
    meetings,
    parts,
    read_words,
    steps,
)

_PLACE: Final = "0id0"
_SAFE: Final = "!$&'()*+,/:;=@"
"""What the addresses of werkzeug do not encode in a path."""

pages: Final = Blueprint("pages", __name__)

PLAIN: Final = "text/plain; charset=utf-8"

WORDS_SHOWN: Final = 40
"""Different words that one page analyses; a link leads on to the rest."""

ARABIC_LEVELS: Final = {level: name for name, level in LEVEL_NAMES.items() if not name.isascii()}
"""The name that each level has in an Arabic query."""


class AtLevel(msgspec.Struct, frozen=True):
    """A word at a level, the address of a search for it there, empty where there can be none, and
    how many documents it finds."""

    level: Level
    term: str
    address: str = ""
    total: int = 0
    at_least: bool = False


def init_pages(app: Flask) -> None:
    """Give the templates of ``app`` their functions."""
    app.jinja_env.filters.update(
        display=display,
        passage=passage_html,
        passages=passages_html,
        notice=message_html,
        isolated=isolate,
        terms=_terms,
        period=suggestion_links.period,
        direction=text_direction,
        language=language_of,
        foreign=foreign,
    )
    app.jinja_env.globals.update(
        LEVELS=localization.LEVELS,
        BREADTHS=localization.BREADTHS,
        FIELDS=localization.FIELDS,
        SORTS=localization.SORTS,
        STEPS=localization.STEPS,
        VOUCHERS=localization.VOUCHERS,
        FINDINGS=localization.FINDINGS,
        path=path,
        suggest_most=LIMITS.suggest_code_points,
        web_address=web_address,
        split_parts=parts,
        word_steps=steps,
        has_hamza_for_article=has_hamza_for_article,
        keeps_older_class=keeps_older_class,
    )
    app.context_processor(_frame)


@pages.get("/analyze")
def analyze() -> str | tuple[str, int]:
    """Show each word of ``text`` at every level, and why; without ``text`` the field alone."""
    pairs = read_pairs(request.query_string, ANALYZE)
    read_language(pairs)
    text = dict(pairs).get("text", "")
    try:
        found = distinct(read_words(engine(), text))
    except BadRequest as error:
        refusal = localization.sentence_html(error)
        return render_template("analyze.html", text=text, told=(), refusal=refusal), 400
    told, rest = found[:WORDS_SHOWN], found[WORDS_SHOWN:]
    return render_template(
        "analyze.html",
        text=text,
        told=told,
        levels=_levels,
        word_query=_word_query,
        meetings=meetings([each.word for each in told]),
        further=len(rest),
        further_address=_rest_of(text, rest),
        info=engine().info,
        twin=address(url_for("api.analyze"), [("text", text)]) if text.strip() else "",
    )


@pages.get("/healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return Response("ok\n", content_type=PLAIN)


@pages.get("/readyz")
def readyz() -> Response:
    """Say that the engine is open, or that it cannot be opened."""
    try:
        engine()
    except (EngineError, ArchiveError) as error:
        current_app.logger.warning("%s", error)
        response = Response(f"{SENTENCES[503]}\n", 503, content_type=PLAIN)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return Response("ready\n", content_type=PLAIN)


@pages.get("/favicon.ico")
def favicon() -> Response:
    """Show the icon to browsers that ask for it by its old name."""
    return current_app.send_static_file("favicon.svg")


def engine() -> Engine:
    """The engine of this process, opened if need be."""
    opened: Engine = current_app.extensions["warraq"].engine()
    return opened


def search_pairs() -> Pairs:
    """The parameters of the search at hand; raises ParameterError."""
    pairs = read_pairs(request.query_string, SEARCH)
    read_language(pairs)
    return pairs


def _spoken(pairs: Pairs, spoken: str) -> list[tuple[str, str]]:
    kept = [pair for pair in pairs if pair[0] != "lang"]
    return kept if spoken == localization.usual() else [*kept, ("lang", spoken)]


def link(endpoint: str, pairs: Pairs = (), **values: Any) -> str:
    """The address of a page in the language of this one."""
    where = url_for(endpoint, **values) if values else path(endpoint)
    return page_address(where, _spoken(pairs, localization.current()))


def linker(endpoint: str) -> Callable[[Pairs], str]:
    """Make what ``link`` does of a page without values, for many links in one answer."""
    where, spoken = path(endpoint), _spoken((), localization.current())
    return lambda pairs: page_address(where, [*pairs, *spoken])


def document_linker(endpoint: str, pairs: Pairs) -> Callable[[str], str]:
    """The same for pages of documents that differ in the id alone."""
    before, after = url_for(endpoint, document_id=_PLACE).split(_PLACE)
    tail = page_address(after, _spoken(pairs, localization.current()))
    return lambda document_id: before + _in_path(document_id) + tail


@lru_cache(maxsize=256)  # each result has two addresses
def _in_path(document_id: str) -> str:
    return quote(document_id, safe=_SAFE)


def _frame() -> dict[str, Any]:
    spoken = localization.current()
    other = "en" if spoken == "ar" else "ar"
    below = request.path.lstrip("/")
    known = {*SEARCH, *ANALYZE}
    given = [(name, value) for name, value in request.args.items(multi=True) if name in known]
    return {
        # Two slashes at its beginning would make the path an address of another site.
        "switch": page_address(quote(f"{request.script_root}/{below}"), _spoken(given, other)),
        "link": link,
        "form": _written(given),
    }


def _written(given: Pairs) -> Request:
    """Return what was typed, unread, so that a refused form can be shown again."""
    first = dict(reversed(given))
    return msgspec.structs.replace(
        Request(query=first.get("q", "")[: LIMITS.query_code_points]),
        after=first.get("after"),
        before=first.get("before"),
        sources=tuple(value for name, value in given if name == "source" and value)[:1],
    )


def _levels(word: WordAnalysis) -> list[AtLevel]:
    found: list[AtLevel] = []
    for level in LEVELS:
        asked = Request(query=unparse(Word(text=word.word, level=level)), limit=1)
        try:
            ranked = engine().rank(asked)
        except BadRequest:  # a word longer than a query takes
            found.append(AtLevel(level, getattr(word, level)))
            continue
        to = link("pages.search", _word_query(word.word, level))
        found.append(AtLevel(level, getattr(word, level), to, ranked.total, ranked.timed_out))
    return found


def _word_query(word: str, level: Level) -> list[tuple[str, str]]:
    """The parameters of a search for a word at a level and nothing beside, as its reader writes
    it; none for a word longer than those of a query."""
    if len(fold(word)) > LIMITS.word_code_points:
        return []
    written = unparse(Word(text=word, level=level))
    name = f"{level}:"
    if localization.current() == "ar" and written.startswith(name):
        written = f"{ARABIC_LEVELS[level]}:{written.removeprefix(name)}"
    return [("q", written)]


def _rest_of(text: str, rest: Sequence[Told]) -> str:
    return link("pages.analyze", [("text", text[rest[0].word.start :])]) if rest else ""


def _terms(terms: Iterable[str]) -> Markup:
    """Return words as a list in the language of the page, each in its own direction."""
    return Markup(gettext(", ")).join(isolate(term) for term in terms)
