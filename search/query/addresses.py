"""Queries that are the address of a web page, and the words in one."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from arabic.tokenizer import words
from corpus.addresses import AddressKey, address_key, plain_address, site_of, unquote_escapes
from search.limits import LIMITS, Limits

_BEGINNING: Final = re.compile(r"(?i)(?:https?:)?//[^/\s]|www\.[^/\s]+\.")
"""How a text begins that can only be an address."""
_SITE_AND_PATH: Final = re.compile(r"(?:[\w\-]+\.)+(?:[^\W\d_]{2,}|xn--[a-z0-9\-]+)(?::\d+)?/\S*")
_ENDING: Final = re.compile(r"(?i)\.(?:s?html?|php\d?|aspx?|jsp|cfm)$")
_SHOWN: Final = 100
_WORD_LETTERS: Final = 2
_WORDS_MOST: Final = 20


class WebAddress(NamedTuple):
    """A query that is an address.

    ``text`` is the address without what surrounds it, ``site`` its host in letters; ``words`` are
    those in its path. ``is_certain`` is false where the text may be words: one without a
    scheme or ``www.``.
    """

    text: str
    key: AddressKey
    site: str
    words: tuple[str, ...]
    is_certain: bool


def read_address(query: str, limits: Limits = LIMITS) -> WebAddress | None:
    """The address that a whole query is, None for any other query."""
    if len(query) > limits.address_code_points or "." not in query or "/" not in query:
        return None
    text = plain_address(query)
    if any(map(str.isspace, text)):
        return None
    given = query.strip().lstrip("<\"'“”«([\u200e\u200f\u202a\u202b")
    is_certain = _BEGINNING.match(given) is not None
    if not is_certain and not _SITE_AND_PATH.fullmatch(text.removeprefix("http://")):
        return None
    key = address_key(text)
    if key is None:
        return None
    return WebAddress(text, key, site_of(text), _words_of(text), is_certain)


def shortened_address(address: str) -> str:
    """An address as a message quotes it: in letters, and not too long."""
    shown = unquote_escapes(address).encode("utf-8", "replace").decode()
    shown = "".join(letter for letter in shown if letter.isprintable())
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _words_of(address: str) -> tuple[str, ...]:
    """The words of the part of a path that has most of them, of the last such part."""
    path = unquote_escapes(_ENDING.sub("", urlsplit(address).path))
    readable = path.encode("utf-8", "replace").decode().replace("_", " ").replace("-", " ")
    parts = [_words_in(part) for part in readable.split("/")]
    return max(reversed(parts), key=len)[:_WORDS_MOST]


def _words_in(text: str) -> tuple[str, ...]:
    found = words(text)
    return tuple(word for word in found if len(word) >= _WORD_LETTERS and not word.isdigit())
