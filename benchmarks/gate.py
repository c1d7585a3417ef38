"""The quality gate: compares scores with those pinned in ``benchmarks/pinned.json``.

Run ``python -m benchmarks.gate``. It measures a fast subset (some queries of each judged set over a
part of its documents), the gold sets of the analyzer, and what is found for names, spellings and
plurals. ``--full`` also measures the whole sets.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final

import click
import msgspec

from benchmarks.judged_homes import prepare
from benchmarks.judged_sets import SET_NAMES, EvaluationDataError, articles, load, measure
from benchmarks.options import benchmark, print_progress
from benchmarks.quality.analyzer_measures import (
    LEMMAS,
    Classes,
    agreement,
    lexicon_classes,
    meetings,
    vocabulary_classes,
)
from benchmarks.quality.gold_words import clitic_pairs, read_segments
from benchmarks.quality.ranking import answer, report, run
from benchmarks.quality.subset import subset
from benchmarks.reporting import table
from benchmarks.words.measures import count_words
from benchmarks.words.report import apart, names_share, pairs_share, same
from index.reader import IndexReader
from search.engine import Engine

PINNED: Final = Path(__file__).with_name("pinned.json")

MARGIN: Final = 0.005
"""How far a score may fall below its pinned value."""

Scores = Mapping[str, float]
Progress = Callable[[str], None]

_DIGITS: Final = 4
_DATA: Final = (
    "judged/wiki_passages/queries.jsonl",
    "judged/wiki_passages/qrels.tsv",
    "judged/headlines/queries.jsonl",
    "judged/headlines/keywords.jsonl",
    "judged/headlines/qrels.tsv",
    "gold/lemmas_pud.jsonl",
    "gold/segments_wikinews.jsonl",
    "gold/stems_assem.jsonl",
    "gold/names.txt",
    "gold/spelling_variants.jsonl",
    "gold/plurals.jsonl",
)


class Pinned(msgspec.Struct, frozen=True, kw_only=True):
    """The pinned scores, each from 0 to 1.

    ``fast`` are those of the fast subset, ``full`` of the whole sets, ``data`` is a digest of the
    evaluation data. No score may fall by more than ``margin``.
    """

    margin: float
    data: str
    fast: dict[str, float]
    full: dict[str, float]


def read_pinned(path: Path = PINNED) -> Pinned:
    """Read the pinned scores. Raises EvaluationDataError if that fails."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Pinned)
    except (OSError, msgspec.DecodeError) as error:
        raise EvaluationDataError(
            f"{path} cannot be read ({error}); make it with --full --pin."
        ) from error


