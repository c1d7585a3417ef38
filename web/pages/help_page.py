"""The help page: what can be asked, by examples that run."""

from __future__ import annotations

from typing import Final, NamedTuple

from flask import render_template

from web.pages.blueprint import pages, search_pairs
from web.parameters import noop


class Example(NamedTuple):
    """A query that finds something in the sample archive, and what it finds; ``name`` is set into
    the sentence: another name of its field or level."""

    query: str
    finds: str
    name: str = ""


class Part(NamedTuple):
    """A part of the query language; ``name`` is its anchor."""

    name: str
    title: str
    examples: tuple[Example, ...]
    note: str = ""


HELP: Final = (
    Part(
        "words",
        noop("Words"),
        (
            Example(
                "متحف تدمر", noop("articles that have both words, in title or text, in any order")
            ),
            Example('"متحف تدمر"', noop("the words side by side, in this order")),
            Example('"سد الصفصاف"~1', noop("with at most one other word between them")),
            Example(
                "مكتبة OR مخطوط", noop("either word, or both; أو between two words is the same")
            ),
            Example("سفينة -قمح", noop("the first word without the second")),
        ),
        noop(
            "Hamza, ة and ه, ى and ي, tashkeel, tatweel and the shape of digits make no difference,"
            " nor do particles written onto a word (و، ف، ب، ك، ل، ال). Months answer to all their"
            " names, and foreign names to their usual spellings."
        ),
    ),
    Part(
        "levels",
        noop("Levels, from narrow to wide"),
        (
            Example("=قافله", noop("exact: the word as it is spelt here, with ه")),
            Example(
                "لفظ:مكتبات", noop("form: the word in any spelling; %(name)s is the same"), "form:"
            ),
            Example(
                "جذع:مكتبات",
                noop("stem: with its inflections and particles, as usual; %(name)s is the same"),
                "stem:",
            ),
            Example("جذر:كتب", noop("root: every word of the root; %(name)s is the same"), "root:"),
        ),
        noop(
            "Without a sign, words match by their stems, and what is closest to the query comes"
            " first."
        ),
    ),
    Part(
        "fields",
        noop("Title, source, author, section"),
        (
            Example("عنوان:مكتبة", noop("the word in the title; %(name)s is the same"), "title:"),
            Example(
                'مصدر:"بريد المشرق"',
                noop("everything from this source; %(name)s is the same"),
                "source:",
            ),
            Example(
                'كاتب:"رنا الحوراني"',
                noop("everything by this author; %(name)s is the same"),
                "author:",
            ),
            Example(
                "قسم:آثار", noop("everything in this section; %(name)s is the same"), "section:"
            ),
        ),
    ),
    Part(
        "dates",
        noop("Dates"),
        (
            Example(
                "تدمر تاريخ:2016",
                noop("the word in articles of that year; %(name)s is the same"),
                "date:",
            ),
            Example("تاريخ:ديسمبر 2016", noop("a month by any of its names")),
            Example(
                "تاريخ:2017..2024 رمضان",
                noop("from the beginning of one year to the end of another"),
            ),
            Example("تاريخ:رمضان 1438", noop("a month of the Hijri calendar")),
        ),
    ),
    Part(
        "open",
        noop("Beginnings and letters left open"),
        (
            Example("مكت*", noop("words that begin with these letters")),
            Example("م?تبة", noop("any one letter in the place of the question mark")),
            Example("واشنطون~1", noop("words one letter away; ~2 for two letters")),
        ),
    ),
)
"""What the page shows; docs/query-language.md has the same queries and more."""

KEYS: Final = (
    ("/", noop("to the search field")),
    ("J K", noop("to the next result and the one before")),
    ("↑ ↓ Enter Esc", noop("among suggestions: go, take, close")),
    ("N P", noop("in an article: to the next marked place and the one before")),
)


@pages.get("/help")
def help_page() -> str:
    """Show what can be asked, and the keys."""
    search_pairs()
    return render_template("help.html", parts=HELP, keys=KEYS)
