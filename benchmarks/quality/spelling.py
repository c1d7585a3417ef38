"""Did-you-mean: how often the correction of a misspelling is suggested.

Run ``python -m benchmarks.quality.spelling``. A pair of the gold list counts if its correction
occurs in the headlines archive and its misspelling finds nothing. Most misspellings occur
somewhere in 40,000 articles, so a second archive omits the documents that contain a rare one.
"""

from __future__ import annotations

import random
import shutil
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, assert_never

import msgspec
from rapidfuzz.distance import OSA

from arabic.folding import fold
from benchmarks.judged_homes import prepare
from benchmarks.judged_sets import half_of, load
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.quality.gold_words import Spelling, read_spellings
from benchmarks.reporting import machine, table
from corpus.archive import Archive
from index.build import update
from search.advice.arabic_keys import NEIGHBOURS
from search.engine import Engine, archive_path
from search.query.nodes import words
from search.query.parser import parse
from search.query.query_words import forms
from search.request import Request

OFFERED: Final = 3
"""Number of suggestions that are evaluated."""

RARE: Final = 50
"""Misspellings in at most this many documents are removed from the second archive."""

UNLIKE: Final = 0.5
"""Pairs with a lower OSA similarity are alignment errors of the gold list, not misspellings."""

_REWORDING_KINDS: Final = ("layout", "spelling", "split")
_TRIES: Final = 16

Name = Literal["complete", "thinned"]

TypingErrorKind = Literal["neighbour", "missing", "extra", "doubled", "swapped"]

_ERROR_WEIGHTS: Final[Mapping[TypingErrorKind, int]] = {
    "neighbour": 4,
    "missing": 2,
    "extra": 1,
    "doubled": 1,
    "swapped": 2,
}
"""How often each kind is chosen: most often a letter of the next key."""


class MistypedWord(msgspec.Struct, frozen=True):
    """A word with one error of typing: ``typed`` instead of ``intended``."""

    typed: str
    intended: str
    kind: TypingErrorKind


def mistyped_words(words: Iterable[str], seed: int) -> Iterator[MistypedWord]:
    """One error in each word of two letters or more, in their order; the same for the same seed.

    A letter is typed on a key beside its own, left out, followed by a letter of a key beside its
    own, typed twice, or exchanged with the next one. The typed word may be another word.
    """
    chance = random.Random(seed)
    for word in words:
        if found := _mistyped(word, chance):
            yield found


def _mistyped(word: str, chance: random.Random) -> MistypedWord | None:
    kinds = list(_ERROR_WEIGHTS)
    for kind in chance.choices(kinds, weights=list(_ERROR_WEIGHTS.values()), k=_TRIES):
        place = chance.randrange(len(word)) if word else 0
        letter, rest = word[place : place + 1], word[place + 1 :]
        other = chance.choice(NEIGHBOURS.get(letter) or " ")
        typed = word[:place] + _letters_for(kind, letter, other) + rest
        if kind == "swapped":
            typed = word[:place] + rest[:1] + letter + rest[1:]
        if len(word) > 1 and " " not in typed and fold(typed) != fold(word):
            return MistypedWord(typed, word, kind)
    return None


def _letters_for(kind: TypingErrorKind, letter: str, other: str) -> str:
    """What is typed for one letter; ``other`` is a neighbour of its key."""
    match kind:
        case "neighbour":
            return other
        case "missing":
            return ""
        case "extra":
            return letter + other
        case "doubled":
            return letter + letter
        case "swapped":
            return letter
        case _:
            assert_never(kind)


class SuggestionOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The suggestions for one misspelling: rank of the exact correction (``form``) and of a word of
    the same stem (``stem``), 0 if missing; duration of the search in milliseconds.

    ``found`` says that the misspelling itself finds the documents of the correction, which is then
    not suggested.
    """

    spelling: Spelling
    form: int
    stem: int
    milliseconds: float
    found: bool = False

    @property
    def right(self) -> bool:
        """Whether the reader gets the documents of the correction, or its suggestion."""
        return self.found or self.form > 0


class ArchiveResult(msgspec.Struct, frozen=True, kw_only=True):
    """The outcomes of an archive; ``unlike`` are the pairs excluded as alignment errors."""

    name: Name
    documents: int
    outcomes: tuple[SuggestionOutcome, ...]
    unlike: tuple[Spelling, ...]


def read_forms(query: str) -> tuple[tuple[str, ...], ...]:
    """The forms of each leaf of a query; equal forms mean equal queries."""
    return tuple(forms(leaf.text) for leaf in words(parse(query).tree))


def is_unlike(spelling: Spelling) -> bool:
    """Whether the spellings of a pair are too different for a misspelling."""
    wrong, right = ("".join(forms(text)) for text in (spelling.wrong, spelling.right))
    return OSA.normalized_similarity(wrong, right) < UNLIKE


def eligible(engine: Engine, spellings: Iterable[Spelling]) -> Iterator[Spelling]:
    """Iterate over pairs whose misspelling finds nothing at ``stem`` and whose correction does."""
    for spelling in spellings:
        found = [_total(engine, text) for text in (spelling.wrong, spelling.right)]
        if found[0] == 0 and found[1]:
            yield spelling


def outcome(engine: Engine, spelling: Spelling) -> SuggestionOutcome:
    """Search a misspelling and rank the correction among the suggestions."""
    started = time.perf_counter()
    answer = engine.search(Request(query=spelling.wrong))
    took = (time.perf_counter() - started) * 1000
    offered = [each.query for each in answer.suggestions if each.kind in _REWORDING_KINDS][:OFFERED]
    return SuggestionOutcome(
        spelling=spelling,
        form=_place(read_forms(spelling.right), map(read_forms, offered)),
        stem=_place(_stems(engine, spelling.right), (_stems(engine, each) for each in offered)),
        milliseconds=took,
    )


def _place(wanted: object, offered: Iterable[object]) -> int:
    return next((place for place, found in enumerate(offered, 1) if found == wanted), 0)


def _stems(engine: Engine, query: str) -> tuple[str, ...]:
    return tuple(word.stem for word in engine.analyze(query))


def _total(engine: Engine, query: str) -> int:
    return engine.rank(Request(query=query, limit=1)).total


def run(home: Path, name: Name, spellings: Sequence[Spelling]) -> ArchiveResult:
    """Search every eligible misspelling in a home."""
    engine = Engine.open(home)
    try:
        found = list(eligible(engine, spellings))
        engine.clear_caches()
        return ArchiveResult(
            name=name,
            documents=engine.info.documents,
            outcomes=tuple(outcome(engine, each) for each in found if not is_unlike(each)),
            unlike=tuple(each for each in found if is_unlike(each)),
        )
    finally:
        engine.close()


@contextmanager
def thinned_copy(home: Path, work: Path, spellings: Sequence[Spelling]) -> Iterator[Path]:
    """A temporary copy of a home without the documents of rare misspellings."""
    engine = Engine.open(home)
    try:
        removed: set[str] = set()
        for spelling in spellings:
            found = engine.rank(Request(query=spelling.wrong, limit=RARE))
            if found.total <= RARE and not is_unlike(spelling):
                removed.update(found.ids)
    finally:
        engine.close()
    copy = work / "spelling"
    shutil.rmtree(copy, ignore_errors=True)
    try:
        shutil.copytree(home, copy)
        with Archive(archive_path(copy)) as archive:
            archive.delete(sorted(removed))
            update(archive, copy)
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def report(results: Sequence[ArchiveResult]) -> str:
    """Render a table of the archives and list the missed corrections."""
    rows = []
    for result in results:
        parts = {
            "all": result.outcomes,
            **{
                half: [each for each in result.outcomes if half_of(each.spelling.wrong) == half]
                for half in ("a", "b")
            },
        }
        for half, outcomes in parts.items():
            if outcomes:
                rows.append(_row(f"{result.name} ({result.documents:,} documents)", half, outcomes))
    head = ("archive", "half", "pairs", "exact form", "same stem", "first", "median", "slowest")
    lines = [table(head, rows), ""]
    for result in results:
        missed = [each.spelling for each in result.outcomes if not each.form]
        lines.append(f"Not suggested, {result.name}: {_listed(missed)}.")
        lines.append(f"Excluded as alignment errors, {result.name}: {_listed(result.unlike)}.")
    return "\n".join(lines)


def _row(name: str, half: str, outcomes: Sequence[SuggestionOutcome]) -> tuple[str, ...]:
    def share(count: int) -> str:
        return f"{100 * count / len(outcomes):.1f} %"

    times = [each.milliseconds for each in outcomes]
    return (
        name,
        half,
        str(len(outcomes)),
        share(sum(each.form > 0 for each in outcomes)),
        share(sum(each.stem > 0 for each in outcomes)),
        share(sum(each.form == 1 for each in outcomes)),
        f"{statistics.median(times):.0f} ms",
        f"{max(times):.0f} ms",
    )


def _listed(spellings: Sequence[Spelling]) -> str:
    return "، ".join(f"{each.wrong} ({each.right})" for each in spellings) or "none"


@benchmark(section="spelling")
def main(shared: Path, work: Path, output: Output) -> None:
    """Count how often the correction is among the first three suggestions."""
    spellings = read_spellings(shared)
    home = prepare(load(shared, "headlines"), work, print_progress).path
    results = [run(home, "complete", spellings)]
    print_progress("removing the documents of rare misspellings …")
    with thinned_copy(home, work, spellings) as thinned:
        results.append(run(thinned, "thinned", spellings))
    text = f"{report(results)}\n\n{machine()}"
    output.write(text)


if __name__ == "__main__":
    main()
