"""What is marked when there is no time to look everything up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from index.reader import IndexReader
from search.marking import Marker
from search.match import Matcher
from search.parse import parse


@pytest.fixture(scope="module")
def matcher(sample_home: Path) -> Iterator[Matcher]:
    index = IndexReader.current(sample_home)
    yield Matcher(index)
    index.close()


def test_what_a_query_has_is_marked_word_by_word_until_the_time_is_up(matcher: Matcher) -> None:
    tree = parse("تدمر OR مكتبة OR سفينة~1").tree
    whole = Marker(matcher).sought(tree, "form").words
    assert {term for term, _ in whole.values()} == {0, 1, 2}
    ticks = count(step=matcher.limits.search_seconds / 15)
    cut = Marker(matcher, clock=lambda: next(ticks)).sought(tree, "form").words
    assert {term for term, _ in cut.values()} == {0}
    assert cut.items() <= whole.items()
