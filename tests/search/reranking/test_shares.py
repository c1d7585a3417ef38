"""The shares of the second stage, each on matches made by hand."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from search.matching.positions import SPAN
from search.reranking.beginning import early_worth
from search.reranking.coverage import coverage
from search.reranking.matches import (
    BODY,
    LEVELS,
    SYNONYM,
    TITLE,
    WORTH_UNIT,
    Matches,
    pack,
    unpack,
)
from search.reranking.runs import best_run
from search.reranking.windows import best_passage, densest_window

FORM, STEM, ROOT = range(3)
WORTHS = [[5.0, 3.0, 1.0, 0.0], [4.0, 2.0, 1.0, 0.0]]


def made(documents: int, *found: tuple[int, int, int, int, int]) -> Matches:
    """Matches of a document, a field, a position, a word and a level."""
    each = sorted(
        ((2 * document + field) * SPAN + position, word, level)
        for document, field, position, word, level in found
    )
    spots, words, levels = np.array(each, np.int64).reshape(-1, 3).T
    worths = np.rint(np.array(WORTHS) * WORTH_UNIT).astype(np.int64)
    return Matches(
        documents,
        np.ascontiguousarray(spots),
        words.astype(np.uint16),
        levels.astype(np.uint8),
        worths,
    )


def test_matches_are_packed_and_unpacked() -> None:
    places, positions = np.array([3, 99], np.uint32), np.array([7, SPAN - 1], np.uint32)
    spots, slots = unpack(pack(places, BODY, positions, np.array([9, 2_000], np.uint16)))
    assert spots.tolist() == [7 * SPAN + 7, 200 * SPAN - 1]
    assert slots.tolist() == [9, 2_000]


def test_coverage_counts_each_word_once_at_its_narrowest_level() -> None:
    matches = made(
        3,
        (0, BODY, 5, 0, ROOT),
        (0, BODY, 6, 0, STEM),
        (0, TITLE, 0, 1, FORM),
        (2, BODY, 1, 1, ROOT),
    )
    assert coverage(matches.occurrences().first, matches.worths) == pytest.approx([7.0, 0.0, 1.0])


def test_early_occurrences_count_more_in_the_body_alone() -> None:
    matches = made(
        3,
        (0, BODY, 0, 0, ROOT),
        (0, BODY, 20, 0, FORM),
        (1, BODY, 60, 1, FORM),
        (2, TITLE, 0, 0, FORM),
    )
    early = early_worth(matches.occurrences().first, matches.worths, 20)
    assert early == pytest.approx([2.5, 1.0, 0.0])


def test_the_densest_window_holds_the_words_closest_together() -> None:
    apart = [(0, BODY, 0, 0, FORM), (0, BODY, 20, 1, FORM)]
    near = [(1, BODY, 0, 0, FORM), (1, BODY, 19, 1, FORM), (1, BODY, 2, 0, ROOT)]
    assert densest_window(made(2, *apart, *near), 20) == pytest.approx([5.0, 9.0])


def test_a_passage_counts_frequencies_as_a_document_does() -> None:
    places = [(0, BODY, position, 0, FORM) for position in (0, 10, 149, 150)]
    assert best_passage(made(1, *places), 150, 0.9) == pytest.approx([5 * 3 * 1.9 / 3.9], rel=1e-5)
    every = [(0, BODY, position, 0, FORM) for position in range(100)]
    most = best_passage(made(1, *every), 150, 0.9)
    assert most == pytest.approx([5 * 64 * 1.9 / 64.9], rel=1e-5)


def test_a_run_counts_by_its_rarity_among_the_documents_with_both_words() -> None:
    side_by_side = [(0, BODY, 3, 0, FORM), (0, BODY, 4, 1, FORM)]
    apart = [(document, BODY, 10 * word, word, FORM) for document in (1, 2, 3) for word in (0, 1)]
    backwards = [(4, BODY, 3, 1, FORM), (4, BODY, 4, 0, FORM)]
    wide = [(5, BODY, 3, 0, STEM), (5, BODY, 4, 1, FORM)]
    matches = made(6, *side_by_side, *apart, *backwards, *wide)
    first = matches.occurrences().first
    found = best_run(matches, first, (0, 1))
    assert found == pytest.approx([4 / 2 + log(5.5 / 1.5), 0, 0, 0, 0, 0])
    assert not best_run(matches, first, (0, -1, 1)).any()
    assert not best_run(matches, first, ()).any()


def test_another_spelling_of_a_part_is_a_run_of_its_words() -> None:
    side_by_side = [(0, BODY, 3, 0, FORM), (0, BODY, 4, 1, FORM)]
    joined = [(1, BODY, 7, 0, SYNONYM), (1, BODY, 7, 1, SYNONYM)]
    one_of_them = [(2, BODY, 7, 0, SYNONYM), (2, BODY, 8, 1, FORM)]
    matches = made(3, *side_by_side, *joined, *one_of_them)
    first = matches.occurrences().first
    worth = 4 / 2 + log(2.5 / 2.5)
    assert best_run(matches, first, (0, 1), [(0, 1)]) == pytest.approx([worth, worth, 0])
    assert best_run(matches, first, (0, 1)) == pytest.approx([4 / 2 + log(1.5 / 1.5), 0, 0])
    assert best_run(matches, first, (1, 0), [(0, 1)]).tolist() == [0, 0, 0]


def test_a_part_of_a_query_side_by_side_counts_much_less_than_the_whole() -> None:
    whole = [(0, BODY, 0, 0, FORM), (0, BODY, 1, 1, FORM), (0, BODY, 2, 0, FORM)]
    part = [(1, BODY, 0, 0, FORM), (1, BODY, 1, 1, FORM)]
    matches = made(2, *whole, *part)
    found = best_run(matches, matches.occurrences().first, (0, 1, 0))
    pairs = [4 / 2 + log(2.5 / 2.5), 4 / 2 + log(2.5 / 1.5)]
    assert found == pytest.approx([sum(pairs), pairs[0] / 2**4])


def test_without_matches_nothing_is_gained() -> None:
    matches = made(2)
    first = matches.occurrences().first
    assert first.shape == (2, 2, 2, LEVELS)
    for gains in (
        coverage(first, matches.worths),
        early_worth(first, matches.worths, 20),
        densest_window(matches, 20),
        best_passage(matches, 150, 0.9),
        best_run(matches, first, (0, 1)),
    ):
        assert gains.tolist() == [0.0, 0.0]
