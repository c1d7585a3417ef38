"""Every message in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LIST_JOINT: Final = ", "

TERMS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "level": {"exact": "exact", "form": "form", "stem": "stem", "root": "root"},
    }
)
"""Names of values that differ by language, by kind of placeholder."""

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "as_given": "{text}",
        # corpus
        # index
        # search/query
        # search/matching, search/aggregations, search/snippets
        # search/advice, search/completion, search/batch, search/engine
        # web
        # warraq
    }
)
"""The template of each message by its code."""
