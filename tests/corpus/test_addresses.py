"""Addresses in normal form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.addresses import address_key, normal_address, site_of

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


NEWS = "https://example.org/news/7/خبر-اليوم"


@pytest.mark.parametrize(
    "written",
    [
        NEWS,
        normal_address(NEWS),
        normal_address(NEWS).lower(),
        "http://example.org/news/7/خبر-اليوم",
        "https://www.example.org/news/7/خبر-اليوم",
        "https://m.example.org/news/7/خبر-اليوم",
        "HTTP://WWW.Example.ORG:80/news/7/خبر-اليوم/",
        f"{NEWS}#comments",
        f"{NEWS}?utm_source=x&utm_medium=y&fbclid=1",
        f"{NEWS}?",
        f"  <{NEWS}>\n",
        f"«{NEWS}»،",
        f"\u200f{NEWS}\u200e",
        "//example.org/news/7/خبر-اليوم",
        "example.org/news/7/خبر-اليوم",
        "https://example.org//news/./7/خبر-اليوم",
        "https://example.org/news/7/خبر-اليوم;jsessionid=1F",
    ],
)
def test_spellings_of_one_address_have_one_key(written: str) -> None:
    assert address_key(written) == address_key(NEWS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?a=1&b=2", "https://example.org?b=2&a=1&gclid=3"),
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2"),
        ("https://example.org/?q=a+b", "https://example.org/?q=a%20b"),
        ("https://موقع.example/1", "http://xn--4gbrim.example/1/"),
        ("https://example.org/مأوى", "https://example.org/ما\u0654وى"),
        ("https://example.org/#!/news/7", "https://example.org/#!/news/7/"),
        ("https://example.org/%ce%C8", "http://example.org/%CE%c8"),
    ],
)
def test_more_spellings_of_one_address(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/?a=1", "https://example.org/?a=2"),
        ("https://example.org/a", "https://other.example.org/a"),
        ("https://forum.example.org/a", "https://example.org/a"),
        ("https://m.example/a", "https://example/a"),
        ("https://example.org/#!/1", "https://example.org/#!/2"),
        ("https://example.org:8080/a", "https://example.org/a"),
        ("https://example.org/1/2", "https://example.org/12"),
    ],
)
def test_different_pages_have_different_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    "text",
    ["", "خبر", "mailto:a@example.org", "javascript:alert(1)", "https://", "http://[::1", "."],
)
def test_other_texts_have_no_key(text: str) -> None:
    assert address_key(text) is None


@given(st.text(max_size=40))
def test_any_text_may_be_asked_for_its_key(text: str) -> None:
    key = address_key(text)
    assert key == address_key(f" <{text}> ")
    assert key is None or site_of(f"https://{text}") is not None


@given(st.text("ab/?#%d9=&خبر", max_size=30))
def test_addresses_that_are_equal_in_normal_form_have_one_key(path: str) -> None:
    address = f"https://example.org/{path}"
    assert address_key(address) == address_key(normal_address(address))
