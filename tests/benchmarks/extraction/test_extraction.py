"""The facts and texts of sixty web pages are read right, whatever the day."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.extraction.measures import FACTS, TARGET, measure, word_f1
from benchmarks.extraction.pages import KINDS, PAGES_OF_A_KIND, KnownPage, build_pages
from benchmarks.extraction.readers import read_with_warraq

PAGES = build_pages()


def test_there_are_sixty_pages_of_twelve_kinds() -> None:
    assert Counter(page.kind for page in PAGES) == dict.fromkeys(KINDS, PAGES_OF_A_KIND)
    assert (len(KINDS), len(PAGES)) == (12, 60)
    assert build_pages() == PAGES


@pytest.mark.parametrize("fact", FACTS)
def test_the_target_is_met_for_each_fact(fact: str) -> None:
    share = getattr(measure(PAGES, read_with_warraq), fact)
    assert share >= TARGET


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.kind}-{page.number}")
def test_no_text_lacks_or_adds_a_paragraph(page: KnownPage) -> None:
    assert word_f1(page.truth.text, read_with_warraq(page.data).text or "") > 0.9


def test_the_f1_of_words_counts_each_word() -> None:
    assert word_f1("أ ب", "أ ب") == 1
    assert word_f1("أ ب", "أ أ") == 0.5
    assert word_f1("أ", "") == 0
