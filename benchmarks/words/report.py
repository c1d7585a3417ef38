"""Which words belong together: what is found for names, spellings, plurals and misspellings.

Run ``python -m benchmarks.words``. All figures are of the default level of a search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import click

from benchmarks.options import Output, benchmark, print_progress
from benchmarks.quality.spelling import OFFERED
from benchmarks.reporting import machine, table
from benchmarks.words.measures import Measured, WordCounts, measure_words, prepare_corpora
from benchmarks.words.names import LEAST, MOST, NameCount
from benchmarks.words.pairs import SAME, PairCount
from benchmarks.words.typos import LEAST_DOCUMENTS, LEAST_LETTERS, RARER, TYPOS

_WORST: Final = 12


class Row(NamedTuple):
    """A measured share beside its target: what, number of items, required, aimed at, measured."""

    what: str
    items: int
    least: float
    aim: float
    found: float

    def cells(self) -> tuple[str, ...]:
        """The cells of the row."""
        met = (
            "aim met" if self.found >= self.aim else "met" if self.found >= self.least else "missed"
        )
        values = (f"{value:.3f}" for value in (self.least, self.aim, self.found))
        return (self.what, f"{self.items:,}", *values, met)


def share(right: Iterable[bool]) -> float:
    """The share of items that are right; 0 without items."""
    each = list(right)
    return sum(each) / len(each) if each else 0.0


def same(pairs: Sequence[PairCount]) -> list[PairCount]:
    """The pairs of one word of which the archive has a spelling."""
    return [one for one in pairs if one.pair.same and one.attested]


def apart(pairs: Sequence[PairCount]) -> list[PairCount]:
    """The pairs of different words."""
    return [one for one in pairs if not one.pair.same]


def target_rows(measured: Measured) -> list[Row]:
    """The measured values beside their targets."""
    counts = measured.counts
    spellings, plurals = same(counts.spellings), same(counts.plurals)
    different = apart(counts.spellings)
    clitics = sum(measured.clitics.pairs.values())
    return [
        Row(
            "names found behind their particles only",
            len(counts.names),
            0.93,
            0.98,
            names_share(counts),
        ),
        Row(
            "spellings that find the same documents",
            len(spellings),
            0.9,
            0.97,
            pairs_share(spellings),
        ),
        Row("words that stay apart", len(different), 1.0, 1.0, pairs_share(different)),
        Row(
            "singular and plural find the same documents",
            len(plurals),
            0.8,
            0.9,
            pairs_share(plurals),
        ),
        Row("lemma pairs, F1", measured.lemmas.words, 0.78, 0.82, measured.lemmas.f1),
        Row("clitic pairs in one stem", clitics, 0.99, 0.995, measured.clitics.share),
        Row(
            f"misspellings found, or in {OFFERED} suggestions",
            len(measured.typos),
            0.9,
            0.95,
            share(each.right for each in measured.typos),
        ),
    ]


def names_share(counts: WordCounts) -> float:
    """The share of names that find the documents with the name and few others."""
    return share(name.right for name in counts.names)


def pairs_share(pairs: Sequence[PairCount]) -> float:
    """The share of pairs that find the same documents, or different ones where they must."""
    return share(pair.right for pair in pairs)


def by_kind(counts: WordCounts) -> str:
    """Render the pairs of each kind: right, measured, and of neither spelling in the archive."""
    pairs = [one for one in (*counts.spellings, *counts.plurals) if one.pair.same]
    rows = []
    for kind in sorted({one.pair.kind for one in pairs}):
        of_kind = [one for one in pairs if one.pair.kind == kind]
        measured = same(of_kind)
        right = sum(one.right for one in measured)
        rows.append((kind, str(len(measured)), str(right), str(len(of_kind) - len(measured))))
    return table(("kind", "pairs", "right", "in no article"), rows)


def report(measured: Measured) -> str:
    """Render the figures as Markdown."""
    counts = measured.counts
    narrow = sum(name.ratio < LEAST for name in counts.names)
    head = ("what", "items", "at least", "aim", "measured", "")
    return "\n".join(
        [
            f"{machine()} {measured.documents:,} articles.",
            "",
            table(head, [row.cells() for row in target_rows(measured)]),
            "",
            by_kind(counts),
            "",
            f"- A name is right if the documents found are {LEAST} to {MOST} times those with the "
            f"name behind particles; {narrow} find fewer. Worst: {_names(counts.names, _WORST)}.",
            f"- Two spellings are right if both find {SAME:.0%} of the documents of the larger "
            f"answer. Not the same: {_pairs(same(counts.spellings))}.".replace("%", " %"),
            f"- Joined, but different: {_pairs(apart(counts.spellings))}.",
            f"- Plurals that find other documents: {_pairs(same(counts.plurals))}.",
            f"- Misspellings: one edit at a key or its neighbour, in words of {LEAST_LETTERS} "
            f"letters or more and {LEAST_DOCUMENTS} documents or more, drawn by hash; the result "
            f"occurs nowhere or is {RARER} times rarer. {_corrections(measured)}",
        ]
    )


def _corrections(measured: Measured) -> str:
    found = sum(each.found for each in measured.typos)
    first = sum(each.form == 1 for each in measured.typos)
    stem = sum(each.stem > 0 for each in measured.typos)
    return (
        f"Of {len(measured.typos)}, {found} find the documents of the word themselves; the word is "
        f"the first suggestion for {first}, and a word of its stem is among {OFFERED} for {stem}."
    )


def _names(names: Iterable[NameCount], most: int | None = None) -> str:
    wrong = sorted(
        (one for one in names if not one.right),
        key=lambda one: (-max(one.ratio, 1 / max(one.ratio, 1e-9)), one.name),
    )
    return (
        "، ".join(f"{one.name} ({one.written:,} → {one.found:,})" for one in wrong[:most]) or "none"
    )


def _pairs(pairs: Iterable[PairCount]) -> str:
    return (
        "، ".join(
            f"{one.pair.a} {one.found[0]:,} / {one.pair.b} {one.found[1]:,}"
            for one in pairs
            if not one.right
        )
        or "none"
    )


def errors(measured: Measured) -> str:
    """List everything that is wrong, a line for each kind."""
    counts = measured.counts
    pairs = [one for one in (*counts.spellings, *counts.plurals) if one.attested]
    kinds = Counter(one.pair.kind for one in pairs)
    missed = [each for each in measured.typos if not each.right]
    absent = [one for one in (*counts.spellings, *counts.plurals) if not one.attested]
    return "\n".join(
        [
            f"names: {_names(counts.names)}",
            *(f"{kind}: {_pairs(p for p in pairs if p.pair.kind == kind)}" for kind in kinds),
            "in no article: " + "، ".join(f"{one.pair.a} / {one.pair.b}" for one in absent),
            "clitics: " + "، ".join(pair.whole for pair in measured.clitics.apart),
            "misspellings: "
            + "، ".join(f"{each.spelling.wrong} ({each.spelling.right})" for each in missed),
        ]
    )


@benchmark(section="words", as_json=True)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Measure this home, made of the three corpora, instead of building one.",
)
@click.option(
    "--typos",
    type=click.IntRange(1),
    default=TYPOS,
    show_default=True,
    help="Misspellings to make.",
)
@click.option("--errors", "with_errors", is_flag=True, help="Print everything that is wrong.")
def main(
    home: Path | None, typos: int, with_errors: bool, shared: Path, work: Path, output: Output
) -> None:
    """Measure which words belong together, over the articles of three corpora."""
    home = home or prepare_corpora(shared, work, print_progress)
    measured = measure_words(home, shared, print_progress, typos)
    output.write(report(measured), measured)
    if with_errors:
        click.echo("\n" + errors(measured))
