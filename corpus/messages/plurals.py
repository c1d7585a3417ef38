"""Which form of a noun goes with a number, by the plural rules of CLDR."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal

ENGLISH_FORMS: Final = ("one", "other")
ARABIC_FORMS: Final = ("one", "two", "few", "many", "other")
"""3 to 10 take ``few`` (وثائق), 11 to 99 ``many`` (وثيقةً), 0 and whole hundreds ``other``."""


def english_form(number: int) -> int:
    """The place in :data:`ENGLISH_FORMS` of the form for a number."""
    return 0 if number == 1 else 1


def arabic_form(number: int) -> int:
    """The place in :data:`ARABIC_FORMS` of the form for a number."""
    if number in (1, 2):
        return number - 1
    rest = number % 100
    return 2 if 3 <= rest <= 10 else 3 if rest >= 11 else 4


FORM_OF: Final[Mapping[Literal["ar", "en"], Callable[[int], int]]] = MappingProxyType(
    {"ar": arabic_form, "en": english_form}
)
"""The rule of each language."""
