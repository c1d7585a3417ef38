"""Stems that are spellings of one foreign word, and words that are not."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.spelling_variants import (
    NOT_FOREIGN,
    Join,
    Spelling,
    find_joins,
    inflected,
    key_sum,
    key_sums,
    same_foreign_word,
)

STEMS = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤxy1", max_size=12)


def joins(counts: dict[str, int], fixed: frozenset[str] = frozenset()) -> dict[str, str]:
    found = find_joins([Spelling(stem, stem) for stem in counts], counts, fixed)
    return {join.stem: join.head for join in found}


@pytest.mark.parametrize(
    "spellings",
    [
        "غوغل جوجل",
        "غوغل قوقل",
        "ميغابايت ميجابايت",
        "غريغوري جريجوري",
        "سانتياغو سانتياجو",
        "انطونيو انتونيو",
        "كيلوواط كيلووات",
        "ميكروسوفت مايكروسوفت",
        "كومبيوتر كمبيوتر",
        "كوليسترول كولسترول",
        "مانشستر مانشيستر",
        "بروفيسور بروفسور",
        "امريكا اميركا",
        "انجلترا انكلترا",
        "اسكتلندا اسكوتلندا",
        "استديو ستديو",
        "هيليوم هليوم",
        "زيورخ زيوريخ",
        "يوغسلافيا جوغسلافيا",
        "رودريغيز رودريجيز",
        "ديبلوماسي دبلوماسي",
        "تلفزيون تليفزيون",
    ],
)
def test_spellings_of_one_word(spellings: str) -> None:
    for one, other in combinations(spellings.split(), 2):
        assert same_foreign_word(one, other), (one, other)
        assert same_foreign_word(other, one)
        assert {key_sum(one), *key_sums(one)} & {key_sum(other), *key_sums(other)}


@pytest.mark.parametrize(
    "words",
    [
        # Arabic words and names, distinguished by their vowels
        *("تقدم تقديم", "مقتل مقاتل", "مركز مراكز", "سلمان سليمان", "حمدان حميدان", "غريب قريب"),
        *("راشد رشيد", "منصور مناصر", "اصطدم اصطدام", "قنطره قنيطره", "غزاله جزاله"),
        # plurals
        *("قنديل قناديل", "فندق فنادق", "انجيل اناجيل"),
        # foreign words
        *("كوبا كوبي", "ايران ايرلندا", "كارتر كريتر", "باريس بوريس", "باريس باريوس"),
        *("ماركوس ماركس", "مارتن مارتينا", "كريستين كريستيان", "ستيف سطيف", "كرنفال قرنفل"),
        *("ابراهام ابراهيم", "برتغالي برتقالي", "كولومبيا كولومبو", "فالتر فلاتر"),
        *("موريتانيا بريطانيا", "نيجر نيجيريا", "هولندا اولاند", "سلوفاكيا سلوفينيا"),
        # the name of a country and its adjective
        *("اسبانيا اسبانيه", "المانيا المانيه"),
        *("لندن لندن", "xyz xyyz", "كوب كوبو"),
    ],
)
def test_different_words(words: str) -> None:
    one, other = words.split()
    assert same_foreign_word(one, other) is None
    assert same_foreign_word(other, one) is None


def test_a_rare_word_that_looks_arabic_may_be_a_foreign_entry_of_the_lexicon() -> None:
    assert same_foreign_word("اوربي", "اوروبي") is None
    assert same_foreign_word("اوربي", "اوروبي", rare=True)
    assert joins({"اوروبي": 900, "اوربي": 10}) == {"اوربي": "اوروبي"}
    assert joins({"اوروبي": 20, "اوربي": 10}) == {}


def test_the_head_is_the_most_frequent_stem() -> None:
    counts = {"غالكسي": 5, "جالاكسي": 90, "غالاكسي": 100, "جالكسي": 30, "كتاب": 50}
    assert joins(counts) == dict.fromkeys(("جالاكسي", "جالكسي", "غالكسي"), "غالاكسي")


def test_a_stem_that_is_fixed_joins_none() -> None:
    counts = {"سامسونج": 900, "سامسونغ": 3}
    assert joins(counts) == {"سامسونغ": "سامسونج"}
    assert joins(counts, frozenset({"سامسونغ"})) == {"سامسونج": "سامسونغ"}
    assert joins(counts, frozenset(counts)) == {}


def test_doubled_vowels() -> None:
    assert find_joins([], {"طاووس": 9, "طاوس": 1}) == [Join("طاوس", "طاووس", "spelling")]
    assert find_joins([], {"داووا": 9, "داوا": 1}) == []


def test_inflected_forms_join_where_the_stems_differ() -> None:
    """The lexicon has one spelling, so its plural has the stem of the singular."""
    counts = {"كونفدرالي": 9, "كونفيدراليات": 2}
    words = [Spelling(stem, stem) for stem in counts]
    assert find_joins(words, counts) == []
    assert inflected("والكونفدراليات", "كونفدرالي") == "كونفدراليات"
    words.append(Spelling("كونفدراليات", "كونفدرالي"))
    assert find_joins(words, counts) == [Join("كونفيدراليات", "كونفدرالي", "spelling")]


@pytest.mark.parametrize("word", ["محمد", "علي", "لي", "", "xyz", "ف1", "اللتان", "ابوغزاله"])
def test_words_that_may_not_vary(word: str) -> None:
    assert key_sum(word) == NOT_FOREIGN
    assert key_sums(word) == ()


@given(STEMS, STEMS)
def test_comparing_is_symmetric_and_never_raises(one: str, other: str) -> None:
    assert same_foreign_word(one, other) == same_foreign_word(other, one)
    assert same_foreign_word(one, one) is None


@given(st.dictionaries(STEMS.filter(bool), st.integers(1, 50), max_size=12))
def test_every_join_leads_to_a_head(counts: dict[str, int]) -> None:
    found = joins(counts)
    assert not set(found) & set(found.values())
    assert set(found) | set(found.values()) <= set(counts)
    assert all(counts[stem] <= counts[head] for stem, head in found.items())
