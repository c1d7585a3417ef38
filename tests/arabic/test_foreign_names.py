"""Skeletons of foreign names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.foreign_names import NOT_FOREIGN, may_be_foreign, skeleton, skeleton_sum, skeleton_sums

STEMS = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤxy1", max_size=12)


def test_spellings_of_a_name_have_one_skeleton() -> None:
    assert skeleton("غوغل") == skeleton("جوجل") == "ججل"
    assert skeleton("برشلونه") == skeleton("برشلونا")


@pytest.mark.parametrize(
    "stem",
    [
        *("حمدان", "سلمان", "مروان", "جاسم", "احمد", "زايد", "منصور", "عبدالله"),
        *("لي", "", "xyz", "ف1"),
        *("مسؤوليه", "برنامج"),  # the lexicon has them
    ],
)
def test_arabic_words_and_names_are_not_foreign(stem: str) -> None:
    assert not may_be_foreign(stem)
    assert skeleton_sum(stem) == NOT_FOREIGN


def test_a_protected_name_is_foreign_although_the_lexicon_has_it() -> None:
    assert may_be_foreign("واشنطن")


def test_spellings_of_a_name_have_one_sum() -> None:
    sums = skeleton_sums(iter(["غوغل", "جوجل", "كتاب", "ترامب"]))
    assert sums.dtype == np.uint32
    assert sums[0] == sums[1] != NOT_FOREIGN
    assert sums[2] == NOT_FOREIGN
    assert sums[3] not in (NOT_FOREIGN, sums[0])


@given(STEMS)
def test_only_foreign_names_have_a_sum(stem: str) -> None:
    assert (skeleton_sum(stem) != NOT_FOREIGN) == may_be_foreign(stem)
    assert skeleton_sum(stem) == int(skeleton_sums([stem])[0])
