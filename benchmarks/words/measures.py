"""Measurements of the classes of words, over a home opened once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.growth.collection import corpora
from benchmarks.judged_homes import DocumentSet, prepare_documents
from benchmarks.quality.analyzer_measures import (
    LEMMAS,
    Agreement,
    CliticScore,
    agreement,
    meetings,
    vocabulary_classes,
)
from benchmarks.quality.gold_words import clitic_pairs, read_segments
from benchmarks.quality.spelling import SuggestionOutcome
from benchmarks.words.names import NameCount, count_names, read_names
from benchmarks.words.pairs import PairCount, count_pairs, read_pairs
from benchmarks.words.typos import TYPOS, correct_typos, make_typos
from index.reader import IndexReader
from search.engine import Engine

Progress = Callable[[str], None]

_ANALYZER: Final = "warraq"


class WordCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What is found for names, spellings and plurals in one archive."""

    names: tuple[NameCount, ...]
    spellings: tuple[PairCount, ...]
    plurals: tuple[PairCount, ...]


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """All measurements of an archive of ``documents`` articles."""

    documents: int
    counts: WordCounts
    lemmas: Agreement
    clitics: CliticScore
    typos: tuple[SuggestionOutcome, ...]


def prepare_corpora(shared: Path, work: Path, progress: Progress) -> Path:
    """Build or reuse the home of all articles. Raises EvaluationDataError."""
    return prepare_documents(DocumentSet("corpora", corpora(shared)), work, progress).path


def count_words(engine: Engine, shared: Path) -> WordCounts:
    """Search names, spellings and plurals at the default level. Raises EvaluationDataError."""
    return WordCounts(
        names=count_names(engine, read_names(shared)),
        spellings=count_pairs(engine, read_pairs(shared, "spelling_variants")),
        plurals=count_pairs(engine, read_pairs(shared, "plurals")),
    )


def measure_words(home: Path, shared: Path, progress: Progress, typos: int = TYPOS) -> Measured:
    """Measure a home; ``typos`` is the number of misspellings made. Raises EvaluationDataError."""
    engine, index = Engine.open(home), IndexReader.current(home)
    try:
        progress("searching names, spellings and plurals …")
        counts = count_words(engine, shared)
        classes = vocabulary_classes(index.vocabulary)
        scores = agreement(shared, _ANALYZER, classes)
        progress(f"searching {typos} misspellings …")
        return Measured(
            documents=engine.info.documents,
            counts=counts,
            lemmas=next(one for one in scores if one.gold == LEMMAS),
            clitics=meetings(clitic_pairs(read_segments(shared)), _ANALYZER, classes),
            typos=correct_typos(engine, list(make_typos(engine, index.vocabulary, typos))),
        )
    finally:
        index.close()
        engine.close()
