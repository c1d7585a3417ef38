"""Deciding which operators of a query join something and which are ordinary words."""

from __future__ import annotations

from typing import Final

from search.query.nodes import Filter
from search.query.notices import Notices
from search.query.syntax import OPERATOR_SIGNS
from search.query.tokens import QueryToken

_BINARY: Final = frozenset({"and", "or", "ambiguous or"})
_OPERAND_ROLES: Final = frozenset({"operand", "open"})
(_NOT_SIGN,) = OPERATOR_SIGNS["not"]
_OR_SIGN: Final = OPERATOR_SIGNS["or"][-1]


def resolve_operators(tokens: list[QueryToken], notices: Notices) -> list[QueryToken]:
    """The tokens with every operator that joins nothing read as text or left out.

    No token of the result is ambiguous: أو and ليس are operators or words, see ``parse``.
    Notices are added to ``notices``; the tokens are changed in place.
    """
    tokens = _resolve_negations(tokens, notices)
    kept: list[QueryToken] = []
    before: QueryToken | None = None
    following: list[QueryToken | None] = [*tokens, None]
    for token, after in zip(tokens, following[1:], strict=True):
        if token.role in _BINARY and not (_ends_operand(before) and _begins_operand(after)):
            if token.role == "ambiguous or":
                token.role = "operand"
            elif not _read_as_text(token, notices):
                continue
        kept.append(token)
        before = token
    _resolve_alternatives(kept, notices)
    return kept


def _ends_operand(token: QueryToken | None) -> bool:
    return token is not None and token.role in ("operand", "close") and not token.loose


def _begins_operand(token: QueryToken | None) -> bool:
    return token is not None and token.role in ("operand", "open", "not") and not token.loose


def _read_as_text(token: QueryToken, notices: Notices) -> bool:
    """Read an operator as text; False for a sign, which has no word and is left out."""
    is_word = token.node is not None
    if token.value != _NOT_SIGN:
        code = "stray_operator" if is_word else "stray_sign"
        notices.add(code, token.value, token.start, token.end)
    token.role, token.loose = "operand", is_word
    return is_word


def _resolve_negations(tokens: list[QueryToken], notices: Notices) -> list[QueryToken]:
    """Decide NOT, - and ليس from right to left, since one may precede another."""
    kept: list[QueryToken] = []
    after: QueryToken | None = None
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        if token.role == "ambiguous not":
            _resolve_ambiguous_not(token, tokens[place - 1] if place else None, after, notices)
        elif (
            token.role == "not" and not _begins_operand(after) and not _read_as_text(token, notices)
        ):
            continue
        kept.append(token)
        after = token
    return kept[::-1]


def _resolve_ambiguous_not(
    token: QueryToken, before: QueryToken | None, after: QueryToken | None, notices: Notices
) -> None:
    token.role = "operand"
    if after is None or not _begins_operand(after):
        return
    joined = before is not None and before.role in ("and", "or") and before.value != _OR_SIGN
    if joined or after.role == "open" or after.scope.has_field:
        token.role = "not"
    code = "not_read" if token.role == "not" else "not_word"
    notices.add(code, token.value, token.start, token.end)


class _Alternatives:
    """The words أو of one group, and whether each of their sides is a single operand."""

    def __init__(self) -> None:
        self.candidates: list[QueryToken] = []
        self.single = True
        self.operands = 0
        self.positive = 0

    def add_operand(self, token: QueryToken, before: str | None) -> None:
        self.operands += 1
        if before not in ("not", "and") and not isinstance(token.node, Filter):
            self.positive += 1

    def end_side(self) -> None:
        self.single = self.single and self.operands > 0 and self.positive < 2
        self.operands = self.positive = 0

    def decide(self, notices: Notices) -> None:
        self.end_side()
        for token in self.candidates:
            token.role = "or" if self.single else "operand"
            code = "or_read" if self.single else "or_word"
            notices.add(code, token.value, token.start, token.end)


def _resolve_alternatives(tokens: list[QueryToken], notices: Notices) -> None:
    """Decide أو, group by group."""
    groups = [_Alternatives()]
    before: str | None = None
    for token in tokens:
        group = groups[-1]
        role = token.role
        if role in _OPERAND_ROLES:
            group.add_operand(token, before)
            if role == "open":
                groups.append(_Alternatives())
        elif role == "close":
            group.decide(notices)
            groups.pop()
            if not groups:
                groups.append(_Alternatives())
        elif role in ("or", "ambiguous or"):
            group.end_side()
            if role == "ambiguous or":
                group.candidates.append(token)
        before = role
    for group in groups:
        group.decide(notices)
