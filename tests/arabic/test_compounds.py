"""Compounds by rule: patterns of names, and what counts of an archive decide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.compounds import (
    SpellingCounts,
    are_one_word,
    expression_spellings,
    frequent_from,
    is_kunya_in_use,
    is_parted,
    joined_form,
    may_be_one_word,
    may_be_parts,
    may_have_lost_space,
    name_in,
    pattern_of,
    same_names,
    splits,
)
from arabic.folding import fold

FREQUENT = 9_000


@pytest.mark.parametrize(
    ("first", "second", "pattern"),
    [
        ("عبد", "الجبار", "name"),
        ("ولعبد", "الجبار", "name"),
        (fold("ست"), fold("مئة"), "name"),
        (fold("وثمان"), fold("مائة"), "name"),
        ("ثلاث", "ميه", "name"),
        ("ابو", "قير", "kunya"),
        ("لابو", "قير", "kunya"),
        ("وابا", "ذر", "kunya"),
        ("سراج", "الدين", "likely"),
        ("هبه", "الله", "likely"),
        ("ابن", "بطوطه", "likely"),
        ("عبد", "صالح", None),
        ("عبد", "ال", None),
        ("معبد", "الشمس", None),
        ("كتاب", "جديد", None),
        ("ابو", "عبد", None),
        ("ست", "الف", None),
        ("و", "الله", None),
    ],
)
def test_patterns_of_names(first: str, second: str, pattern: str | None) -> None:
    assert pattern_of(first, second) == pattern


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("عبدالجبار", ("عبد", "الجبار")),
        ("وعبدالجبار", ("وعبد", "الجبار")),
        ("ابوقير", ("ابو", "قير")),
        (fold("ستمئة"), ("ست", fold("مئة"))),
        (fold("وثمانمائة"), ("وثمان", fold("مائة"))),
        ("عبدون", None),
        ("ابو", None),
    ],
)
def test_joined_names(word: str, parts: tuple[str, str] | None) -> None:
    assert name_in(word) == parts


def test_a_name_has_its_cases_and_a_hundred_its_spellings() -> None:
    assert list(same_names("لابي", "قير")) == [
        ("ابي", "قير"),
        ("ابو", "قير"),
        ("ابا", "قير"),
    ]
    assert ("ست", "ميه") in same_names("ست", fold("مائة"))
    assert list(same_names("عبد", "الجبار")) == [("عبد", "الجبار")]


@pytest.mark.parametrize(
    "words", [["ان", "شاء", "الله"], ["انشاء", "الله"], ["ان", "شاءالله"], ["ماشاءالله"]]
)
def test_expressions_in_any_spelling(words: list[str]) -> None:
    spellings = expression_spellings(words)
    assert " ".join(words) in spellings
    assert len({spelling.split()[0][:2] for spelling in spellings}) == 1


@pytest.mark.parametrize("words", [["شاء", "الله"], ["انشاء", "مصنع"], ["ان", "الله"]])
def test_other_words_are_no_expression(words: list[str]) -> None:
    assert expression_spellings(words) == ()


def test_the_joined_form_of_words() -> None:
    assert joined_form("عبد", "الله") == "عبدالله"
    assert joined_form("هدا", "الله") == fold("هداالله") == "هدالله"
    assert ("هدا", "الله") in splits("هدالله")


# Counts


@pytest.mark.parametrize(
    ("second", "nominative", "genitive", "joined", "occurrences", "in_use"),
    [
        ("دغفل", 1, 0, 0, 90, True),
        ("دغفل", 0, 0, 1, 90, True),
        ("دغفل", 0, 3, 0, 90, True),
        ("دغفل", 0, 1, 0, 9, True),
        ("دغفل", 0, 0, 0, 90, None),
        # "my father" before a word that occurs elsewhere
        ("دغفل", 0, 3, 0, 900, False),
        ("دغفل", 0, 1, 0, 90, False),
        # a word of the lexicon with the letters of both: أبواق; a function word
        ("اق", 0, 0, 1_000, 90, None),
        ("في", 1, 21, 0, 900_000, False),
        ("امامه", 30, 50, 0, 3_500, True),
    ],
)
def test_a_kunya_in_use(
    second: str,
    nominative: int,
    genitive: int,
    joined: int,
    occurrences: int,
    in_use: bool | None,
) -> None:
    pairs = {"ابو": nominative, "ابي": genitive, "ابا": 0}
    one_word = {"ابو": joined, "ابي": 0, "ابا": 0}
    assert is_kunya_in_use(pairs, one_word, second, occurrences) is in_use


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        # two spellings in use
        ("سمر", "قند", SpellingCounts(90, 80, 60, 40, 6)),
        # a pair that is rare beside its joined spelling
        ("حضر", "موت", SpellingCounts(1500, 400, 6, 300, 6)),
        # a frequent word, but the other follows nothing else
        ("لا", "محاله", SpellingCounts(80_000, 500, 450, 100, 7)),
        # likely names
        ("سراج", "الدين", SpellingCounts(200, 9_500, 40, 0, 9)),
        ("هبه", "الله", SpellingCounts(900, 90_000, 9, 3, 7)),
        # few occurrences of words that no lexicon has
        ("كوالا", "لمبور", SpellingCounts(1, 1, 1, 1, 10)),
    ],
)
def test_compounds_by_their_counts(first: str, second: str, counts: SpellingCounts) -> None:
    assert are_one_word(first, second, counts, FREQUENT)


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        # a space that was lost
        ("مليون", "دينار", SpellingCounts(40_000, 60_000, 24_000, 2, 10)),
        ("كتاب", "جديد", SpellingCounts(3, 3, 1, 1, 8)),
        # an inflected word of its own
        ("الم", "تر", SpellingCounts(700, 160, 100, 100, 3)),
        # function words
        ("الي", "من", SpellingCounts(290_000, 680_000, 500, 8_000, 6)),
        ("ان", "الله", SpellingCounts(340_000, 100_000, 2_600, 5, 6)),
        # the second word follows many others
        ("يوم", "الدين", SpellingCounts(8_000, 9_600, 90, 0, 8)),
    ],
)
def test_ordinary_pairs_by_their_counts(first: str, second: str, counts: SpellingCounts) -> None:
    assert not are_one_word(first, second, counts, FREQUENT)


def test_a_joined_spelling_that_is_no_lost_space_may_be_found_as_well() -> None:
    assert may_have_lost_space(SpellingCounts(3, 3, 1, 1, 8), FREQUENT)
    assert not may_have_lost_space(SpellingCounts(4_000, 6_000, 2_400, 2, 10), FREQUENT)
    assert not may_have_lost_space(SpellingCounts(40_000, 3, 1, 1, 8), FREQUENT)


def test_one_word_is_parted_where_the_pair_is_in_use() -> None:
    assert is_parted("فيس", "بوك", SpellingCounts(320, 700, 310, 750, 6), FREQUENT)
    assert is_parted("متر", "مكعب", SpellingCounts(2_000, 300, 200, 0, 7), FREQUENT)
    assert is_parted("ابو", "قير", SpellingCounts(6_000, 90, 20, 5_000, 6), FREQUENT)
    assert not is_parted("ابو", "اب", SpellingCounts(6_000, 50, 1, 1_000, 5), FREQUENT)
    assert not is_parted("الر", "سمي", SpellingCounts(13, 330, 1, 3_700, 6), FREQUENT)
    assert not is_parted("فيس", "بوك", SpellingCounts(320, 700, 0, 750, 6), FREQUENT)


@given(
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.integers(0, 10**6),
    st.integers(1, 10**6),
    st.integers(2, 12),
)
def test_pairs_that_are_not_counted_would_not_have_counted(
    first: int, second: int, pair: int, joined: int, letters: int
) -> None:
    pair = min(pair, first, second)
    counts = SpellingCounts(first, second, pair, joined, letters)
    if are_one_word("سمر", "قند", counts, FREQUENT):
        assert may_be_one_word(first, second, joined, letters)
    if max(first, second) <= FREQUENT and is_parted("سمر", "قند", counts, FREQUENT):
        assert may_be_parts(("سمر", first), ("قند", second), joined, FREQUENT)


@given(st.text("ابتسلمون", min_size=0, max_size=12))
def test_splits_keep_the_letters(word: str) -> None:
    for first, second in splits(word):
        assert first + second == word
        assert min(len(first), len(second)) >= 2


def test_a_word_is_not_parted_at_its_ending() -> None:
    assert ("معلم", "ات") not in set(splits("معلمات"))
    assert list(splits("مازال")) == [("ما", "زال")]
    assert list(splits("سلمان")) == []


def test_small_archives_have_no_frequent_words_by_share_alone() -> None:
    assert frequent_from(100) == frequent_from(0) > 0
    assert frequent_from(30_000_000) > frequent_from(100)
