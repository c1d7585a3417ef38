"""Gold sets of words and what is counted on them, on words few enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.judged_sets import EvaluationDataError
from benchmarks.quality.analyzer import clitics, report
from benchmarks.quality.analyzer_measures import (
    LEMMAS,
    agreement,
    lexicon_classes,
    light10_classes,
    meetings,
    run,
)
from benchmarks.quality.gold_words import (
    CONTENT,
    NAMES,
    CliticPair,
    Lemma,
    PairScore,
    Segments,
    clitic_pairs,
    lemma_classes,
    read_lemmas,
    read_segments,
    score_pairs,
)


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("aab", "aab", (1.0, 1.0, 1.0)),
        ("aabb", "aaaa", (2 / 6, 1.0, 4 / 8)),
        ("aaaa", "aabb", (1.0, 2 / 6, 4 / 8)),
        ("aabb", "abab", (0.0, 0.0, 0.0)),
        ("abcd", "aacd", (0.0, 0.0, 0.0)),
        ("abc", "abc", (0.0, 0.0, 0.0)),
        ("aaabb", "aabbb", (2 / 4, 2 / 4, 4 / 8)),
    ],
    ids=["same", "all in one", "cut in two", "crossed", "one too many", "no pair", "one word over"],
)
def test_pairs_are_scored(gold: str, predicted: str, expected: tuple[float, float, float]) -> None:
    score = score_pairs(dict(enumerate_(gold)), dict(enumerate_(predicted)))
    assert score == pytest.approx(PairScore(len(gold), *expected))


def enumerate_(classes: str) -> list[tuple[str, str]]:
    return [(f"word {number}", name) for number, name in enumerate(classes)]


def test_the_most_frequent_lemma_counts_among_content_words() -> None:
    rows = [
        Lemma("ذهب", ("ذَهَب",), ("NOUN",)),
        Lemma("ذهب", ("ذَهَّب",), ("VERB",)),
        Lemma("عين", ("عَيَّن",), ("VERB",)),
        Lemma("عين", ("عَيْن",), ("ADP",)),
        Lemma("بيروت", ("بَيرُوت",), ("PROPN",)),
    ]
    assert lemma_classes(rows, CONTENT) == {"ذهب": "ذهب", "عين": "عين"}
    assert lemma_classes(rows, CONTENT | NAMES)["بيروت"] == "بيروت"
    rows = [Lemma("قال", (lemma,), ("VERB",)) for lemma in ("أقال", "قال", "قال", "أقال")]
    assert lemma_classes(rows, CONTENT) == {"قال": "اقال"}, "ties by string"


@pytest.mark.parametrize(
    ("segments", "pos", "pair"),
    [
        ("و كتاب", "CONJ NOUN", ("و", "كتاب", "وكتاب")),
        ("و ال كتاب", "CONJ DET NOUN", ("وال", "كتاب", "والكتاب")),
        ("ل ال مدرس ة", "PREP DET NOUN NSUFF", ("لل", "مدرسة", "للمدرسة")),
        ("ل ال ليل", "PREP DET NOUN", ("لل", "ليل", "لليل")),
        ("ب كتاب ه", "PREP NOUN PRON", ("ب", "كتابه", "بكتابه")),
        ("ك ما", "PREP PART", ("ك", "ما", "كما")),
    ],
)
def test_a_pair_is_a_word_without_and_with_its_clitics(
    segments: str, pos: str, pair: tuple[str, str, str]
) -> None:
    row = Segments(tuple(segments.split()), tuple(pos.split()))
    assert clitic_pairs([row, row]).pairs == (CliticPair(*pair),)


@pytest.mark.parametrize(
    ("segments", "pos", "left_out"),
    [
        ("ف ال كتاب", "CONJ DET NOUN", (1, 0)),
        ("و ب كتاب", "CONJ PREP NOUN", (1, 0)),
        ("ب ها", "PREP PRON", (0, 1)),
        ("و 15", "CONJ NUM", (0, 1)),
        ("س يكتب", "FUT_PART V", (0, 0)),
        ("كتاب ه", "NOUN PRON", (0, 0)),
        ("و", "CONJ", (0, 0)),
    ],
)
def test_words_that_make_no_pair_are_counted(
    segments: str, pos: str, left_out: tuple[int, int]
) -> None:
    found = clitic_pairs([Segments(tuple(segments.split()), tuple(pos.split()))])
    assert found.pairs == ()
    assert (found.other_clitics, found.other_rests) == left_out


def test_the_scores_distinguish_analyzers(evaluation: Path) -> None:
    ours, light10 = (
        {one.gold: one for one in agreement(evaluation, "one", classes)}
        for classes in (lexicon_classes, light10_classes)
    )
    assert ours[LEMMAS].f1 > light10[LEMMAS].f1 > 0
    pairs = clitic_pairs(read_segments(evaluation))
    assert [pair.clitic for pair in pairs.pairs] == ["ب", "لل", "وال"]
    whole, apart = (meetings(pairs, "one", one) for one in (lexicon_classes, light10_classes))
    assert whole.share == 1.0
    assert [pair.whole for pair in apart.apart] == ["بكتاب"]
    assert (apart.share_of("ب"), apart.share_of("لل")) == (0.0, 1.0)


@pytest.mark.slow
def test_the_report_has_every_target(evaluation: Path, tmp_path: Path) -> None:
    messages: list[str] = []
    work = tmp_path / "work"
    work.mkdir()
    measured = run(evaluation, work, messages.append)
    assert measured.running is not None
    assert len(set(measured.running.digests.values())) == 1
    assert len(measured.running.digests) == 8 + 2 + 8
    assert measured.running.cold["words"] > 10
    text = report(measured)
    assert text.count(" 600,000 | 1,500,000 |") == 1
    assert "identical |" in text
    assert "| لل     |     1 |" in clitics(measured)


def test_a_missing_or_invalid_gold_file_is_named(evaluation: Path) -> None:
    path = evaluation / "gold" / "lemmas_pud.jsonl"
    path.write_text('{"surface": 5}\n', "utf-8")
    with pytest.raises(EvaluationDataError, match=r"lemmas_pud\.jsonl cannot be read"):
        read_lemmas(evaluation)
    path.unlink()
    with pytest.raises(EvaluationDataError, match=r"lemmas_pud\.jsonl cannot be read"):
        read_lemmas(evaluation)
