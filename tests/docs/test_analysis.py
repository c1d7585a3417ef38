"""The worked examples of analysis.md are correct."""

from __future__ import annotations

import pytest

from arabic.analyzer import analyze
from arabic.folding import HEH, TEH_MARBUTA, fold_light
from arabic.readings import Reading, find_readings
from tests.docs.pages import DOCS, TableRow, rows

PAGE = DOCS / "analysis.md"


def of_head(*head: str) -> list[TableRow]:
    found = [row for row in rows(PAGE) if row.head[: len(head)] == head]
    assert found, f"{PAGE.name} has no table {head}"
    return found


@pytest.mark.parametrize(
    "cells",
    [row.cells for row in of_head("word", "form", "split", "bare form")],
    ids=lambda c: c[0],
)
def test_the_table_of_lexicon_words(cells: tuple[str, ...]) -> None:
    word, form, split, bare, stem, root = cells
    found = analyze(word)
    assert (found.form, found.bare, found.stem, found.root) == (form, bare, stem, root)
    assert " + ".join(part for part in (found.prefix, found.base, found.suffix) if part) == split


@pytest.mark.parametrize(
    "cells", [row.cells for row in of_head("word", "alone", "in the archive")], ids=lambda c: c[0]
)
def test_the_table_of_single_words(cells: tuple[str, ...]) -> None:
    word, alone = cells[:2]
    found = analyze(word)
    split = " + ".join(part for part in (found.prefix, found.base, found.suffix) if part)
    assert split == alone.partition(" («")[0]


def test_the_table_of_costs() -> None:
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
