"""Pronouns that are written onto a word."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

PRONOUNS: Final = ("هما", "كما", "ها", "هم", "هن", "نا", "كم", "كن", "ه", "ك")
"""Suffixed pronouns in the order in which they are tried; ي is also the ending of adjectives."""

_SUFFIXES_CACHED: Final = 512


@lru_cache(_SUFFIXES_CACHED)
def pronoun_of(suffix: str) -> str:
    """The pronoun at the end of a suffix, empty where there is none."""
    return next((pronoun for pronoun in PRONOUNS if suffix.endswith(pronoun)), "")
