"""Groups of pairs."""

from __future__ import annotations

import numpy as np

from index.copies.groups import CopyGroups, group_pairs
from index.copies.pairs import Pairs


def pairs(*given: tuple[int, int, int, int]) -> Pairs:
    """Pairs of places with their containment and resemblance in per cent."""
    first, second, containment, resemblance = np.array(given).T
    return Pairs(
        first.astype(np.uint32),
        second.astype(np.uint32),
        containment.astype(np.uint8),
        resemblance.astype(np.uint8),
    )


def groups(*given: tuple[int, int, int, int]) -> list[list[int]]:
    documents, numbers = group_pairs(pairs(*given))
    return [documents[numbers == each].tolist() for each in range(int(numbers.max()) + 1)]


def test_a_survey_of_two_stories_joins_one_of_them() -> None:
    """The last has both stories whole, of which there are three texts each."""
    stories = [(0, 1, 90, 80), (0, 2, 90, 80), (1, 2, 90, 80), (3, 4, 90, 80), (3, 5, 90, 80)]
    survey = [(story, 6, 100, 20 + story) for story in range(6)]
    assert groups(*stories, (4, 5, 90, 80), *survey) == [[0, 1, 2], [3, 4, 5, 6]]


def test_a_text_that_was_cut_and_extended_is_in_one_group_with_both() -> None:
    assert groups((0, 1, 100, 40), (0, 2, 100, 40)) == [[0, 1, 2]]


def test_similar_pairs_are_merged_first() -> None:
    assert groups((0, 1, 50, 40), (1, 2, 100, 90), (2, 3, 50, 40)) == [[0, 1, 2]]


def test_members_come_by_date_and_then_by_arrival() -> None:
    found = CopyGroups.of(
        np.array([4, 0, 2, 3, 1]),
        np.array([7, 7, 7, 3, 3]),
        np.array([10, 11, 12, 13, 14]),
        np.array([0, 20150801, 20150802, 20150801, 20150802], np.int32),
    )
    assert found.group.tolist() == [0, 1, 0, 1, 0]
    assert [found.members(group).tolist() for group in range(len(found))] == [[2, 4, 0], [1, 3]]
