"""Text spans have every word, and the span filter drops none of the wanted ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.folding import INVISIBLE, TATWEEL, fold
from arabic.tokenizer import tokenize
from search.snippets.text_spans import SpanFilter, TextSpans, spans_of

TEXTS = st.text(
    "ابتةىأؤئءلهيومنقر"
    + TATWEEL
    + INVISIBLE[-3:]
    + "ًَٰٔ\u0653\u0301aBéİ_ 12345٣۴.,،٬\xa0-«\n\ufe93\ufefbﷲﷺ\udc00\U0001f600я",
    max_size=40,
)


def all_words(text: str) -> list[tuple[int, int, str]]:
    return [(start, end, fold(text[start:end])) for start, end in tokenize(text)]


def span_texts(text: str) -> list[str]:
    spans = TextSpans(text)
    return [text[slice(*spans.bounds(number))] for number in range(len(spans))]


def test_a_text_is_split_between_words() -> None:
    assert span_texts("قال: «في تدمر»، 2016\nA_b (و15)") == [
        "قال",
        "في",
        "تدمر",
        "2016",
        "A",
        "b",
        "و15",
    ]
    assert span_texts("") == span_texts(" .\n") == []


@pytest.mark.parametrize(
    ("text", "irregular"),
    [
        *((word, False) for word in ("تدمر", "مكتبة", "2016", "BBC", "٢٠١٦")),
        *((word, False) for word in ("حياة", "أمل", "جزء", "شيء", "التتابع", "1000000")),
        *((word, True) for word in ("مئة", "شؤون", "القرءان", "هيأة", "األمم", "راااائع")),
        *((word, True) for word in ("هللا", "اهلل", "12,345", "F16")),
        *((word, True) for word in ("و15", "2016م", "الروسيةمن", "كـتاب", "كِتاب", "BBCعربي", "ﻻ")),
    ],
)
def test_a_span_is_regular_if_it_is_one_word_of_plain_letters(text: str, irregular: bool) -> None:
    spans = TextSpans(text)
    assert [spans.is_irregular(number) for number in range(len(spans))] == [irregular]


@given(TEXTS)
def test_every_word_is_in_a_span(text: str) -> None:
    spans = TextSpans(text)
    found = [word for number in range(len(spans)) for word in spans.words(number)]
    assert found == all_words(text)


@given(TEXTS, TEXTS)
def test_the_filter_selects_every_span_with_a_wanted_form(text: str, query: str) -> None:
    forms = {form for _, _, form in all_words(query)}
    spans = TextSpans(text)
    selected = {
        word for number in SpanFilter(forms).candidates(spans) for word in spans.words(number)
    }
    assert {word for word in all_words(text) if word[2] in forms} <= selected


def test_the_filter_drops_most_other_spans() -> None:
    spans = TextSpans("تدمر مدينة في وسط سورية وتدمر واحة")
    assert [*SpanFilter(["تدمر", "وتدمر"]).candidates(spans)] == [0, 5]


@given(st.lists(TEXTS, max_size=4), TEXTS, st.integers(0, 40))
def test_spans_of_several_texts_are_those_of_each(texts: list[str], query: str, place: int) -> None:
    wanted = SpanFilter({form for _, _, form in all_words(query)})
    for together, text in zip(spans_of(texts), texts, strict=True):
        alone = TextSpans(text)
        numbers = range(len(alone))
        assert len(together) == len(alone)
        for each in (TextSpans.bounds, TextSpans.is_irregular):
            assert [each(together, n) for n in numbers] == [each(alone, n) for n in numbers]
        assert [list(together.words(n)) for n in numbers] == [list(alone.words(n)) for n in numbers]
        assert [*wanted.candidates(together)] == [*wanted.candidates(alone)]
        assert together.word_start(place) == alone.word_start(place)
        assert together.word_end(place, place // 2) == alone.word_end(place, place // 2)


@given(TEXTS, TEXTS)
def test_the_wanted_words_of_a_span_are_those_with_a_wanted_form(text: str, query: str) -> None:
    forms = {form for _, _, form in all_words(query)} | {fold(text[:2])}
    spans, wanted = TextSpans(text), SpanFilter(forms)
    for number in range(len(spans)):
        start, end = spans.bounds(number)
        expected = [(a - start, b - start, form) for a, b, form in spans.words(number)]
        for _ in range(2):  # computed, then cached
            found = wanted.wanted(text[start:end])
            assert [*found] == [word for word in expected if word[2] in forms]


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_the_words_around_a_place(text: str, place: int, floor: int) -> None:
    words = all_words(text)
    spans = TextSpans(text)
    after = [start for start, _, _ in words if start >= place]
    before = [end for _, end, _ in words if floor < end <= place]
    assert spans.word_start(place) == min(after, default=len(text))
    assert spans.word_end(place, floor) == max(before, default=None)
