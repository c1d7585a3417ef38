"""Copies of one text are reported once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.alerts.folding import fold_copies

GROUPS = {1: 0, 4: 0, 6: 0, 2: 1, 5: 1}


def test_the_first_copy_stands_for_a_text() -> None:
    assert fold_copies([1, 2, 3, 4, 5, 6], GROUPS, []) == [[1, 4, 6], [2, 5], [3]]


def test_copies_of_a_reported_text_are_left_out() -> None:
    assert fold_copies([3, 4, 5, 6], GROUPS, [1, 9]) == [[3], [5]]


def test_without_groups_every_document_is_a_text() -> None:
    assert fold_copies([1, 4], {}, [6]) == [[1], [4]]


numbers = st.lists(st.integers(1, 20), unique=True)


@given(numbers, st.dictionaries(st.integers(1, 20), st.integers(0, 4)), numbers)
def test_each_text_comes_once(
    arrived: list[int], groups: dict[int, int], reported: list[int]
) -> None:
    texts = fold_copies(arrived, groups, reported)
    known = {groups[number] for number in reported if number in groups}
    listed = [number for text in texts for number in text]
    assert sorted(listed) == sorted(each for each in arrived if groups.get(each) not in known)
    firsts = [groups[text[0]] for text in texts if text[0] in groups]
    assert len(firsts) == len(set(firsts))
