"""Declared parameters of an address: their limits, and how one value is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Generic, TypeVar

import msgspec

from corpus.messages import Message, ParameterValue
from search.request import BadRequest

Given = Mapping[str, str]
"""The first value of each parameter that has a value other than white space."""

DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
"""Arabic-Indic and Persian digits to ASCII."""

_INTEGER: Final = re.compile(r"[0-9]{1,12}")
_SHOWN_CODE_POINTS: Final = 40
_Choice = TypeVar("_Choice")


class ParameterError(BadRequest):
    """A parameter that cannot be read; ``parameter`` of its message is the name."""

    def __init__(self, code: str, name: str, /, **params: ParameterValue) -> None:
        super().__init__(Message(code, {"parameter": name, **params}), parameter=name)


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of an address; it may be given ``most`` times."""

    name: str
    about: str
    required: bool = False
    most: int = 1


class TextParameter(Parameter, frozen=True, kw_only=True):
    """A text of up to ``longest`` code points; None leaves the length to the handler."""

    longest: int | None = None

    def read(self, given: Given) -> str:
        """Return the value as given, empty if absent."""
        return given.get(self.name, "")


class NumberParameter(Parameter, frozen=True, kw_only=True):
    """A whole number from ``low`` to ``high``, in ASCII, Arabic-Indic or Persian digits."""

    low: int
    high: int
    default: int

    def read(self, given: Given, *, high: int | None = None) -> int:
        """Return the value.

        :param high: a narrower upper bound, which depends on other parameters.
        :raises ParameterError: it is not a number, or out of range.
        """
        if self.name not in given:
            return self.default
        highest = self.high if high is None else high
        text = given[self.name].strip().translate(DIGITS)
        number = int(text) if _INTEGER.fullmatch(text) else self.low - 1
        if not self.low <= number <= highest:
            value = shortened(given[self.name])
            raise ParameterError(
                "number_out_of_range", self.name, low=self.low, high=highest, value=value
            )
        return number


class ChoiceParameter(Parameter, Generic[_Choice], frozen=True, kw_only=True):
    """One of several values."""

    choices: tuple[_Choice, ...]
    default: _Choice

    def read(self, given: Given) -> _Choice:
        """Return the value.

        :raises ParameterError: it is not one of the choices.
        """
        return self.parse(given[self.name]) if self.name in given else self.default

    def parse(self, value: str) -> _Choice:
        """Return the choice that is written ``value``.

        :raises ParameterError: there is none.
        """
        for choice in self.choices:
            if choice == value:
                return choice
        raise ParameterError(
            "unknown_choice",
            self.name,
            known=tuple(map(str, self.choices)),
            value=shortened(value),
        )


class SwitchParameter(Parameter, frozen=True, kw_only=True):
    """On or off, written ``1`` or ``0``."""

    default: bool = False

    def read(self, given: Given) -> bool:
        """Return the value.

        :raises ParameterError: it is neither ``0`` nor ``1``.
        """
        value = given.get(self.name, "1" if self.default else "0")
        if value not in SWITCH_VALUES:
            raise ParameterError(
                "unknown_choice", self.name, known=SWITCH_VALUES, value=shortened(value)
            )
        return value == "1"


SWITCH_VALUES: Final = ("0", "1")

AnyParameter = TextParameter | NumberParameter | ChoiceParameter | SwitchParameter  # type: ignore[type-arg]  # of any choices


def shortened(text: str) -> str:
    """Return a text that a message quotes, cut to 40 code points."""
    if len(text) <= _SHOWN_CODE_POINTS:
        return text
    return text[:_SHOWN_CODE_POINTS] + "…"
