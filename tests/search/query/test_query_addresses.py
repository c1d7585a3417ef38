"""Queries that are web addresses."""

from __future__ import annotations

import pytest

from search.limits import LIMITS
from search.query.addresses import read_address, shortened_address


@pytest.mark.parametrize(
    ("query", "is_certain"),
    [
        ("https://example.org/news/7", True),
        (" <HTTP://Example.org/news/7> ", True),
        ("www.example.org/news/7", True),
        ("//example.org/news/7", True),
        ("example.org/news/7", False),
        ("«example.org/news/7»", False),
        ("موقع.وزارة/خبر", False),
    ],
)
def test_an_address_is_recognized(query: str, is_certain: bool) -> None:
    address = read_address(query)
    assert address is not None
    assert address.is_certain == is_certain


@pytest.mark.parametrize(
    "query",
    [
        "",
        "تدمر",
        "example.org",
        "3.14/2",
        "تدمر https://example.org/news/7",
        "https://example.org/news/7 تدمر",
        "source:example.org/news",
        "and/or",
        "https://",
        "https://[::1/a.b",
        "م. علي/سامر",
    ],
)
def test_other_queries_are_none(query: str) -> None:
    assert read_address(query) is None


def test_an_address_may_be_longer_than_words() -> None:
    beginning = "https://example.org/"
    most = LIMITS.address_code_points
    assert most > LIMITS.query_code_points
    assert read_address(beginning + "a" * (most - len(beginning))) is not None
    assert read_address(beginning + "a" * (most - len(beginning) + 1)) is None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://example.org/2016/12/03/افتتاح-المكتبة.html", ("افتتاح", "المكتبة")),
        ("https://example.org/a/%D8%AE%D8%A8%D8%B1_%D8%AC%D8%AF%D9%8A%D8%AF/", ("خبر", "جديد")),
        ("https://example.org/news.aspx?id=7", ("news",)),
        ("https://example.org/2016/12/", ()),
    ],
)
def test_the_words_of_an_address(address: str, words: tuple[str, ...]) -> None:
    found = read_address(address)
    assert found is not None
    assert found.words == words


def test_a_message_quotes_an_address_in_letters() -> None:
    assert shortened_address("https://example.org/%D8%AE\u202e") == "https://example.org/خ"
    assert shortened_address("https://example.org/" + "a" * 200).endswith("aaa…")
