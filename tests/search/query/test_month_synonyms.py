"""Names of months in queries, and their synonyms."""

from __future__ import annotations

import pytest

from arabic.dates import MONTH_NAMES
from search.query.month_synonyms import CLITICS, WITH_NUMBER, leaves_of_name, mentions, other_names
from search.query.nodes import Phrase, Word


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
        # other words, or names of persons
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
def test_mentions(query: str, expected: list[tuple[int, int, int]]) -> None:
    assert [mention[:3] for mention in mentions(query.split())] == expected


@pytest.mark.parametrize(
    ("query", "others"),
    [
        ("أيار", ("مايو", "ماي")),
        ("ديسمبر", ("كانون الأول", "دجنبر")),
        ("كانون الثاني", ("يناير", "جانفي")),
        ("إبريل", ("نيسان", "أفريل")),  # أبريل folds alike
        ("أيار مايو", ("ماي",)),
    ],
)
def test_other_names(query: str, others: tuple[str, ...]) -> None:
    (mention,) = mentions(query.split())
    assert other_names(mention) == others


@pytest.mark.parametrize("name", [name for names in MONTH_NAMES.values() for name in names])
@pytest.mark.parametrize("onto", CLITICS)
def test_every_name_is_found_with_its_clitics(onto: str, name: str) -> None:
    words = [*(onto + name).split(), "2016"]
    (mention,) = mentions(words)
    assert (mention.names, mention.end) == ((name,), len(words) - 1) or (
        other_names(mention)
        and name not in other_names(mention)  # a spelling that folds like another
    )


def test_the_leaves_of_a_name() -> None:
    assert [leaf.text for leaf in leaves_of_name("مايو", None)] == [
        "مايو",
        "ومايو",
        "بمايو",
        "لمايو",
        "وبمايو",
        "ولمايو",
    ]
    assert next(iter(leaves_of_name("آب", "title"))) == Word("آب", "exact", "title")
    assert next(iter(leaves_of_name("تشرين الأول", None))) == Phrase("تشرين الأول", level="form")


def test_an_ambiguous_name_matches_only_beside_its_day_or_year() -> None:
    for name in WITH_NUMBER:
        assert list(leaves_of_name(name, None)) == []
        assert list(leaves_of_name(name, None, before="معركة", after="المجيدة")) == []
    texts = [leaf.text for leaf in leaves_of_name("ماي", None, before="٨", after="1945")]
    assert texts == ["٨ ماي", "ماي 1945"]
