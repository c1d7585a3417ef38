"""Labels of levels, sort orders, fields and analysis results, one table each.

The values are English message ids; ``noop`` marks them for the translation catalogue. Labels of
keyword fields come from :mod:`corpus.fields`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec
from flask_babel import gettext

from arabic.spelling_variants import VariantKind
from corpus import fields
from search.query.syntax import TextField
from search.request import Level, Sort
from web import localization
from web.parameters import noop


class LevelLabel(msgspec.Struct, frozen=True):
    """A level in words: ``name`` has its name and meaning, ``breadth`` its meaning alone."""

    name: str
    breadth: str


LEVELS: Final[Mapping[Level, LevelLabel]] = MappingProxyType(
    {
        "exact": LevelLabel(noop("exact: as written"), noop("exactly as written")),
        "form": LevelLabel(noop("form: any spelling"), noop("in any spelling")),
        "particles": LevelLabel(noop("particles: also attached ones"), noop("with particles")),
        "stem": LevelLabel(noop("stem: any inflection"), noop("with inflections")),
        "root": LevelLabel(noop("root: all words of the root"), noop("by root")),
    }
)

SORTS: Final[Mapping[Sort, str]] = MappingProxyType(
    {
        "relevance": noop("most relevant"),
        "newest": noop("newest first"),
        "oldest": noop("oldest first"),
        "arrival": noop("last added first"),
    }
)

TEXT_FIELDS: Final[Mapping[TextField, str]] = MappingProxyType(
    {"title": noop("in the title"), "body": noop("in the text")}
)

ANALYSIS_STEPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "shown": noop("as written"),
        "bare": noop("without diacritics"),
        "light": noop("letters folded, ة kept"),
        "form": noop("ة folded too: the form"),
        "particles": noop("without particles and the article"),
        "stem": noop("without affixes: the stem"),
        "root": noop("the root of the stem"),
    }
)

READING_SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "noun": noop("a noun of the lexicon"),
        "verb": noop("a verb of the lexicon"),
        "name": noop("a name in this archive"),
        "corpus": noop("the words of this archive"),
        "light": noop("the light10 rule"),
        "other": noop("not an Arabic word"),
    }
)
"""Where the remaining word of a split is attested."""

ALIAS_KINDS: Final[Mapping[VariantKind, str]] = MappingProxyType(
    {
        "spelling": noop("another spelling"),
        "hundred": noop("a hundred in another spelling"),
        "extraction": noop("ال and لا exchanged"),
        "plural": noop("its singular or plural"),
    }
)
"""Why another name of a stem belongs to it."""

FINDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "follows_prepositions": noop(
            "In this archive it often follows a preposition, so it has no attached particle."
        ),
        "takes_article": noop(
            "In this archive it also occurs with the article, which no verb takes."
        ),
        "rest_is_commoner": noop(
            "In this archive the word is more frequent without its first letters than with them,"
            " so they are a particle, though a cheaper split keeps them."
        ),
    }
)
"""What the words of the archive say about a word."""


def level_name(level: Level) -> str:
    """The name of a level with its meaning, in the language of the page."""
    return str(gettext(LEVELS[level].name))


def level_breadth(level: Level) -> str:
    """How widely words match at a level, in the language of the page."""
    return str(gettext(LEVELS[level].breadth))


def field_label(name: str) -> str:
    """The label of a text field or keyword field, in the language of the page.

    Raises KeyError for an unknown field.
    """
    for text_field, label in TEXT_FIELDS.items():
        if text_field == name:
            return str(gettext(label))
    field = fields.BY_NAME[name]
    arabic = localization.current_language() == "ar"
    return field.arabic_label if arabic else field.english_label


def field_heading(name: str) -> str:
    """The label of a facet or keyword field as a heading: with a capital letter in English."""
    if name == "year":
        return str(gettext("Year"))
    label = field_label(name)
    return f"{label[:1].upper()}{label[1:]}"


def field_list() -> str:
    """The labels of all keyword fields in a row, in the language of the page."""
    joint = " و" if localization.current_language() == "ar" else ", "
    return joint.join(field_label(field.name) for field in fields.KEYWORD_FIELDS)
