"""The score of the same story: what raises it and what lowers it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.coverage.same_story import SAME_STORY, StoryCandidates, story_scores

WORDS = 20


def candidates(*shared: int, distance: int = 0, copies: bool = False) -> StoryCandidates:
    """Documents of 200 words that have the first words of a draft, in their beginnings too."""
    present = np.arange(WORDS) < np.array(shared, np.int64)[:, None]
    size = len(shared)
    return StoryCandidates(
        weights=np.linspace(9.0, 3.0, WORDS),
        present=present,
        beginning=present,
        title=present & (np.arange(WORDS) < 4),
        known_titles=np.full(size, 0.5),
        lengths=np.full(size, 200, np.int64),
        distances=np.full(size, distance, np.int64),
        groups=np.zeros(size, np.int64) if copies else np.arange(size, dtype=np.int64),
    )


def test_documents_with_most_of_the_telling_words_are_about_the_event() -> None:
    scores = story_scores(candidates(18, 16, 2, 1, 1, 0, 0, 0))
    assert (scores[:2] > SAME_STORY).all()
    assert (scores[2:] < SAME_STORY).all()


def test_words_that_other_likely_documents_have_count_more() -> None:
    alone = story_scores(candidates(12, 0, 0, 0, 0, 0))[0]
    together = story_scores(candidates(12, 12, 0, 0, 0, 0))[0]
    copies = story_scores(candidates(12, 12, 0, 0, 0, 0, copies=True))[0]
    assert together > alone
    assert together > copies


def test_distant_and_undated_documents_score_less() -> None:
    near, far, undated = (
        story_scores(candidates(10, 0, 0, 0, distance=distance))[0] for distance in (0, 14, -1)
    )
    assert near > far
    assert near > undated


@given(st.lists(st.integers(0, WORDS), max_size=30))
def test_more_shared_words_score_no_less(shared: list[int]) -> None:
    scores = story_scores(candidates(*shared))
    assert ((scores >= 0) & (scores <= 1)).all()
    for one, first in zip(shared, scores, strict=True):
        for other, second in zip(shared, scores, strict=True):
            assert one <= other or first >= second - 1e-9


def test_no_words_and_no_documents() -> None:
    assert len(story_scores(candidates())) == 0
    empty = candidates(0)
    assert story_scores(empty._replace(weights=np.zeros(0), present=empty.present[:, :0])) == [0.0]
