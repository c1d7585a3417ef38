"""Keys: names, rights, secrets and the comparison with their digests."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.access.keys import (
    RIGHTS,
    InvalidKeyError,
    Key,
    digest_of,
    find_by_id,
    find_by_secret,
    make_key,
    read_name,
    read_rights,
)
from web.access.limits import ACCESS_LIMITS


def test_a_key_keeps_no_secret() -> None:
    key, secret = make_key("مختبر", ["read"], 90)
    assert re.fullmatch("warraq_[0-9a-f]{48}", secret)
    assert secret.removeprefix("warraq_") not in repr(key)
    assert key.digest == digest_of(secret)
    assert (key.name, key.may, key.limit) == ("مختبر", ("read",), 90)


def test_secrets_and_ids_differ() -> None:
    made = [make_key("same", ["read"]) for _ in range(50)]
    assert len({secret for _, secret in made}) == 50
    assert len({key.id for key, _ in made}) == 50


@pytest.fixture(scope="module")
def made() -> list[tuple[Key, str]]:
    return [make_key(f"key {number}", ["read"]) for number in range(5)]


def test_each_secret_finds_its_key(made: list[tuple[Key, str]]) -> None:
    keys = [key for key, _ in made]
    for key, secret in made:
        assert find_by_secret(keys, secret) is key
        assert find_by_id(keys, key.id) is key


@given(st.text(max_size=80))
def test_no_other_text_finds_a_key(text: str) -> None:
    keys = [make_key("one", ["read"])[0]]
    assert find_by_secret(keys, text) is None
    assert find_by_secret(keys, f"warraq_{text}") is None


def test_a_changed_secret_finds_nothing(made: list[tuple[Key, str]]) -> None:
    keys = [key for key, _ in made]
    _, secret = made[0]
    last = "0" if secret[-1] != "0" else "1"
    for wrong in (
        secret[:-1] + last,
        secret[:-1],
        secret + "0",
        secret.upper(),
        f"{secret}\n",
        secret.removeprefix("warraq_"),
        keys[0].digest,
        f"warraq_{keys[0].digest[:48]}",
        secret[:-1] + "٣",
    ):
        assert find_by_secret(keys, wrong) is None


@pytest.mark.parametrize("name", ["reader", "فريق التحرير", "a.b-c_d@e", "é", "م" * 64, "1"])
def test_names(name: str) -> None:
    assert read_name(name) == name


def test_a_name_is_composed() -> None:
    assert read_name("e\u0301") == "\u00e9"


@pytest.mark.parametrize(
    "name",
    ["", " ", " a", "a ", "a\n", "a\x1b[31m", "\u202eabc", "a\u200db", "-x", "م" * 65, "\ud800"],
)
def test_invalid_names(name: str) -> None:
    with pytest.raises(InvalidKeyError) as caught:
        read_name(name)
    assert caught.value.message.code == "bad_key_name"
    assert str(caught.value).isprintable()


def test_rights_are_read_in_their_order() -> None:
    assert read_rights("read") == ("read",)
    assert read_rights(" operate , read,read") == RIGHTS


@pytest.mark.parametrize("text", ["", "write", "read,", "READ", "read;operate"])
def test_unknown_rights(text: str) -> None:
    with pytest.raises(InvalidKeyError, match="read"):
        read_rights(text)


def test_the_limits_of_a_key_fit_into_the_file() -> None:
    longest, _ = make_key("م" * ACCESS_LIMITS.key_name, RIGHTS, ACCESS_LIMITS.key_rate)
    assert len(repr(longest)) * ACCESS_LIMITS.keys < ACCESS_LIMITS.key_file_bytes
