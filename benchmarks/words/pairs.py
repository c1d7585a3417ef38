"""Pairs of words: spellings and plurals that find the same documents, words that must not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.judged_sets import EvaluationDataError
from benchmarks.judged_sets import lines as read_lines
from benchmarks.words.found_documents import (
    Documents,
    find_any,
    find_documents,
    overlap,
)
from benchmarks.words.names import with_particles
from search.engine import Engine

SAME: Final = 0.9
"""The share of the larger answer that both spellings of a pair must find."""

JOINED: Final = 0.5
"""Words are taken as joined if one finds this share of the documents that have only the other.

A class either contains the form of the other word, and finds all of them, or finds a few by chance.
"""

DIFFERENT: Final = "different"
"""The kind of pairs that must stay apart."""


class Pair(msgspec.Struct, frozen=True):
    """Two spellings that are the same word or not, and the kind of their difference."""

    same: bool
    a: str
    b: str
    kind: str = DIFFERENT


class PairCount(msgspec.Struct, frozen=True, kw_only=True):
    """The documents found by the two spellings of a pair.

    ``attested`` says whether either spelling finds anything. ``overlap`` is the share of the
    larger answer that both find; for words that must stay apart, the larger share of the documents
    with only one of the words that the other one finds.
    """

    pair: Pair
    found: tuple[int, int]
    overlap: float
    attested: bool

    @property
    def right(self) -> bool:
        """Whether the pair is the same where it must be, and apart where it must be."""
        return self.overlap >= SAME if self.pair.same else self.overlap < JOINED


def read_pairs(shared: Path, name: str) -> list[Pair]:
    """Read the pairs of ``gold/NAME.jsonl``. Raises EvaluationDataError."""
    path = shared / "gold" / f"{name}.jsonl"
    decoder = msgspec.json.Decoder(Pair)
    try:
        return [decoder.decode(line) for line in read_lines((path,)) if line.strip()]
    except (OSError, msgspec.DecodeError) as error:
        raise EvaluationDataError(f"{path} cannot be read: {error}.") from error


def count_pairs(engine: Engine, pairs: Iterable[Pair]) -> tuple[PairCount, ...]:
    """Search both spellings of each pair at the default level."""
    return tuple(_count(engine, pair) for pair in pairs)


def _count(engine: Engine, pair: Pair) -> PairCount:
    one, other = (find_documents(engine, spelling) for spelling in (pair.a, pair.b))
    return PairCount(
        pair=pair,
        found=(len(one), len(other)),
        overlap=overlap(one, other) if pair.same else _joined_share(engine, pair, one, other),
        attested=bool(one or other),
    )


def _joined_share(engine: Engine, pair: Pair, one: Documents, other: Documents) -> float:
    """The larger share of the documents with only one of two words that the other word finds."""
    with_a, with_b = (find_any(engine, with_particles(word)) for word in (pair.a, pair.b))
    only_a, only_b = with_a - with_b, with_b - with_a
    return max(_share(other, only_a), _share(one, only_b))


def _share(found: Documents, of: Documents) -> float:
    return len(found & of) / len(of) if of else 0.0
