"""Stretches and the sieve: nothing that is sought is passed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.folding import INVISIBLE, TATWEEL, fold
from arabic.tokenizer import tokenize
from search.snippets.span_filter import Sieve
from search.snippets.text_spans import Stretches

TEXTS = st.text(
    "ابتةىأؤ"
    + TATWEEL
    + INVISIBLE[-3:]
    + "ًَٔ\u0653\u0301aBéİ_ 15٣۴.،-«\n\ufe93\ufefbﷲﷺ\udc00\U0001f600я",
    max_size=40,
)


def all_words(text: str) -> list[tuple[int, int, str]]:
    return [(start, end, fold(text[start:end])) for start, end in tokenize(text)]


def parts(text: str) -> list[str]:
    stretches = Stretches(text)
    return [text[a:b] for a, b in zip(stretches.starts, stretches.ends, strict=True)]


def test_a_text_is_parted_where_no_word_goes_on() -> None:
    assert parts("قال: «في تدمر»، 2016\nA_b (و15)") == [
        "قال",
        "في",
        "تدمر",
        "2016",
        "A",
        "b",
        "و15",
    ]
    assert parts("") == parts(" .\n") == []


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        *((word, False) for word in ("تدمر", "مكتبة", "2016", "BBC", "٢٠١٦")),
        *((word, True) for word in ("و15", "2016م", "الروسيةمن", "كـتاب", "كِتاب", "BBCعربي", "ﻻ")),
    ],
)
def test_only_plain_letters_of_one_word_need_not_be_read(text: str, odd: bool) -> None:
    assert Stretches(text).odd.tolist() == [odd]


@given(TEXTS)
def test_every_word_lies_in_a_stretch(text: str) -> None:
    stretches = Stretches(text)
    found = [word for number in range(len(stretches)) for word in stretches.words(number)]
    assert found == all_words(text)


@given(TEXTS, TEXTS)
def test_the_sieve_lets_through_whatever_is_sought(text: str, query: str) -> None:
    forms = {form for _, _, form in all_words(query)}
    stretches = Stretches(text)
    read = {
        word for number in Sieve(forms).candidates(stretches) for word in stretches.words(number)
    }
    assert {word for word in all_words(text) if word[2] in forms} <= read


def test_the_sieve_holds_most_back() -> None:
    stretches = Stretches("تدمر مدينة في وسط سورية وتدمر واحة")
    assert Sieve(["تدمر", "وتدمر"]).candidates(stretches) == [0, 5]


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_words_around_a_place(text: str, place: int, floor: int) -> None:
    words = all_words(text)
    stretches = Stretches(text)
    after = [start for start, _, _ in words if start >= place]
    before = [end for _, end, _ in words if floor < end <= place]
    assert stretches.word_start(place) == min(after, default=len(text))
    assert stretches.word_end(place, floor) == max(before, default=None)
