"""No sign-in leads to another site, and no other site signs a reader in."""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.access.limits import ACCESS_LIMITS
from web.access.own_site import is_own_post, own_address

HERE = "https://archive.example/news"


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("/", "/"),
        ("/?q=%D8%AA", "/?q=%D8%AA"),
        ("/?q=تدمر", f"/?q={quote('تدمر')}"),
        ("/documents/a%2Fb?q=x+y", "/documents/a%2Fb?q=x+y"),
        ("/a//b", "/a//b"),
        ("/%2Fevil.example", "/%2Fevil.example"),
        ("/%5Cevil.example", "/%5Cevil.example"),
    ],
)
def test_own_addresses(given: str, address: str) -> None:
    assert own_address(given) == address


@pytest.mark.parametrize(
    "given",
    [
        "",
        "evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "/x\r\nSet-Cookie: a=b",
        "/a\\..\\b",
        "@evil.example",
        "/" + "x" * ACCESS_LIMITS.next_characters,
    ],
)
def test_any_other_address_becomes_the_root(given: str) -> None:
    assert own_address(given) == "/"


def as_browsers_read(address: str) -> str:
    """Without tabs and line breaks, and with slashes for backslashes, as in the URL Standard."""
    return address.strip(" \0\t\r\n").translate({9: None, 10: None, 13: None, 92: "/"})


@given(
    st.text(alphabet=st.sampled_from("/\\:@.?#%\t\n evil25fFhtps\u2215\uff0f\u3002"), max_size=12)
)
def test_no_address_leaves_the_site(text: str) -> None:
    for prefix in ("", "/", "//", "/\\"):
        address = own_address(prefix + text)
        assert urlsplit(urljoin(HERE, as_browsers_read(address))).netloc == "archive.example"
        assert own_address(address) == address


@given(st.text(max_size=60))
def test_an_own_address_is_ascii_of_one_line(text: str) -> None:
    assert own_address("/" + text).isascii()
    assert own_address("/" + text).isprintable()


@pytest.mark.parametrize(
    ("site", "origin", "expected"),
    [
        ("same-origin", "https://elsewhere.example", True),
        ("same-origin", None, True),
        ("none", None, True),
        ("same-site", "https://archive.example", False),
        ("cross-site", "https://archive.example", False),
        ("", "https://archive.example", False),
        (None, "https://archive.example", True),
        (None, "http://archive.example", True),
        (None, "https://evil.example", False),
        (None, "https://archive.example.evil.example", False),
        (None, "https://archive.example:8443", False),
        (None, "null", False),
        (None, "", False),
        (None, None, True),
    ],
)
def test_a_form(site: str | None, origin: str | None, expected: bool) -> None:
    assert is_own_post(site, origin, "archive.example") == expected
