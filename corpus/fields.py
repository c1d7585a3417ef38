"""The keyword fields of a document: for filters, queries such as ``name:value``, and facets.

One entry here is a field and a facet everywhere: the archive reads its value, the index keeps a
column of it, and the query language, the API, its description and the pages read this table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

import msgspec


class KeywordField(msgspec.Struct, frozen=True, kw_only=True):
    """A field with one short value a document, or none.

    ``name`` is the key of a record, the name in queries and the name of the facet: lower-case
    ASCII letters, digits and ``_``. ``arabic_name`` is its name in Arabic queries.
    ``english_label`` and ``arabic_label`` are what pages show. The value is the attribute of
    ``Document`` with that name, else the string under that key of ``Document.extra``, trimmed; any
    other value there counts as none. Raises ValueError for a bad name.
    """

    name: str
    arabic_name: str
    english_label: str
    arabic_label: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is not a field name")


_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")

KEYWORD_FIELDS: Final = (
    KeywordField(name="source", arabic_name="مصدر", english_label="source", arabic_label="المصدر"),
    KeywordField(name="author", arabic_name="كاتب", english_label="author", arabic_label="الكاتب"),
    KeywordField(name="section", arabic_name="قسم", english_label="section", arabic_label="القسم"),
)

BY_NAME: Final = MappingProxyType({field.name: field for field in KEYWORD_FIELDS})


def names(fields: Iterable[KeywordField] = KEYWORD_FIELDS) -> tuple[str, ...]:
    """The names of keyword fields in their order."""
    return tuple(field.name for field in fields)
