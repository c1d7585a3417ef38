"""Gold sets of words: lemmas, stems, roots, clitic segmentation, misspellings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec

from arabic.folding import fold, fold_exact, strip_marks
from benchmarks.judged_sets import EvaluationDataError

CONTENT: Final = frozenset({"NOUN", "VERB", "ADJ"})
"""Universal Dependencies tags of the words whose lemmas are compared with stems."""
NAMES: Final = frozenset({"PROPN"})

CLITICS: Final = ("و", "ف", "ب", "ك", "ل", "ال", "وال", "بال", "لل")
"""Clitics and clitic combinations that are evaluated."""

_CLITIC_SEGMENTS: Final = frozenset({"و", "ف", "ب", "ك", "ل", "ال"})
_CLITIC_POS: Final = frozenset({"CONJ", "PREP", "DET", "PART"})
_ARABIC: Final = frozenset("ءابتثجحخدذرزسشصضطظعغفقكلمنهويؤئ")
_LEAST: Final = 2


_Record = TypeVar("_Record")


class Lemma(msgspec.Struct, frozen=True):
    """A word of a text with its lemma and part of speech."""

    surface: str
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]


class Stem(msgspec.Struct, frozen=True):
    """A word with its stem and root."""

    word: str
    stem: str
    root: str


class Segments(msgspec.Struct, frozen=True):
    """A word segmented into morphemes, each with its part of speech."""

    segments: tuple[str, ...]
    pos: tuple[str, ...]
    word: str = ""


class Spelling(msgspec.Struct, frozen=True):
    """A misspelling and its correction; each may be several words."""

    wrong: str
    right: str


class PairScore(NamedTuple):
    """Agreement of predicted and gold classes over all unordered pairs of words."""

    words: int
    precision: float
    recall: float
    f1: float


class CliticPair(NamedTuple):
    """The spellings of a word without and with proclitics."""

    clitic: str
    bare: str
    whole: str


class CliticPairs(NamedTuple):
    """The pairs to evaluate, and the number of distinct pairs excluded.

    ``other_clitics`` counts pairs with other clitic combinations, ``other_rests`` pairs whose rest
    is a pronoun, one letter or not Arabic.
    """

    pairs: tuple[CliticPair, ...]
    other_clitics: int
    other_rests: int


def _read(path: Path, kind: type[_Record]) -> list[_Record]:
    decoder = msgspec.json.Decoder(kind)
    try:
        lines = path.read_bytes().splitlines()
        return [decoder.decode(line) for line in lines if line.strip()]
    except (OSError, msgspec.DecodeError) as error:
        raise EvaluationDataError(f"{path} cannot be read: {error}.") from error


def read_lemmas(shared: Path) -> list[Lemma]:
    """Read the gold lemmas. Raises EvaluationDataError."""
    return _read(shared / "gold" / "lemmas_pud.jsonl", Lemma)


def read_stems(shared: Path) -> list[Stem]:
    """Read the gold stems and roots. Raises EvaluationDataError."""
    return _read(shared / "gold" / "stems_assem.jsonl", Stem)


def read_segments(shared: Path) -> list[Segments]:
    """Read the gold segmentations. Raises EvaluationDataError."""
    return _read(shared / "gold" / "segments_wikinews.jsonl", Segments)


def read_spellings(shared: Path) -> list[Spelling]:
    """Read the gold misspellings; ``_`` stands for a space. Raises EvaluationDataError."""
    return [
        Spelling(pair.wrong.replace("_", " "), pair.right.replace("_", " "))
        for pair in _read(shared / "gold" / "spelling_aghlat.jsonl", Spelling)
    ]


def lemma_classes(rows: Iterable[Lemma], pos: frozenset[str]) -> dict[str, str]:
    """Map each distinct surface word of the given parts of speech to its folded lemma.

    Of several lemmas the most frequent wins; ties are broken by string order.
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if pos.issuperset(row.pos):
            found[row.surface][fold(row.lemmas[0])] += 1
    return {
        word: min(lemmas, key=lambda lemma: (-lemmas[lemma], lemma))
        for word, lemmas in found.items()
    }


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def score_pairs(gold: Mapping[str, str], predicted: Mapping[str, str]) -> PairScore:
    """Compute precision, recall and F1 over all unordered pairs of distinct words.

    A pair is positive in ``gold`` or ``predicted`` if both words have the same class there.
    ``predicted`` must contain every word of ``gold``.
    """
    in_gold = _pairs(Counter(gold.values()).values())
    in_predicted = _pairs(Counter(predicted[word] for word in gold).values())
    both = _pairs(Counter((name, predicted[word]) for word, name in gold.items()).values())
    precision = both / in_predicted if in_predicted else 0.0
    recall = both / in_gold if in_gold else 0.0
    f1 = 2 * both / (in_gold + in_predicted) if in_gold + in_predicted else 0.0
    return PairScore(len(gold), precision, recall, f1)


def _joined(clitic: str, rest: str) -> str:
    """Join clitic and rest as written; the gold set writes لال for لل."""
    if clitic.endswith("لال"):
        # Three consecutive ل are written as two: ل + الليل is لليل.
        return clitic[:-3] + ("ل" if rest.startswith("ل") else "لل") + rest
    return clitic + rest


def clitic_pairs(rows: Sequence[Segments]) -> CliticPairs:
    """Extract the distinct pairs of a word without and with its proclitics.

    Proclitics are the leading segments و ف ب ك ل ال tagged as conjunction, preposition, article or
    particle. The rest of the word keeps its suffixes.
    """
    pairs: set[CliticPair] = set()
    other_clitics: set[CliticPair] = set()
    other_rests: set[CliticPair] = set()
    for row in rows:
        count = 0
        for segment, pos in zip(row.segments[:-1], row.pos, strict=False):
            if pos not in _CLITIC_POS or segment not in _CLITIC_SEGMENTS:
                break
            count += 1
        if not count:
            continue
        gold = "".join(row.segments[:count])
        clitic = gold[:-3] + "لل" if gold.endswith("لال") else gold
        rest = strip_marks(fold_exact("".join(row.segments[count:])))
        pair = CliticPair(clitic, rest, _joined(gold, rest))
        pronoun = row.pos[count : count + 1] == ("PRON",)
        if pronoun or len(rest) < _LEAST or not _ARABIC.issuperset(fold(rest)):
            other_rests.add(pair)
        elif clitic in CLITICS:
            pairs.add(pair)
        else:
            other_clitics.add(pair)
    return CliticPairs(tuple(sorted(pairs)), len(other_clitics), len(other_rests))
