"""The pages for readers: search and results, a document, how words are read, health."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, get_args
from urllib.parse import quote

import msgspec
from flask import Blueprint, Flask, Response, current_app, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from index.analysis.fold import fold
from search.answer import Answer, BadRequest, Level, Request, Stats, WordAnalysis
from search.engine import Engine
from search.limits import LIMITS
from search.parse import parse
from search.query import FieldIs, Phrase, Word, leaves, unparse
from search.syntax import LEVELS as LEVEL_NAMES
from web import delivery, language
from web.advice import advice
from web.api import ANALYZE
from web.markup import (
    display,
    passage_html,
    text_direction,
    web_address,
)
from web.notices import isolated, notice_html
from web.parameters import (
    SEARCH,
    Pairs,
    address,
    at_page,
    read_language,
    read_pairs,
    read_request,
    write_pairs,
)
from web.readings import (
    Told,
    distinct,
    has_hamza_for_article,
    keeps_older_class,
    meetings,
    parts,
    read_words,
    steps,
)

pages: Final = Blueprint("pages", __name__)

SOURCES_LISTED: Final = 200
"""Sources that the page offers by name, the largest first."""

WORDS_SHOWN: Final = 40
"""Different words that one page analyses; a link leads on to the rest."""

ARABIC_LEVELS: Final = {level: name for name, level in LEVEL_NAMES.items() if not name.isascii()}
"""The name that each level has in an Arabic query."""


class Filter(msgspec.Struct, frozen=True):
    """A filter in force, as the reader sees it, and the address without it."""

    label: str
    value: str
    without: str


class Step(msgspec.Struct, frozen=True):
    """A page of the pager; ``address`` is empty for the page at hand, ``number`` 0 for a gap."""

    number: int
    address: str = ""


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
        date=language.date_text,
        number=language.number_text,
        display=display,
        passage=passage_html,
        notice=notice_html,
        isolated=isolated,
        terms=_terms,
        direction=text_direction,
    )
    app.jinja_env.globals.update(
        LEVELS=language.LEVELS,
        FIELDS=language.FIELDS,
        SORTS=language.SORTS,
        STEPS=language.STEPS,
        VOUCHERS=language.VOUCHERS,
        FINDINGS=language.FINDINGS,
        suggest_most=LIMITS.suggest_code_points,
        web_address=web_address,
        split_parts=parts,
        word_steps=steps,
        has_hamza_for_article=has_hamza_for_article,
        keeps_older_class=keeps_older_class,
    )
    app.context_processor(_frame)


@pages.get("/")
def search() -> str:
    """Show the field, or with ``q`` the results."""
    asked = read_request(search_pairs())
    if not asked.query.strip():
        stats = engine().stats()
        return render_template(
            "landing.html",
            stats=stats,
            form=asked,
            sources=stats.sources,
            source_query=_source_query,
            twin=url_for("api.stats"),
        )
    answer = engine().search(asked)
    if answer.timed_out:
        delivery.partial()
    stats = current_app.extensions["warraq"].stats(answer.index.generation)
    return render_template(
        "results.html",
        answer=answer,
        form=asked,
        sources=_source_names(stats, asked),
        filters=_filters(asked),
        reading=_reading(asked),
        advice=advice(asked, answer, lambda pairs: link("pages.search", pairs)),
        steps=_steps(asked, answer),
        page=asked.offset // asked.limit + 1,
        document_pairs=write_pairs(asked),
        first_page_pairs=write_pairs(at_page(asked, 1)),
        twin=address(url_for("api.search"), write_pairs(asked)),
    )


@pages.get("/analyze")
def analyze() -> str | tuple[str, int]:
    """Show each word of ``text`` at every level, and why; without ``text`` the field alone."""
    pairs = read_pairs(request.query_string, ANALYZE)
    read_language(pairs)
    text = dict(pairs).get("text", "")
    try:
        found = distinct(read_words(engine(), text))
    except BadRequest as error:
        refusal = language.sentence_html(error)
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
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@pages.get("/readyz")
def readyz() -> Response:
    """Say that the engine is open."""
    engine()
    return Response("ready\n", content_type="text/plain; charset=utf-8")


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
    return kept if spoken == language.usual() else [*kept, ("lang", spoken)]


def link(endpoint: str, pairs: Pairs = (), **values: Any) -> str:
    """The address of a page in the language of this one."""
    return address(url_for(endpoint, **values), _spoken(pairs, language.current()))


def _frame() -> dict[str, Any]:
    spoken = language.current()
    other = "en" if spoken == "ar" else "ar"
    known = {*SEARCH, *ANALYZE}
    given = [(name, value) for name, value in request.args.items(multi=True) if name in known]
    return {
        "lang": spoken,
        "direction": "rtl" if spoken == "ar" else "ltr",
        "other": other,
        # Two slashes at its beginning would make the path an address of another site.
        "switch": address(quote("/" + request.path.lstrip("/")), _spoken(given, other)),
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


def _reading(asked: Request) -> str:
    """The address of the page that says how the words of a query were read, empty without any."""
    tree = parse(asked.query, operator=asked.operator).tree
    texts = dict.fromkeys(leaf.text for leaf in leaves(tree) if isinstance(leaf, Word | Phrase))
    return link("pages.analyze", [("text", " ".join(texts))]) if texts else ""


def _levels(word: WordAnalysis) -> list[AtLevel]:
    found: list[AtLevel] = []
    for level in get_args(Level):
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
    if language.current() == "ar" and written.startswith(name):
        written = f"{ARABIC_LEVELS[level]}:{written.removeprefix(name)}"
    return [("q", written)]


def _rest_of(text: str, rest: Sequence[Told]) -> str:
    return link("pages.analyze", [("text", text[rest[0].word.start :])]) if rest else ""


def _source_query(source: str) -> list[tuple[str, str]]:
    written = unparse(FieldIs(field="source", value=source))
    if language.current() == "ar":
        written = "مصدر" + written.removeprefix("source")
    return [("q", written)]


def _source_names(stats: Stats, asked: Request) -> list[str]:
    names = [count.source for count in stats.sources if count.source][:SOURCES_LISTED]
    return names + [source for source in asked.sources if source not in names]


def _filters(asked: Request) -> list[Filter]:
    first_page = msgspec.structs.replace(asked, offset=0)

    def without(**changes: Any) -> str:
        changed = msgspec.structs.replace(first_page, **changes)
        return link("pages.search", write_pairs(changed))

    filters = [
        Filter(
            gettext("source"),
            source,
            without(sources=tuple(other for other in asked.sources if other != source)),
        )
        for source in asked.sources
    ]
    if asked.after:
        filters.append(
            Filter(gettext("from"), language.date_text(asked.after), without(after=None))
        )
    if asked.before:
        filters.append(
            Filter(gettext("to"), language.date_text(asked.before), without(before=None))
        )
    if asked.operator != "all":
        filters.append(Filter(gettext("words"), gettext("any of them"), without(operator="all")))
    return filters


def _terms(terms: Iterable[str]) -> Markup:
    """Return words as a list in the language of the page, each in its own direction."""
    return Markup(gettext(", ")).join(isolated(term) for term in terms)


def _steps(asked: Request, answer: Answer) -> Sequence[Step]:
    last = (min(answer.total, LIMITS.depth_by_page) + asked.limit - 1) // asked.limit
    page = asked.offset // asked.limit + 1
    near = {1, last, *range(page - 2, page + 3)}
    steps: list[Step] = []
    for number in sorted(n for n in near if 1 <= n <= last):
        if steps and number > steps[-1].number + 1:
            steps.append(Step(0))
        to = "" if number == page else link("pages.search", write_pairs(at_page(asked, number)))
        steps.append(Step(number, to))
    return steps if last > 1 else ()
