"""Shared passages: equal words of two texts, moved and with replaced words, and their bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.folding import fold
from arabic.tokenizer import tokenize
from search.comparison.shared_passages import (
    SEED_WORDS,
    CommonPassage,
    covered_share,
    shared_passages,
)
from search.comparison.words import form_keys, read_words
from tests.linear import assert_linear

HARBOUR = "وصلت سفينة الشحن الزرقاء إلى ميناء المدينة صباح أمس بعد رحلة طويلة من الجنوب"
MARKET = "افتتح التجار سوق الخضار القديم في وسط البلدة بعد أعمال ترميم دامت سنتين"

letters = st.sampled_from(tuple("ابتثجحخد"))
texts = st.lists(letters, max_size=60).map(" ".join)


def passages(first: str, second: str) -> list[tuple[str, str, int]]:
    """The passages of two texts as they have them, with the number of equal words."""
    one, other = read_words(first), read_words(second)
    return [
        (
            first[slice(*one.span(each.first_start, each.first_end))],
            second[slice(*other.span(each.second_start, each.second_end))],
            each.equal,
        )
        for each in shared_passages(one, other)
    ]


def test_the_same_text_is_one_passage() -> None:
    assert passages(HARBOUR, HARBOUR) == [(HARBOUR, HARBOUR, 14)]


def test_other_spellings_of_a_form_are_equal() -> None:
    vocalized = HARBOUR.replace("إلى", "الى").replace("سفينة", "سَفينـة")
    assert passages(HARBOUR, f"خبر: {vocalized}.") == [(HARBOUR, vocalized, 14)]


def test_moved_sentences_are_passages_in_the_order_of_the_first_text() -> None:
    found = passages(f"{HARBOUR}. {MARKET}.", f"{MARKET}؛ {HARBOUR}")
    assert found == [(HARBOUR, HARBOUR, 14), (MARKET, MARKET, 13)]


def test_a_passage_goes_on_over_replaced_added_and_missing_words() -> None:
    replaced = HARBOUR.replace("صباح", "مساء")
    added = HARBOUR.replace("صباح أمس", "صباح يوم أمس الأول")
    missing = HARBOUR.replace("صباح ", "")
    assert passages(HARBOUR, replaced) == [(HARBOUR, replaced, 13)]
    assert passages(HARBOUR, added) == [(HARBOUR, added, 13)]
    assert passages(HARBOUR, missing) == [(HARBOUR, missing, 13)]


def test_fewer_than_five_equal_words_are_no_passage() -> None:
    words = HARBOUR.split()
    assert passages(" ".join(words[: SEED_WORDS - 1]), HARBOUR) == []
    assert len(passages(" ".join(words[:SEED_WORDS]), HARBOUR)) == 1


def test_the_longest_passage_comes_before_a_part_of_it_elsewhere() -> None:
    part = " ".join(HARBOUR.split()[:6])
    found = passages(HARBOUR, f"{part}. {MARKET}. {HARBOUR}")
    assert found == [(HARBOUR, HARBOUR, 14)]


def test_the_covered_share_counts_words_once() -> None:
    found = (CommonPassage(0, 6, 0, 6, 6), CommonPassage(8, 10, 20, 22, 2))
    assert covered_share(found, 16) == 0.5
    assert covered_share((), 16) == covered_share((), 0) == 0.0


@given(texts, texts)
def test_passages_do_not_overlap_and_begin_and_end_with_equal_words(one: str, two: str) -> None:
    first, second = read_words(one), read_words(two)
    used: set[int] = set()
    seen: set[int] = set()
    for each in shared_passages(first, second):
        own, other = (
            range(each.first_start, each.first_end),
            range(each.second_start, each.second_end),
        )
        assert not used & set(own)
        assert not seen & set(other)
        used.update(own)
        seen.update(other)
        assert SEED_WORDS <= each.equal <= min(len(own), len(other))
        assert first.keys[own[0]] == second.keys[other[0]]
        assert first.keys[own[-1]] == second.keys[other[-1]]


@given(texts, texts)
def test_a_text_within_another_is_found_whole(part: str, rest: str) -> None:
    words = read_words(part)
    found = shared_passages(words, read_words(f"{part} {rest}"))
    expected = len(words) if len(words) >= SEED_WORDS else 0
    assert sum(each.equal for each in found) >= expected


@pytest.mark.parametrize("text", ["كلمة " * 20_000, "ا ب " * 10_000, "ا ب ت ث ج " * 4_000])
def test_repeated_words_take_linear_time(text: str) -> None:
    assert_linear(lambda each: shared_passages(read_words(each), read_words(each)), text)


# The words of a text


@given(st.text(st.sampled_from("أإاىيةهوؤئءلفحمد ًَُّـ،.0٣aé\u200f\n-"), max_size=80))
def test_words_are_those_of_the_tokenizer_with_the_keys_of_their_forms(text: str) -> None:
    words = read_words(text)
    forms = [(start, end, fold(text[start:end])) for start, end in tokenize(text)]
    expected = [each for each in forms if each[2]]
    assert list(zip(words.starts.tolist(), words.ends.tolist(), strict=True)) == [
        (start, end) for start, end, _ in expected
    ]
    assert words.keys.tolist() == form_keys([form for _, _, form in expected]).tolist()


def test_different_forms_have_different_keys() -> None:
    forms = ["سلم", "لسم", "مسل", "سل", "سلمم", "٣", "كتاب", "كاتب", "日本", "本日"]
    assert len(set(form_keys(forms).tolist())) == len(forms)
