"""Typed input: the unfinished word, the words before it, and the query before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.completion.typed_input import read_typed
from search.limits import LIMITS, Limits
from search.query.nodes import DateRange, FieldIs, Not, Phrase, Word, complete, conjunction


@pytest.mark.parametrize(
    ("text", "head", "word", "before"),
    [
        ("وز", "", "وز", ()),
        ("  وز", "", "وز", ()),
        ("وزير ", "وزير ", "", ("وزير",)),
        ("وزير الخ", "وزير ", "الخ", ("وزير",)),
        ("زيارة وزير الخارجية المصري إلى تو", "زيارة وزير الخارجية المصري إلى ", "تو",
         ("الخارجيه", "المصري", "إلى")),
        ("أسعار، وز", "أسعار، ", "وز", ()),
        ("بيروت: وز", "بيروت: ", "وز", ()),
        ('"وزير الخ', '"وزير ', "الخ", ("وزير",)),
        ("وَزِي", "", "وَزِي", ()),
        ("وزيـــ", "", "وزيـــ", ()),
        ("وز\u200f", "", "وز", ()),
        ("أخبار 20", "أخبار ", "20", ("اخبار",)),
        ("iPh", "", "iPh", ()),
    ],
)  # fmt: skip
def test_the_word_being_typed(text: str, head: str, word: str, before: tuple[str, ...]) -> None:
    typed = read_typed(text, LIMITS)
    assert typed is not None
    assert (typed.head, typed.word, typed.before) == (head, word, before)


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("وز", ()),
        ("وزير", ()),
        ("وزير ", (Word("وزير"),)),
        ("سفينة قمح وز", (Word("سفينة"), Word("قمح"))),
        ('"سفينة قمح" وز', (Phrase("سفينة قمح"),)),
        ("-سفينة وز", (Not(Word("سفينة")),)),
        ("مصدر:أسواق وز", (FieldIs("source", "أسواق"),)),
        ("date:2016 وز", (DateRange("2016-01-01", "2016-12-31"),)),
    ],
)
def test_the_query_before_the_word(text: str, earlier: tuple[Word, ...]) -> None:
    typed = read_typed(text, LIMITS)
    assert typed is not None
    assert typed.earlier == (complete(conjunction(earlier)) if earlier else None)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "؟", "\u064e", "ـ", "\u200f", "وز؟", "وز,", "وز)", '"وز"', "وز*", "وز~", "وز~1"),
        *("-وز", "=وز", "جذر:وز", "title:وز", "source:وز", "date:20", "covid-1", "الروسيةمن"),
        *("قمح OR وز", "قمح | وز", "(قمح وز", "*ون وز", "before:أمس", "و* وز", "كلمة~9~ وز"),
    ],
)
def test_input_that_cannot_be_completed(text: str) -> None:
    typed = read_typed(text, LIMITS)
    if text == "(قمح وز":  # an open parenthesis changes nothing
        assert typed is not None
        assert typed.earlier == Word("قمح")
    elif text == "كلمة~9~ وز":  # it parses to plain words
        assert typed is not None
    else:
        assert typed is None


def test_a_text_of_more_words_than_a_query_is_not_completed() -> None:
    three = Limits(query_terms=3)
    typed = read_typed("سوق قمح وز", three)
    assert typed is not None
    assert typed.terms == 3
    assert read_typed("سوق قديم قمح وز", three) is None


@given(st.text("وزيرأ \"-*~:|()2aOR\u0640\u064e\u200f؟،«»='", max_size=40))
def test_head_and_word_are_the_text(text: str) -> None:
    typed = read_typed(text, LIMITS)
    if typed is not None:
        assert (typed.head + typed.word) in text
        assert text.lstrip().startswith(typed.head + typed.word)
        assert len(typed.before) <= LIMITS.suggest_context_words
