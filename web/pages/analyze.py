"""The page that shows how words are analyzed."""

from __future__ import annotations

from typing import Final

import msgspec
from flask import render_template, request

from arabic.folding import fold
from search.limits import LIMITS
from search.query.nodes import Word, unparse
from search.query.syntax import ARABIC_LEVELS
from search.request import LEVELS, BadRequest, Level, Request
from search.word_analysis import WordAnalysis
from web import localization
from web.api.endpoints import BY_NAME
from web.api.routing import twin_address
from web.message_html import message_html
from web.pages.blueprint import engine, pages
from web.pages.links import link
from web.parameters import read_language, read_pairs
from web.word_readings import analyze_text, count_words, shared_classes

WORDS_SHOWN: Final = 40
"""Distinct words on one page; a link leads to the rest."""


class WordLevel(msgspec.Struct, frozen=True):
    """A word at a level: its term there, the address of a search for it, and the result count.

    ``address`` is empty where the word is too long for a query. ``at_least`` says that the count
    ran out of time.
    """

    level: Level
    term: str
    address: str = ""
    total: int = 0
    at_least: bool = False


@pages.get("/analyze")
def analyze() -> str | tuple[str, int]:
    """Show each distinct word of ``text`` at every level, and why; a form if there is no text."""
    pairs = read_pairs(request.query_string, BY_NAME["analyze"].parameter_names)
    read_language(pairs)
    text = dict(pairs).get("text", "")
    try:
        counted = count_words(analyze_text(engine(), text))
    except BadRequest as error:
        refusal = message_html(error.message)
        return render_template("analyze.html", text=text, words=(), refusal=refusal), 400
    words, rest = counted[:WORDS_SHOWN], counted[WORDS_SHOWN:]
    rest_pairs = [("text", text[rest[0].word.start :])] if rest else []
    return render_template(
        "analyze.html",
        text=text,
        words=words,
        word_levels=_word_levels,
        word_query=_word_query,
        shared_classes=shared_classes([each.word for each in words]),
        rest=len(rest),
        rest_address=link("pages.analyze", rest_pairs),
        info=engine().info,
        twin=twin_address("pages.analyze", [("text", text)]) if text.strip() else "",
    )


def _word_levels(word: WordAnalysis) -> list[WordLevel]:
    found: list[WordLevel] = []
    for level in LEVELS:
        query = unparse(Word(text=word.word, level=level))
        term = word.at(level)
        try:
            ranked = engine().rank(Request(query=query, limit=1))
        except BadRequest:  # the word is too long for a query
            found.append(WordLevel(level, term))
            continue
        to = link("pages.search", _word_query(word.word, level))
        found.append(WordLevel(level, term, to, ranked.total, ranked.timed_out))
    return found


def _word_query(word: str, level: Level) -> list[tuple[str, str]]:
    """The parameters of a search for a word at a level, in the language of the page.

    Empty for a word that is too long for a query.
    """
    if len(fold(word)) > LIMITS.word_code_points:
        return []
    query = unparse(Word(text=word, level=level))
    name = f"{level}:"
    if localization.current_language() == "ar" and query.startswith(name):
        query = f"{ARABIC_LEVELS[level]}:{query.removeprefix(name)}"
    return [("q", query)]
