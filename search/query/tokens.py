"""Tokens of a query: its operands, parentheses and operators before they are a tree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from search.query.nodes import Node
from search.query.query_words import split_text
from search.query.syntax import AmbiguousRole, DateField, KeywordName, OperatorRole, TextField
from search.request import Level

Role: TypeAlias = Literal["operand", "open", "close"] | OperatorRole | AmbiguousRole


@dataclass(slots=True)
class Scope:
    """The field and the level written before an operand or group; at most one field is not None."""

    text_field: TextField | None = None
    keyword_field: KeywordName | None = None
    date_field: DateField | None = None
    level: Level | None = None

    @property
    def has_field(self) -> bool:
        """Whether there is a field of any kind."""
        return bool(self.text_field or self.keyword_field or self.date_field)

    def within(self, outer: Scope) -> Scope:
        """The scope of an operand or group in a group that has the scope ``outer``."""
        return replace(self if self.has_field else outer, level=self.level or outer.level)


@dataclass(slots=True)
class QueryToken:
    """One token of a query at ``[start, end)``.

    ``node`` is the node of an operand, or of an operator if it is read as text; it is None for a
    date, which is read later from ``value``. ``loose`` marks an operator that was read as text,
    ``quoted`` an operand in quotation marks.
    """

    role: Role
    start: int
    end: int
    value: str
    scope: Scope
    node: Node | None = None
    quoted: bool = False
    loose: bool = False


def trimmed(text: str) -> tuple[str, int]:
    """The text from its first word to its last, and the number of its words."""
    found = split_text(text)
    return found.trimmed, len(found.words)
