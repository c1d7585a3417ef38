"""Which requests are answered, by key and right."""

from __future__ import annotations

import pytest

from web.access.decisions import (
    AccessRefusal,
    Caller,
    bearer_secret,
    decide,
    needed_right,
    seems_local,
)
from web.access.keys import Right, make_key

READER = make_key("reader", ["read"])[0]
OPERATOR = make_key("operator", ["operate"])[0]


@pytest.mark.parametrize(
    ("caller", "right", "status"),
    [
        (Caller(), None, 200),
        (Caller(), "read", 401),
        (Caller(), "operate", 401),
        (Caller(is_local=True), "read", 401),
        (Caller(sent="session"), "read", 401),
        (Caller(sent="session"), None, 200),
        (Caller(sent="header"), "read", 401),
        (Caller(sent="header"), None, 401),
        (Caller(key=READER, sent="header"), None, 200),
        (Caller(key=READER, sent="header"), "read", 200),
        (Caller(key=READER, sent="session"), "read", 200),
        (Caller(key=READER, sent="header"), "operate", 403),
        (Caller(key=OPERATOR, sent="header"), "read", 403),
        (Caller(key=OPERATOR, sent="header"), "operate", 200),
    ],
)
def test_a_decision(caller: Caller, right: Right | None, status: int) -> None:
    refusal = decide(caller, right)
    assert (200 if refusal is None else refusal.status) == status


def test_challenges_name_what_is_missing() -> None:
    def challenge(caller: Caller) -> str:
        refusal = decide(caller, "operate")
        assert isinstance(refusal, AccessRefusal)
        return refusal.challenge

    assert challenge(Caller()) == 'Bearer realm="warraq"'
    assert challenge(Caller(sent="header")).endswith('error="invalid_token"')
    assert challenge(Caller(key=READER, sent="header")).endswith('scope="operate"')


@pytest.mark.parametrize(
    ("header", "secret"),
    [
        ("Bearer warraq_12", "warraq_12"),
        ("bearer   warraq_12 ", "warraq_12"),
        ("Bearer warraq_12, Bearer warraq_34", "warraq_12, Bearer warraq_34"),
        ("Bearer eyJhbGciOi", None),
        ("Basic d2FycmFxXzEyOng=", None),
        ("warraq_12", None),
        ("Bearer", None),
        ("", None),
    ],
)
def test_the_secret_of_a_header(header: str, secret: str | None) -> None:
    assert bearer_secret(header) == secret


@pytest.mark.parametrize(
    ("address", "headers", "expected"),
    [
        ("127.0.0.1", (), True),
        ("::1", ("Host",), True),
        ("::ffff:127.0.0.1", (), True),
        ("203.0.113.7", (), False),
        ("", (), False),
        ("127.0.0.1", ("X-Forwarded-For",), False),
        ("127.0.0.1", ("Via",), False),
        ("127.0.0.1", ("Forwarded",), False),
    ],
)
def test_a_local_request(address: str, headers: tuple[str, ...], expected: bool) -> None:
    assert seems_local(address, headers) == expected


@pytest.mark.parametrize("is_private", [False, True])
def test_metrics_are_for_operators(is_private: bool) -> None:
    assert needed_right("metrics", is_private=is_private) == "operate"


def test_what_a_private_archive_asks_for() -> None:
    assert needed_right("pages.readyz", is_private=True) == "operate"
    for endpoint in (None, "pages.search", "api.search", "static", "feeds.atom", "new.endpoint"):
        assert needed_right(endpoint, is_private=True) == "read"
        assert needed_right(endpoint, is_private=False) is None
