"""The help page: the query language in examples, and the keys."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from flask import render_template

from corpus import fields
from corpus.fields import KeywordField
from web.pages.blueprint import pages, search_pairs
from web.parameters import noop


class HelpExample(NamedTuple):
    """A query and the message id of what it finds.

    ``alias`` is the other name of its field or level, which the message names. ``runs`` says that
    the query finds something in the sample archive; only then it is a link.
    """

    query: str
    finds: str
    alias: str = ""
    runs: bool = True


class HelpSection(NamedTuple):
    """A part of the query language: its anchor on the page, and message ids of its texts.

    The title may have a place ``%(fields)s`` for the labels of the keyword fields.
    """

    anchor: str
    title: str
    examples: tuple[HelpExample, ...]
    note: str = ""


WORDS: Final = HelpSection(
    "words",
    noop("Words"),
    (
        HelpExample(
            "متحف تدمر", noop("articles that have both words, in title or text, in any order")
        ),
        HelpExample('"متحف تدمر"', noop("the words side by side, in this order")),
        HelpExample('"سد الصفصاف"~1', noop("with at most one other word between them")),
        HelpExample(
            "مكتبة OR مخطوط", noop("either word, or both; أو between two words is the same")
        ),
        HelpExample("سفينة -قمح", noop("the first word without the second")),
    ),
    noop(
        "Hamza, ة and ه, ى and ي, tashkeel, tatweel and the script of digits make no difference,"
        " nor do attached particles (و، ف، ب، ك، ل، ال). A month matches all its names, and a"
        " foreign name its usual spellings."
    ),
)

LEVELS: Final = HelpSection(
    "levels",
    noop("Levels, from narrow to wide"),
    (
        HelpExample("=قافله", noop("exact: the word exactly as written here, with ه")),
        HelpExample(
            "لفظ:مكتبات", noop("form: the word in any spelling; %(name)s is the same"), "form:"
        ),
        HelpExample(
            "أدوات:مكتبة",
            noop("particles: the word with or without particles and article; %(name)s is the same"),
            "particles:",
        ),
        HelpExample(
            "جذع:مكتبات",
            noop("stem: with its inflections and particles, the default; %(name)s is the same"),
            "stem:",
        ),
        HelpExample("جذر:كتب", noop("root: every word of the root; %(name)s is the same"), "root:"),
    ),
    noop("Words match by stem if no level is given; results closest to the query come first."),
)

TITLE_EXAMPLE: Final = HelpExample(
    "عنوان:مكتبة", noop("the word in the title; %(name)s is the same"), "title:"
)

KEYWORD_EXAMPLES: Final[Mapping[str, HelpExample]] = MappingProxyType(
    {
        "source": HelpExample(
            'مصدر:"بريد المشرق"',
            noop("everything from this source; %(name)s is the same"),
            "source:",
        ),
        "author": HelpExample(
            'كاتب:"رنا الحوراني"',
            noop("everything by this author; %(name)s is the same"),
            "author:",
        ),
        "section": HelpExample(
            "قسم:آثار", noop("everything in this section; %(name)s is the same"), "section:"
        ),
    }
)
"""Keyword fields with an example in the sample archive; the others get a general one."""

DATES: Final = HelpSection(
    "dates",
    noop("Dates"),
    (
        HelpExample(
            "تدمر تاريخ:2016",
            noop("the word in articles of that year; %(name)s is the same"),
            "date:",
        ),
        HelpExample("تاريخ:ديسمبر 2016", noop("a month by any of its names")),
        HelpExample(
            "تاريخ:2017..2024 رمضان",
            noop("from the beginning of one year to the end of another"),
        ),
        HelpExample("تاريخ:رمضان 1438", noop("a month of the Hijri calendar")),
    ),
)

WILDCARDS: Final = HelpSection(
    "open",
    noop("Wildcards and similar spellings"),
    (
        HelpExample("مكت*", noop("words that begin with these letters")),
        HelpExample("م?تبة", noop("any one letter in the place of the question mark")),
        HelpExample("واشنطون~1", noop("words that differ in one letter; ~2 for two letters")),
    ),
)

KEYS: Final = (
    ("/", noop("to the search field")),
    ("J K", noop("to the next and the previous result")),
    ("↑ ↓ Enter Esc", noop("in the list of suggestions: move, choose, close")),
    ("N P", noop("in an article: to the next and the previous mark")),
    ("J K", noop("in an article: to the next and the previous result of its search")),
    ("L", noop("keeps a result or an article in the list, or removes it")),
    ("Alt ↑ ↓", noop("in the list: moves the document up or down")),
)


def help_sections() -> tuple[HelpSection, ...]:
    """The sections of the page; docs/query-language.md has the same queries and more."""
    examples = (TITLE_EXAMPLE, *map(_keyword_example, fields.KEYWORD_FIELDS))
    keyword_fields = HelpSection("fields", noop("Title, %(fields)s"), examples)
    return WORDS, LEVELS, keyword_fields, DATES, WILDCARDS


def _keyword_example(field: KeywordField) -> HelpExample:
    general = HelpExample(
        f"{field.arabic_name}:…",
        noop("everything with this value of the field; %(name)s is the same"),
        f"{field.name}:",
        runs=False,
    )
    return KEYWORD_EXAMPLES.get(field.name, general)


@pages.get("/help")
def help_page() -> str:
    """Show the query language and the keys."""
    search_pairs()
    return render_template("help.html", sections=help_sections(), keys=KEYS)
