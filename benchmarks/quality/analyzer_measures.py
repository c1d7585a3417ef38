"""Measurements of the analyzer: gold sets, clitics, speed, memory, determinism."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import msgspec

from arabic.analyzer import analyze
from arabic.folding import HEH, TEH_MARBUTA, fold, fold_light
from arabic.lexicon import normalize_root
from arabic.readings import light10
from benchmarks.judged_homes import prepare
from benchmarks.judged_sets import articles, load
from benchmarks.quality.gold_words import (
    CONTENT,
    NAMES,
    CliticPair,
    CliticPairs,
    PairScore,
    clitic_pairs,
    lemma_classes,
    read_lemmas,
    read_segments,
    read_stems,
    score_pairs,
)
from index.reader import IndexReader
from index.vocabulary import Vocabulary

HASH_SEEDS: Final = tuple(range(8))
THREADS: Final = 8

_ROOT: Final = Path(__file__).parents[2]

Classes = Callable[[str], tuple[str, str]]
"""A function from a written word to its stem and root."""


def light10_classes(word: str) -> tuple[str, str]:
    """The light10 stem of a word, also used as its root."""
    stem = light10(fold_light(word)).entry.replace(TEH_MARBUTA, HEH)
    return stem, stem


def lexicon_classes(word: str) -> tuple[str, str]:
    """The stem and root of a word analysed without archive counts."""
    found = analyze(word)
    return found.stem, found.root


def vocabulary_classes(vocabulary: Vocabulary) -> Classes:
    """The stem and root of a word in the vocabulary of an archive."""

    def classes(word: str) -> tuple[str, str]:
        form = vocabulary.form(fold(word))
        if form is None:
            found = analyze(word, vocabulary.attested)
            return found.stem, found.root
        stem = vocabulary.stem_of(form)
        return vocabulary.stems[stem], vocabulary.roots[vocabulary.root_of(stem)]

    return classes


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """The score of an analyzer on a gold set over unordered pairs of distinct words."""

    gold: str
    analyzer: str
    words: int
    precision: float
    recall: float
    f1: float


class CliticScore(msgspec.Struct, frozen=True, kw_only=True):
    """The clitic pairs that an analyzer maps to one stem.

    ``pairs`` counts all pairs by clitic, ``apart`` lists those with two different stems.
    """

    analyzer: str
    pairs: dict[str, int]
    apart: tuple[CliticPair, ...]

    @property
    def share(self) -> float:
        """The share of all pairs with one stem."""
        return 1 - len(self.apart) / sum(self.pairs.values())

    def share_of(self, clitic: str) -> float:
        """The share of the pairs of a clitic with one stem."""
        return 1 - sum(pair.clitic == clitic for pair in self.apart) / self.pairs[clitic]


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """Speed, memory and determinism, as ``benchmarks.quality.analyzer_process`` reports them.

    ``digests`` has one output digest per hash seed, per concurrent process and per thread.
    """

    cold: dict[str, float]
    offsets: dict[str, float]
    memory: dict[str, float]
    forms: int
    digests: dict[str, str]


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """All measurements; ``left_out`` counts excluded pairs (other clitics, other rests)."""

    agreements: tuple[Agreement, ...]
    meetings: tuple[CliticScore, ...]
    left_out: tuple[int, int]
    running: Running | None


LEMMAS: Final = "lemmas"
LEMMAS_AND_NAMES: Final = "lemmas and names"
STEMS: Final = "stems"
ROOTS: Final = "roots"


def agreement(shared: Path, name: str, classes: Classes) -> list[Agreement]:
    """Score an analyzer on every gold set."""
    lemmas, stems = read_lemmas(shared), read_stems(shared)

    def one(gold: str, wanted: Mapping[str, str], level: int) -> Agreement:
        score: PairScore = score_pairs(wanted, {word: classes(word)[level] for word in wanted})
        return Agreement(gold=gold, analyzer=name, **score._asdict())

    return [
        one(LEMMAS, lemma_classes(lemmas, CONTENT), 0),
        one(LEMMAS_AND_NAMES, lemma_classes(lemmas, CONTENT | NAMES), 0),
        one(STEMS, {row.word: fold(row.stem) for row in stems}, 0),
        one(ROOTS, {row.word: normalize_root(row.root) for row in stems}, 1),
    ]


def meetings(found: CliticPairs, name: str, classes: Classes) -> CliticScore:
    """Find the clitic pairs that an analyzer maps to two stems."""
    words = {word for pair in found.pairs for word in (pair.bare, pair.whole)}
    stems = {word: classes(word)[0] for word in words}
    return CliticScore(
        analyzer=name,
        pairs=Counter(pair.clitic for pair in found.pairs),
        apart=tuple(pair for pair in found.pairs if stems[pair.bare] != stems[pair.whole]),
    )


# Speed, memory, determinism


def _worker(*arguments: str, seed: int | None = None) -> Any:
    environment = {**os.environ}
    environment.pop("PYTHONHASHSEED", None)
    if seed is not None:
        environment["PYTHONHASHSEED"] = str(seed)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.quality.analyzer_process", *arguments],
        cwd=_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def running(shared: Path, progress: Callable[[str], None]) -> Running:
    """Measure speed, memory and determinism in separate processes."""
    source = str(articles(shared)[0])
    with tempfile.TemporaryDirectory() as folder:
        words = str(Path(folder) / "words.tsv")
        progress("analyzing the articles as the builder does …")
        cold = _worker("cold", source, words)
        progress("highlighting and analyzing texts with offsets …")
        offsets = _worker("offsets", source)
        progress("filling the caches …")
        memory = _worker("memory", words)
        progress("analyzing the same words under several hash seeds, processes and threads …")
        digests = {}
        for seed in HASH_SEEDS:
            one = _worker("digest", words, "1", seed=seed)
            digests[f"hash seed {seed}"] = one["digests"][0]
        with ThreadPoolExecutor(2) as pool:
            both = list(pool.map(lambda _: _worker("digest", words, "1"), range(2)))
        for number, each in enumerate(both):
            digests[f"process {number}"] = each["digests"][0]
        for number, digest in enumerate(_worker("digest", words, str(THREADS))["digests"]):
            digests[f"thread {number}"] = digest
    return Running(
        cold=cold, offsets=offsets, memory=memory, forms=int(one["words"]), digests=digests
    )


def run(
    shared: Path, work: Path, progress: Callable[[str], None], *, fast: bool = False
) -> Measured:
    """Measure everything; ``fast`` skips speed, memory and determinism.

    Raises EvaluationDataError.
    """
    pairs = clitic_pairs(read_segments(shared))
    home = prepare(load(shared, "headlines"), work, progress)
    index = IndexReader.current(home.path)
    analyzers: dict[str, Classes] = {
        "light10": light10_classes,
        "warraq, no archive": lexicon_classes,
        "warraq": vocabulary_classes(index.vocabulary),
    }
    try:
        return Measured(
            agreements=tuple(
                one
                for name, classes in analyzers.items()
                for one in agreement(shared, name, classes)
            ),
            meetings=tuple(meetings(pairs, name, classes) for name, classes in analyzers.items()),
            left_out=(pairs.other_clitics, pairs.other_rests),
            running=None if fast else running(shared, progress),
        )
    finally:
        index.close()
