"""What the grammar has to say about a query: every sentence in one table."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import msgspec

EXCERPT: Final = 40
"""Code points of the query that a sentence quotes."""

SENTENCES: Final = MappingProxyType(
    {
        "no_words": "There is no word in this query, so nothing was searched for: write one.",
        "unclosed_quote": "The quotation mark {text} at character {place} is never closed: "
        "what follows was read as plain words.",
        "unclosed_group": "The parenthesis at character {place} is never closed: "
        "its group was read to the end of the query.",
        "stray_parenthesis": "The closing parenthesis at character {place} closes nothing "
        "and was passed over.",
        "deep_group": "The parenthesis at character {place} lies too deep and was passed over.",
        "stray_operator": "{text} at character {place} lacks something to join: "
        "it was read as a word.",
        "stray_sign": "{text} at character {place} lacks something to join and was passed over.",
        "or_read": "{text} at character {place} was read as OR; "
        "put it in quotation marks to search for the word itself.",
        "or_word": "{text} at character {place} was read as a word among words; "
        "to mean either side write OR, |, or put each side in parentheses or quotation marks.",
        "not_read": "{text} at character {place} was read as NOT; "
        "put it in quotation marks to search for the word itself.",
        "not_word": "{text} at character {place} was read as a word; "
        "to exclude what follows write NOT, or - without a space.",
        "mixed_or": "Read as: {text}; words side by side belong together before OR does, "
        "and parentheses make it otherwise.",
        "unknown_field": "{text} at character {place} is not a field: it was read as plain text; "
        "the fields are title, body, source, author, section, date, after and before.",
        "empty_field": "{text} at character {place} has no value right after its colon: "
        "it was read as a word.",
        "scope_ignored": "The field or level before {text} at character {place} does not apply "
        "there and was passed over.",
        "inner_wildcard": "The * in {text} at character {place} was passed over: "
        "it stands for further letters only at the end of a word, as in كتب*.",
        "prefix_words": "{text} at character {place} is more than one word, so its last sign "
        "was passed over: * and ~ apply to single words.",
        "fuzzy_distance": "{text} at character {place} was read as ~2, "
        "the widest spelling distance there is.",
        "fuzzy_bare": "The ~ of {text} at character {place} was passed over: "
        "write ~1 or ~2 after a word, or a number of words after a phrase.",
        "boost": "The weight in {text} at character {place} was passed over: "
        "words cannot be given weights.",
        "bracket_range": "{text} at character {place} was read as plain words: "
        "a range of dates is written date:2016..2017.",
        "open_range": "The braces of {text} at character {place} were read as [ and ]: "
        "both dates belong to a range.",
        "hijri_read": "{text} at character {place} was read as a Hijri date; "
        "for a year of the Gregorian calendar write م after it.",
        "reversed_range": "The dates of {text} at character {place} run backwards "
        "and were exchanged.",
        "leading_wildcard": "{text} at character {place} begins with *, which is not supported: "
        "write the beginning of the word (كتب*), or search by root (root:كتب).",
        "regular_expression": "{text} at character {place} looks like a regular expression, "
        "which is not supported: write words, alternatives with OR, or a beginning with * (كتب*).",
        "bad_date": "{text} at character {place} is not a date: write a year, a month or a day "
        '(2016, 2016-12, 2016-12-01, "ديسمبر 2016") or two of them with .. between; '
        "to search for the words, put all of it in quotation marks.",
    }
)
"""Each sentence by its code; ``{text}`` is the piece of the query, ``{place}`` counts from 1."""

REFUSALS: Final = frozenset({"leading_wildcard", "regular_expression", "bad_date"})
"""Codes of what is not answered at all, for any answer would mislead."""


class Notice(msgspec.Struct, frozen=True):
    """A remark on a stretch ``[start, end)`` of the query, in code points."""

    code: str
    message: str
    start: int
    end: int


class Notices:
    """The remarks on one query: of each code the earliest, for one mistake is told once."""

    def __init__(self) -> None:
        self._told: dict[str, Notice] = {}

    def say(
        self, code: str, text: str, start: int, end: int | None = None, *, longest: int = EXCERPT
    ) -> None:
        """Remark ``code`` of the table on ``[start, end)``, quoting ``text`` cut to ``longest``."""
        told = self._told.get(code)
        if told is not None and told.start <= start:
            return
        shown = "".join(character for character in text[:longest] if character.isprintable())
        if len(text) > longest:
            shown += "…"
        sentence = SENTENCES[code].replace("{place}", str(start + 1))
        message = sentence.replace("{text}", f"“{shown}”")
        self._told[code] = Notice(code, message, start, start + len(text) if end is None else end)

    def told(self) -> tuple[Notice, ...]:
        """The remarks in the order of the query."""
        return tuple(sorted(self._told.values(), key=lambda told: (told.start, told.code)))
