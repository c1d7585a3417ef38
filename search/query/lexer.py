"""From the text of a query to its tokens: operands, parentheses, operators.

Only what can be told from the neighbouring characters is decided here; what an operator joins is
decided in ``search.query.parser``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from arabic.folding import INVISIBLE
from search.query.nodes import (
    Everything,
    FieldIs,
    Fuzzy,
    Node,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    phrase_text,
)
from search.query.notices import NO_PARAMS, Notices, Params
from search.query.query_words import pattern_in
from search.query.syntax import (
    ANGLE,
    ANY_LETTER,
    APOSTROPHES,
    ARABIC_NOT,
    ARABIC_OR,
    CHUNK,
    CURLY,
    DATE_FIELDS,
    ESCAPED,
    FIELD_NAMES,
    FILTER_FIELDS,
    GLUED,
    LEVELS,
    NAME,
    OPERATORS,
    SEPARATORS,
    SKIP,
    TEXT_FIELDS,
    UNSEEN,
    UNSEEN_RUN,
    TextField,
    bare,
    signs,
    unescape,
)
from search.query.tokens import Role, Scope, Token, trimmed

_PLAIN: Final = re.compile(r"[^\W_]+(?=\s|$)")
_SLOP: Final = re.compile(rf"[{UNSEEN}]*~(\d*)")
_DOTS: Final = re.compile(r"\.\.+|…|‥")
_FUZZY: Final = re.compile(r"~(\d*)$")
_BOOST: Final = re.compile(r"(?<=.)\^(?:[\d.]+(?:e\d+)?|nan|inf)$", re.IGNORECASE)
_AMPERSAND: Final = re.compile(rf"&&?(?=[\s()|{CURLY}{ANGLE}{UNSEEN}]|$)")
_EDGE: Final = UNSEEN + "?؟!.:…"
_BLANK: Final = INVISIBLE + " \t\r\n\v\f\xa0"
_SLASHED: Final = re.compile(r"/([^/\s]{1,1000})/(?=\s|$)")
_REGULAR: Final = re.compile(r"[\[\](){}*+?^$|\\]|\.\*")
_BRACKETS: Final = re.compile(r"[\[{]\s?[^\s\]]{1,40}\s{1,3}TO\s{1,3}[^\s\]]{1,40}\s?[\]}]")
_BRACKETED: Final = re.compile(r"([\[{])([^\[\]{}]{1,80})([\]}])")
_CHUNKS_KEPT: Final = 8_192
_MASKED: Final = "\ue000\ue000"


def lex(text: str) -> tuple[list[Token], Notices]:
    """The tokens of a query and the remarks on them; total, in time linear in the text."""
    lexer = _Lexer(text)
    lexer.run()
    return lexer.tokens, lexer.notices


def nesting(text: str) -> int:
    """How deep the parentheses of a query lie within one another, closed or not."""
    depth = deepest = 0
    for token in lex(text)[0]:
        if token.role == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif token.role == "close":
            depth = max(0, depth - 1)
    return deepest


class _Lexer:
    """One pass over a text; ``signs`` has the same length with every sign in its ASCII shape."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.signs = signs(text)
        self.last_closing_angle = text.rfind(ANGLE[1])
        self.last_angle = max(text.rfind(mark) for mark in ANGLE)
        self.bracketed: set[int] = set()
        self.tokens: list[Token] = []
        self.notices = Notices()

    def say(self, code: str, start: int, end: int, params: Params = NO_PARAMS) -> None:
        self.notices.add(code, self.text[start:end], start, params=params)

    def run(self) -> None:
        place = 0
        while True:
            skipped = SKIP.match(self.signs, place)
            place = skipped.end() if skipped else place
            if place >= len(self.signs):
                break
            plain = _PLAIN.match(self.signs, place)
            place = self._plain(place, plain.end()) if plain else self._next(place)
        for match in _BRACKETS.finditer(self.signs):
            if match.start() not in self.bracketed:
                self.say("bracket_range", match.start(), match.end())

    def _plain(self, start: int, end: int) -> int:
        """Read a chunk of nothing but letters and digits: a word, or that of an operator."""
        text, count = trimmed(self.text[start:end])
        if count and not self._operator(start, end, text):
            self._add("operand", start, end, node=Word(text), value=text)
        return end

    def _next(self, place: int) -> int:
        sign = self.signs[place]
        if sign == "(":
            return self._add("open", place, place + 1)
        if sign == ")":
            return self._add("close", place, place + 1)
        if sign == "|":
            end = place + 2 if self.signs.startswith("||", place) else place + 1
            return self._add("or", place, end)
        together = _AMPERSAND.match(self.signs, place)
        if together:
            return self._add("and", place, together.end())
        if sign == "-" and self._negates(place):
            self._add("not", place, place + 1)
            return self._operand(place + 1, plain=True)
        return self._operand(place, plain=False)

    def _add(
        self,
        role: Role,
        start: int,
        end: int,
        *,
        scope: Scope | None = None,
        node: Node | None = None,
        value: str | None = None,
        quoted: bool = False,
    ) -> int:
        told = self.text[start:end] if value is None else value
        self.tokens.append(Token(role, start, end, told, scope or Scope(), node, quoted))
        return end

    def _negates(self, place: int) -> bool:
        """Whether a dash follows a gap and is glued to what it excludes."""
        before = self.signs[place - 1] if place else " "
        place = self._unseen(place + 1)
        after = self.signs[place : place + 1]
        gap = before.isspace() or before in UNSEEN or before in "(|,;" or before in SEPARATORS
        return gap and bool(after) and not after.isspace() and after not in "-)|"

    def _unseen(self, place: int) -> int:
        match = UNSEEN_RUN.match(self.signs, place)
        return match.end() if match else place

    def _operand(self, start: int, *, plain: bool) -> int:
        """Read fields and levels, then the phrase, group or word that they belong to."""
        scope = Scope()
        place = self._scope(self._unseen(start), scope)
        closing = self._closing(place)
        if closing is not None:
            return self._phrase(start, place, closing, scope)
        if self._opens(place):
            self.say("unclosed_quote", place, place + 1)
            place += 2 if self.signs.startswith(APOSTROPHES, place) else 1
        if place < len(self.signs) and self.signs[place] == "(":
            return self._group(start, place, scope)
        bracketed = _BRACKETED.match(self.signs, place)
        if bracketed and scope.field in DATE_FIELDS.values():
            return self._brackets(start, bracketed, scope)
        slashed = _SLASHED.match(self.signs, place)
        if slashed and _REGULAR.search(slashed[1]):
            self.say("regular_expression", place, slashed.end())
            return self._word(start, place, slashed.end(), scope, plain=True)
        chunk = CHUNK.match(self.signs, place)
        return self._word(start, place, chunk.end() if chunk else place, scope, plain=plain)

    def _scope(self, place: int, scope: Scope) -> int:
        """Take names with colons, and =, as long as they mean something new."""
        while True:
            if self.signs[place : place + 1] == "=":
                after = self._unseen(place + 1)
                if after >= len(self.signs) or self.signs[after].isspace():
                    return place
                scope.level = "exact"
                place = after
                continue
            match = NAME.match(self.signs, place)
            if match is None:
                return place
            name = bare(match[1]).lower() if len(match[1]) <= 40 else ""
            taken = scope.level if name in LEVELS else scope.field
            if name in LEVELS:
                scope.level = LEVELS[name]
            elif name in TEXT_FIELDS:
                scope.field = TEXT_FIELDS[name]
            elif name in FILTER_FIELDS or name in DATE_FIELDS:
                taken = scope.field or scope.level
                scope.field = FILTER_FIELDS.get(name) or DATE_FIELDS[name]
                scope.level = None
            else:
                if self.signs[match.end() : match.end() + 1].isalnum():
                    self.say("unknown_field", place, match.end(), {"fields": FIELD_NAMES})
                return place
            if taken is not None:
                self.say("scope_ignored", place, match.end())
            place = self._unseen(match.end())
            if name in FILTER_FIELDS or name in DATE_FIELDS:
                return place

    def _opens(self, place: int) -> bool:
        sign = self.signs[place : place + 1]
        return bool(sign) and (
            sign in CURLY or sign in ANGLE or self.signs.startswith(APOSTROPHES, place)
        )

    def _closing(self, place: int) -> int | None:
        """Where the quotation mark at ``place`` is closed, if one is there and ever closed.

        Any of the curly and straight marks closes any other; « is closed by ». A » opens only
        where the last angle mark of the text is a «, as in »...«. A mark that is not closed is
        the last of its kind, so that looking for its partner costs linear time overall.
        """
        if not self._opens(place):
            return None
        sign = self.signs[place]
        if sign in CURLY:
            match = _CURLY.search(self.signs, place + 1)
            return match.start() if match else None
        if sign == ANGLE[0]:
            if self.last_closing_angle < place:
                return None
            return self.signs.find(ANGLE[1], place)
        if sign == ANGLE[1]:
            reversed_marks = self.text[self.last_angle] == ANGLE[0]
            return self.signs.find(ANGLE[0], place) if reversed_marks else None
        found = self.signs.find(APOSTROPHES, place + 2)
        return None if found < 0 else found

    def _phrase(self, start: int, opening: int, closing: int, scope: Scope) -> int:
        doubled = self.signs[closing] == "'"
        inner = self.text[opening + (2 if doubled else 1) : closing]
        end = closing + (2 if doubled else 1)
        slop = 0
        near = _SLOP.match(self.signs, end)
        if near:
            end = near.end()
            slop = _number(near[1])
            if not near[1]:
                self.say("fuzzy_bare", opening, end)
        if scope.field == "date":
            inner, end = self._range(inner, end)
        if trimmed(inner)[1] == 0:
            if scope.field is not None:
                self._empty_field(start, opening)
            return end
        node: Node | None
        if scope.field in DATE_FIELDS.values():
            node = None
        elif scope.field in ("source", "author", "section"):
            node = FieldIs(scope.field, inner.strip(_BLANK))
        else:
            node = Phrase(phrase_text(inner), slop, scope.level, _text_field(scope))
        return self._add("operand", start, end, scope=scope, node=node, value=inner, quoted=True)

    def _brackets(self, start: int, found: re.Match[str], scope: Scope) -> int:
        """Read dates in brackets, as other search engines have them."""
        self.bracketed.add(found.start())
        if found[1] + found[3] != "[]":
            self.say("open_range", found.start(), found.end())
        value = self.text[found.start(2) : found.end(2)]
        return self._add("operand", start, found.end(), scope=scope, value=value, quoted=True)

    def _range(self, value: str, end: int) -> tuple[str, int]:
        """A date and where it ends, with the other end of its range if one or both are quoted."""
        dots = _DOTS.match(self.signs, end)
        place = dots.end() if dots else end
        if not dots and not value.endswith(".."):
            return value, end
        closing = self._closing(place)
        if closing is not None and not self.signs.startswith(APOSTROPHES, place):
            return f"{value}..{self.text[place + 1 : closing]}", closing + 1
        chunk = CHUNK.match(self.signs, place) if dots else None
        last = chunk.end() if chunk else place
        return (f"{value}..{self.text[place:last]}" if dots else value), last

    def _group(self, start: int, opening: int, scope: Scope) -> int:
        if scope.field in DATE_FIELDS.values():
            self._empty_field(start, opening)
            scope = Scope()
        return self._add("open", start, opening + 1, scope=scope)

    def _empty_field(self, start: int, end: int) -> None:
        self.say("empty_field", start, end)
        text, _ = trimmed(self.text[start:end])
        if text:
            self._add("operand", start, end, node=Word(text))

    def _word(self, start: int, place: int, end: int, scope: Scope, *, plain: bool) -> int:
        """Read the chunk ``[place, end)``; what is mere punctuation gives no token."""
        end = self._end_of_question(place, end)
        raw = self.text[place:end]
        shape = ESCAPED.sub(_MASKED, self.signs[place:end])
        scoped = place > start and (scope.field is not None or scope.level is not None)
        starred = shape.strip(_EDGE)
        if starred and not starred.strip("*"):
            if scoped:
                self.say("scope_ignored", place, end)
            return self._add("operand", start, end, node=Everything())
        text, count = trimmed(unescape(raw))
        if count == 0:
            if scoped:
                self._empty_field(start, end)
            return max(end, start + 1, place)
        if scope.field in DATE_FIELDS.values():
            value, last = self._range(unescape(raw).rstrip("?؟"), end)
            return self._add("operand", start, last, scope=scope, value=value, quoted=last > end)
        if scope.field in ("source", "author", "section"):
            value = unescape(raw).rstrip("?؟" + INVISIBLE).strip(_BLANK)
            return self._add("operand", start, end, scope=scope, node=FieldIs(scope.field, value))
        if not plain and not scoped and self._operator(start, end, text):
            return end
        read = self._suffixed(place, raw, shape, scope)
        node = read or Word(text, scope.level, _text_field(scope))
        return self._add("operand", start, end, scope=scope, node=node, value=text)

    def _end_of_question(self, place: int, end: int) -> int:
        """Where a chunk of words ends that a question mark parts, as a lost space leaves them."""
        if not GLUED.fullmatch(self.signs, place, end):
            return end
        parted = None if pattern_in(self.text[place:end]) else ANY_LETTER.search(self.signs, place)
        return parted.end() if parted else end

    def _operator(self, start: int, end: int, text: str) -> bool:
        """Add an operator if the whole chunk is the word of one."""
        chunk = self.text[start:end]
        if len(chunk) > 40:
            return False
        role = _operator_role(chunk)
        if role is None:
            return False
        self._add(role, start, end, node=Word(text))
        return True

    def _suffixed(self, place: int, raw: str, shape: str, scope: Scope) -> Node | None:
        """Read a ? inside and a trailing *, ~ or ^, or give None for a plain word."""
        if _SUFFIXES.isdisjoint(shape):
            return None
        end = len(shape.rstrip(_EDGE))
        say: Callable[[str], None] = lambda code: self.say(code, place, place + len(raw))  # noqa: E731
        boost = _BOOST.search(shape, 0, end)
        if boost:
            say("boost")
            end = boost.start()
        near = _FUZZY.search(shape, 0, end)
        if near:
            end = near.start()
        stem = shape[:end].rstrip("*")
        starred = len(stem) < end
        if shape.lstrip(_EDGE + "'[{<").startswith("*"):
            say("leading_wildcard")
        elif "*" in stem:
            say("inner_wildcard")
        pattern = None if near else pattern_in(raw[: len(stem)])
        if pattern is not None:
            if scope.level is not None:
                self.say("scope_ignored", place, place + len(raw))
            return Wildcard(pattern + "*" * starred, _text_field(scope))
        text, count = trimmed(unescape(raw[: len(stem)]))
        if count == 0:
            return None
        word = Word(text, scope.level, _text_field(scope))
        if not starred and not near:
            return word if boost else None
        distance = _number(near[1]) if near else 0
        if near and distance == 0:
            say("fuzzy_bare")
        if not starred and distance == 0:
            return word
        if count > 1:
            say("prefix_words")
            return word
        if scope.level is not None:
            self.say("scope_ignored", place, place + len(raw))
        if starred:
            return Prefix(text, _text_field(scope))
        if distance > 2:
            say("fuzzy_distance")
        return Fuzzy(text, 1 if distance == 1 else 2, _text_field(scope))


_CURLY: Final = re.compile(f"[{CURLY}]")
_SUFFIXES: Final = frozenset("*~^?؟")


@lru_cache(_CHUNKS_KEPT)
def _operator_role(chunk: str) -> Role | None:
    """What a chunk is that spells the word of an operator, None for any other."""
    told = bare(chunk)
    if told in OPERATORS:
        return OPERATORS[told]
    if told in ARABIC_OR:
        return "perhaps or"
    return "perhaps not" if told in ARABIC_NOT else None


def _text_field(scope: Scope) -> TextField | None:
    return scope.field if scope.field == "title" or scope.field == "body" else None


def _number(digits: str) -> int:
    """The number, cut to a size that no limit lets pass."""
    return int(digits or "0") if len(digits) < 10 else 10**9
