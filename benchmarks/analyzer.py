"""What the analyzer is worth by itself: agreement with gold sets, speed, memory, sameness.

Run it as ``python -m benchmarks.analyzer``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import click
import msgspec

from benchmarks.gold import (
    CLITICS,
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
from benchmarks.homes import DEFAULT_WORK, prepare
from benchmarks.judged import EvaluationDataError, articles, load, shared_folder
from benchmarks.report import SectionError, around_section, machine, replace_section, table
from index.analysis.analyzer import analyze
from index.analysis.fold import HEH, TEH_MARBUTA, fold, fold_light
from index.analysis.lexicon import normalize_root
from index.analysis.stem import light10
from index.reader import IndexReader
from index.vocabulary import Vocabulary

HASH_SEEDS: Final = tuple(range(8))
THREADS: Final = 8
MEGABYTE: Final = 1_000_000

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


# The report


def _percent(value: float) -> str:
    return f"{value:.1%}".replace("%", " %")


def targets(measured: Measured) -> str:
    """What was asked for beside what was measured."""
    ours = {(one.gold, one.analyzer): one.f1 for one in measured.agreements}
    share = {one.analyzer: one.share for one in measured.meetings}
    names = ("warraq", "warraq, no archive")
    rows: list[Sequence[str]] = [
        *(
            (f"lemma pairs, F1 ({name})", ".62", ".68", f"{ours[LEMMAS, name]:.3f}")
            for name in names
        ),
        *(
            (f"clitic pairs in one stem ({name})", "97 %", "99.5 %", _percent(share[name]))
            for name in names
        ),
    ]
    if measured.running is not None:
        rows += _running_rows(measured.running)
    return table(("what", "at least", "aim", "measured"), rows)


def _rate(words: float, seconds: float) -> str:
    return f"{words / seconds:,.0f}"


def _running_rows(found: Running) -> list[Sequence[str]]:
    cold, offsets = found.cold, found.offsets
    same = len(set(found.digests.values())) == 1
    return [
        (
            "words a second, cold, as the builder calls it",
            "600,000",
            "1,500,000",
            _rate(cold["words"], cold["seconds"]),
        ),
        (
            "words a second with offsets, warm: texts marked",
            "300,000",
            "1,000,000",
            _rate(offsets["words"], offsets["seconds"]),
        ),
        (
            "words a second with offsets, warm: words analysed",
            "300,000",
            "1,000,000",
            _rate(offsets["analyzed_words"], offsets["analyzed_seconds"]),
        ),
        (
            "MB above the bare interpreter, caches full",
            "150",
            "80",
            f"{found.memory['resident_bytes'] / MEGABYTE:,.0f}",
        ),
        (
            "the same, at the peak",
            "150",
            "80",
            f"{found.memory['peak_bytes'] / MEGABYTE:,.0f}",
        ),
        (
            f"same output: {len(HASH_SEEDS)} hash seeds, 2 processes, {THREADS} threads",
            "identical",
            "identical",
            "identical" if same else f"{len(set(found.digests.values()))} different",
        ),
    ]


def _running_notes(found: Running) -> list[str]:
    cold, offsets, memory = found.cold, found.offsets, found.memory
    return [
        f"- Cold: {cold['words']:,.0f} words, {cold['terms']:,.0f} spellings, "
        f"{cold['forms']:,.0f} forms. Loading the lexicon {cold['lexicon_seconds']:.2f} s, words "
        f"to terms {cold['terms_seconds']:.2f} s, classes of all forms "
        f"{cold['classes_seconds']:.2f} s; {cold['cpu_seconds']:.2f} s of processor in all, which "
        f"is {_rate(cold['words'], cold['cpu_seconds'])} words a second.",
        f"- With offsets: {offsets['words']:,.0f} words in texts that `search.snippet.mark` goes "
        f"through, and {offsets['analyzed_words']:,.0f} words given to `analyze` one by one, each "
        f"for the second time; {_rate(offsets['words'], offsets['cpu_seconds'])} and "
        f"{_rate(offsets['analyzed_words'], offsets['analyzed_cpu_seconds'])} words a second of "
        "processor.",
        f"- Memory: {memory['words']:,.0f} spellings analysed and marked; "
        f"{memory['analyzer_bytes'] / MEGABYTE:,.0f} MB before snippets are imported. Resident "
        "memory and its peak as the kernel counts them.",
        f"- Same output: one digest of {found.forms:,} words at every level, with the counts of "
        "their archive and without.",
    ]


def agreements(measured: Measured) -> str:
    """Each analyzer against each gold set."""
    rows = [
        (
            one.gold,
            one.analyzer,
            f"{one.words:,}",
            f"{one.precision:.3f}",
            f"{one.recall:.3f}",
            f"{one.f1:.3f}",
        )
        for one in sorted(measured.agreements, key=lambda one: _GOLD.index(one.gold))
    ]
    return table(("pairs of words", "analyzer", "words", "precision", "recall", "F1"), rows)


_GOLD: Final = (LEMMAS, LEMMAS_AND_NAMES, STEMS, ROOTS)


def clitics(measured: Measured) -> str:
    """The share of pairs that meet in one stem, for each clitic."""
    names = [one.analyzer for one in measured.meetings]
    rows = []
    for clitic in CLITICS:
        pairs = measured.meetings[0].pairs.get(clitic, 0)
        if pairs:
            shares = (_percent(one.share_of(clitic)) for one in measured.meetings)
            rows.append((clitic, f"{pairs:,}", *shares))
    whole = sum(measured.meetings[0].pairs.values())
    rows.append(("all", f"{whole:,}", *(_percent(one.share) for one in measured.meetings)))
    return table(("clitic", "pairs", *names), rows)


def errors(measured: Measured) -> str:
    """The pairs that do not meet in one stem, a line for each analyzer and clitic."""
    lines = []
    for one in measured.meetings[1:]:
        for clitic in CLITICS:
            apart = "، ".join(pair.whole for pair in one.apart if pair.clitic == clitic)
            lines.append(f"{one.analyzer}, {clitic}: {apart or 'none'}")
    return "\n".join(lines)


def report(measured: Measured) -> str:
    """The figures as Markdown."""
    other_clitics, other_rests = measured.left_out
    parts = [machine(), "", targets(measured), ""]
    if measured.running is not None:
        parts += [*_running_notes(measured.running), ""]
    parts += [
        agreements(measured),
        "",
        clitics(measured),
        "",
        f"- Left out: {other_clitics} pairs of other combinations of clitics (فال, وب …), and "
        f"{other_rests} of which a pronoun, one letter or no Arabic word remains (بها, لنا).",
    ]
    return "\n".join(parts)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--fast", is_flag=True, help="Leave out speed, memory and sameness.")
@click.option("--errors", "with_errors", is_flag=True, help="Print the clitic pairs kept apart.")
@click.option(
    "--shared",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the evaluation data (default: WARRAQ_SHARED, else ../shared).",
)
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_WORK,
    show_default=True,
    help="Where the homes of the judged documents are kept.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Also put the tables into the section `analyzer` of this document.",
)
def main(
    fast: bool, with_errors: bool, shared: Path | None, work: Path, as_json: bool, into: Path | None
) -> None:
    """Measure the analyzer: gold sets, clitics, speed, memory, and whether it ever differs."""
    try:
        if into is not None:
            around_section(into, "analyzer")
        measured = run(
            shared_folder(shared),
            work.expanduser(),
            lambda text: click.echo(text, err=True),
            fast=fast,
        )
    except (EvaluationDataError, SectionError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    text = report(measured)
    click.echo(msgspec.json.encode(measured).decode() if as_json else text)
    if with_errors:
        click.echo("\n" + errors(measured))
    if into is not None:
        replace_section(into, "analyzer", text)
    if measured.running is not None and len(set(measured.running.digests.values())) > 1:
        click.echo("The same words came out otherwise in another run.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
