"""``warraq keys``: the life of a key on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import json_of, ok, run
from web.access.key_file import KeyFile
from web.access.keys import find_by_secret


def test_a_key_is_printed_once(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    made = run(home, "keys", "add", "فريق التحرير", "--may", "read,operate", "--limit", "90")
    secret = ok(made).strip()
    assert "only once" in made.stderr
    found = find_by_secret(KeyFile(home).read(), secret)
    assert found is not None
    assert (found.name, found.may, found.limit) == ("فريق التحرير", ("read", "operate"), 90)
    listed = ok(run(home, "keys", "list"))
    assert (
        listed
        == f"فريق التحرير  read, operate, 90 requests a minute, since {found.added_at[:10]}\n"
    )
    assert found.digest not in listed


def test_keys_as_json(tmp_path: Path) -> None:
    made = json_of(run(tmp_path, "keys", "add", "reader", "--json"))
    secret = made.pop("key")
    assert made.keys() == {"name", "may", "limit", "added_at"}
    assert json_of(run(tmp_path, "keys", "list", "--json")) == [made]
    assert json_of(run(tmp_path, "keys", "revoke", "reader", "--json")) == made
    assert json_of(run(tmp_path, "keys", "list", "--json")) == []
    assert find_by_secret(KeyFile(tmp_path).read(), secret) is None


def test_no_keys(tmp_path: Path) -> None:
    assert ok(run(tmp_path / "nowhere", "keys", "list")) == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "reader"), "already"),
        (("add", "x" * 65), "64 visible"),
        (("add", "a\x1b[2J"), "visible characters"),
        (("add", "new", "--may", "write"), "write"),
        (("add", "new", "--limit", "0"), "--limit"),
        (("revoke", "nobody"), "nobody"),
    ],
)
def test_bad_input(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    run(tmp_path, "keys", "add", "reader")
    before = (tmp_path / "keys.json").read_bytes()
    result = run(tmp_path, "keys", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in result.stderr
    assert "\x1b" not in result.stderr
    assert (tmp_path / "keys.json").read_bytes() == before


def test_a_damaged_file_is_reported(tmp_path: Path) -> None:
    run(tmp_path, "keys", "add", "reader")
    (tmp_path / "keys.json").write_text("{")
    for arguments in (("list",), ("add", "x"), ("revoke", "reader")):
        result = run(tmp_path, "keys", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "damaged" in result.stderr
