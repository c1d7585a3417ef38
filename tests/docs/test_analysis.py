"""The worked examples of analysis.md come out as the page says."""

from __future__ import annotations

import pytest

from arabic.analyzer import analyze
from arabic.folding import HEH, TEH_MARBUTA, fold_light
from arabic.stemmer import Reading, find_readings
from tests.docs.pages import DOCS, Row, rows

PAGE = DOCS / "analysis.md"


def of_head(*head: str) -> list[Row]:
    found = [row for row in rows(PAGE) if row.head[: len(head)] == head]
    assert found, f"{PAGE.name} has no table {head}"
    return found


@pytest.mark.parametrize(
    "cells", [row.cells for row in of_head("word", "form", "split", "stem")], ids=lambda c: c[0]
)
def test_a_word_of_the_lexicon_is_what_the_table_says(cells: tuple[str, ...]) -> None:
    word, form, split, stem, root = cells
    found = analyze(word)
    assert (found.form, found.stem, found.root) == (form, stem, root)
    assert " + ".join(part for part in (found.prefix, found.base, found.suffix) if part) == split


@pytest.mark.parametrize(
    "cells", [row.cells for row in of_head("word", "alone", "in the archive")], ids=lambda c: c[0]
)
def test_a_word_alone_is_split_as_the_table_says(cells: tuple[str, ...]) -> None:
    word, alone = cells[:2]
    found = analyze(word)
    split = " + ".join(part for part in (found.prefix, found.base, found.suffix) if part)
    assert split == alone.partition(" («")[0]


def test_the_costs_worked_by_hand_are_those_of_the_stemmer() -> None:
    word = ""
    for row in of_head("word", "reading", "cost"):
        word = row.cells[0] or word
        split = row.cells[1].partition(" → ")[0].partition(",")[0]
        light = fold_light(word)
        weighed = find_readings(light)
        if light.endswith(HEH):
            weighed += find_readings(light[:-1] + TEH_MARBUTA)
        assert (split, float(row.cells[2])) in {
            (" + ".join(part for part in (one.prefix, one.base, one.suffix) if part), _cost(one))
            for one in weighed
        }


def _cost(reading: Reading) -> float:
    return round(reading.cost, 2)
