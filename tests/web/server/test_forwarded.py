"""What a server believes of the headers of proxies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.server.forwarded import client_address, forwarded_environ


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:41000", "203.0.113.7"),
        (" 203.0.113.7:1 ", "203.0.113.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:41000", "2001:db8::1"),
        ("[2001:DB8:0:0::1]:41000", "2001:db8::1"),
        ('"[2001:db8::1]:41000"', "2001:db8::1"),
        ("[::ffff:203.0.113.7]:9", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::1%eth0"),
        ("unknown", "unknown"),
        ("_hidden", "_hidden"),
        ("999.0.113.7:41", "999.0.113.7:41"),
        ("[broken", "[broken"),
    ],
)
def test_an_address_is_the_same_with_every_port(entry: str, address: str) -> None:
    assert client_address(entry) == address


@given(st.ip_addresses(), st.integers(0, 65_535))
def test_no_port_changes_an_address(address: object, port: int) -> None:
    text = str(address)
    with_port = f"[{text}]:{port}" if ":" in text else f"{text}:{port}"
    assert client_address(with_port) == client_address(text)


@pytest.mark.parametrize(
    ("hops", "given_addresses", "address"),
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7:80, 10.0.0.1", "203.0.113.7"),
        (2, "203.0.113.7", "203.0.113.7"),
        (3, "203.0.113.7,, 10.0.0.1 ,10.0.0.2", "203.0.113.7"),
    ],
)
def test_the_client_is_the_one_that_trusted_proxies_saw(
    hops: int, given_addresses: str, address: str
) -> None:
    found = forwarded_environ({"HTTP_X_FORWARDED_FOR": given_addresses}, hops)
    assert found == {"REMOTE_ADDR": address}


def test_nothing_changes_without_headers() -> None:
    assert forwarded_environ({"HTTP_X_FORWARDED_FOR": " , "}, 1) == {}
    assert forwarded_environ({}, 2) == {}


@pytest.mark.parametrize(
    ("prefix", "root"),
    [
        ("/archive", "/archive"),
        ("/archive/", "/archive"),
        ("/news/archive", "/news/archive"),
        ("/old, /archive", "/archive"),
        ("/", None),
        ("archive", None),
        ("//evil.example", None),
        ("/archive//evil.example", None),
        ("/\\evil.example", None),
        ("/../x", None),
        ("/a/../x", None),
        ("/.", None),
        ("https://evil.example", None),
        ("/a b", None),
        ("/%2f%2fevil.example", None),
        ("/<x>", None),
        ("/a\nb", None),
        ("/" + "x" * 300, None),
    ],
)
def test_a_root_is_a_plain_path(prefix: str, root: str | None) -> None:
    found = forwarded_environ({"HTTP_X_FORWARDED_PREFIX": prefix}, 1)
    assert found.get("SCRIPT_NAME") == root


@given(st.text(max_size=40))
def test_no_root_leads_to_another_site(prefix: str) -> None:
    root = forwarded_environ({"HTTP_X_FORWARDED_PREFIX": prefix}, 1).get("SCRIPT_NAME", "/x")
    assert root.startswith("/")
    assert not root.startswith(("//", "/\\"))
    assert not root.endswith("/")


@pytest.mark.parametrize(
    ("name", "value", "changed"),
    [
        ("PROTO", "https", {"wsgi.url_scheme": "https"}),
        ("PROTO", "http, HTTPS", {"wsgi.url_scheme": "https"}),
        ("PROTO", "javascript", {}),
        ("HOST", "archive.example:8443", {"HTTP_HOST": "archive.example:8443"}),
        ("HOST", "evil.example, [2001:db8::1]", {"HTTP_HOST": "[2001:db8::1]"}),
        ("HOST", "a b", {}),
        ("HOST", "archive.example/x", {}),
    ],
)
def test_scheme_and_host_are_those_of_the_nearest_proxy(
    name: str, value: str, changed: dict[str, str]
) -> None:
    assert forwarded_environ({f"HTTP_X_FORWARDED_{name}": value}, 1) == changed
