"""The lexer: from the text of a query to its tokens (operands, parentheses, operators).

Only what the neighbouring characters determine is decided here; ``search.query.operators`` and
``search.query.parser`` decide what an operator joins.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from arabic.folding import INVISIBLE, MARKS, TATWEEL
from search.query.nodes import (
    Everything,
    FieldIs,
    FieldMissing,
    Fuzzy,
    Node,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    phrase_text,
)
from search.query.notices import NO_PARAMS, QUOTED_MAX, Notices, Params
from search.query.query_words import pattern_in
from search.query.syntax import (
    ANGLE,
    ANY_LETTER,
    APOSTROPHES,
    ARABIC_DATE_FIELDS,
    ARABIC_NAMES,
    CHUNK,
    CONJUNCTION,
    CURLY,
    DATE_FIELD_NAMES,
    ESCAPED,
    EXCLAMATION,
    FIELD_NAMES,
    GLUED,
    IGNORABLE,
    IGNORABLE_RUN,
    KEYWORD_FIELD_NAMES,
    LEVEL_NAMES,
    MINUS_LETTERS,
    NAME,
    NONE_NAMES,
    OPERATOR_SIGNS,
    SEPARATORS,
    SKIP,
    TEXT_FIELD_NAMES,
    ascii_signs,
    field_name,
    operator_role,
    plain_name,
    unescape,
    with_number_groups,
)
from search.query.tokens import QueryToken, Role, Scope, trimmed


def _any_of(texts: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, texts))


_PLAIN: Final = re.compile(r"[^\W_]+(?=\s|$)")
_SLOP: Final = re.compile(rf"[{IGNORABLE}]*~(\d*)")
_DOTS: Final = re.compile(r"\.\.+|…|‥")
_FUZZY: Final = re.compile(r"~(\d*)$")
_BOOST: Final = re.compile(r"(?<=.)\^(?:[\d.]+(?:e\d+)?|nan|inf)$", re.IGNORECASE)
_OR_SIGN: Final = re.compile(_any_of(OPERATOR_SIGNS["or"]))
_AND_SIGN: Final = re.compile(
    rf"(?:{_any_of(OPERATOR_SIGNS['and'])})(?=[\s()|{CURLY}{ANGLE}{IGNORABLE}]|$)"
)
(_NOT_SIGN,) = OPERATOR_SIGNS["not"]
_WORD_OR_GROUP: Final = re.compile(r"[\w(=]")
_MINUSES: Final = _NOT_SIGN + EXCLAMATION + MINUS_LETTERS
_SEVERAL_DASHES: Final = re.compile(rf"{_NOT_SIGN}{{2,}}(?=\w)")
_STARRED_IN_PHRASE: Final = re.compile(rf"(?<![^\s'{CURLY}{ANGLE}])\*\w+(?![\w*])")
_STAR_IN_WORD: Final = re.compile(r"\w\*\w")
_CONJUNCTION: Final = re.compile(rf"{CONJUNCTION}[{re.escape(MARKS)}{IGNORABLE}]*")
_SHORT: Final = 5
"""Operands of a query in which a dash before a space is reported; in longer texts, such as pasted
headlines, it is usual punctuation."""
_EDGE: Final = IGNORABLE + "?؟!.:…"
_BLANK: Final = INVISIBLE + " \t\r\n\v\f\xa0"
_SLASHED: Final = re.compile(r"/([^/\s]{1,1000})/(?=\s|$)")
_REGULAR: Final = re.compile(r"[\[\](){}*+?^$|\\]|\.\*")
_BRACKETS: Final = re.compile(r"[\[{]\s?[^\s\]]{1,40}\s{1,3}TO\s{1,3}[^\s\]]{1,40}\s?[\]}]")
_BRACKETED: Final = re.compile(r"([\[{])([^\[\]{}]{1,80})([\]}])")
_CURLY: Final = re.compile(f"[{CURLY}]")
_SUFFIXES: Final = frozenset("*~^?؟")
_LONGEST_NONE: Final = 20
_MASKED: Final = "\ue000\ue000"
"""What replaces an escaped character where signs are looked for; the same length."""


def lex(text: str) -> tuple[list[QueryToken], Notices]:
    """The tokens of a query and the notices about them, in time linear in the text."""
    lexer = _Lexer(text)
    lexer.run()
    return lexer.tokens, lexer.notices


def nesting(text: str) -> int:
    """How deep the parentheses of a query are nested, closed or not."""
    depth = deepest = 0
    for token in lex(text)[0]:
        if token.role == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif token.role == "close":
            depth = max(0, depth - 1)
    return deepest


class _Chunk(NamedTuple):
    """Characters ``[start, end)`` of a query without a separator, field and level left out.

    ``shape`` has the same length as ``raw``, with signs in ASCII and escaped characters masked.
    """

    start: int
    end: int
    raw: str
    shape: str


class _Lexer:
    """One pass over a text; ``signs`` is the text with every sign in its ASCII shape, of the same
    length."""

    def __init__(self, text: str) -> None:
        text = with_number_groups(text)
        self.text = text
        self.signs = ascii_signs(text)
        self.last_closing_angle = text.rfind(ANGLE[1])
        self.last_angle = max(text.rfind(mark) for mark in ANGLE)
        self.bracketed: set[int] = set()
        self.tokens: list[QueryToken] = []
        self.notices = Notices()

    def notice(self, code: str, start: int, end: int, params: Params = NO_PARAMS) -> None:
        self.notices.add(code, self.text[start:end], start, params=params)

    def run(self) -> None:
        place = 0
        while True:
            skipped = SKIP.match(self.signs, place)
            place = skipped.end() if skipped else place
            if place >= len(self.signs):
                break
            minus = self._minus_at(place)
            if minus is not None:
                place = self._excluded(minus)
                continue
            plain = _PLAIN.match(self.signs, place)
            place = self._plain(place, plain.end()) if plain else self._next(place)
        self._report_spaced_dashes()
        for match in _BRACKETS.finditer(self.signs):
            if match.start() not in self.bracketed:
                self.notice("bracket_range", match.start(), match.end())

    def _plain(self, start: int, end: int) -> int:
        """Read a chunk of letters and digits alone: a word, or the word of an operator."""
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
        found = _OR_SIGN.match(self.signs, place)
        if found:
            return self._add("or", place, found.end())
        found = _AND_SIGN.match(self.signs, place)
        if found:
            return self._add("and", place, found.end())
        several = _SEVERAL_DASHES.match(self.signs, place)
        if several:
            self._report_dash(place, several.end(), several.end())
        joined = self._joined_field(place) if self.tokens else None
        if joined is not None:
            text = self.text[place:joined]
            self._add("operand", place, joined, node=Word(CONJUNCTION), value=text)
            return self._operand(joined, plain=False)
        return self._operand(place, plain=False)

    def _joined_field(self, place: int) -> int | None:
        """Where a field begins that has و written onto its Arabic name, else None."""
        match = NAME.match(self.signs, place)
        conjunction = _CONJUNCTION.match(self.signs, place)
        if match is None or conjunction is None:
            return None
        name = field_name(match[1])
        bare = name.removeprefix(CONJUNCTION)
        if name in ARABIC_NAMES or bare not in ARABIC_NAMES:
            return None
        following = self.signs[match.end() : match.end() + 1]
        if bare in ARABIC_DATE_FIELDS.values() and not following.isdigit():
            return None  # «وبعد:» and «وقبل:» begin sentences
        return conjunction.end()

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
        text = self.text[start:end] if value is None else value
        self.tokens.append(QueryToken(role, start, end, text, scope or Scope(), node, quoted))
        return end

    def _minus_at(self, place: int) -> int | None:
        """Where a sign is that is read as minus: it follows a gap and touches the operand that it
        excludes, which begins after it or, for a tatweel, at ``place``."""
        at = self._before_invisible(place)
        if at >= 0 and self.signs[at] == TATWEEL:
            return at if self._after_gap(at) and self.signs[place] not in "-!)|&" else None
        sign = self.signs[place]
        if sign not in _MINUSES or not self._after_gap(place):
            return None
        after = self._after_ignorable(place + 1)
        following = self.signs[after : after + 1]
        if not following or following.isspace() or following in "-)|":
            return None
        if sign != _NOT_SIGN and not self._opens(after) and not _WORD_OR_GROUP.match(following):
            return None
        return place

    def _before_invisible(self, place: int) -> int:
        """The place of the last visible character before a place, -1 if there is none."""
        at = place - 1
        while at >= 0 and self.signs[at] in INVISIBLE:
            at -= 1
        return at

    def _after_gap(self, place: int) -> bool:
        at = self._before_invisible(place)
        before = self.signs[at] if at >= 0 else " "
        return before.isspace() or before in "(|,;" or before in SEPARATORS

    def _excluded(self, minus: int) -> int:
        """Read a minus sign and the operand after it."""
        if self.signs[minus] != _NOT_SIGN:
            self.notice("minus_read", minus, minus + 1)
        self._add("not", minus, minus + 1)
        return self._operand(minus + 1, plain=True)

    def _report_spaced_dashes(self) -> None:
        """Add a notice about a dash before a space, which excludes nothing."""
        operands = [token for token in self.tokens if token.role == "operand"]
        if len(operands) > _SHORT:
            return
        for before, after in pairwise(self.tokens):
            if before.role not in ("operand", "close") or after.role not in ("operand", "open"):
                continue
            gap = "".join(
                sign for sign in self.signs[before.end : after.start] if sign not in INVISIBLE
            )
            dash = gap.strip()
            if dash and (dash == TATWEEL or not dash.strip(_NOT_SIGN)) and gap[-1].isspace():
                start = self.signs.index(dash, before.end)
                self._report_dash(start, start + len(dash), after.start)
            elif not dash and gap and not before.quoted and self.signs[before.end - 1] == _NOT_SIGN:
                self._report_dash(before.end - 1, before.end, after.start)

    def _report_dash(self, start: int, end: int, word: int) -> None:
        found = CHUNK.match(self.signs, word)
        excluded = self.text[word : found.end()] if found else self.text[word : word + 1]
        self.notice("dash_ignored", start, end, {"query": _NOT_SIGN + excluded[:QUOTED_MAX]})

    def _after_ignorable(self, place: int) -> int:
        match = IGNORABLE_RUN.match(self.signs, place)
        return match.end() if match else place

    def _operand(self, start: int, *, plain: bool) -> int:
        """Read fields and levels, then the phrase, group or word that they belong to."""
        scope = Scope()
        place = self._scope(self._after_ignorable(start), scope)
        closing = self._closing(place)
        if closing is not None:
            return self._phrase(start, place, closing, scope)
        if self._opens(place):
            self.notice("unclosed_quote", place, place + 1)
            place += 2 if self.signs.startswith(APOSTROPHES, place) else 1
        if place < len(self.signs) and self.signs[place] == "(":
            return self._group(start, place, scope)
        bracketed = _BRACKETED.match(self.signs, place)
        if bracketed and scope.date_field is not None:
            return self._brackets(start, bracketed, scope)
        slashed = _SLASHED.match(self.signs, place)
        if slashed and _REGULAR.search(slashed[1]):
            self.notice("regular_expression", place, slashed.end())
            return self._word(start, place, slashed.end(), scope, plain=True)
        chunk = CHUNK.match(self.signs, place)
        return self._word(start, place, chunk.end() if chunk else place, scope, plain=plain)

    # Fields and levels

    def _scope(self, place: int, scope: Scope) -> int:
        """Read names with colons, and =, into a scope; the place after them.

        A keyword field or a date field is the last one.
        """
        while True:
            if self.signs[place : place + 1] == "=":
                after = self._after_ignorable(place + 1)
                if after >= len(self.signs) or self.signs[after].isspace():
                    return place
                scope.level = "exact"
                place = after
                continue
            match = NAME.match(self.signs, place)
            if match is None:
                return place
            name = field_name(match[1])
            replaced = self._take_name(name, scope)
            if replaced is None:
                if self.signs[match.end() : match.end() + 1].isalnum():
                    self.notice("unknown_field", place, match.end(), {"fields": FIELD_NAMES})
                return place
            if replaced:
                self.notice("scope_ignored", place, match.end())
            place = self._after_ignorable(match.end())
            if scope.keyword_field is not None or scope.date_field is not None:
                return place

    def _take_name(self, name: str, scope: Scope) -> bool | None:
        """Set the level or field of a name; None for a name that is neither, else whether the
        scope had one already that it replaces."""
        if name in LEVEL_NAMES:
            replaced = scope.level is not None
            scope.level = LEVEL_NAMES[name]
        elif name in TEXT_FIELD_NAMES:
            replaced = scope.text_field is not None
            scope.text_field = TEXT_FIELD_NAMES[name]
        elif name in KEYWORD_FIELD_NAMES or name in DATE_FIELD_NAMES:
            replaced = scope.text_field is not None or scope.level is not None
            scope.text_field = scope.level = None
            scope.keyword_field = KEYWORD_FIELD_NAMES.get(name)
            scope.date_field = DATE_FIELD_NAMES.get(name)
        else:
            return None
        return replaced

    # Phrases and groups

    def _opens(self, place: int) -> bool:
        sign = self.signs[place : place + 1]
        return bool(sign) and (
            sign in CURLY or sign in ANGLE or self.signs.startswith(APOSTROPHES, place)
        )

    def _closing(self, place: int) -> int | None:
        """Where the quotation mark at ``place`` is closed; None if there is no mark or no end.

        Any of the curly and straight marks closes any other; « is closed by ». A » opens only
        where the last angle mark of the text is a «, as in »...«. A mark that is not closed is
        the last of its kind, so that the search for its partner takes linear time overall.
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
        width = 2 if self.signs[closing] == "'" else 1
        inner = self.text[opening + width : closing]
        end = closing + width
        slop = 0
        near = _SLOP.match(self.signs, end)
        if near:
            end = near.end()
            slop = _number(near[1])
            if not near[1]:
                self.notice("fuzzy_bare", opening, end)
        if scope.date_field == "date":
            inner, end = self._range(inner, end)
        if trimmed(inner)[1] == 0:
            if scope.has_field:
                self._empty_field(start, opening)
            return end
        if not scope.date_field and not scope.keyword_field:
            self._check_stars(opening + width, closing)
        node: Node | None
        if scope.date_field is not None:
            node = None
        elif scope.keyword_field is not None:
            node = FieldIs(scope.keyword_field, inner.strip(_BLANK))
        else:
            node = Phrase(phrase_text(inner), slop, scope.level, scope.text_field)
        return self._add("operand", start, end, scope=scope, node=node, value=inner, quoted=True)

    def _check_stars(self, start: int, end: int) -> None:
        """Report each * of a phrase that is not at the end of a word."""
        first = _STARRED_IN_PHRASE.search(self.signs, start, end)
        if first:
            self._report_leading_star(first.start(), first.end())
        inner = _STAR_IN_WORD.search(self.signs, start, end)
        if inner:
            before = self.signs[start : inner.start()].rpartition(" ")[2]
            after = self.signs[inner.end() : end].partition(" ")[0]
            self.notice("inner_wildcard", inner.start() - len(before), inner.end() + len(after))

    def _report_leading_star(self, start: int, end: int) -> None:
        text, _ = trimmed(unescape(self.text[start:end]))
        self.notice("leading_wildcard", start, end, {"prefix": f"{text}*"})

    def _brackets(self, start: int, found: re.Match[str], scope: Scope) -> int:
        """Read dates in brackets, the syntax of other search engines."""
        self.bracketed.add(found.start())
        if found[1] + found[3] != "[]":
            self.notice("open_range", found.start(), found.end())
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
        if scope.date_field is not None:
            self._empty_field(start, opening)
            scope = Scope()
        return self._add("open", start, opening + 1, scope=scope)

    def _empty_field(self, start: int, end: int) -> None:
        self.notice("empty_field", start, end)
        text, _ = trimmed(self.text[start:end])
        if text:
            self._add("operand", start, end, node=Word(text))

    # Words

    def _word(self, start: int, place: int, end: int, scope: Scope, *, plain: bool) -> int:
        """Read the chunk ``[place, end)``; mere punctuation gives no token."""
        end = self._end_of_question(place, end)
        raw = self.text[place:end]
        chunk = _Chunk(place, end, raw, ESCAPED.sub(_MASKED, self.signs[place:end]))
        scoped = place > start and (scope.has_field or scope.level is not None)
        starred = chunk.shape.strip(_EDGE)
        if starred and not starred.strip("*"):
            if scoped:
                self.notice("scope_ignored", place, end)
            return self._add("operand", start, end, node=Everything())
        text, count = trimmed(unescape(raw))
        if count == 0:
            if scoped:
                self._empty_field(start, end)
            return max(end, start + 1, place)
        missing = _missing_field(raw, scope)
        if missing is not None:
            return self._add("operand", start, end, scope=scope, node=missing)
        if scope.date_field is not None or scope.keyword_field is not None:
            return self._value(start, chunk, scope)
        if not plain and not scoped and self._operator(start, end, text):
            return end
        node = self._suffixed(chunk, scope) or Word(text, scope.level, scope.text_field)
        return self._add("operand", start, end, scope=scope, node=node, value=text)

    def _value(self, start: int, chunk: _Chunk, scope: Scope) -> int:
        """Read a chunk as the value of a date field or keyword field."""
        if scope.keyword_field is not None:
            value = unescape(chunk.raw).rstrip("?؟" + INVISIBLE).strip(_BLANK)
            node = FieldIs(scope.keyword_field, value)
            return self._add("operand", start, chunk.end, scope=scope, node=node)
        value, last = self._range(unescape(chunk.raw).rstrip("?؟"), chunk.end)
        return self._add("operand", start, last, scope=scope, value=value, quoted=last > chunk.end)

    def _end_of_question(self, place: int, end: int) -> int:
        """Where the first word of a chunk ends that lacks the space after a question mark."""
        if not GLUED.fullmatch(self.signs, place, end):
            return end
        mark = None if pattern_in(self.text[place:end]) else ANY_LETTER.search(self.signs, place)
        return mark.end() if mark else end

    def _operator(self, start: int, end: int, text: str) -> bool:
        """Add an operator if the whole chunk is the word of one."""
        role = operator_role(self.text[start:end])
        if role is None:
            return False
        self._add(role, start, end, node=Word(text))
        return True

    def _suffixed(self, chunk: _Chunk, scope: Scope) -> Node | None:
        """Read a ? inside and a trailing *, ~ or ^; None for a plain word."""
        if _SUFFIXES.isdisjoint(chunk.shape):
            return None
        end = len(chunk.shape.rstrip(_EDGE))
        boost = _BOOST.search(chunk.shape, 0, end)
        if boost:
            self.notice("boost", chunk.start, chunk.end)
            end = boost.start()
        near = _FUZZY.search(chunk.shape, 0, end)
        if near:
            end = near.start()
        stem = chunk.shape[:end].rstrip("*")
        starred = len(stem) < end
        if chunk.shape.lstrip(_EDGE + "'[{<").startswith("*"):
            self._report_leading_star(chunk.start, chunk.end)
        elif "*" in stem:
            self.notice("inner_wildcard", chunk.start, chunk.end)
        raw = chunk.raw[: len(stem)]
        pattern = None if near else pattern_in(raw)
        if pattern is not None:
            self._ignore_level(chunk, scope)
            return Wildcard(pattern + "*" * starred, scope.text_field)
        distance = _number(near[1]) if near else 0
        if near and distance == 0 and trimmed(unescape(raw))[1]:
            self.notice("fuzzy_bare", chunk.start, chunk.end)
        if not starred and not near and not boost:
            return None
        return self._pattern(chunk, raw, scope, starred=starred, distance=distance)

    def _pattern(
        self, chunk: _Chunk, raw: str, scope: Scope, *, starred: bool, distance: int
    ) -> Node | None:
        """Read a word with a trailing * or ~; None if ``raw``, the text before it, has no word."""
        text, count = trimmed(unescape(raw))
        if count == 0:
            return None
        word = Word(text, scope.level, scope.text_field)
        if not starred and distance == 0:
            return word
        if count > 1:
            self.notice("prefix_words", chunk.start, chunk.end)
            return word
        self._ignore_level(chunk, scope)
        if starred:
            return Prefix(text, scope.text_field)
        if distance > 2:
            self.notice("fuzzy_distance", chunk.start, chunk.end)
        return Fuzzy(text, 1 if distance == 1 else 2, scope.text_field)

    def _ignore_level(self, chunk: _Chunk, scope: Scope) -> None:
        if scope.level is not None:
            self.notice("scope_ignored", chunk.start, chunk.end)


def _missing_field(raw: str, scope: Scope) -> FieldMissing | None:
    """The node of documents without a field, if the value of a field asks for them."""
    field = scope.text_field or scope.keyword_field
    if scope.date_field is not None:
        field = scope.date_field if scope.date_field == "date" else None
    if field is None or scope.level is not None or len(raw) > _LONGEST_NONE:
        return None
    written = plain_name(raw).rstrip("?؟").lower()
    return FieldMissing(field) if written in NONE_NAMES else None


def _number(digits: str) -> int:
    """The number, cut to a size that exceeds every limit."""
    return int(digits or "0") if len(digits) < 10 else 10**9
