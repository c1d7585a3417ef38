"""Fingerprints that come again and again over time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from corpus.document import Document
from tests.homes import MakeHome
from tests.index.copies.test_copies import groups, words

FORMULA = words(0, 60)


def notice(name: str, day: int, own: str) -> Document:
    """A text of a formula and some words of its own, so many days after the first."""
    when = date(2015, 3, 1) + timedelta(days=day)
    return Document(id=name, title="", text=f"{own} {FORMULA}", date=when.isoformat())


@pytest.mark.parametrize(("pause", "are_copies"), [(2, True), (9, False)])
def test_what_is_written_each_time_does_not_join_stories(
    make_home: MakeHome, pause: int, are_copies: bool
) -> None:
    home = make_home(
        [notice(f"و{place}", pause * place, words(100 * place + 100, 40)) for place in range(4)]
    )
    assert bool(groups(home)) is are_copies


def test_copies_of_what_is_written_each_time_are_found(make_home: MakeHome) -> None:
    own = [words(100 * place + 100, 40) for place in range(4)]
    home = make_home(
        [notice(f"و{place}", 9 * place, own[place]) for place in range(4)],
        [notice("نسخة", 10, own[1])],
    )
    assert groups(home) == [["و1", "نسخة"]]
