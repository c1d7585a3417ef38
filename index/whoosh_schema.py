"""The Whoosh schema: two text fields with positions, and the archive's row number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.fields import NUMERIC, TEXT, Schema

from arabic.folding import fold, fold_exact
from arabic.tokenizer import tokenize


class ArabicTokenizer(Tokenizer):  # type: ignore[misc]
    """The tokenizer of the index for Whoosh's own queries; a term is the word as written."""

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **_: Any,
    ) -> Iterator[Any]:
        token = Token(positions, chars, mode=mode)
        position = start_pos
        for start, end in tokenize(value):
            word = value[start:end]
            if not fold(word):
                continue
            token.original = word
            token.text = fold_exact(word)
            token.stopped = False
            token.boost = 1.0
            if positions:
                token.pos = position
            if chars:
                token.startchar, token.endchar = start_char + start, start_char + end
            position += 1
            yield token


def schema() -> Schema:
    """The schema; always pass it when an index is opened, so that none is unpickled."""
    return Schema(
        title=TEXT(analyzer=ArabicTokenizer(), phrase=True),
        body=TEXT(analyzer=ArabicTokenizer(), phrase=True),
        number=NUMERIC(int, bits=64, stored=True),
    )