def write_pinned(pinned: Pinned, path: Path = PINNED) -> None:
    """Write the pinned scores as indented JSON."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(pinned), indent=2) + b"\n")


def data_digest(shared: Path) -> str:
    """A digest of queries, grades, gold sets and document file sizes.

    Raises EvaluationDataError for an unreadable file.
    """
    digest = blake2b(digest_size=16)
    for name in _DATA:
        try:
            digest.update((shared / name).read_bytes())
        except OSError as error:
            raise EvaluationDataError(f"{shared / name} cannot be read: {error}.") from error
    for path in (*articles(shared), shared / "judged" / "wiki_passages" / "docs.jsonl.gz"):
        digest.update(str(path.stat().st_size).encode())
    return digest.hexdigest()


def find_regressions(pinned: Scores, found: Scores, margin: float) -> list[str]:
    """Describe each score that fell by more than ``margin``, is missing or is not pinned."""
    sentences = []
    for name in sorted({*pinned, *found}):
        before, now = pinned.get(name), found.get(name)
        if before is None:
            sentences.append(f"{name} is not pinned; pin it with --pin.")
        elif now is None:
            sentences.append(f"{name} is pinned and was not measured.")
        elif before - now > margin:
            sentences.append(
                f"{name} fell from {before:.4f} to {now:.4f}, by more than {margin:.4f}."
            )
    return sentences


def _rounded(scores: Scores) -> dict[str, float]:
    return {name: round(value, _DIGITS) for name, value in scores.items()}


def fast_scores(shared: Path, work: Path, progress: Progress) -> dict[str, float]:
    """Measure the fast subset.

    Returns nDCG@10 of each judged set, F1 of lemma pairs and the share of clitic pairs with one
    stem, both with the headlines archive and without an archive, and the shares of names, spellings
    and plurals that find the right documents in the headlines archive. Raises EvaluationDataError.
    """
    scores: dict[str, float] = {}
    homes: dict[str, Path] = {}
    for name in SET_NAMES:
        judged = subset(load(shared, name), work)
        home = prepare(judged, work, progress)
        homes[name] = home.path
        engine = Engine.open(home.path)
        try:
            answers = answer(engine, judged, "stem")
        finally:
            engine.close()
        scores[name] = measure(judged.qrels, answers.scores).ndcg_10
    index = IndexReader.current(homes["headlines"])
    try:
        scores |= analyzer_scores(shared, "archive", vocabulary_classes(index.vocabulary))
    finally:
        index.close()
    scores |= analyzer_scores(shared, "no archive", lexicon_classes)
    return _rounded(scores | word_scores(shared, homes["headlines"]))


def word_scores(shared: Path, home: Path) -> dict[str, float]:
    """The shares of names, spellings, different words and plurals that find the right documents.

    Raises EvaluationDataError.
    """
    engine = Engine.open(home)
    try:
        counts = count_words(engine, shared)
    finally:
        engine.close()
    return {
        "names": names_share(counts),
        "spellings": pairs_share(same(counts.spellings)),
        "different words": pairs_share(apart(counts.spellings)),
        "plurals": pairs_share(same(counts.plurals)),
    }


def analyzer_scores(shared: Path, name: str, classes: Classes) -> dict[str, float]:
    """F1 of lemma pairs and the share of clitic pairs with one stem.

    Raises EvaluationDataError.
    """
    lemmas = next(one for one in agreement(shared, name, classes) if one.gold == LEMMAS)
    clitics = meetings(clitic_pairs(read_segments(shared)), name, classes)
    return {f"lemmas, {name}": lemmas.f1, f"clitics, {name}": clitics.share}


def _full_scores(shared: Path, work: Path) -> dict[str, float]:
    """Measure nDCG@10 of the whole judged sets and print their table."""
    results = run(shared, work, SET_NAMES, "all", "stem")
    click.echo(report(results, "stem") + "\n")
    return _rounded({one.set: one.measures.ndcg_10 for one in results if one.half == "all"})


def scores_table(kind: str, pinned: Scores, found: Scores) -> str:
    """Render scores beside the pinned ones."""
    rows = []
    for name, now in found.items():
        before = pinned.get(name)
        cells = ("", "") if before is None else (f"{before:.4f}", f"{now - before:+.4f}")
        rows.append((name, cells[0], f"{now:.4f}", cells[1]))
    return table((kind, "pinned", "now", "change"), rows)


@benchmark()
@click.option("--full", is_flag=True, help="Also measure the whole judged sets (minutes).")
@click.option("--pin", is_flag=True, help="Pin the measured scores instead of comparing.")
@click.option(
    "--pinned",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=PINNED,
    help="The file of pinned scores (default: benchmarks/pinned.json).",
)
def main(full: bool, pin: bool, shared: Path, work: Path, path: Path) -> None:
    """Compare ranking and analyzer scores with the pinned ones.

    Exits with 1 if a score fell by more than the margin.
    """
    data = data_digest(shared)
    pinned = _pinned(path, data, pin=pin)
    fast = fast_scores(shared, work, print_progress)
    whole = _full_scores(shared, work) if full else None
    click.echo(scores_table("fast subset", pinned.fast, fast))
    if whole is not None:
        click.echo("\n" + scores_table("whole set", pinned.full, whole))
    if pin:
        write_pinned(
            Pinned(
                margin=pinned.margin,
                data=data,
                fast=fast,
                full=pinned.full if whole is None else whole,
            ),
            path,
        )
        return
    sentences = find_regressions(pinned.fast, fast, pinned.margin)
    if whole is not None:
        sentences += find_regressions(pinned.full, whole, pinned.margin)
    for sentence in sentences:
        click.echo(sentence, err=True)
    if sentences:
        sys.exit(1)


def _pinned(path: Path, data: str, *, pin: bool) -> Pinned:
    """Read the pinned scores; with ``pin`` a missing or outdated file gives empty scores."""
    if pin and not path.exists():
        return Pinned(margin=MARGIN, data=data, fast={}, full={})
    pinned = read_pinned(path)
    if pinned.data == data:
        return pinned
    if pin:
        return Pinned(margin=pinned.margin, data=data, fast={}, full={})
    raise EvaluationDataError(
        f"The evaluation data differs from that of {path.name}; pin again with --full --pin."
    )


if __name__ == "__main__":
    main()
