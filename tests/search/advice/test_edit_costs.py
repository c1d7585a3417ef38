"""Edit costs: common misspellings cost less than random ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.advice.edit_costs import edit_cost

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءئ"
FORMS = st.text(LETTERS, min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("typed", "intended", "cost"),
    [
        ("كتاب", "كتاب", 0.0),
        ("التغاظي", "التغاضي", 0.35),  # same sound
        ("مدرست", "مدرسه", 0.4),  # ة heard as ت
        ("اندثره", "اندثرت", 0.4),
        ("البيءه", "البءه", 0.2),  # the hamza beside its seat
        ("تفاوءل", "تفاءل", 0.2),
        ("التفاول", "التفاءل", 0.3),  # the seat without its hamza
        ("ذيب", "ذءب", 0.3),
        ("سوءال", "سئال", 0.2),
        ("االشرق", "الشرق", 0.2),  # doubled
        ("الاقصاديه", "الاقتصاديه", 0.5),  # left out
        ("الاجتماعت", "الاجتماعات", 0.4),
        ("التنظيمم", "التنظيم", 0.2),
        ("التنيظم", "التنظيم", 0.4),  # transposed
        ("كتاب", "كتات", 0.7),  # different dots
        ("كتاب", "كتاش", 1.0),  # random
        ("كتلب", "كتاب", 0.5),  # the next key
        ("كتاف", "كتاب", 0.5),  # the key above
        ("كتبا", "كتاب", 0.4),
        ("كتابي", "كتاب", 0.5),  # a vowel at the end
        ("ظاهره", "ضاهره", 0.45),  # the same in the first letter
    ],
)
def test_costs(typed: str, intended: str, cost: float) -> None:
    assert edit_cost(typed, intended) == pytest.approx(cost)


@given(FORMS, FORMS)
def test_only_equal_forms_cost_nothing(typed: str, intended: str) -> None:
    assert (edit_cost(typed, intended) == 0) == (typed == intended)


@given(FORMS, FORMS, st.text(LETTERS, min_size=1, max_size=4), st.text(LETTERS, max_size=4))
def test_no_cost_is_above_the_edit_distance(one: str, other: str, front: str, end: str) -> None:
    typed, intended = front + one + end, front + other + end
    assert edit_cost(typed, intended) <= OSA.distance(typed, intended) + 1e-9


@given(st.text(LETTERS, min_size=2, max_size=8), st.data())
def test_a_doubled_letter_costs_little_in_any_position(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 1))
    assert edit_cost(word[:place] + word[place - 1 :], word) <= 0.2 + 1e-9
