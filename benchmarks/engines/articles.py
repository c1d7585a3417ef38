"""Documents and words for the engines that bring no reader and no analyzer for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec


class Article(msgspec.Struct):
    """A line of the documents."""

    id: str
    title: str = ""
    text: str = ""


WORD: Final = r"\w+"

_WORD: Final = re.compile(WORD)


def read_articles(documents: Path) -> Iterator[Article]:
    """The documents of a file of JSON lines, one at a time."""
    decoder = msgspec.json.Decoder(Article)
    with documents.open("rb") as lines:
        yield from map(decoder.decode, lines)


def words(text: str) -> list[str]:
    """The words of a query in lower case, as ``\\w+`` finds them."""
    return _WORD.findall(text.lower())
