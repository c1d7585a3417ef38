"""Measuring the analyzer: agreement with gold sets, clitics, speed, memory, sameness."""

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
from arabic.stemmer import light10
from benchmarks.gold import (
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
from benchmarks.homes import prepare
from benchmarks.judged import articles, load
from index.reader import IndexReader
from index.vocabulary import Vocabulary

HASH_SEEDS: Final = tuple(range(8))
THREADS: Final = 8

_ROOT: Final = Path(__file__).parents[1]

Classes = Callable[[str], tuple[str, str]]
"""The stem and root of a written word."""


def light10_classes(word: str) -> tuple[str, str]:
    """The light10 stem of a word, for its root too."""
    stem = light10(fold_light(word)).entry.replace(TEH_MARBUTA, HEH)
    return stem, stem


def lexicon_classes(word: str) -> tuple[str, str]:
    """The stem and root of a word where there is no archive to ask."""
    found = analyze(word)
    return found.stem, found.root


def vocabulary_classes(vocabulary: Vocabulary) -> Classes:
    """The stem and root of a word as a search in an archive takes them."""

    def classes(word: str) -> tuple[str, str]:
        form = vocabulary.form(fold(word))
        if form is None:
            found = analyze(word, vocabulary.attested)
            return found.stem, found.root
        stem = vocabulary.stem_of(form)
        return vocabulary.stems[stem], vocabulary.roots[vocabulary.root_of(stem)]

    return classes


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """One gold set by one analyzer; F1 over all unordered pairs of distinct words."""

    gold: str
    analyzer: str
    words: int
    precision: float
    recall: float
    f1: float


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """Pairs of a word without and with clitics, by one analyzer.

    ``pairs`` counts them by clitic, ``apart`` are those whose words have two stems.
    """

    analyzer: str
    pairs: dict[str, int]
    apart: tuple[CliticPair, ...]

    @property
    def share(self) -> float:
        """The share of all pairs that meet in one stem."""
        return 1 - len(self.apart) / sum(self.pairs.values())

    def share_of(self, clitic: str) -> float:
        """The share of the pairs of a clitic that meet in one stem."""
        return 1 - sum(pair.clitic == clitic for pair in self.apart) / self.pairs[clitic]


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """Speed, memory and sameness; the dictionaries are those of ``benchmarks.analyzer_worker``.

    ``digests`` has those of all hash seeds, of two processes at once and of all threads.
    """

    cold: dict[str, float]
    offsets: dict[str, float]
    memory: dict[str, float]
    forms: int
    digests: dict[str, str]


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Everything measured; ``left_out`` are pairs of other clitics and rests that are no word."""

    agreements: tuple[Agreement, ...]
    meetings: tuple[Meeting, ...]
    left_out: tuple[int, int]
    running: Running | None


LEMMAS: Final = "lemmas"
LEMMAS_AND_NAMES: Final = "lemmas and names"
STEMS: Final = "stems"
ROOTS: Final = "roots"


def agreement(shared: Path, name: str, classes: Classes) -> list[Agreement]:
    """An analyzer against every gold set."""
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


def meetings(found: CliticPairs, name: str, classes: Classes) -> Meeting:
    """An analyzer on pairs of a word without and with clitics."""
    words = {word for pair in found.pairs for word in (pair.bare, pair.whole)}
    stems = {word: classes(word)[0] for word in words}
    return Meeting(
        analyzer=name,
        pairs=Counter(pair.clitic for pair in found.pairs),
        apart=tuple(pair for pair in found.pairs if stems[pair.bare] != stems[pair.whole]),
    )


# Speed, memory, sameness


def _worker(*arguments: str, seed: int | None = None) -> Any:
    environment = {**os.environ}
    environment.pop("PYTHONHASHSEED", None)
    if seed is not None:
        environment["PYTHONHASHSEED"] = str(seed)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.analyzer_worker", *arguments],
        cwd=_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def running(shared: Path, say: Callable[[str], None]) -> Running:
    """Measure speed, memory and sameness, each in processes of its own."""
    source = str(articles(shared)[0])
    with tempfile.TemporaryDirectory() as folder:
        words = str(Path(folder) / "words.tsv")
        say("analyzing the articles as the builder does …")
        cold = _worker("cold", source, words)
        say("marking and analyzing texts with offsets …")
        offsets = _worker("offsets", source)
        say("filling the caches …")
        memory = _worker("memory", words)
        say("analyzing the same words under several hash seeds, processes and threads …")
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


def run(shared: Path, work: Path, say: Callable[[str], None], *, fast: bool = False) -> Measured:
    """Measure everything; ``fast`` leaves out speed, memory and sameness.

    Raises EvaluationDataError.
    """
    pairs = clitic_pairs(read_segments(shared))
    home = prepare(load(shared, "headlines"), work, say)
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
            running=None if fast else running(shared, say),
        )
    finally:
        index.close()
