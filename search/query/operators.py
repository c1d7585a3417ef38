"""Which operators of a query join something, and which are the words they look like."""

from __future__ import annotations

from search.query.nodes import DateRange, FieldIs
from search.query.notices import Notices
from search.query.tokens import Token


def resolved(tokens: list[Token], notices: Notices) -> list[Token]:
    """The tokens with every operator that joins nothing read as text or passed over.

    Afterwards no token is a perhaps: أو and ليس are operators or words, see ``parse``.
    Remarks are added to ``notices``; the tokens are changed in place.
    """
    tokens = _negations(tokens, notices)
    kept: list[Token] = []
    before: Token | None = None
    following: list[Token | None] = [*tokens, None]
    for token, after in zip(tokens, following[1:], strict=True):
        if token.role in ("and", "or", "perhaps or"):
            joined = before is not None and before.role in ("operand", "close") and not before.loose
            if not joined or not _begins(after):
                if token.role == "perhaps or":
                    token.role = "operand"
                elif not _as_text(token, notices):
                    continue
        kept.append(token)
        before = token
    _alternatives(kept, notices)
    return kept


def _begins(token: Token | None) -> bool:
    return token is not None and token.role in ("operand", "open", "not") and not token.loose


def _as_text(token: Token, notices: Notices) -> bool:
    """Read an operator as text; False for a sign, which holds no word and falls away."""
    worded = token.node is not None
    if token.value != "-":
        code = "stray_operator" if worded else "stray_sign"
        notices.add(code, token.value, token.start, token.end)
    token.role, token.loose = "operand", worded
    return worded


def _negations(tokens: list[Token], notices: Notices) -> list[Token]:
    """Decide NOT, - and ليس from the right, since one may stand before another."""
    kept: list[Token] = []
    after: Token | None = None
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        if token.role == "perhaps not":
            token.role = "operand"
            if after is not None and _begins(after):
                before = tokens[place - 1] if place else None
                joined = before is not None and before.role in ("and", "or") and before.value != "|"
                if joined or after.role == "open" or after.scope.field is not None:
                    token.role = "not"
                code = "not_read" if token.role == "not" else "not_word"
                notices.add(code, token.value, token.start, token.end)
        elif token.role == "not" and not _begins(after) and not _as_text(token, notices):
            continue
        kept.append(token)
        after = token
    return kept[::-1]


class _Alternatives:
    """The words أو of one group and whether each side of them is a single operand."""

    def __init__(self) -> None:
        self.candidates: list[Token] = []
        self.single = True
        self.operands = 0
        self.positive = 0

    def end_side(self) -> None:
        self.single = self.single and self.operands > 0 and self.positive < 2
        self.operands = self.positive = 0

    def decide(self, notices: Notices) -> None:
        self.end_side()
        for token in self.candidates:
            token.role = "or" if self.single else "operand"
            code = "or_read" if self.single else "or_word"
            notices.add(code, token.value, token.start, token.end)


def _alternatives(tokens: list[Token], notices: Notices) -> None:
    """Decide أو group by group."""
    groups = [_Alternatives()]
    before: str | None = None
    for token in tokens:
        group = groups[-1]
        role = token.role
        if role in ("operand", "open"):
            group.operands += 1
            filters = isinstance(token.node, FieldIs | DateRange)
            if before not in ("not", "and") and not filters:
                group.positive += 1
            if role == "open":
                groups.append(_Alternatives())
        elif role == "close":
            group.decide(notices)
            groups.pop()
            if not groups:
                groups.append(_Alternatives())
        elif role in ("or", "perhaps or"):
            group.end_side()
            if role == "perhaps or":
                group.candidates.append(token)
        before = role
    for group in groups:
        group.decide(notices)
