"""Notices: messages about a place in a query, collected while it is parsed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from corpus.messages import Message, ParameterValue

QUOTED_MAX: Final = 40
"""Code points of the query that a message quotes."""

REFUSALS: Final = frozenset({"leading_wildcard", "regular_expression", "bad_date"})
"""Codes of queries that are refused, because any answer would mislead."""

Params: TypeAlias = Mapping[str, ParameterValue]
NO_PARAMS: Final[Params] = MappingProxyType({})


class Notices:
    """The messages about one query: of each code only the earliest in the text."""

    def __init__(self) -> None:
        self._by_code: dict[str, Message] = {}

    def add(
        self,
        code: str,
        quote: str,
        start: int,
        end: int | None = None,
        *,
        longest: int = QUOTED_MAX,
        params: Params = NO_PARAMS,
    ) -> None:
        """Add a message about ``[start, end)`` of the query, quoting up to ``longest`` code points.

        ``end`` is by default where ``quote`` ends; ``params`` are further parameters.
        """
        earlier = self._by_code.get(code)
        if earlier is not None and _start(earlier) <= start:
            return
        shown = "".join(character for character in quote[:longest] if character.isprintable())
        if len(quote) > longest:
            shown += "…"
        self._by_code[code] = Message(
            code,
            {
                **params,
                "quote": shown,
                "place": start + 1,
                "start": start,
                "end": start + len(quote) if end is None else end,
            },
        )

    def in_order(self) -> tuple[Message, ...]:
        """The messages in the order of the query."""
        return tuple(
            sorted(self._by_code.values(), key=lambda message: (_start(message), message.code))
        )


def _start(message: Message) -> int:
    return message.span[0] if message.span else 0
