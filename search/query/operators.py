"""Deciding which operators of a query join something and which are ordinary words."""

from __future__ import annotations

from typing import Final

from search.query.nodes import Filter, Word
from search.query.notices import Notices
from search.query.syntax import CONJUNCTION, OPERATOR_SIGNS, OPERATORS, plain_name
from search.query.tokens import QueryToken, Role

_BINARY: Final = frozenset(
    role for each in OPERATORS if each.is_binary for role in (each.role, each.ambiguous_role)
)
_OPERAND_ROLES: Final = frozenset({"operand", "open"})
_LONGEST_CONJUNCTION: Final = 8
_OR_SIGN: Final = OPERATOR_SIGNS["or"][-1]


def resolve_operators(tokens: list[QueryToken], notices: Notices) -> list[QueryToken]:
    """The tokens with every operator that joins nothing read as text or left out.

    No token of the result is ambiguous: أو and ليس are operators or words, see ``parse``.
    Notices are added to ``notices``; the tokens are changed in place.
    """
    tokens = _resolve_conjunctions(_resolve_negations(tokens, notices))
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
    if is_word or token.role != "not":
        code = "stray_operator" if is_word else "stray_sign"
        notices.add(code, token.value, token.start, token.end)
    token.role, token.loose = "operand", is_word
    return is_word


def _resolve_conjunctions(tokens: list[QueryToken]) -> list[QueryToken]:
    """Read و alone as AND before a field or group; before a filter, which applies to all of the
    group, it is left out."""
    kept: list[QueryToken] = []
    for place, token in enumerate(tokens):
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if (
            after is not None
            and _is_conjunction(token)
            and _ends_operand(kept[-1] if kept else None)
        ):
            if isinstance(after.node, Filter) or after.scope.keyword_field is not None:
                continue
            if after.role in ("open", "not") or after.scope.has_field:
                token.role = "and"
        kept.append(token)
    return kept


def _is_conjunction(token: QueryToken) -> bool:
    """Whether a token is و alone, without a field or quotation marks."""
    node = token.node
    return (
        token.role == "operand"
        and not token.quoted
        and isinstance(node, Word)
        and (node.level, node.field) == (None, None)
        and len(node.text) <= _LONGEST_CONJUNCTION
        and plain_name(node.text) == CONJUNCTION
    )


def _resolve_negations(tokens: list[QueryToken], notices: Notices) -> list[QueryToken]:
    """Decide NOT, - and ليس from right to left, since one may precede another.

    A و alone before a ليس that excludes is left out.
    """
    kept: list[QueryToken] = []
    place = len(tokens) - 1
    while place >= 0:
        token = tokens[place]
        after = kept[-1] if kept else None
        if token.role == "ambiguous not":
            joined = place > 0 and _is_conjunction(tokens[place - 1])
            before = tokens[: place - joined][-2:]
            excludes = _excludes(token, before, kept[-2:], joined)
            _resolve_ambiguous_not(token, excludes, notices)
            if joined and excludes:
                place -= 1
        elif (
            token.role == "not" and not _begins_operand(after) and not _read_as_text(token, notices)
        ):
            place -= 1
            continue
        kept.append(token)
        place -= 1
    return kept[::-1]


def _resolve_ambiguous_not(token: QueryToken, excludes: bool | None, notices: Notices) -> None:
    token.role = "not" if excludes else "operand"
    if excludes is not None:
        code = "not_read" if excludes else "not_word"
        notices.add(code, token.value, token.start, token.end)


def _excludes(
    token: QueryToken, before: list[QueryToken], following: list[QueryToken], joined: bool
) -> bool | None:
    """Whether ليس excludes the operand after it, None if there is none.

    ``before`` are the two tokens before it and ``following`` the two after it, the nearest of both
    last; ``joined`` says that a و precedes it.
    """
    after = following[-1] if following else None
    if after is None or not _begins_operand(after):
        return None
    last = before[-1] if before else None
    if last is not None and last.role in ("and", "or") and last.value != _OR_SIGN:
        return True
    if after.role == "open" or after.scope.has_field:
        return True
    joined = joined or plain_name(token.value).startswith(CONJUNCTION)
    return joined and _is_single(before, "open") and _is_single(following, "close")


def _is_single(tokens: list[QueryToken], bound: Role) -> bool:
    """Whether the last of two neighbours is the only operand on its side within its group."""
    if not tokens or tokens[-1].role != "operand" or tokens[-1].loose:
        return False
    return len(tokens) == 1 or tokens[0].role == bound


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
