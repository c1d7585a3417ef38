"""A message: a code and its parameters, in no language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

ParameterValue: TypeAlias = "str | int | float | tuple[str, ...] | Message"
"""The value of a parameter: a text as it was given, a number, several texts, or a clause: the
cause inside a sentence, which is rendered in the language of the sentence."""


class Message(msgspec.Struct, frozen=True):
    """Something to say: ``code`` is a key of every catalogue, ``params`` fill its placeholders.

    A message about a part of the query has the parameters ``start`` and ``end``, in code points of
    the query.
    """

    code: str
    params: Mapping[str, ParameterValue] = {}

    @classmethod
    def of(cls, code: str, /, **params: ParameterValue) -> Message:
        """A message from a code and named parameters."""
        return cls(code, params)

    @property
    def span(self) -> tuple[int, int] | None:
        """The part ``[start, end)`` of the query that it is about, in code points."""
        start, end = self.params.get("start"), self.params.get("end")
        return (start, end) if isinstance(start, int) and isinstance(end, int) else None
