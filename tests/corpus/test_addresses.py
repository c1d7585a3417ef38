"""Addresses in normal form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.addresses import normal_address

PAGE = "https://example.org/%D8%AE%D8%A8%D8%B1"


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("https://example.org/خبر", PAGE),
        (PAGE, PAGE),
        (PAGE.lower(), PAGE),
        (f"{PAGE}#top", PAGE),
        (f" {PAGE}\n", PAGE),
        ("HTTPS://Example.ORG/خبر", PAGE),
        ("https://example.org:443/خبر", PAGE),
        ("https://example.org./خبر", PAGE),
        (f"{PAGE}?", PAGE),
        ("https://example.org/ا/../خبر", PAGE),
        ("http://example.org", "http://example.org/"),
        ("http://example.org:80", "http://example.org/"),
        ("http://example.org:8080", "http://example.org:8080/"),
        ("http://example.org/%7euser/%41", "http://example.org/~user/A"),
        ("http://example.org/a b", "http://example.org/a%20b"),
        ("http://example.org/a%2fb?c=%26", "http://example.org/a%2Fb?c=%26"),
        ("http://example.org/?q=خبر", "http://example.org/?q=%D8%AE%D8%A8%D8%B1"),
        ("http://example.org/%ce%C8", "http://example.org/%CE%C8"),
        ("http://example.org/#!/news/7", "http://example.org/#!/news/7"),
        ("http://xn--4gbrim.example/", "http://موقع.example/"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("http://example.org:99999/", "http://example.org:99999/"),
        ("خبر بلا عنوان", "خبر بلا عنوان"),
        ("/news/7#top", "/news/7#top"),
    ],
)
def test_equal_addresses_have_one_form(address: str, normal: str) -> None:
    assert normal_address(address) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "https://example.org/a"),
        ("http://example.org/a", "http://example.org/A"),
        ("http://example.org/a", "http://example.org/a/"),
        ("http://example.org/a/b", "http://example.org/a%2Fb"),
        ("http://example.org/?a=1", "http://example.org/?a=2"),
        ("http://example.org/#!/1", "http://example.org/#!/2"),
    ],
)
def test_different_addresses_stay_different(one: str, other: str) -> None:
    assert normal_address(one) != normal_address(other)


@given(st.text() | st.text(alphabet="http:/.%dD9aخ#?@[]-x", max_size=40).map("http://".__add__))
def test_a_normal_form_is_its_own(address: str) -> None:
    normal = normal_address(address)
    assert normal_address(normal) == normal
