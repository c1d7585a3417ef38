"""The differences of two texts."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.comparison.differences import (
    ComparedPart,
    TextDifferences,
    TextPart,
    find_differences,
)
from search.matching.deadline import OutOfTime

OPENING = "أعلنت بلدية وادي السنديان اليوم افتتاح السوق القديم بعد ترميمه."
WORK = "وقال رئيس البلدية إن العمل دام ثلاث سنوات كاملة."
LIBRARY = "وتفتح المكتبة العامة أبوابها صباح كل يوم أحد في الساعة التاسعة."


def differences(
    first: str, second: str, *, cells: int = 1_000_000, most: int = 10_000
) -> TextDifferences:
    return find_differences(first, second, cells=cells, most=most)


def written(text: str, part: TextPart | None) -> str:
    return "" if part is None else text[part.start : part.end].strip()


def shown(found: Iterable[ComparedPart], first: str, second: str) -> list[tuple[str, str, str]]:
    return [
        (each.kind, written(first, each.first), written(second, each.second))
        for each in found
        if each.kind != "equal"
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", []),
        (OPENING, OPENING, []),
        ("", "سوق", [("inserted", "", "سوق")]),
        ("سوق", "", [("deleted", "سوق", "")]),
        ("سوق", "ميناء", [("replaced", "سوق", "ميناء")]),
        ("سوق الزيت القديم", "سوق القمح القديم", [("replaced", "الزيت", "القمح")]),
        ("سوق الزيت القديم", "سوق القديم", [("deleted", "الزيت", "")]),
        ("سوق القديم", "سوق الزيت القديم", [("inserted", "", "الزيت")]),
        (
            "مكتبة أحمد",
            "مكتبه احمد",
            [("spelling", "مكتبة أحمد", "مكتبه احمد")],
        ),
        ("كِتَاب", "كتاب", [("spelling", "كِتَاب", "كتاب")]),
        ("سوق، الزيت!", "سوق الزيت", []),
        ("سوق «الزيت» القديم", "سوق (القمح) القديم", [("replaced", "«الزيت»", "(القمح)")]),
    ],
)
def test_words_are_compared(first: str, second: str, expected: list[tuple[str, str, str]]) -> None:
    found = differences(first, second)
    assert shown(found.parts, first, second) == expected
    assert found.complete


def test_differences_inside_a_shared_passage_are_found() -> None:
    second = OPENING.replace("اليوم", "أمس").replace("بلدية", "بلديه") + " " + WORK
    found = differences(f"{OPENING} {WORK}", second)
    assert shown(found.parts, f"{OPENING} {WORK}", second) == [
        ("spelling", "بلدية", "بلديه"),
        ("replaced", "اليوم", "أمس"),
    ]


def test_a_moved_passage_is_recognized() -> None:
    first, second = f"{OPENING} {WORK} {LIBRARY}", f"{LIBRARY} {OPENING} {WORK}"
    found = differences(first, second)
    assert shown(found.parts, first, second) == [
        ("moved_to", "", LIBRARY),
        ("moved_from", LIBRARY, ""),
    ]
    assert [each.moved for each in found.parts if each.moved] == [1, 1]
    assert (found.first.moved, found.first.other) == (11, 0)
    assert found.first.shared == found.second.shared == 1.0


def test_a_moved_passage_has_its_own_differences() -> None:
    changed = LIBRARY.replace("صباح", "مساء")
    first, second = f"{OPENING} {WORK} {LIBRARY}", f"{changed} {OPENING} {WORK}"
    (moved,) = (each for each in differences(first, second).parts if each.kind == "moved_to")
    assert shown(moved.parts, first, second) == [("replaced", "صباح", "مساء")]


def test_words_that_two_sentences_share_by_chance_are_left_out() -> None:
    first = "ارتفعت أسعار الزيت كثيرا في أسواق المدينة"
    second = "وصلت سفينة القمح أمس في موعدها المحدد"
    assert shown(differences(first, second).parts, first, second) == [("replaced", first, second)]


def test_words_are_counted() -> None:
    found = differences(
        f"{OPENING} كلمة", OPENING.replace("اليوم", "أمس").replace("بلدية", "بلديه")
    )
    first, second = found.first, found.second
    assert (first.words, first.equal, first.spelling, first.moved, first.other) == (11, 8, 1, 0, 2)
    assert (second.words, second.equal, second.spelling, second.other) == (10, 8, 1, 1)
    assert first.shared == 9 / 11


def check_tiles(found: TextDifferences, first: str, second: str) -> None:
    """The parts of each text are the whole of it, in order."""
    for text, parts in (
        (first, [each.first for each in found.parts if each.first]),
        (second, [each.second for each in found.parts if each.second]),
    ):
        if parts:
            assert (parts[0].start, parts[-1].end) == (0, len(text))
            assert all(one.end == other.start for one, other in pairwise(parts))


WORD = st.sampled_from(["أحمد", "احمد", "في", "من", "سوق", "الزيت،", "كتاب", "كِتاب"])
WORDS = st.lists(WORD, max_size=60)


@given(WORDS, WORDS)
def test_the_parts_are_the_whole_of_both_texts(first: list[str], second: list[str]) -> None:
    one, other = " ".join(first), "\n".join(second)
    found = differences(one, other)
    check_tiles(found, one, other)
    assert found.first.words == len(first)
    assert found.second.words == len(second)


@given(st.lists(st.sampled_from((OPENING, WORK, LIBRARY, "سوق الزيت")), max_size=8), st.randoms())
def test_sentences_in_another_order_are_all_found(
    sentences: list[str], shuffle: random.Random
) -> None:
    other = sentences[:]
    shuffle.shuffle(other)
    first, second = " ".join(sentences), " ".join(other)
    check_tiles(differences(first, second), first, second)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_are_compared(first: str, second: str) -> None:
    check_tiles(differences(first, second), first, second)


def test_passages_that_are_too_long_are_not_compared() -> None:
    first, second = "سوق الزيت والقمح", "ميناء الزيت والتمر"
    assert differences(first, second, cells=9).complete
    found = differences(first, second, cells=8)
    assert not found.complete
    assert shown(found.parts, first, second) == [("replaced", first, second)]


def test_parts_are_distinguished_up_to_a_number() -> None:
    words = [f"كلمة{number}" for number in range(40)]
    first = " ".join(words)
    second = " ".join(word if place % 4 else "أخرى" for place, word in enumerate(words))
    assert len(differences(first, second).parts) == 20
    assert differences(first, second, most=20).complete
    found = differences(first, second, most=19)
    assert len(found.parts) == 19
    assert not found.complete
    check_tiles(found, first, second)


def test_time_is_checked() -> None:
    def late() -> None:
        raise OutOfTime

    found = find_differences("سوق الزيت", "سوق القمح", cells=100, most=100, check_time=late)
    assert not found.complete


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("في " * 10_000, "في " * 9_000),
        ("في " * 10_000, "من " * 10_000),
        ("في من " * 5_000, "من في من " * 3_000),
        (f"{OPENING} " * 500, f"{WORK} {OPENING} " * 300),
        ("ب" * 100_000, "بت" * 50_000),
    ],
)
def test_repeated_words_are_compared(first: str, second: str) -> None:
    check_tiles(differences(first, second), first, second)
