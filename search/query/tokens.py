"""Tokens: the pieces that a query is read in, before they are a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from search.answer import Level
from search.query.nodes import Node
from search.query.query_words import written
from search.query.syntax import DateField, FilterField, TextField

Role = Literal["operand", "open", "close", "and", "or", "not", "perhaps or", "perhaps not"]


@dataclass(slots=True)
class Scope:
    """What stands before an operand's own text: a field, a level."""

    field: TextField | FilterField | DateField | None = None
    level: Level | None = None


@dataclass(slots=True)
class Token:
    """One piece of a query with its place ``[start, end)``.

    ``node`` is what an operand or an operator read as text asks for (None for a date still to be
    read: its text is ``value``); ``loose`` marks an operator that was read as text; ``quoted`` an
    operand in quotation marks; ``scope`` belongs to what it opens or holds.
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
    """The text from its first word to its last, and how many words that is."""
    found = written(text)
    return found.trimmed, len(found.words)
