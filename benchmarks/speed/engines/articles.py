"""Documents and query words for engines without a reader and an Arabic analyzer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec


class Article(msgspec.Struct):
    """One document of a JSON lines file."""

    id: str
    title: str = ""
    text: str = ""


WORD: Final = r"\w+"

_WORD: Final = re.compile(WORD)


def read_articles(documents: Path) -> Iterator[Article]:
    """Iterate over the documents of a JSON lines file."""
    decoder = msgspec.json.Decoder(Article)
    with documents.open("rb") as lines:
        yield from map(decoder.decode, lines)


def words(text: str) -> list[str]:
    """The lower-case words of a query, split by ``\\w+``."""
    return _WORD.findall(text.lower())
