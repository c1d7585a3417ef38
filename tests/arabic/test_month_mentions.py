"""Finding month names in running words."""

from __future__ import annotations

import pytest

from arabic.month_mentions import CLITICS, find_months, other_names
from arabic.month_names import MONTH_NAMES


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ثورة أيار", [(1, 2, 5)]),
        ("حزيران وتموز", [(0, 1, 6), (1, 2, 7)]),
        ("في بآذار", [(1, 2, 3)]),
        ("ابريل", [(0, 1, 4)]),
        ("تشرين الأول 2019", [(0, 2, 10)]),
        ("كانون الاول وكانون الثاني", [(0, 2, 12), (2, 4, 1)]),
        ("أيار مايو", [(0, 2, 5)]),
        ("تشرين الأول أكتوبر", [(0, 3, 10)]),
        ("أكتوبر تشرين الأول", [(0, 3, 10)]),
        ("أيار حزيران", [(0, 1, 5), (1, 2, 6)]),
        ("موجة حر في آب", [(3, 4, 8)]),
        ("8 ماي 1945", [(1, 2, 5)]),
        ("شهر جوان", [(1, 2, 6)]),
        ("أوت 2016", [(0, 1, 8)]),
        ("ماي أيار", [(0, 2, 5)]),
        # other words, or names of something else
        ("تيريزا ماي", []),
        ("ماي 7", []),
        ("الأب والابن", []),
        ("اب وابن", []),
        ("باب البيت", []),
        ("تشرين", []),
        ("كانون الحطب الأول", []),
        ("المايو", []),
        ("", []),
    ],
)
def test_month_names_are_found_in_words(query: str, expected: list[tuple[int, int, int]]) -> None:
    assert [found[:3] for found in find_months(query.split())] == expected


@pytest.mark.parametrize(
    ("query", "others"),
    [
        ("أيار", ("مايو", "ماي", "مايس")),
        ("ديسمبر", ("كانون الأول", "دجنبر")),
        ("كانون الثاني", ("يناير", "جانفي")),
        ("إبريل", ("نيسان", "أفريل")),  # أبريل folds alike
        ("أيار مايو", ("ماي", "مايس")),
    ],
)
def test_other_names_of_a_month(query: str, others: tuple[str, ...]) -> None:
    (mention,) = find_months(query.split())
    assert other_names(mention) == others


@pytest.mark.parametrize("name", [name for names in MONTH_NAMES.values() for name in names])
@pytest.mark.parametrize("clitic", CLITICS)
def test_every_month_name_is_found_after_every_clitic(clitic: str, name: str) -> None:
    words = [*(clitic + name).split(), "2016"]
    (mention,) = find_months(words)
    assert (mention.names, mention.end) == ((name,), len(words) - 1) or (
        other_names(mention)
        and name not in other_names(mention)  # a spelling that folds like another
    )
